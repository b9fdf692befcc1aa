// From the checked policy to the program: guards for every rule, the sharing of equal conditions,
// the dispatch that finds rules instead of trying them, and the rules' descriptions.
//
// The index is chosen from the policy alone. For a set of rules the emitter looks for the slot whose
// constant texts split it best: rules that ask for one of few texts go into a `switch` on that slot,
// each text's rules are split further in the same way, and the rules that do not care follow behind,
// split by what they do care about. In a switch's branch the guard that chose it is known to be true
// and is left out. A slot without a text decides nothing, so the switch also has a branch with all
// of its rules and all their guards, itself split by other slots: three-valued results stay exact.

/// Emits programs.
package struct Emitter {
  private var state: EmitterState
  private var image = ProgramImage()
  /// What each rule tests, cheap tests first.
  private var guards: [[Guard]] = []
  /// The cell of each condition that several rules share.
  private var cells: [[Instruction]: Int] = [:]

  /// Fewer rules than this are tried one after the other: a switch costs about as much.
  private static let smallestSwitch = 4
  /// How many switches deep a rule may stand; each level stores its uncertain rules once more.
  private static let deepestSwitch = 3

  /// The program of a checked policy.
  package static func emit(_ policy: CheckedPolicy) -> ProgramImage {
    var emitter = Emitter(policy)
    emitter.emitRules(policy)
    return emitter.finish(policy)
  }

  private init(_ policy: CheckedPolicy) {
    state = EmitterState(shape: policy.shape)
    image.digest = policy.digest
    image.files = policy.files
    image.idSlot = state.slot(of: RequestPath(steps: [.member("id")]))
  }

  // MARK: Rules

  private mutating func emitRules(_ policy: CheckedPolicy) {
    guards.reserveCapacity(policy.rules.count)
    for rule in policy.rules {
      var tests: [Guard] = []
      for condition in rule.conditions {
        state.emitGuards(condition, negated: false, into: &tests)
      }
      for exclusion in rule.exclusions {
        state.emitGuards(exclusion, negated: true, into: &tests)
      }
      // A period is a guard like any other.
      if let until = rule.until { tests.append(period(.guardUntil, until, rule)) }
      if let from = rule.from { tests.append(period(.guardFrom, from, rule)) }
      // Order does not matter to the outcome: fused tests cost least and go first.
      guards.append(
        tests.filter { $0.code.instructions.isEmpty }
          + tests.filter { !$0.code.instructions.isEmpty })
      image.rules.append(describe(rule))
    }
    shareConditions()
    emitGroup(Array(policy.rules.indices), depth: 0, known: [], asked: [])
    append(.halt)
  }

  private mutating func period(
    _ opcode: Opcode, _ bound: Timestamp, _ rule: CheckedRule
  ) -> Guard {
    Guard(
      code: CodeBlock(), test: Instruction(opcode, b: state.pool.index(of: .timestamp(bound))),
      range: rule.nameRange, key: nil)
  }

  /// Gives a cell to each computed condition that more than one rule has.
  private mutating func shareConditions() {
    var uses: [[Instruction]: Int] = [:]
    for tests in guards {
      for test in tests where test.code.instructions.count > 1 {
        uses[test.code.instructions, default: 0] += 1
      }
    }
    // Numbered by first use, so that equal policies have equal programs.
    for tests in guards {
      for test in tests where uses[test.code.instructions, default: 0] > 1 {
        if cells[test.code.instructions] == nil, cells.count < Instruction.maximumA {
          cells[test.code.instructions] = cells.count
        }
      }
    }
    image.cellCount = cells.count
  }

  /// Emits one rule; `known` are the slots whose text a switch has established.
  private mutating func emitRule(_ index: Int, known: [Int]) {
    let start = image.code.count
    append(.rule, a: index, at: image.rules[index].nameRange)
    // A switch chose by the rule's first guard on its slot; a second one is still open.
    var established = known
    for test in guards[index] {
      if let key = test.key, let place = established.firstIndex(of: key.slot) {
        established.remove(at: place)
        continue
      }
      emitGuard(test)
    }
    append(.match, at: image.rules[index].nameRange)
    image.code[start] = Instruction(.rule, a: index, b: image.code.count)
  }

  private mutating func emitGuard(_ test: Guard) {
    if let cell = cells[test.code.instructions] {
      append(
        .recall, a: cell, b: test.code.instructions.count + 2, at: test.range)
      image.code += test.code.instructions
      image.ranges += test.code.ranges
      append(.remember, a: cell, at: test.range)
    } else {
      image.code += test.code.instructions
      image.ranges += test.code.ranges
    }
    image.code.append(test.test)
    image.ranges.append(test.range)
  }

  private mutating func append(
    _ opcode: Opcode, a: Int = 0, b: Int = 0,
    at range: SourceRange = SourceRange(file: 0, start: 0, end: 0)
  ) {
    image.code.append(Instruction(opcode, a: a, b: b))
    image.ranges.append(range)
  }

  // MARK: Dispatch

  /// Emits rules so that all of them that can match or be uncertain are reached.
  ///
  /// - Parameters:
  ///   - known: slots whose text led here; the guards that ask for it are left out.
  ///   - asked: slots that a switch around has asked already, known or not.
  private mutating func emitGroup(
    _ rules: [Int], depth: Int, known: [Int], asked: [Int]
  ) {
    guard rules.count >= Emitter.smallestSwitch, depth < Emitter.deepestSwitch,
      let slot = bestSlot(rules, asked: asked)
    else {
      for rule in rules { emitRule(rule, known: known) }
      return
    }

    var order: [UInt32] = []
    var branches: [UInt32: [Int]] = [:]
    var chosen: [Int] = []
    var others: [Int] = []
    for rule in rules {
      guard let texts = texts(of: rule, for: slot) else {
        others.append(rule)
        continue
      }
      chosen.append(rule)
      for text in texts {
        if branches[text] == nil { order.append(text) }
        branches[text, default: []].append(rule)
      }
    }

    let table = image.tables.count
    image.tables.append(DispatchTable(targets: [], otherwise: 0, uncertain: 0))
    append(.switch, a: slot, b: table, at: image.rules[chosen[0]].nameRange)
    var exits: [Int] = []
    var targets: [(text: UInt32, target: UInt32)] = []
    for text in order {
      targets.append((text, UInt32(image.code.count)))
      emitGroup(
        branches[text] ?? [], depth: depth + 1, known: known + [slot],
        asked: asked + [slot])
      exits.append(image.code.count)
      append(.jump)
    }
    let uncertain = UInt32(image.code.count)
    emitGroup(chosen, depth: depth + 1, known: known, asked: asked + [slot])
    let end = image.code.count
    for exit in exits { image.code[exit] = Instruction(.jump, b: end) }
    image.tables[table] = DispatchTable(
      targets: targets, otherwise: UInt32(end), uncertain: uncertain)
    emitGroup(others, depth: depth, known: known, asked: asked + [slot])
  }

  /// The slot whose texts split the rules best: the one that leaves the fewest rules to try for a
  /// request that has one of them; nil where no split saves a quarter of the tries.
  private func bestSlot(_ rules: [Int], asked: [Int]) -> Int? {
    // A policy dispatches by a handful of slots: an array beats a dictionary.
    var counts: [(slot: Int, rules: Int, lastRule: Int, texts: [UInt32])] = []
    for rule in rules {
      for test in guards[rule] {
        guard let key = test.key, !asked.contains(key.slot) else { continue }
        let place: Int
        if let known = counts.firstIndex(where: { $0.slot == key.slot }) {
          place = known
        } else {
          place = counts.count
          counts.append((key.slot, 0, -1, []))
        }
        // A rule's first guard on the slot is the one that a switch goes by.
        guard counts[place].lastRule != rule else { continue }
        counts[place].lastRule = rule
        counts[place].rules += 1
        counts[place].texts += key.texts
      }
    }
    var best: (slot: Int, cost: Double)?
    for count in counts where count.rules >= Emitter.smallestSwitch / 2 {
      let entries = count.texts.count
      let distinct = Emitter.distinctCount(count.texts)
      // Tries left on average, were the texts equally frequent.
      let cost = Double(rules.count - count.rules) + Double(entries) / Double(distinct)
      if best.map({ cost < $0.cost || (cost == $0.cost && count.slot < $0.slot) }) ?? true {
        best = (count.slot, cost)
      }
    }
    guard let best, best.cost <= 0.75 * Double(rules.count) else { return nil }
    return best.slot
  }

  private static func distinctCount(_ texts: [UInt32]) -> Int {
    var count = 0
    var last: UInt32 = 0
    for text in texts.sorted() where text != last {
      count += 1
      last = text
    }
    return max(count, 1)
  }

  /// The texts of a slot that a rule's first guard on it lets pass.
  private func texts(of rule: Int, for slot: Int) -> [UInt32]? {
    for test in guards[rule] {
      if let key = test.key, key.slot == slot { return key.texts }
    }
    return nil
  }

  // MARK: Descriptions

  private mutating func describe(_ rule: CheckedRule) -> RuleDescription {
    RuleDescription(
      name: rule.name, effect: rule.effect, isObserved: rule.isObserved, range: rule.range,
      nameRange: rule.nameRange, because: rule.because.map { describe($0) },
      annotations: rule.annotations,
      hold: rule.hold.map { describe($0, terms: digest(Array(CanonicalForm.terms(rule).utf8))) })
  }

  private mutating func describe(_ template: CheckedTemplate) -> [RuleDescription.TemplatePart] {
    template.parts.map { part in
      switch part {
      case .text(let text), .constant(let text): .text(text)
      case .path(let path): .slot(state.slot(of: path, .whole))
      }
    }
  }

  private mutating func describe(_ hold: CheckedHold, terms: [UInt8]) -> HoldDescription {
    var paths: [RequestPath] = []
    switch hold.covers {
    case .once: break
    case .values(let covered, for: _): paths += covered
    }
    paths += hold.selectorPaths
    var slots: [RequestPath: Int] = [:]
    for path in paths { slots[path] = state.slot(of: path, .whole) }
    return HoldDescription(clauses: hold, terms: terms, slots: slots)
  }

  private mutating func finish(_ policy: CheckedPolicy) -> ProgramImage {
    switch policy.defaultVerdict {
    case .deny: image.defaultVerdict = .deny
    case .allow: image.defaultVerdict = .allow
    case .hold(let hold, _):
      image.defaultVerdict = .hold(
        describe(hold, terms: digest(Array(CanonicalForm.terms(hold).utf8))))
    }
    image.requester = policy.requester.map { path in
      .init(
        path: path, slot: state.slot(of: path, .whole),
        isOptional: policy.shape.map { RequestPath.isOptional(path, in: $0) } ?? false)
    }
    image.volatilePaths = policy.volatile
    image.projection = state.projection.projection()
    image.slotPaths = state.projection.slotPaths
    image.constantBytes = state.pool.bytes
    image.constantValues = state.pool.values
    image.texts = state.pool.texts
    image.textSets = state.pool.textSets
    image.patterns = state.pool.patterns
    image.hours = state.pool.hours
    return image
  }
}

extension RequestPath {
  /// Whether the member at the path is declared to be one that may be absent.
  fileprivate static func isOptional(_ path: RequestPath, in shape: RecordShape) -> Bool {
    var type = Type.record(shape)
    var isOptional = false
    for step in path.steps {
      guard case .record(let shape) = type, case .member(let name) = step,
        let member = shape.member(name)
      else { return false }
      isOptional = isOptional || member.isOptional
      type = member.type
    }
    return isOptional
  }
}
