// Proves what the machine takes for granted: that operands name what exists, that the stack has one
// depth at each word whichever way control came, that control only goes forward but for loops, that
// conditions stay within rules and loops within conditions. Every program passes here before it runs,
// the emitter's own as well.
//
// The proof is one walk over the code in order. Because jumps go forward, the state at a word (stack
// depth, open loops, current rule) is known when the walk gets there: from the word before, or from
// the jumps that named it. Two ways in must agree; a word that nothing reaches is refused. Rules are
// not jumped to: their code begins behind the index's end or another rule's, and candidates, which are
// looked at last, name a word of their rule's where the stack is empty. Every list is tried by one
// word of the index, so a run tries no candidate twice.

/// Verifies programs.
package struct Verifier {
  private let image: ProgramImage
  /// The state at each word ahead that something reaches.
  private var states: [State?]
  private var deepestStack = 0
  /// The list that the index has not tried yet.
  private var nextList = 0

  /// What is true when control comes to a word.
  private struct State: Equatable {
    var depth = 0
    var loops: [Loop] = []
    /// The rule whose code this is; nil in the index.
    var rule: Int?
  }

  private struct Loop: Equatable {
    var kind: Int
    /// The first word of the body.
    var body: Int
    /// The stack's depth there.
    var depth: Int
  }

  /// Verifies a program and fills in what the machine allocates by.
  package static func verify(_ image: inout ProgramImage) throws(ProgramError) {
    var verifier = Verifier(image)
    try verifier.verifyConstants()
    try verifier.verifyProjection()
    try verifier.verifyRules()
    try verifier.verifyCode()
    try verifier.verifyLists()
    image.stackDepth = verifier.deepestStack
  }

  private init(_ image: ProgramImage) {
    self.image = image
    states = Array(repeating: nil, count: image.code.count)
  }

  private func require(
    _ condition: Bool, _ rule: @autoclosure () -> String
  ) throws(ProgramError) {
    if !condition { throw .invalid(rule()) }
  }

  // MARK: Constants

  private func verifyConstants() throws(ProgramError) {
    try require(image.digest.count == 32, "the digest is no SHA-256")
    try require(image.constantBytes.count <= Limits.constantBytes, "too many constant bytes")
    for text in image.texts {
      try require(
        Int(text.offset) + Int(text.count) <= image.constantBytes.count, "a text ends outside")
    }
    for (index, value) in image.constantValues.enumerated() { try verify(value, at: index) }
    try verifyParts()
    for set in image.textSets {
      try require(!set.bits.isEmpty && set.first > 0, "a set of texts is empty")
      try require(
        Int(set.first) + 64 * (set.bits.count - 1) <= max(image.texts.count, 1),
        "a set has unknown texts")
    }
  }

  /// Every part of a constant is part of that one only, as the emitter lays them out, and they nest
  /// no deeper than what they were read from: so comparing and printing a constant takes time
  /// linear in the program and a bounded stack.
  private func verifyParts() throws(ProgramError) {
    guard image.constantValues.contains(where: { $0.tag == .list || $0.tag == .record }) else {
      return
    }
    var isPart = Array(repeating: false, count: image.constantValues.count)
    var depths = Array(repeating: 0, count: image.constantValues.count)
    for (index, value) in image.constantValues.enumerated()
    where value.tag == .list || value.tag == .record {
      for part in value.offset..<value.offset + value.count * value.stride {
        try require(!isPart[part], "two constants share a part")
        isPart[part] = true
        depths[index] = max(depths[index], depths[part])
      }
      depths[index] += 1
      try require(
        depths[index] <= max(Limits.documentDepth, Limits.requestDepth),
        "a constant nests too deeply")
    }
  }

  private func verify(_ value: Value, at index: Int) throws(ProgramError) {
    // Asked of the byte: `tag` itself takes its validity for granted.
    try require(
      Value.Tag(rawValue: UInt8(truncatingIfNeeded: value.head)) != nil, "an unknown tag")
    switch value.tag {
    case .bool: try require(value.isTrue || value.isFalse, "a bool is neither true nor false")
    case .number:
      let decimal = value.decimal
      try require(Value.number(decimal).isSame(as: value), "a number has stray bits")
      try require(
        Decimal(
          isNegative: decimal.isNegative,
          coefficient: UInt128(decimal.high) << 64 | UInt128(decimal.low),
          exponent: Int(decimal.exponent)) == decimal, "a number is not normalised")
    case .timestamp:
      try require(Value.timestamp(value.timestamp).isSame(as: value), "a bad instant")
    case .duration: try require(Value.duration(value.interval).isSame(as: value), "a bad duration")
    case .string:
      try verifyBytes(value)
      let number = Int(value.internID)
      try require(number > 0 && number <= image.texts.count, "a text has no number")
      let range = image.texts[number - 1]
      try require(
        Int(range.offset) == value.offset && Int(range.count) == value.count,
        "a text's number is another's")
      let bytes = image.constantBytes[value.offset..<value.offset + value.count]
      try require(String(validating: bytes, as: UTF8.self) != nil, "a text is not UTF-8")
    case .ip:
      try verifyBytes(value)
      try require(value.count == 16, "an address has not 16 bytes")
    case .cidr:
      try verifyBytes(value)
      try require(
        value.count == 17 && image.constantBytes[value.offset + 16] <= 128, "a bad block")
    case .version: try verifyBytes(value)
    case .hours: try require(value.body < UInt64(image.hours.count), "unknown hours")
    case .list, .record:
      // What a value contains stands before it: so there is no cycle.
      try require(value.region == .constants, "a constant lies outside the constants")
      try require(
        value.stride == (value.tag == .list ? 1 : 2)
          && value.offset + value.count * value.stride <= index, "a value contains itself")
      guard value.tag == .record else { return }
      try verifyKeys(of: value)
    case .fault, .opaqueRecord, .opaqueList: throw .invalid("a constant is no value")
    }
  }

  private func verifyBytes(_ value: Value) throws(ProgramError) {
    try require(
      value.region == .constants && value.offset + value.count <= image.constantBytes.count,
      "a constant ends outside")
  }

  private func verifyKeys(of record: Value) throws(ProgramError) {
    var last: ArraySlice<UInt8>?
    for member in 0..<record.count {
      let key = image.constantValues[record.offset + 2 * member]
      try require(key.tag == .string, "a member's name is no text")
      let bytes = image.constantBytes[key.offset..<key.offset + key.count]
      if let last {
        try require(last.lexicographicallyPrecedes(bytes), "members are out of order")
      }
      last = bytes
    }
  }

  // MARK: Projection and rules

  private func verifyProjection() throws(ProgramError) {
    let projection = image.projection
    try require(!projection.nodes.isEmpty, "the projection is empty")
    try require(
      image.slotPaths.count == projection.slotCount, "a slot has no path, or a path no slot")
    var seen = Array(repeating: false, count: projection.nodes.count)
    var slots: Set<Int> = []
    try verify(node: 0, size: projection.slotCount, &seen, &slots, depth: 0)
    try require(slots.count == projection.slotCount, "a slot is filled by nothing")
    try require(!seen.contains(false), "nothing leads to a place in the projection")
  }

  private func verify(
    node index: Int, size: Int, _ seen: inout [Bool], _ slots: inout Set<Int>, depth: Int
  ) throws(ProgramError) {
    try require(
      index < seen.count && !seen[index] && depth <= Limits.requestDepth,
      "the projection is no tree")
    seen[index] = true
    let node = image.projection.nodes[index]
    if let slot = node.slot {
      try require(slot < size && slots.insert(slot).inserted, "a slot is filled twice")
    }
    if case .choice(let texts) = node.expectation {
      try require(texts.allSatisfy { $0 > 0 && $0 <= image.texts.count }, "an unknown text")
      try require(isAscending(texts, by: <), "a choice is out of order")
    }
    try require(isAscending(node.members) { $0.name < $1.name }, "members are out of order")
    try require(isAscending(node.indexed) { $0.index < $1.index }, "places are out of order")
    for member in node.members {
      try verify(node: member.node, size: size, &seen, &slots, depth: depth + 1)
    }
    for indexed in node.indexed {
      try verify(node: indexed.node, size: size, &seen, &slots, depth: depth + 1)
    }
    if let element = node.element {
      // A member of a map is a key and a value at least.
      try require(
        element.stride >= (element.isMap ? 2 : 1) && element.stride <= Int(UInt16.max),
        "an element has no size")
      var own: Set<Int> = element.isMap ? [0] : []
      try verify(node: element.node, size: element.stride, &seen, &own, depth: depth + 1)
    }
  }

  private func isAscending<Element>(
    _ elements: [Element], by precedes: (Element, Element) -> Bool
  ) -> Bool {
    zip(elements, elements.dropFirst()).allSatisfy(precedes)
  }

  private func verifyRules() throws(ProgramError) {
    let slots = image.projection.slotCount
    try require(image.rules.isEmpty || !image.files.isEmpty, "a rule has no file")
    try require(image.idSlot < slots, "the id has no slot")
    for requester in image.requester {
      try require(requester.slot < slots, "a requester has no slot")
    }
    for rule in image.rules {
      try verify(rule.range)
      try verify(rule.nameRange)
      for case .slot(let slot) in rule.because ?? [] {
        try require(slot < slots, "a text names an unknown slot")
      }
      try require((rule.effect == .hold) == (rule.hold != nil), "a hold has no clauses")
      if let hold = rule.hold { try verify(hold) }
    }
    if case .hold(let hold) = image.defaultVerdict { try verify(hold) }
    for range in image.ranges { try verify(range) }
  }

  private func verify(_ hold: HoldDescription) throws(ProgramError) {
    let slots = image.projection.slotCount
    try require(hold.slots.values.allSatisfy { $0 < slots }, "a hold names an unknown slot")
    try require(hold.terms.count == 32, "a hold's terms are no SHA-256")
  }

  private func verify(_ range: SourceRange) throws(ProgramError) {
    try require(
      image.files.isEmpty && range.end == 0
        || Int(range.file) < image.files.count
          && Int(range.end) <= image.files[Int(range.file)].bytes.count,
      "a range lies outside its file")
  }

  // MARK: Code

  private mutating func verifyCode() throws(ProgramError) {
    try require(
      image.ranges.count == image.code.count && image.code.count < Int(Int32.max),
      "the code has no ranges")
    guard !states.isEmpty else { throw .invalid("there is no code") }
    try require(image.cellCount <= image.code.count, "more cells than words")
    states[0] = State()
    var fallsThrough = true
    for word in image.code.indices {
      guard let opcode = Opcode(rawValue: image.code[word].opcodeByte) else {
        throw .invalid("word \(word) is no instruction")
      }
      try verifyOperands(opcode, word)
      if opcode == .rule {
        // Nothing may fall or jump into a rule: candidates are how one is entered.
        try require(
          word > 0 && states[word] == nil, "word \(word) is a rule that control runs into")
        states[word] = State(rule: image.code[word].a)
      }
      guard let state = states[word] else {
        throw .invalid("nothing reaches word \(word)")
      }
      fallsThrough = try flow(opcode, word, state)
    }
    try require(!fallsThrough, "control leaves the code")
  }

  private func verifyOperands(_ opcode: Opcode, _ word: Int) throws(ProgramError) {
    try verifyOperands(opcode, image.code[word], "word \(word)")
  }

  private func verifyOperands(
    _ opcode: Opcode, _ instruction: Instruction, _ place: @autoclosure () -> String
  ) throws(ProgramError) {
    let entry = opcode.entry
    try verify(entry.a, instruction.a, place())
    try verify(entry.b, instruction.b, place())
    if opcode == .call, let builtin = Builtin(rawValue: UInt8(instruction.a)) {
      try require(
        builtin.declaration.parameters.count == instruction.b,
        "\(place()) calls with another number of arguments")
    }
  }

  private func verify(
    _ kind: OperandKind, _ operand: Int, _ place: @autoclosure () -> String
  ) throws(ProgramError) {
    let bound: Int
    switch kind {
    case .none: bound = 1
    case .slot: bound = image.projection.slotCount
    case .constant: bound = image.constantValues.count
    case .text: bound = image.texts.count + 1
    case .textSet: bound = image.textSets.count
    case .pattern: bound = image.patterns.count
    case .target, .forward, .backward: bound = image.code.count
    case .rule: bound = image.rules.count
    case .table: bound = image.tables.count
    case .list: bound = image.lists.count
    case .cell: bound = image.cellCount
    case .builtin: bound = Builtin.allCases.count
    case .frame: bound = Limits.quantifierDepth
    case .elementSlot: bound = Int(UInt16.max) + 1
    case .count: bound = Limits.expandedNodes
    case .loopKind: bound = LoopKind.allCases.count
    }
    // Texts are numbered from 1: 0 is every text that is no constant.
    try require(
      operand < bound && (kind != .text || operand > 0), "\(place()) names what does not exist")
  }

  /// Checks that an instruction may stand where it does and tells its successors their state.
  /// Returns whether control may go on to the next word.
  private mutating func flow(
    _ opcode: Opcode, _ word: Int, _ state: State
  ) throws(ProgramError) -> Bool {
    let a = image.code[word].a
    let b = image.code[word].b
    let entry = opcode.entry
    let pops: Int
    switch entry.pops {
    case .fixed(let count): pops = count
    case .operandA: pops = a
    case .operandB: pops = b
    }
    let floor = state.loops.last?.depth ?? 0
    try require(state.depth - pops >= floor, "word \(word) takes from an empty stack")
    var next = state
    next.depth += entry.pushes - pops
    deepestStack = max(deepestStack, state.depth, next.depth)

    switch opcode {
    case .halt:
      try between(state, word)
      return false
    case .jump:
      try between(state, word)
      try reach(b, from: word, state)
      return false
    case .switch:
      try between(state, word)
      let table = image.tables[b]
      let size = table.entries.count
      try require(
        size > 0 && size & (size - 1) == 0 && table.entries.contains { $0.text == 0 },
        "a table has no empty place")
      for entry in table.entries where entry.text != 0 {
        try require(Int(entry.text) <= image.texts.count, "a table has an unknown text")
        try reach(Int(entry.target), from: word, state)
      }
      try reach(Int(table.otherwise), from: word, state)
      try reach(Int(table.uncertain), from: word, state)
      return false
    case .tryRules:
      try between(state, word)
      try require(b == nextList, "word \(word) tries another list than the next")
      nextList += 1
    case .rule: break
    case .match:
      try require(
        state.rule != nil && state.depth == 0 && state.loops.isEmpty,
        "word \(word) ends no rule")
      return false
    case .guardTrue, .guardFalse, .guardSlotTrue, .guardSlotFalse, .guardEqualText,
      .guardNotEqualText, .guardInTexts, .guardNotInTexts, .guardLess, .guardLessOrEqual,
      .guardGreater, .guardGreaterOrEqual, .guardHas, .guardHasNot, .guardFrom, .guardUntil:
      try within(state, word)
      try require(
        next.depth == 0 && state.loops.isEmpty, "word \(word) tests within a condition")
    case .slot, .constant, .loopKey, .loopValue, .now, .member, .element, .list, .not, .and, .or,
      .has, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn,
      .contains, .overlaps, .inTexts, .notInTexts, .overlapsTexts, .includes, .startsWith,
      .endsWith, .like, .matches, .add, .subtract, .multiply, .negate, .call, .remember:
      try within(state, word)
      if opcode == .loopKey || opcode == .loopValue { try frame(a, state, word) }
      if opcode == .member {
        try require(image.constantValues[b].tag == .string, "a member's name is no text")
      }
    case .local:
      try within(state, word)
      try frame(a, state, word)
    case .jumpIfFalse, .jumpIfTrue:
      try within(state, word)
      try reach(word + b, from: word, state)
    case .jumpUnlessMissing:
      try within(state, word)
      try reach(word + b, from: word, state)
    case .recall:
      try within(state, word)
      var filled = state
      filled.depth += 1
      deepestStack = max(deepestStack, filled.depth)
      try reach(word + b, from: word, filled)
    case .loop:
      try within(state, word)
      // With nothing to loop over, the result takes the subject's place.
      try reach(word + b, from: word, state)
      try require(
        state.loops.count < Limits.quantifierDepth, "word \(word) nests loops too deeply")
      next.loops.append(Loop(kind: a, body: word + 1, depth: next.depth))
    case .next:
      try within(state, word)
      guard let loop = next.loops.popLast() else {
        throw .invalid("word \(word) ends no loop")
      }
      try require(
        loop.kind == a && loop.body == word - b && state.depth == loop.depth + 1,
        "word \(word) ends another loop than it began")
    }
    try reach(word + 1, from: word, next)
    return true
  }

  /// The lists, whose parts make up the arrays of candidates, conditions and bits to the last one.
  private func verifyLists() throws(ProgramError) {
    try require(nextList == image.lists.count, "a list is never tried")
    var candidates = 0
    var conditions = 0
    var bits = 0
    for list in image.lists {
      // Sums of 32-bit counts: they cannot overflow before they exceed what is there.
      candidates += list.count
      conditions += list.conditionCount
      let (words, overflow) = list.words.multipliedReportingOverflow(by: list.conditionCount)
      bits += overflow ? 0 : words
      try require(
        !overflow && candidates <= image.candidates.count
          && conditions <= image.sieveConditions.count && bits <= image.sieveBits.count,
        "a list has more than there is")
    }
    try require(
      candidates == image.candidates.count && conditions == image.sieveConditions.count
        && bits == image.sieveBits.count, "a candidate or a condition is in no list")
    for candidate in image.candidates {
      try require(
        candidate.word < image.code.count
          && states[candidate.word] == State(rule: Int(candidate.rule))
          && image.code[candidate.word].opcodeByte != Opcode.rule.rawValue,
        "a candidate begins within a condition, or in another rule")
    }
    for condition in image.sieveConditions {
      guard let opcode = Opcode(rawValue: condition.opcodeByte), opcode.isGuard,
        case .slot = opcode.entry.a
      else { throw .invalid("a sieve's condition is no guard of a slot") }
      try verifyOperands(opcode, condition, "a sieve")
    }
  }

  private func between(_ state: State, _ word: Int) throws(ProgramError) {
    try require(state == State(), "word \(word) stands within a rule")
  }

  private func within(_ state: State, _ word: Int) throws(ProgramError) {
    try require(state.rule != nil, "word \(word) stands outside every rule")
  }

  private func frame(_ frame: Int, _ state: State, _ word: Int) throws(ProgramError) {
    try require(frame < state.loops.count, "word \(word) names a loop that is not open")
  }

  private mutating func reach(
    _ target: Int, from word: Int, _ state: State
  ) throws(ProgramError) {
    try require(target > word && target < image.code.count, "word \(word) goes astray")
    if let known = states[target] {
      try require(known == state, "word \(target) is reached in two ways that disagree")
    }
    states[target] = state
  }
}

extension Value {
  /// Bit by bit.
  fileprivate func isSame(as other: Value) -> Bool { head == other.head && body == other.body }
}
