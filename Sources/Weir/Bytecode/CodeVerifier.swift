// Proves what the machine takes for granted of code: that operands name what exists, that the stack
// has one depth at each word whichever way control came, that control only goes forward but for
// loops, that conditions stay within rules and loops within conditions.
//
// The proof is one walk over the code in order. Because jumps go forward, the state at a word
// (stack depth, open loops, current rule) is known when the walk gets there: from the word before,
// or from the jumps that named it. Two ways in must agree; a word that nothing reaches is refused.
// Rules are not jumped to: their code begins after the index's end or another rule's, and
// candidates, which are looked at last, name a word of their rule's where the stack is empty. Every
// list is tried by one word of the index, so a run tries no candidate twice.
//
// Most words are reached from the one before and by nothing else, so what is kept of a word is a
// bit or two, and a state only of those that jumps ahead name: a program is loaded in the time it
// takes to look at its words.

/// Verifies code.
struct CodeVerifier {
  private let image: ProgramImage
  private let code: UnsafeBufferPointer<Instruction>
  /// What to know of each opcode, under its number.
  private let shapes: [Shape?]
  /// The states at words ahead that jumps name, and which words those are.
  private var targets: [Int: State] = [:]
  private var isTarget: Bits
  /// Words where a rule may be entered: those where nothing is on the stack.
  private var isEntry: Bits
  /// The words of each rule's code; empty for a rule without.
  private var rules: [Range<Int>]
  /// The loops that the code opens. One is open until the stack of loops in a state leads past it.
  private var loops: [Loop] = []
  private var deepestStack = 0
  /// The list that the index has not tried yet.
  private var nextList = 0

  /// What is true when control comes to a word.
  private struct State: Equatable {
    var depth = 0
    /// The innermost open loop, in `loops`; -1 for none.
    var loop = -1
    /// The rule whose code this is; -1 in the index.
    var rule = -1
  }

  private struct Loop {
    var kind: Int
    /// The first word of the body.
    var body: Int
    /// The stack's depth there.
    var depth: Int
    /// The loop around it; -1 for none.
    var outer: Int
    /// How many loops are open in it, with it.
    var nesting: Int
  }

