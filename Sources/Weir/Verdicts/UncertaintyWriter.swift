// Writes which rules are uncertain and why, where their guards say it all: a guard of one slot is
// uncertain because of that slot, and a slot that cannot be read has one fault. So the text of each
// cause is put together once a request and copied for every rule that has it, and rules in a row
// that have the same causes copy all of them in one piece: a request that hides what many rules
// read makes 16 rows of copies, not 16 traces. Rules with computed conditions go to the tracer.

/// The part of a verdict line that tells of uncertain rules.
struct UncertaintyWriter: ~Copyable {
  private typealias Member = VerdictLine.UncertaintyMember
  private typealias CauseMember = VerdictLine.CauseMember

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
  /// By rank, the rule for which it was last found, so that each cause of a rule that has too many
  /// to name is counted once.
  private let found: UnsafeMutablePointer<UInt64>
  private var foundFor: UInt64 = 0
  /// The rules that are named, and the ranks of each one's first causes, ascending, end to end.
  private let named: UnsafeMutablePointer<Named>
  private let ranks: UnsafeMutablePointer<Int>
  private var namedCount = 0
  /// Where causes stand, by rank, when there are many: found in one walk over the request.
  private var foundBytes: [Int: Int] = [:]
  /// How many causes have been told for this verdict.
  private var walks = 0
  private var runNumber: UInt64 = 0

