// From the checked policy to the program: guards for every rule, the sharing of equal conditions, the
// index that finds rules instead of trying them (Emitter+Index), and the rules' descriptions.

/// Emits programs.
package struct Emitter {
  var state: EmitterState
  var image = ProgramImage()
  /// What each rule tests, in the order of its code.
  var guards: [[Guard]] = []
  /// The cell of each condition that several rules share.
  private var cells: [[Instruction]: Int] = [:]
  /// The fused guards, each once, in the order of their numbers.
  var conditions: [Instruction] = []
  /// The lists of the index, as long as they wait for the rules' code.
  var pending: [PendingList] = []

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
      guards.append(tests)
      image.rules.append(describe(rule))
    }
    orderGuards()
    shareConditions()
    emitIndex()
    var starts: [Int] = []
    starts.reserveCapacity(guards.count)
    for rule in guards.indices {
      starts.append(image.code.count + 1)
      emitRule(rule)
    }
    fillLists(starts)
  }

  private mutating func period(
    _ opcode: Opcode, _ bound: Timestamp, _ rule: CheckedRule
  ) -> Guard {
    Guard(
      code: CodeBlock(), test: Instruction(opcode, b: state.pool.index(of: .timestamp(bound))),
      range: rule.nameRange, key: nil)
  }

  /// Brings each rule's guards into the order in which they are tested. Order does not matter to the
  /// outcome, so it serves the index: what a switch may have answered goes first, and then what a sieve
  /// may have, which is what many rules ask; so most candidates are entered behind all of that. Last
  /// comes what must be computed.
  private mutating func orderGuards() {
    var numbers: [Instruction: Int] = [:]
    var uses: [Int] = []
    var slotUses: [Int: Int] = [:]
    for rule in guards.indices {
      for index in guards[rule].indices where guards[rule][index].isFused {
        let number = numbers[guards[rule][index].test, default: conditions.count]
        if number == conditions.count {
          numbers[guards[rule][index].test] = number
          conditions.append(guards[rule][index].test)
          uses.append(0)
        }
        guards[rule][index].condition = number
        uses[number] += 1
        if let key = guards[rule][index].key { slotUses[key.slot, default: 0] += 1 }
      }
    }
    for rule in guards.indices {
      // Kind of guard, how many share it, and, to settle ties in every rule alike, which it is.
      let places = guards[rule].map { test in
        guard test.isFused else { return 2 << 60 }
        guard let key = test.key else {
          return 1 << 60 - uses[test.condition] << 30 + test.condition
        }
        return -slotUses[key.slot, default: 0] << 30 + key.slot
      }
      let order = Array(guards[rule].indices).sorted { (places[$0], $0) < (places[$1], $1) }
      guards[rule] = order.map { guards[rule][$0] }
    }
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

  private mutating func emitRule(_ index: Int) {
    append(.rule, a: index, at: image.rules[index].nameRange)
    for test in guards[index] { emitGuard(test) }
    append(.match, at: image.rules[index].nameRange)
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

  mutating func append(
    _ opcode: Opcode, a: Int = 0, b: Int = 0,
    at range: SourceRange = SourceRange(file: 0, start: 0, end: 0)
  ) {
    image.code.append(Instruction(opcode, a: a, b: b))
    image.ranges.append(range)
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
    image.constantBytes = Table(state.pool.bytes)
    image.constantValues = Table(state.pool.values)
    image.texts = Table(state.pool.texts)
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
