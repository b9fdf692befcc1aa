// The machine: runs a program's code once over the slots of one request. The machine in prose, and
// the table of its instructions, are Bytecode/Opcode.swift's.
//
// The loop is flat and allocates nothing. It trusts what the verifier has proved: operands name what
// exists, the stack never passes its depth, jumps land on instructions, control only goes forward
// but for `next`, whose steps are counted. So a run ends after at most (words of code) × (1 + steps).

/// Runs one program over one request after another.
package struct Interpreter: ~Copyable {
  package let program: LoadedProgram
  package var memory: Memory
  /// Rules that matched and rules that are uncertain, in the order they came up; the first
  /// `matchedCount` and `uncertainCount` count.
  package private(set) var matchedCount = 0
  package private(set) var uncertainCount = 0
  private let matched: UnsafeMutablePointer<Outcome>
  private let uncertain: UnsafeMutablePointer<Outcome>

  private let stack: UnsafeMutablePointer<Value>
  private let loops: UnsafeMutablePointer<LoopFrame>
  private let cells: UnsafeMutablePointer<Cell>
  /// The number of this run: a cell of another run is empty.
  private var run: UInt64 = 0

  /// A rule and where its code began: what the tracer needs to go over it again.
  package struct Outcome: BitwiseCopyable {
    package var rule: UInt32
    package var word: UInt32
  }

  private struct Cell: BitwiseCopyable {
    var value: Value
    var run: UInt64
  }

  package init(_ program: LoadedProgram) {
    self.program = program
    memory = Memory(
      constantBytes: program.constantBytes, constantValues: program.constantValues)
    // No word is run twice outside loops, and no `match` stands in one.
    let matches = max(program.image.matchCount, 1)
    matched = .allocate(capacity: matches)
    uncertain = .allocate(capacity: matches)
    stack = .allocate(capacity: max(program.image.stackDepth, 1))
    loops = .allocate(capacity: Limits.quantifierDepth)
    cells = .allocate(capacity: max(program.image.cellCount, 1))
    cells.initialize(
      repeating: Cell(value: Value(head: 0, body: 0), run: 0),
      count: max(program.image.cellCount, 1))
  }

  deinit {
    matched.deallocate()
    uncertain.deallocate()
    stack.deallocate()
    loops.deallocate()
    cells.deallocate()
  }

  /// The rules that matched in the last run.
  package var matchedRules: UnsafeBufferPointer<Outcome> {
    UnsafeBufferPointer(start: matched, count: matchedCount)
  }

  /// The rules that were uncertain in the last run.
  package var uncertainRules: UnsafeBufferPointer<Outcome> {
    UnsafeBufferPointer(start: uncertain, count: uncertainCount)
  }

  /// Runs the program over the slots that the reader has filled; `now` is the instant, or the fault
  /// that stands in its place. What was exceeded, if anything, is in `memory.limitExceeded`.
  @inline(never)
  package mutating func run(now: Value) {
    var nobody = NoCounter()
    run(now: now, counting: &nobody)
  }

  /// The same, with every step counted. Inlined, so that the ordinary run has nothing of it.
  @inline(__always)
  package mutating func run<Counter: StepCounter>(now: Value, counting counter: inout Counter) {
    matchedCount = 0
    uncertainCount = 0
    run &+= 1
    let code = program.code
    let constants = program.constantValues
    let stack = self.stack
    var word = 0
    var top = 0
    var depth = 0
    var steps = Limits.quantifierSteps
    var comparisons = Limits.comparedPairs

    // The current rule.
    var rule = 0
    var ruleWord = 0
    var ruleEnd = 0
    var isUncertain = false

    while true {
      counter.count(word)
      let instruction = code[word]
      let a = instruction.a
      let b = instruction.b
      var next = word &+ 1
      // The verifier has seen every byte.
      switch unsafe unsafeBitCast(instruction.opcodeByte, to: Opcode.self) {

      // MARK: Control
      case .halt: return
      case .jump: next = b
      case .switch:
        let value = memory[a]
        let table = program.tables[b]
        next = value.tag == .string ? table.target(for: value.internID) : table.uncertain
      case .rule:
        rule = a
        ruleWord = word
        ruleEnd = b
        isUncertain = false
      case .match:
        let outcome = Outcome(
          rule: UInt32(truncatingIfNeeded: rule), word: UInt32(truncatingIfNeeded: ruleWord))
        if isUncertain {
          uncertain[uncertainCount] = outcome
          uncertainCount &+= 1
        } else {
          matched[matchedCount] = outcome
          matchedCount &+= 1
        }

      // MARK: Guards
      case .guardTrue:
        top &-= 1
        let value = stack[top]
        if value.isFalse { next = ruleEnd } else if !value.isTrue { isUncertain = true }
      case .guardFalse:
        top &-= 1
        let value = stack[top]
        if value.isTrue { next = ruleEnd } else if !value.isFalse { isUncertain = true }
      case .guardSlotTrue:
        let value = memory[a]
        if value.isFalse { next = ruleEnd } else if !value.isTrue { isUncertain = true }
      case .guardSlotFalse:
        let value = memory[a]
        if value.isTrue { next = ruleEnd } else if !value.isFalse { isUncertain = true }
      case .guardEqualText:
        let value = memory[a]
        if value.tag != .string {
          isUncertain = true
        } else if value.internID != UInt32(truncatingIfNeeded: b) {
          next = ruleEnd
        }
      case .guardNotEqualText:
        let value = memory[a]
        if value.tag != .string {
          isUncertain = true
        } else if value.internID == UInt32(truncatingIfNeeded: b) {
          next = ruleEnd
        }
      case .guardInTexts:
        let value = memory[a]
        if value.tag != .string {
          isUncertain = true
        } else if !program.textSets[b].contains(value.internID) {
          next = ruleEnd
        }
      case .guardNotInTexts:
        let value = memory[a]
        if value.tag != .string {
          isUncertain = true
        } else if program.textSets[b].contains(value.internID) {
          next = ruleEnd
        }
      case .guardLess:
        let truth = Operations.ordered(.less, memory[a], constants[b], memory)
        if truth.isFalse { next = ruleEnd } else if truth.isFault { isUncertain = true }
      case .guardLessOrEqual:
        let truth = Operations.ordered(.lessOrEqual, memory[a], constants[b], memory)
        if truth.isFalse { next = ruleEnd } else if truth.isFault { isUncertain = true }
      case .guardGreater:
        let truth = Operations.ordered(.greater, memory[a], constants[b], memory)
        if truth.isFalse { next = ruleEnd } else if truth.isFault { isUncertain = true }
      case .guardGreaterOrEqual:
        let truth = Operations.ordered(.greaterOrEqual, memory[a], constants[b], memory)
        if truth.isFalse { next = ruleEnd } else if truth.isFault { isUncertain = true }
      case .guardHas:
        let truth = Operations.has(memory[a])
        if truth.isFalse { next = ruleEnd } else if truth.isFault { isUncertain = true }
      case .guardHasNot:
        let truth = Operations.has(memory[a])
        if truth.isTrue { next = ruleEnd } else if truth.isFault { isUncertain = true }
      case .guardFrom:
        let truth = Operations.ordered(.greaterOrEqual, now, constants[b], memory)
        if truth.isFalse { next = ruleEnd } else if truth.isFault { isUncertain = true }
      case .guardUntil:
        let truth = Operations.ordered(.less, now, constants[b], memory)
        if truth.isFalse { next = ruleEnd } else if truth.isFault { isUncertain = true }

      // MARK: Values onto the stack
      case .slot:
        stack[top] = memory[a]
        top &+= 1
      case .constant:
        stack[top] = constants[b]
        top &+= 1
      case .local:
        stack[top] = loops[a].value(at: b, memory)
        top &+= 1
      case .loopKey:
        stack[top] = loops[a].key(memory)
        top &+= 1
      case .loopValue:
        stack[top] = loops[a].value(memory)
        top &+= 1
      case .now:
        stack[top] = now
        top &+= 1
      case .member:
        stack[top &- 1] = Operations.member(stack[top &- 1], named: constants[b], memory)
      case .element:
        top &-= 1
        stack[top &- 1] = Operations.element(stack[top &- 1], stack[top], memory)
      case .list:
        top &-= a
        stack[top] = memory.makeList(UnsafeBufferPointer(start: stack + top, count: a))
        top &+= 1

      // MARK: Truths
      case .not: stack[top &- 1] = Operations.not(stack[top &- 1])
      case .and:
        top &-= 1
        stack[top &- 1] = Operations.and(stack[top &- 1], stack[top])
      case .or:
        top &-= 1
        stack[top &- 1] = Operations.or(stack[top &- 1], stack[top])
      case .jumpIfFalse: if stack[top &- 1].isFalse { next = word &+ b }
      case .jumpIfTrue: if stack[top &- 1].isTrue { next = word &+ b }
      case .has: stack[top &- 1] = Operations.has(stack[top &- 1])
      case .jumpUnlessMissing:
        if stack[top &- 1].isMissing { top &-= 1 } else { next = word &+ b }

      // MARK: Relations and arithmetic
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn,
        .contains, .overlaps, .includes, .startsWith, .endsWith, .add, .subtract, .multiply:
        top &-= 1
        stack[top &- 1] =
          relate(
            unsafe unsafeBitCast(instruction.opcodeByte, to: Opcode.self), stack[top &- 1],
            stack[top]) ?? .fault(.wrongType)
      case .inTexts: stack[top &- 1] = isIn(stack[top &- 1], textSet: b)
      case .notInTexts: stack[top &- 1] = Operations.not(isIn(stack[top &- 1], textSet: b))
      case .overlapsTexts: stack[top &- 1] = overlaps(stack[top &- 1], textSet: b)
      case .like, .matches: stack[top &- 1] = matches(stack[top &- 1], pattern: b)
      case .negate: stack[top &- 1] = Operations.negate(stack[top &- 1])

      // MARK: Loops, calls, sharing
      case .loop:
        let kind = unsafe unsafeBitCast(UInt8(truncatingIfNeeded: a), to: LoopKind.self)
        let frame = LoopFrame(over: stack[top &- 1], kind: kind)
        if let result = frame.resultIfEmpty(kind) {
          stack[top &- 1] = result
          next = word &+ b
        } else {
          if depth == 0 { memory.comparisonsLeft = comparisons }
          steps &-= 1
          top &-= 1
          loops[depth] = frame
          depth &+= 1
        }
      case .next:
        top &-= 1
        let kind = unsafe unsafeBitCast(UInt8(truncatingIfNeeded: a), to: LoopKind.self)
        if loops[depth &- 1].take(stack[top], kind, memory) {
          steps &-= 1
          guard steps >= 0 else {
            memory.limitExceeded = .quantifierSteps
            return
          }
          guard memory.comparisonsLeft >= 0 else {
            memory.limitExceeded = .comparedPairs
            return
          }
          next = word &- b
        } else {
          depth &-= 1
          if depth == 0 { comparisons = memory.comparisonsLeft }
          stack[top] = loops[depth].result
          top &+= 1
        }
      case .call:
        top &-= b
        let builtin = unsafe unsafeBitCast(UInt8(truncatingIfNeeded: a), to: Builtin.self)
        stack[top] = call(builtin, UnsafeBufferPointer(start: stack + top, count: b))
        top &+= 1
      case .recall:
        if cells[a].run == run {
          stack[top] = cells[a].value
          top &+= 1
          next = word &+ b
        }
      case .remember: cells[a] = Cell(value: stack[top &- 1], run: run)
      }
      word = next
    }
  }

  // MARK: Outcomes

  /// Brings both sets into the order of the rules: by file path, then by place.
  package mutating func sortOutcomes() {
    Interpreter.sort(matched, matchedCount)
    Interpreter.sort(uncertain, uncertainCount)
  }

  private static func sort(_ start: UnsafeMutablePointer<Outcome>, _ count: Int) {
    var outcomes = UnsafeMutableBufferPointer(start: start, count: count)
    var isSorted = true
    for index in outcomes.indices.dropFirst()
    where outcomes[index - 1].rule > outcomes[index].rule {
      isSorted = false
      break
    }
    if !isSorted { outcomes.sort { $0.rule < $1.rule } }
  }

  /// The rules under observation that matched or are uncertain, in the order of the rules.
  package func observations(
    _ program: LoadedProgram
  ) -> [(rule: Int, outcome: Verdict.Observation.Outcome)] {
    var all: [(rule: Int, outcome: Verdict.Observation.Outcome)] = []
    for outcome in matchedRules where program.rulePieces[Int(outcome.rule)].effect.isObserved {
      all.append((Int(outcome.rule), .matched))
    }
    for outcome in uncertainRules where program.rulePieces[Int(outcome.rule)].effect.isObserved {
      all.append((Int(outcome.rule), .uncertain))
    }
    return all.sorted { $0.rule < $1.rule }
  }

  // MARK: What the tracer asks as well

  /// Calls a built-in function on arguments none of which may be a fault.
  package mutating func call(
    _ builtin: Builtin, _ arguments: UnsafeBufferPointer<Value>
  ) -> Value {
    for argument in arguments {
      if argument.isFault { return argument }
      if argument.tag == .string { memory.count(comparisons: argument.count / 64) }
    }
    func argument(_ index: Int) -> Value {
      index < arguments.count ? arguments[index] : .fault(.absent)
    }
    return builtin.evaluate(
      BuiltinArguments(argument(0), argument(1), argument(2)), &memory,
      hours: program.image.hours)
  }

  /// The same, of an array.
  package mutating func call(_ builtin: Builtin, _ arguments: [Value]) -> Value {
    arguments.withUnsafeBufferPointer { call(builtin, $0) }
  }

  /// What a binary instruction makes of two values; nil for any other instruction.
  package mutating func relate(_ opcode: Opcode, _ left: Value, _ right: Value) -> Value? {
    switch opcode {
    case .equal: Operations.equal(left, right, memory)
    case .notEqual: Operations.notEqual(left, right, memory)
    case .less: Operations.ordered(.less, left, right, memory)
    case .lessOrEqual: Operations.ordered(.lessOrEqual, left, right, memory)
    case .greater: Operations.ordered(.greater, left, right, memory)
    case .greaterOrEqual: Operations.ordered(.greaterOrEqual, left, right, memory)
    case .in: Operations.isMember(left, of: right, memory, hours: program.image.hours)
    case .notIn:
      Operations.not(Operations.isMember(left, of: right, memory, hours: program.image.hours))
    case .contains: Operations.contains(left, right, memory)
    case .overlaps: Operations.overlaps(left, right, &memory)
    case .includes: Operations.textRelation(.includes, left, right, memory)
    case .startsWith: Operations.textRelation(.startsWith, left, right, memory)
    case .endsWith: Operations.textRelation(.endsWith, left, right, memory)
    case .add: Operations.arithmetic(.add, left, right)
    case .subtract: Operations.arithmetic(.subtract, left, right)
    case .multiply: Operations.arithmetic(.multiply, left, right)
    case .halt, .jump, .switch, .rule, .match, .guardTrue, .guardFalse, .guardSlotTrue,
      .guardSlotFalse, .guardEqualText, .guardNotEqualText, .guardInTexts, .guardNotInTexts,
      .guardLess, .guardLessOrEqual, .guardGreater, .guardGreaterOrEqual, .guardHas,
      .guardHasNot, .guardFrom, .guardUntil, .slot, .constant, .local, .loopKey, .loopValue, .now,
      .member, .element, .list, .not, .and, .or, .jumpIfFalse, .jumpIfTrue, .has,
      .jumpUnlessMissing, .inTexts, .notInTexts, .overlapsTexts, .like, .matches, .negate, .loop,
      .next, .call, .recall, .remember:
      nil
    }
  }

  // MARK: Relations that need the program

  package func isIn(_ value: Value, textSet: Int) -> Value {
    if value.isFault { return value }
    guard value.tag == .string else { return .fault(.wrongType) }
    return .bool(program.textSets[textSet].contains(number(of: value)))
  }

  package func overlaps(_ list: Value, textSet: Int) -> Value {
    if list.isFault { return list }
    guard list.tag == .list else { return .fault(.wrongType) }
    memory.count(comparisons: list.count)
    let values = memory.values(of: list)
    let set = program.textSets[textSet]
    var result = Value.false
    var place = 0
    while place < values.count {
      let value = values[place]
      place &+= list.stride
      if value.tag == .string {
        if set.contains(number(of: value)) { return .true }
      } else if result.isFalse {
        result = value.isFault ? value : .fault(.wrongType)
      }
    }
    return result
  }

  package func matches(_ value: Value, pattern: Int) -> Value {
    Operations.matches(value, program.patterns[pattern], memory)
  }

  /// The number of a text among the constants: the reader's, or looked up where a text was computed.
  private func number(of text: Value) -> UInt32 {
    text.internID != 0 ? text.internID : program.strings.lookup(memory.bytes(of: text))
  }
}

extension Value {
  /// Absent or null: what `??` replaces.
  @inline(__always)
  package var isMissing: Bool {
    isFault && (faultKind == .absent || faultKind == .null)
  }
}
