// Writes which rules are uncertain and why, where their guards say it all: a guard of one slot is uncertain
// because of that slot, and a slot that cannot be read has one fault. So the text of each cause is put
// together once a request and copied for every rule that has it, and rules in a row that have the same
// causes copy all of them in one piece: a request that hides what many rules read makes 16 rows of copies,
// not 16 traces. Rules with computed conditions go to the tracer.

/// The part of a verdict line from `,"uncertain":` on.
struct UncertaintyWriter: ~Copyable {
  /// What was written last.
  private(set) var text = LineBuffer()
  /// The text of each cause that was asked for, end to end.
  private var causes = LineBuffer()
  /// How each slot's cause begins, the path and all, end to end; made when it is first asked for.
  private var heads = LineBuffer()
  /// Where each slot's cause stands in `causes`, by the slot's rank.
  private let places: UnsafeMutablePointer<Place>
  /// Where each slot's head stands in `heads`, by rank; nowhere yet with a count of 0.
  private let headPlaces: UnsafeMutablePointer<Place>
  /// The ranks of a rule's causes, ascending, and those of the rule named before it.
  private var ranks: UnsafeMutablePointer<Int>
  private var rankCount = 0
  private var lastRanks: UnsafeMutablePointer<Int>
  private var lastRankCount = 0
  private var runNumber: UInt64 = 0

  private struct Place: BitwiseCopyable {
    var offset = 0
    var count = 0
    var run: UInt64 = 0
  }

  init(slots: Int) {
    places = .allocate(capacity: max(slots, 1))
    places.initialize(repeating: Place(), count: max(slots, 1))
    headPlaces = .allocate(capacity: max(slots, 1))
    headPlaces.initialize(repeating: Place(), count: max(slots, 1))
    ranks = .allocate(capacity: max(slots, 1))
    lastRanks = .allocate(capacity: max(slots, 1))
  }

  deinit {
    places.deallocate()
    headPlaces.deallocate()
    ranks.deallocate()
    lastRanks.deallocate()
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
    let names = decision.namedUncertain
    let masks = program.ruleMasks
    var named = 0
    var omitted = 0
    /// Where the last rule's causes stand in `text`.
    var last = 0..<0
    for rule in interpreter.uncertainRules where masks[Int(rule)] & names != 0 {
      guard named < Limits.namedUncertainRules else {
        omitted &+= 1
        continue
      }
      guard findCauses(of: Int(rule), frame, program) else { return false }
      text.append(named == 0 ? #","uncertain":[{"rule":"# : #",{"rule":"#)
      text.appendReady(program.rulePieces[Int(rule)].name)
      let start = text.count
      if named > 0, hasLastCauses {
        text.appendAgain(from: last.lowerBound, count: last.count)
      } else {
        text.append(#","causes":["#)
        for index in 0..<rankCount {
          let rank = ranks[index]
          if index > 0 { text.append(UInt8(ascii: ",")) }
          if places[rank].run != runNumber {
            try writeCause(program.slotsByPath[rank], frame, finder, program, line: number)
          }
          text.append(causes.contents(from: places[rank].offset, count: places[rank].count))
        }
        text.append("]}")
        swap(&ranks, &lastRanks)
        lastRankCount = rankCount
      }
      last = start..<text.count
      named &+= 1
    }
    if named > 0 { text.append(UInt8(ascii: "]")) }
    if omitted > 0 {
      text.append(#","uncertainOmitted":"#)
      text.append(omitted)
    }
    return true
  }

  /// Whether the rule at hand has the same causes as the one named before it.
  @inline(__always)
  private var hasLastCauses: Bool {
    guard rankCount == lastRankCount else { return false }
    for index in 0..<rankCount where ranks[index] != lastRanks[index] { return false }
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
    let rank = program.slotRanks[slot]
    if headPlaces[rank].count == 0 {
      let start = heads.count
      heads.append(#"{"path":"#)
      heads.appendString(program.image.slotPaths[slot].text)
      heads.append(#","fault":"#)
      headPlaces[rank] = Place(offset: start, count: heads.count - start)
    }
    causes.append(heads.contents(from: headPlaces[rank].offset, count: headPlaces[rank].count))
    // A value that is there is not of the type that it is compared with.
    let fault = frame[slot].isFault ? frame[slot].faultKind : .wrongType
    causes.appendString(fault.name)
    if let number {
      causes.append(#","line":"#)
      causes.append(number)
    }
    causes.append(#","byte":"#)
    causes.append(
      try finder.place(of: program.image.slotPaths[slot].steps, isAbsent: fault == .absent))
    causes.append(UInt8(ascii: "}"))
    places[rank] = Place(offset: start, count: causes.count - start, run: runNumber)
  }
}
