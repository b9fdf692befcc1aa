// From the checked policy to the program: guards for every rule, the sharing of equal conditions,
// the index that finds rules instead of trying them (Emitter+Index), and the rules' descriptions.

/// Emits programs.
package struct Emitter {
  var state: EmitterState
  var image = ProgramImage()
  var code: [Instruction] = []
  private var ranges: [SourceRange] = []
  /// What all rules test, one rule's guards after another's, in the order of their code.
  private(set) var guards: [Guard] = []
  /// Where each rule's guards begin, and where the last one's end.
  private var guardStarts: [Int] = [0]
  /// Where each rule is named.
  private(set) var names: [SourceRange] = []
  /// What each rule does.
  private(set) var effects: [RuleEffect] = []
  /// The cell of each block of code that several rules share; -1 for another one.
  private var cells: [Int] = []
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
    if policy.hasCostlyCalls {
      let cells = CostlyCells(policy)
      image.cellCount = cells.count
      state.costlyCells = cells
    }
    image.digest = policy.digest
    image.files = policy.files
    image.idSlot = state.slot(of: RequestPath(steps: [.member("id")]))
  }

  // MARK: Rules

  var ruleCount: Int { names.count }

  /// Which of the guards are a rule's.
  func guardIndices(of rule: Int) -> Range<Int> { guardStarts[rule]..<guardStarts[rule + 1] }

  private mutating func emitRules(_ policy: CheckedPolicy) {
    guards.reserveCapacity(
      policy.rules.reduce(0) { $0 + $1.conditions.count + $1.exclusions.count })
    guardStarts.reserveCapacity(policy.rules.count + 1)
    names.reserveCapacity(policy.rules.count)
    effects.reserveCapacity(policy.rules.count)
    var rules = FlatRules.Writer(files: policy.files)
    for rule in policy.rules {
      for condition in rule.conditions {
        state.emitGuards(condition, negated: false, into: &guards)
      }
      for exclusion in rule.exclusions {
        state.emitGuards(exclusion, negated: true, into: &guards)
      }
      // A period is a guard like any other.
      if let until = rule.until { guards.append(period(.guardUntil, until, rule)) }
      if let from = rule.from { guards.append(period(.guardFrom, from, rule)) }
      guardStarts.append(guards.count)
      names.append(rule.nameRange)
      effects.append(RuleEffect(rule.effect, isObserved: rule.isObserved))
      rules.append(describe(rule))
    }
    image.rules = RuleTable(rules.finish())
    orderGuards()
    shareConditions()
    emitIndex()
    var starts: [Int] = []
    starts.reserveCapacity(ruleCount)
    let words =
      code.count + 2 * ruleCount + guards.count
      + state.blocks.reduce(0) { $0 + $1.instructions.count + 2 }
    code.reserveCapacity(words)
    ranges.reserveCapacity(words)
    for rule in 0..<ruleCount {
      starts.append(code.count + 1)
      emitRule(rule)
    }
    fillLists(starts)
  }

  private mutating func period(
    _ opcode: Opcode, _ bound: Timestamp, _ rule: CheckedRule
  ) -> Guard {
    Guard(
      test: Instruction(opcode, b: state.pool.index(of: .timestamp(bound))),
      range: rule.nameRange)
  }

  /// Brings each rule's guards into the order in which they are tested. Order does not matter to
  /// the outcome, so it serves the index: what a switch may have answered goes first, and then what
  /// a sieve may have, which is what many rules ask; so most candidates are entered after all of
  /// that. Last comes what must be computed, and of that last what calls a costly function.
  private mutating func orderGuards() {
    var numbers: [Instruction: Int] = [:]
    var uses: [Int] = []
    var slotUses = Array(repeating: 0, count: state.projection.slotPaths.count)
    for index in guards.indices where guards[index].isFused {
      let test = guards[index].test
      let number = numbers[test, default: conditions.count]
      if number == conditions.count {
        numbers[test] = number
        conditions.append(test)
        uses.append(0)
      }
      guards[index].condition = Int32(number)
      uses[number] += 1
      if let slot = guards[index].keySlot { slotUses[slot] += 1 }
    }
    // Kind of guard, how many share it, and, to settle ties in every rule alike, which it is.
    func place(of test: Guard) -> Int {
      guard test.isFused else { return test.isCostly ? 3 << 60 : 2 << 60 }
      if let slot = test.keySlot { return -slotUses[slot] << 30 + slot }
      return 1 << 60 - uses[Int(test.condition)] << 30 + Int(test.condition)
    }
    var order: [(place: Int, index: Int, test: Guard)] = []
    for rule in 0..<ruleCount {
      let indices = guardIndices(of: rule)
      order.removeAll(keepingCapacity: true)
      for index in indices { order.append((place(of: guards[index]), index, guards[index])) }
      order.sort { ($0.place, $0.index) < ($1.place, $1.index) }
      for (index, element) in zip(indices, order) { guards[index] = element.test }
    }
  }

  /// Gives a cell to each computed condition that more than one rule has.
  private mutating func shareConditions() {
    // Equal blocks have one number. By first use, so that equal policies have equal programs.
    var numbers: [[Instruction]: Int] = [:]
    var uses: [Int] = []
    var blocks: [(block: Int, number: Int)] = []
    for test in guards where !test.isFused {
      let block = Int(test.block)
      let code = state.blocks[block].instructions
      guard code.count > 1 else { continue }
      let number = numbers[code, default: uses.count]
      if number == uses.count {
        numbers[code] = number
        uses.append(0)
      }
      uses[number] += 1
      blocks.append((block, number))
    }
    cells = Array(repeating: -1, count: state.blocks.count)
    var cellsByNumber = Array(repeating: -1, count: uses.count)
    for (block, number) in blocks where uses[number] > 1 {
      if cellsByNumber[number] < 0, image.cellCount < Instruction.maximumA {
        cellsByNumber[number] = image.cellCount
        image.cellCount += 1
      }
      cells[block] = cellsByNumber[number]
    }
  }

  private mutating func emitRule(_ index: Int) {
    append(.rule, a: index, at: names[index])
    for test in guardIndices(of: index) { emitGuard(guards[test]) }
    append(.match, at: names[index])
  }

  private mutating func emitGuard(_ test: Guard) {
    if !test.isFused {
      let block = Int(test.block)
      let cell = cells[block]
      if cell >= 0 {
        append(.recall, a: cell, b: state.blocks[block].instructions.count + 2, at: test.range)
      }
      code += state.blocks[block].instructions
      ranges += state.blocks[block].ranges
      if cell >= 0 { append(.remember, a: cell, at: test.range) }
    }
    code.append(test.test)
    ranges.append(test.range)
  }

  mutating func append(
    _ opcode: Opcode, a: Int = 0, b: Int = 0,
    at range: SourceRange = SourceRange(file: 0, start: 0, end: 0)
  ) {
    code.append(Instruction(opcode, a: a, b: b))
    ranges.append(range)
  }

  // MARK: Descriptions

  private mutating func describe(_ rule: CheckedRule) -> RuleDescription {
    RuleDescription(
      name: rule.name, effect: rule.effect, isObserved: rule.isObserved, range: rule.range,
      nameRange: rule.nameRange, because: rule.because.map { describe($0) },
      annotations: rule.annotations,
      hold: rule.hold.map {
        describe($0, terms: ContentDigest.sha256(CanonicalForm.terms(rule).bytes))
      })
  }

  private mutating func describe(_ template: CheckedTemplate) -> [RuleDescription.TemplatePart] {
    template.parts.map { part in
      switch part {
      case .text(let text), .constant(let text): .text(text)
      case .path(let path): .slot(state.slot(of: path, .whole))
      }
    }
  }

  private mutating func describe(
    _ hold: HoldClauses<PolicyApprover>, terms: [UInt8]
  ) -> HoldDescription {
    var slots: [RequestPath: Int] = [:]
    for path in hold.covers.paths + hold.namedPaths { slots[path] = state.slot(of: path, .whole) }
    return HoldDescription(clauses: hold, terms: terms, slots: slots)
  }

  private mutating func finish(_ policy: CheckedPolicy) -> ProgramImage {
    switch policy.defaultVerdict {
    case .deny: image.defaultVerdict = .deny
    case .allow: image.defaultVerdict = .allow
    case .hold(let hold, _):
      image.defaultVerdict = .hold(
        describe(hold, terms: ContentDigest.sha256(CanonicalForm.terms(hold).bytes)))
    }
    image.requester = policy.requester.map { path in
      .init(
        path: path, slot: state.slot(of: path, .whole),
        isOptional: policy.shape.map { RequestPath.isOptional(path, in: $0) } ?? false)
    }
    image.volatilePaths = policy.volatile
    image.projection = state.projection.projection()
    image.slotPaths = state.projection.slotPaths
    if let shape = policy.shape, Type.record(shape).hasSensitivePart {
      image.sensitiveSlots = image.slotPaths.indices.filter {
        RequestPath.isSensitive(image.slotPaths[$0], in: shape)
      }
    }
    image.code = Table(code)
    image.ranges = ranges
    image.constantBytes = Table(state.pool.bytes)
    image.constantValues = Table(state.pool.values)
    image.texts = Table(state.pool.texts)
    image.textSets = state.pool.textSets
    image.patterns = state.pool.patterns
    image.hours = state.pool.hours
    image.readers = state.readers
    return image
  }
}

extension RequestPath {
  /// Whether the value at the path is sensitive, lies within what is, or has a part that is.
  fileprivate static func isSensitive(_ path: RequestPath, in shape: RecordShape) -> Bool {
    var type = Type.record(shape)
    for step in path.steps {
      switch (type, step) {
      case (.record(let shape), .member(let name)):
        guard let member = shape.member(name) else { return false }
        if member.isSensitive { return true }
        type = member.type
      case (.map(let element), .member), (.list(let element), .index): type = element
      case (.bool, _), (.string, _), (.choice, _), (.number, _), (.timestamp, _), (.duration, _),
        (.ip, _), (.cidr, _), (.hours, _), (.version, _), (.path, _), (.folder, _), (.any, _),
        (.record, _), (.map, _),
        (.list, _):
        return false
      }
    }
    return type.hasSensitivePart
  }

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
