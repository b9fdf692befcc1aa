// The machine: runs a program's code once over the slots of one request. The machine in prose, and
// the table of its instructions, are Bytecode/Opcode.swift's.
//
// It is three flat loops, each with one jump by opcode: the index here, the guards of the
// candidates that it comes to (Interpreter+Rules), which is where the time goes, and conditions
// that are computed (Interpreter+Conditions). Long lists of candidates are sieved first
// (Interpreter+Sieve). Loops of their own, because what is hot in one would push what is hot in
// another out of the processor's registers. Nothing is allocated. The machine trusts what the
// verifier has proved: operands name what exists, the stack never passes its depth, jumps land on
// instructions, control only goes forward but for `next`, whose steps are counted. So a run ends
// after at most as many words as the index has, and for each candidate as many as its rule has,
// times one more than the steps.

/// Runs one program over one request after another.
package struct Interpreter: ~Copyable {
  package let program: LoadedProgram
  package var memory: Memory
  /// Rules that matched and rules that are uncertain, in the order they came up; the first
  /// `matchedCount` and `uncertainCount` count.
  package internal(set) var matchedCount = 0
  package internal(set) var uncertainCount = 0
  let matched: UnsafeMutablePointer<UInt32>
  let uncertain: UnsafeMutablePointer<UInt32>

  /// The candidates that a sieve leaves, and its bits: rules left, rules uncertain.
  let sieved: UnsafeMutablePointer<Candidate>
  let sieveBits: UnsafeMutablePointer<UInt64>
  /// The plans of sieved lists. After one pointer: the ordinary request has no use for them.
  let plans: UnsafeMutablePointer<SievePlans>

  let stack: UnsafeMutablePointer<Value>
  let loops: UnsafeMutablePointer<LoopFrame>
  let cells: UnsafeMutablePointer<Cell>
  /// The number of this run: a cell of another run is empty.
  var runNumber: UInt64 = 0
  /// The instant of judgement.
  var now = Value(head: 0, body: 0)
  /// The host's readers, in the order of the program's. Where one is missing, what it would have
  /// read is a fault, so that nothing passes by it.
  let readers: [QueryReader?]
  /// What they have read.
  var readings = ReadingCache()
  /// What a run may take, and what is left of it.
  private let limits: RequestLimits
  var steps = 0
  var comparisons = 0

  struct Cell: BitwiseCopyable {
    var value: Value
    var run: UInt64
  }

  package init(
    _ program: LoadedProgram, limits: RequestLimits = RequestLimits(), readers: [QueryReader?] = []
  ) {
    self.program = program
    self.readers = readers
    self.limits = limits
    memory = Memory(
      constantBytes: program.constantBytes, constantValues: program.constantValues)
    // A run tries no candidate twice.
    let candidates = max(program.image.candidates.count, 1)
    matched = .allocate(capacity: candidates)
    uncertain = .allocate(capacity: candidates)
    sieved = .allocate(capacity: max(program.longestList, 1))
    sieveBits = .allocate(capacity: 2 * CandidateList.words(for: max(program.longestList, 1)))
    plans = .allocate(capacity: 1)
    plans.initialize(to: SievePlans(program))
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
    sieved.deallocate()
    sieveBits.deallocate()
    plans.pointee.deallocate()
    plans.deallocate()
    stack.deallocate()
    loops.deallocate()
    cells.deallocate()
  }

  /// Whether a run is for the verdict only, so that rules that cannot change it may be missing from
  /// the outcome.
  package var tellsVerdictOnly: Bool {
    get { plans.pointee.tellsVerdictOnly }
    nonmutating set { plans.pointee.tellsVerdictOnly = newValue }
  }

  /// The rules that matched in the last run.
  package var matchedRules: UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: matched, count: matchedCount)
  }

  /// The rules that were uncertain in the last run.
  package var uncertainRules: UnsafeBufferPointer<UInt32> {
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
    begin(now: now)
    let code = program.code
    let tables = program.tables
    let lists = program.lists
    let frame = self.frame
    var word = 0
    while true {
      counter.count(word)
      let instruction = code[word]
      word &+= 1
      // The verifier has seen every byte, and that only these stand in the index.
      switch instruction.opcodeByte {
      case Opcode.jump.rawValue: word = instruction.b
      case Opcode.switch.rawValue:
        let value = frame[instruction.a]
        let table = tables + instruction.b
        word =
          value.tag == .string ? table.pointee.target(for: value.internID) : table.pointee.uncertain
      case Opcode.tryRules.rawValue:
        let list = lists + instruction.b
        if list.pointee.conditionCount == 0 {
          judge(list.pointee.candidates, list.pointee.count, &counter)
        } else if tellsVerdictOnly {
          judgeForVerdict(list)
        } else {
          let count = sieve(list, &counter, word: word &- 1)
          judge(UnsafePointer(sieved), count, &counter)
        }
        // Who is past a limit is denied; nothing more matters.
        guard steps >= 0 else { return }
      default: return
      }
    }
  }

  /// Begins a run, in which nothing has come out or been spent yet.
  @inline(__always)
  mutating func begin(now: Value) {
    matchedCount = 0
    uncertainCount = 0
    runNumber &+= 1
    self.now = now
    steps = limits.steps
    comparisons = limits.comparisons
  }

  /// The request's own values. They move when a condition makes lists.
  @inline(__always)
  var frame: UnsafePointer<Value> {
    memory.values(of: .list(.scratch, offset: 0, count: 1)).baseAddress
      ?? program.constantValues.baseAddress ?? UnsafePointer(stack)
  }

  // MARK: Outcomes

  /// Brings both sets into the order of the rules: by file path, then by place.
  package mutating func sortOutcomes() {
    Interpreter.sort(matched, matchedCount)
    Interpreter.sort(uncertain, uncertainCount)
  }

  @inline(__always)
  private static func sort(_ start: UnsafeMutablePointer<UInt32>, _ count: Int) {
    guard count > 1 else { return }
    // Without a way out of the loop, so that several are compared in one step.
    var disorder: UInt32 = 0
    var index = 1
    while index < count {
      disorder |= start[index &- 1] > start[index] ? 1 : 0
      index &+= 1
    }
    guard disorder != 0 else { return }
    var rules = UnsafeMutableBufferPointer(start: start, count: count)
    rules.sort()
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
    case .keyIn: Operations.isKey(left, of: right, memory)
    case .notKeyIn: Operations.not(Operations.isKey(left, of: right, memory))
    case .contains: Operations.contains(left, right, memory)
    case .overlaps: Operations.overlaps(left, right, &memory)
    case .includes: Operations.textRelation(.includes, left, right, memory)
    case .startsWith: Operations.textRelation(.startsWith, left, right, memory)
    case .endsWith: Operations.textRelation(.endsWith, left, right, memory)
    case .add: Operations.arithmetic(.add, left, right)
    case .subtract: Operations.arithmetic(.subtract, left, right)
    case .multiply: Operations.arithmetic(.multiply, left, right)
    case .halt, .jump, .switch, .tryRules, .rule, .match, .guardTrue, .guardFalse, .guardSlotTrue,
      .guardSlotFalse, .guardEqualText, .guardNotEqualText, .guardInTexts, .guardNotInTexts,
      .guardLess, .guardLessOrEqual, .guardGreater, .guardGreaterOrEqual, .guardHas,
      .guardHasNot, .guardFrom, .guardUntil, .slot, .constant, .local, .loopKey, .loopValue, .now,
      .member, .element, .list, .not, .and, .or, .jumpIfFalse, .jumpIfTrue, .has,
      .jumpUnlessMissing, .inTexts, .notInTexts, .overlapsTexts, .like, .matches, .total, .negate,
      .loop, .loopMap, .loopEither, .next, .call, .recall, .remember, .read:
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

  /// The number of a text among the constants: the reader's, or looked up where a text was
  /// computed.
  private func number(of text: Value) -> UInt32 {
    text.internID != 0 ? text.internID : program.strings.lookup(memory.bytes(of: text))
  }
}