  /// A set of words.
  private struct Bits {
    private var words: [UInt64]
    init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }
    @inline(__always)
    subscript(index: Int) -> Bool { words[index >> 6] >> UInt64(index & 63) & 1 == 1 }
    @inline(__always)
    mutating func insert(_ index: Int) { words[index >> 6] |= 1 << UInt64(index & 63) }
  }

  /// What an opcode's row comes to for this program.
  private struct Shape {
    var a: Range<Int>
    var b: Range<Int>
    var check: Check
    var pops: Count
    var pushes: Int
    var family: Opcode.Family
    var flow: Opcode.ControlFlow

    /// What operands must be beyond what they may name.
    enum Check {
      case none, arguments, frame, name, part
    }

    /// How many values an instruction takes.
    enum Count {
      case fixed(Int), operandA, operandB
    }

    init(_ entry: Opcode.Entry, _ image: ProgramImage) {
      a = CodeVerifier.operands(entry.a, of: image)
      b = CodeVerifier.operands(entry.b, of: image)
      check =
        switch (entry.a, entry.b) {
        case (.builtin, _): .arguments
        case (.frame, _): .frame
        case (_, .name): .name
        case (_, .part): .part
        case (_, _): .none
        }
      pops =
        switch entry.takes {
        case .named(let names): .fixed(names.count)
        case .operandA: .operandA
        case .operandB: .operandB
        }
      pushes = entry.gives.count
      family = entry.family
      flow = entry.flow
    }
  }

  /// Verifies the code of a program whose other parts are verified. Returns how deep its stack
  /// gets.
  static func verify(_ image: ProgramImage) throws(ProgramError) -> Int {
    try image.code.withUnsafeBufferPointer { (code) throws(ProgramError) in
      var verifier = CodeVerifier(image, code)
      try verifier.verifyTables()
      try verifier.verifyCode()
      try verifier.verifyLists()
      return verifier.deepestStack
    }
  }

  private init(_ image: ProgramImage, _ code: UnsafeBufferPointer<Instruction>) {
    self.image = image
    self.code = code
    isTarget = Bits(count: code.count)
    isEntry = Bits(count: code.count)
    rules = Array(repeating: 0..<0, count: image.rules.count)
    var shapes: [Shape?] = Array(repeating: nil, count: 256)
    for opcode in Opcode.allCases {
      shapes[Int(opcode.rawValue)] = Shape(opcode.entry, image)
    }
    self.shapes = shapes
  }

  /// What an operand may be.
  private static func operands(_ kind: OperandKind, of image: ProgramImage) -> Range<Int> {
    switch kind {
    case .none: 0..<1
    case .slot: 0..<image.projection.slotCount
    case .constant, .name: 0..<image.constantValues.count
    // Texts are numbered from 1: 0 is every text that is not a constant.
    case .text: 1..<image.texts.count + 1
    case .textSet: 0..<image.textSets.count
    case .pattern: 0..<image.patterns.count
    case .target, .forward, .backward: 0..<image.code.count
    case .rule: 0..<image.rules.count
    case .table: 0..<image.tables.count
    case .list: 0..<image.lists.count
    case .cell: 0..<image.cellCount
    case .builtin: 0..<Builtin.allCases.count
    case .reader: 0..<image.readers.count
    case .frame: 0..<Limits.quantifierDepth
    case .elementSlot: 0..<Int(UInt16.max) + 1
    case .count, .part: 0..<Limits.expandedNodes
    case .loopKind: 0..<LoopKind.allCases.count
    }
  }

  private func require(
    _ condition: Bool, _ rule: @autoclosure () -> String
  ) throws(ProgramError) {
    if !condition { throw .invalid(rule()) }
  }

  /// The tables, but for where they lead to.
  private func verifyTables() throws(ProgramError) {
    for table in image.tables {
      let size = table.entries.count
      try table.entries.withUnsafeBufferPointer { (entries) throws(ProgramError) in
        try require(
          size > 0 && size & (size - 1) == 0 && entries.contains { $0.text == 0 },
          "a table has no empty place")
        for entry in entries {
          try require(Int(entry.text) <= image.texts.count, "a table has an unknown text")
        }
      }
    }
  }

  private mutating func verifyCode() throws(ProgramError) {
    try require(
      !image.hasSources || image.ranges.count == code.count, "the code has no ranges")
    try require(code.count < Int(Int32.max), "there is too much code")
    try require(!code.isEmpty, "there is no code")
    try require(image.cellCount <= code.count, "more cells than words")
    var state: State? = State()
    var rule = -1
    for word in code.indices {
      let instruction = code[word]
      guard let opcode = Opcode(rawValue: instruction.opcodeByte),
        let shape = shapes[Int(opcode.rawValue)]
      else { throw .invalid("word \(word) is not an instruction") }
      try verifyOperands(shape, instruction, "word \(word)")
      if isTarget[word], let named = targets.removeValue(forKey: word) {
        try require(
          state == nil || state == named, "word \(word) is reached in two ways that disagree")
        state = named
      }
      if shape.flow == .enter {
        // Nothing may fall or jump into a rule: candidates are how one is entered.
        try require(word > 0 && state == nil, "word \(word) is a rule that control runs into")
        try require(rules[instruction.a].isEmpty, "word \(word) is a rule that was there before")
        if rule >= 0 { rules[rule] = rules[rule].lowerBound..<word }
        rule = instruction.a
        rules[rule] = word..<word + 1
        state = State(rule: rule)
      } else if let state, state.rule >= 0, state.depth == 0, state.loop < 0 {
        isEntry.insert(word)
      }
      guard let reached = state else { throw .invalid("nothing reaches word \(word)") }
      state = try flow(shape, word, reached)
    }
    if rule >= 0 { rules[rule] = rules[rule].lowerBound..<code.count }
    try require(state == nil, "control leaves the code")
  }

  @inline(__always)
  private func verifyOperands(
    _ shape: Shape, _ instruction: Instruction, _ place: @autoclosure () -> String
  ) throws(ProgramError) {
    try require(
      shape.a.contains(instruction.a) && shape.b.contains(instruction.b),
      "\(place()) names what does not exist")
    switch shape.check {
    case .none, .frame: break
    case .arguments:
      try require(
        Builtin(rawValue: UInt8(instruction.a))?.declaration.parameters.count == instruction.b,
        "\(place()) calls with another number of arguments")
    case .name:
      try require(
        image.constantValues[instruction.b].tag == .string, "a member's name is not a text")
    case .part:
      try require(
        instruction.a > 0 && instruction.b <= instruction.a,
        "\(place()) subtracts more than it takes")
    }
  }

  /// Checks that an instruction may stand where it does and tells its successors their state.
  /// Returns the next word's, if control may go on to it.
  @inline(__always)
  private mutating func flow(
    _ shape: Shape, _ word: Int, _ state: State
  ) throws(ProgramError) -> State? {
    let a = code[word].a
    let b = code[word].b
    let pops: Int
    switch shape.pops {
    case .fixed(let count): pops = count
    case .operandA: pops = a
    case .operandB: pops = b
    }
    let floor = state.loop < 0 ? 0 : loops[state.loop].depth
    try require(state.depth - pops >= floor, "word \(word) takes from an empty stack")
    var next = state
    next.depth += shape.pushes - pops
    deepestStack = max(deepestStack, state.depth, next.depth)

    switch shape.family {
    case .index: try require(state == State(), "word \(word) stands within a rule")
    case .bracket: break
    case .guard:
      try within(state, word)
      try require(
        next.depth == 0 && state.loop < 0, "word \(word) tests within a condition")
    case .computation:
      try within(state, word)
      if shape.check == .frame {
        try require(a < nesting(of: state), "word \(word) names a loop that is not open")
      }
    }

    switch shape.flow {
    case .next, .enter: break
    case .end: return nil
    case .jump:
      try reach(b, from: word, state)
      return nil
    case .table:
      let table = image.tables[b]
      for entry in table.entries where entry.text != 0 {
        try reach(Int(entry.target), from: word, state)
      }
      try reach(Int(table.otherwise), from: word, state)
      try reach(Int(table.uncertain), from: word, state)
      return nil
    case .list:
      try require(b == nextList, "word \(word) tries another list than the next")
      nextList += 1
    case .leave:
      try require(
        state.rule >= 0 && state.depth == 0 && state.loop < 0,
        "word \(word) ends no rule")
      return nil
    case .branch: try reach(word + b, from: word, state)
    case .recall:
      var filled = state
      filled.depth += 1
      deepestStack = max(deepestStack, filled.depth)
      try reach(word + b, from: word, filled)
    case .loop:
      // With nothing to loop over, the result takes the subject's place.
      try reach(word + b, from: word, state)
      let nesting = nesting(of: state)
      try require(nesting < Limits.quantifierDepth, "word \(word) nests loops too deeply")
      loops.append(
        Loop(
          kind: a, body: word + 1, depth: next.depth, outer: state.loop, nesting: nesting + 1))
      next.loop = loops.count - 1
    case .repetition:
      guard state.loop >= 0 else { throw .invalid("word \(word) ends no loop") }
      let loop = loops[state.loop]
      next.loop = loop.outer
      try require(
        loop.kind == a && loop.body == word - b && state.depth == loop.depth + 1,
        "word \(word) ends another loop than it began")
    }
    return next
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
        Int(candidate.rule) < rules.count && rules[Int(candidate.rule)].contains(candidate.word)
          && isEntry[candidate.word],
        "a candidate begins within a condition, or in another rule")
    }
    for condition in image.sieveConditions {
      guard let opcode = Opcode(rawValue: condition.opcodeByte), opcode.slotTest != nil,
        let shape = shapes[Int(opcode.rawValue)]
      else { throw .invalid("a sieve's condition is not a guard of a slot") }
      try verifyOperands(shape, condition, "a sieve")
    }
  }

  private func within(_ state: State, _ word: Int) throws(ProgramError) {
    try require(state.rule >= 0, "word \(word) stands outside every rule")
  }

  private mutating func reach(
    _ target: Int, from word: Int, _ state: State
  ) throws(ProgramError) {
    try require(target > word && target < code.count, "word \(word) goes astray")
    if let known = targets[target] {
      try require(known == state, "word \(target) is reached in two ways that disagree")
    }
    isTarget.insert(target)
    targets[target] = state
  }

  private func nesting(of state: State) -> Int {
    state.loop < 0 ? 0 : loops[state.loop].nesting
  }
}
