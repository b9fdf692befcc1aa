// Writes which rules are uncertain and why, where their guards say it all: a guard of one slot is uncertain
// because of that slot, and a slot that cannot be read has one fault. So the text of each cause is put
// together once a request and copied for every rule that has it: a request that hides what many rules read
// makes 16 rows of copies, not 16 traces. Rules with computed conditions go to the tracer.

/// The part of a verdict line from `,"uncertain":` on.
struct UncertaintyWriter: ~Copyable {
  /// What was written last.
  private(set) var text = LineBuffer()
  /// The text of each cause that was asked for, end to end.
  private var causes = LineBuffer()
  /// Where each slot's cause stands in `causes`, by the slot's rank.
  private let places: UnsafeMutablePointer<Place>
  /// The ranks of a rule's causes, ascending.
  private let ranks: UnsafeMutablePointer<Int>
  private var rankCount = 0
  private var runNumber: UInt64 = 0

  private struct Place: BitwiseCopyable {
    var offset = 0
    var count = 0
    var run: UInt64 = 0
  }

  init(slots: Int) {
    places = .allocate(capacity: max(slots, 1))
    places.initialize(repeating: Place(), count: max(slots, 1))
    ranks = .allocate(capacity: max(slots, 1))
  }

  deinit {
    places.deallocate()
    ranks.deallocate()
  }

  /// Writes the rules that a decision names. False where one of them has a condition that only the
  /// tracer understands.
  mutating func write(
    _ decision: Decision, _ interpreter: borrowing Interpreter, _ program: LoadedProgram,
    _ request: UnsafeBufferPointer<UInt8>, line number: Int?
  ) throws(InputError) -> Bool {
    text.clear()
    causes.clear()
    runNumber &+= 1
    let finder = try PlaceFinder(request)
    let frame = interpreter.frame
    var named = 0
    var omitted = 0
    for rule in interpreter.uncertainRules {
      let effect = program.rulePieces[Int(rule)].effect
      guard !effect.isObserved, decision.namesUncertain(effect.effect) else { continue }
      guard named < Limits.namedUncertainRules else {
        omitted &+= 1
        continue
      }
      guard findCauses(of: Int(rule), frame, program) else { return false }
      text.append(named == 0 ? #","uncertain":[{"rule":"# : #"]},{"rule":"#)
      named &+= 1
      text.appendReady(program.rulePieces[Int(rule)].name)
      text.append(#","causes":["#)
      for index in 0..<rankCount {
        let rank = ranks[index]
        if index > 0 { text.append(UInt8(ascii: ",")) }
        if places[rank].run != runNumber {
          try writeCause(program.slotsByPath[rank], frame, finder, program, line: number)
        }
        text.append(causes.contents(from: places[rank].offset, count: places[rank].count))
      }
    }
    if named > 0 { text.append("]}]") }
    if omitted > 0 {
      text.append(#","uncertainOmitted":"#)
      text.append(omitted)
    }
    return true
  }

  /// Puts the ranks of the slots that make a rule uncertain into `ranks`.
  private mutating func findCauses(
    of rule: Int, _ frame: UnsafePointer<Value>, _ program: LoadedProgram
  ) -> Bool {
    rankCount = 0
    var word = program.code + Int(program.ruleWords[rule]) + 1
    while true {
      let instruction = word.pointee
      word += 1
      let value = frame[instruction.a]
      let isUncertain: Bool
      switch unsafe unsafeBitCast(instruction.opcodeByte, to: Opcode.self) {
      case .match: return true
      case .guardSlotTrue, .guardSlotFalse: isUncertain = value.tag != .bool
      case .guardEqualText, .guardNotEqualText, .guardInTexts, .guardNotInTexts:
        isUncertain = value.tag != .string
      case .guardLess, .guardLessOrEqual, .guardGreater, .guardGreaterOrEqual:
        let constant = program.constantValues[instruction.b]
        isUncertain = value.tag != constant.tag || !Operations.hasOrder(value.tag)
      case .guardHas, .guardHasNot: isUncertain = Operations.has(value).isFault
      case .halt, .jump, .switch, .tryRules, .rule, .guardTrue, .guardFalse, .guardFrom,
        .guardUntil, .slot, .constant, .local, .loopKey, .loopValue, .now, .member, .element,
        .list, .not, .and, .or, .jumpIfFalse, .jumpIfTrue, .has, .jumpUnlessMissing, .equal,
        .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn, .contains,
        .overlaps, .inTexts, .notInTexts, .overlapsTexts, .includes, .startsWith, .endsWith, .like,
        .matches, .add, .subtract, .multiply, .negate, .loop, .next, .call, .recall, .remember:
        return false
      }
      if isUncertain { insert(program.slotRanks[instruction.a]) }
    }
  }

  @inline(__always)
  private mutating func insert(_ rank: Int) {
    var place = rankCount
    while place > 0, ranks[place &- 1] >= rank {
      if ranks[place &- 1] == rank { return }
      place &-= 1
    }
    // A rank is there once, so there is room for one more.
    var last = rankCount
    while last > place {
      ranks[last] = ranks[last &- 1]
      last &-= 1
    }
    ranks[place] = rank
    rankCount &+= 1
  }

  /// Appends a slot's cause to `causes`.
  @inline(never)
  private mutating func writeCause(
    _ slot: Int, _ frame: UnsafePointer<Value>, _ finder: PlaceFinder, _ program: LoadedProgram,
    line number: Int?
  ) throws(InputError) {
    let start = causes.count
    let path = program.image.slotPaths[slot]
    causes.append(#"{"path":"#)
    causes.appendString(path.text)
    causes.append(#","fault":"#)
    // A value that is there is not of the type that it is compared with.
    causes.appendString((frame[slot].isFault ? frame[slot].faultKind : .wrongType).name)
    if let number {
      causes.append(#","line":"#)
      causes.append(number)
    }
    causes.append(#","byte":"#)
    causes.append(try finder.place(of: path.steps))
    causes.append(UInt8(ascii: "}"))
    places[program.slotRanks[slot]] = Place(
      offset: start, count: causes.count - start, run: runNumber)
  }
}