  private struct Named: BitwiseCopyable {
    var rule: Int
    /// Where its ranks end.
    var end: Int
    /// How many more causes it has.
    var omitted: Int
  }

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
    found = .allocate(capacity: max(slots, 1))
    found.initialize(repeating: 0, count: max(slots, 1))
    named = .allocate(capacity: Limits.namedUncertainRules)
    // One more than there can be: a rank is put behind the others before it is looked for among
    // them.
    ranks = .allocate(capacity: Limits.namedUncertainRules * Limits.namedCauses + 1)
  }

  deinit {
    places.deallocate()
    headPlaces.deallocate()
    found.deallocate()
    named.deallocate()
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
    let names = decision.namedUncertain
    let masks = program.ruleMasks
    guard let seen = findCauses(names, interpreter, program) else { return false }
    if namedCount > 0 { try writeNamed(interpreter.frame, program, request, line: number) }
    var omitted = 0
    if decision.uncertain & ~names == 0 {
      omitted = interpreter.uncertainCount &- seen
    } else {
      for rule in interpreter.uncertainRules[seen...] where masks[Int(rule)] & names != 0 {
        omitted &+= 1
      }
    }
    if omitted > 0 {
      text.append(VerdictLine.VerdictMember.uncertainOmitted.spelling)
      text.append(omitted)
    }
    return true
  }

  /// Finds the rules to name, and the slots that make each of them uncertain. Returns how many
  /// uncertain rules it has looked at; nil where one has a condition that is computed.
  @inline(never)
  private mutating func findCauses(
    _ names: UInt8, _ interpreter: borrowing Interpreter, _ program: LoadedProgram
  ) -> Int? {
    let frame = interpreter.frame
    let rules = interpreter.uncertain
    let ranks = self.ranks
    let slotRanks = program.slotRanks
    let foundRanks = self.found
    var place = 0
    var found = 0
    var end = 0
    while place < interpreter.uncertainCount, found < Limits.namedUncertainRules {
      let rule = Int(rules[place])
      place &+= 1
      guard program.ruleMasks[rule] & names != 0 else { continue }
      let start = end
      var omitted = 0
      var word = program.code + Int(program.ruleWords[rule])
      guards: while true {
        word += 1
        let instruction = word.pointee
        let value = frame[instruction.a]
        switch unsafe unsafeBitCast(instruction.opcodeByte, to: Opcode.self) {
        case .match: break guards
        case .guardSlotTrue, .guardSlotFalse: if value.tag == .bool { continue }
        case .guardEqualText, .guardNotEqualText, .guardInTexts, .guardNotInTexts:
          if value.tag == .string { continue }
        case .guardLess, .guardLessOrEqual, .guardGreater, .guardGreaterOrEqual:
          let constant = program.constantValues[instruction.b]
          if value.tag == constant.tag, Operations.hasOrder(value.tag) { continue }
        case .guardHas, .guardHasNot: if !Operations.has(value).isFault { continue }
        case .halt, .jump, .switch, .tryRules, .rule, .guardTrue, .guardFalse, .guardFrom,
          .guardUntil, .slot, .constant, .local, .loopKey, .loopValue, .now, .member, .element,
          .list, .not, .and, .or, .jumpIfFalse, .jumpIfTrue, .has, .jumpUnlessMissing, .equal,
          .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn, .keyIn, .notKeyIn,
          .contains,
          .overlaps, .inTexts, .notInTexts, .overlapsTexts, .includes, .startsWith, .endsWith,
          .like, .matches, .add, .subtract, .total, .multiply, .negate, .loop, .loopMap,
          .loopEither, .next, .call, .recall,
          .remember, .read:
          return nil
        }
        let rank = slotRanks[instruction.a]
        // As long as all causes have a place, one that comes again is found among them.
        if omitted > 0 {
          guard foundRanks[rank] != foundFor else { continue }
          foundRanks[rank] = foundFor
        }
        end = UncertaintyWriter.insert(rank, into: ranks, from: start, to: end)
        // The last one by path makes room.
        if end &- start > Limits.namedCauses {
          if omitted == 0 {
            foundFor &+= 1
            for place in start..<end { foundRanks[ranks[place]] = foundFor }
          }
          end &-= 1
          omitted &+= 1
        }
      }
      named[found] = Named(rule: rule, end: end, omitted: omitted)
      found &+= 1
    }
    namedCount = found
    return place
  }

  /// Puts a rank into its place among those of a rule, once; returns where they end.
  @inline(__always)
  private static func insert(
    _ rank: Int, into ranks: UnsafeMutablePointer<Int>, from start: Int, to end: Int
  ) -> Int {
    ranks[end] = rank
    guard end > start, ranks[end &- 1] >= rank else { return end &+ 1 }
    return sortIn(ranks, from: start, to: end)
  }

  /// The same of the rank that stands behind the others already, and is not the greatest.
  @inline(never)
  private static func sortIn(
    _ ranks: UnsafeMutablePointer<Int>, from start: Int, to end: Int
  ) -> Int {
    let rank = ranks[end]
    var place = end
    while place > start, ranks[place &- 1] > rank { place &-= 1 }
    if place > start, ranks[place &- 1] == rank { return end }
    var last = end
    while last > place {
      ranks[last] = ranks[last &- 1]
      last &-= 1
    }
    ranks[place] = rank
    return end &+ 1
  }

  /// Writes what `findCauses` has found.
  @inline(never)
  private mutating func writeNamed(
    _ frame: UnsafePointer<Value>, _ program: LoadedProgram,
    _ request: UnsafeBufferPointer<UInt8>, line number: Int?
  ) throws(InputError) {
    let finder = try PlaceFinder(request)
    walks = 0
    if !foundBytes.isEmpty { foundBytes.removeAll(keepingCapacity: true) }
    text.append(VerdictLine.VerdictMember.uncertain.spelling)
    var start = 0
    var lastStart = 0
    /// Where the last rule's causes stand in `text`.
    var causesStart = 0
    var causesCount = 0
    var index = 0
    while index < namedCount {
      let end = named[index].end
      text.append(Member.rule.spelling)
      text.appendReady(program.rulePieces[named[index].rule].name)
      let omitted = named[index].omitted
      if index > 0, named[index &- 1].omitted == omitted, hasSameRanks(from: lastStart, start, end)
      {
        let place = text.count
        text.appendAgain(from: causesStart, count: causesCount)
        causesStart = place
      } else {
        causesStart = text.count
        try writeCauses(start..<end, omitted: omitted, frame, finder, program, line: number)
        causesCount = text.count &- causesStart
      }
      lastStart = start
      start = end
      index &+= 1
    }
    // The last comma's place.
    text.dropLast()
    text.append(UInt8(ascii: "]"))
  }

  /// A walk to each of a few causes is cheap; with many, each would step over the same bytes.
  private static let fewCauses = 8

  /// Finds where all causes stand that have not been told yet, in one walk.
  @inline(never)
  private mutating func findBytes(
    _ finder: PlaceFinder, _ program: LoadedProgram
  ) throws(InputError) {
    foundFor &+= 1
    var wanted: [Int] = []
    for place in 0..<named[namedCount &- 1].end {
      let rank = ranks[place]
      guard found[rank] != foundFor, places[rank].run != runNumber else { continue }
      found[rank] = foundFor
      wanted.append(rank)
    }
    let bytes = try finder.places(
      of: wanted.map { program.image.slotPaths[program.slotsByPath[$0]].steps })
    for (rank, byte) in zip(wanted, bytes) { foundBytes[rank] = byte }
  }

  /// Whether the ranks between two places are those between the first of them and one before it.
  @inline(__always)
  private func hasSameRanks(from lastStart: Int, _ start: Int, _ end: Int) -> Bool {
    guard end &- start == start &- lastStart else { return false }
    var last = lastStart
    var place = start
    while place < end {
      if ranks[place] != ranks[last] { return false }
      place &+= 1
      last &+= 1
    }
    return true
  }

  /// Writes the causes of a rule, and a comma behind the rule.
  @inline(never)
  private mutating func writeCauses(
    _ own: Range<Int>, omitted: Int, _ frame: UnsafePointer<Value>, _ finder: PlaceFinder,
    _ program: LoadedProgram, line number: Int?
  ) throws(InputError) {
    text.append(Member.causes.spelling)
    for index in own {
      let rank = ranks[index]
      if index > own.lowerBound { text.append(UInt8(ascii: ",")) }
      if places[rank].run != runNumber {
        try writeCause(program.slotsByPath[rank], frame, finder, program, line: number)
      }
      text.append(causes.contents(from: places[rank].offset, count: places[rank].count))
    }
    text.append(UInt8(ascii: "]"))
    if omitted > 0 {
      text.append(Member.causesOmitted.spelling)
      text.append(omitted)
    }
    text.append("},")
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
      heads.append(CauseMember.path.spelling)
      heads.appendString(program.image.slotPaths[slot].shownText)
      heads.append(CauseMember.fault.spelling)
      headPlaces[rank] = Place(offset: start, count: heads.count - start)
    }
    causes.append(heads.contents(from: headPlaces[rank].offset, count: headPlaces[rank].count))
    // A value that is there is not of the type that it is compared with.
    let fault = frame[slot].isFault ? frame[slot].faultKind : .wrongType
    causes.append(UInt8(ascii: "\""))
    causes += fault.name
    causes.append(UInt8(ascii: "\""))
    if let number {
      causes.append(CauseMember.line.spelling)
      causes.append(number)
    }
    causes.append(CauseMember.byte.spelling)
    walks &+= 1
    if walks == UncertaintyWriter.fewCauses { try findBytes(finder, program) }
    if let byte = foundBytes[rank] {
      causes.append(byte)
    } else {
      causes.append(
        try finder.place(of: program.image.slotPaths[slot].steps, isAbsent: fault == .absent))
    }
    causes.append(UInt8(ascii: "}"))
    places[rank] = Place(offset: start, count: causes.count - start, run: runNumber)
  }
}
