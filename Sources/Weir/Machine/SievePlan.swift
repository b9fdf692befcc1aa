// What is known of a sieved list before any request, and spares a run for the verdict most of its
// work: of a request that hides what a thousand rules are found by, a thousand rules. Two things
// are known of a candidate:
//
//   idle   It does not deny, is not under observation, and has guards of single slots only, so that
//          trying it could do nothing but put it among the outcomes: no step and no comparison of
//          texts is counted, and no limit passed. Once a rule that denies has matched or is
//          uncertain, the verdict is `deny` and names only rules that deny (Decision), so idle
//          candidates need not be tried. The emitter lists them last.
//   open   It has a guard that the sieve does not answer, so if it is left it must be entered. Of
//          all others the sieve's bits say the outcome.
//
// A bound (Emitter+Lists) rules out all that have tighter conditions of their own. True, it leaves
// them open; unless the bound in front of it, which is tighter than all of them, is true as well:
// then so are they. So of all rules that compare one slot with numbers of their own, only those
// around the request's number are entered.
//
// Nothing here trusts the emitter: what a list's conditions do not prove (GuardProver) is open. A
// plan is made when its list is first sieved, because few lists ever are.

/// The plans of all lists, and what a run finds by one.
struct SievePlans: BitwiseCopyable {
  /// Whether rules that are idle may be left out.
  var tellsVerdictOnly = false
  /// The last run in which a rule of a sieved list denied or was uncertain whether to.
  var deniedRun: UInt64 = 0
  /// The rows of bits of those conditions of a list that rule their candidates out, make them
  /// uncertain, or leave them open.
  var ruledOut: SieveRows
  var uncertain: SieveRows
  var opened: SieveRows
  /// Four rows for each sieved list.
  private let rows: UnsafeMutablePointer<UInt64>
  /// By condition, those of all lists end to end.
  private let conditions: UnsafeMutablePointer<SievePlan.Condition>
  /// By list; -1 as long as there is no plan.
  private let fronts: UnsafeMutablePointer<Int>

  init(_ program: LoadedProgram) {
    rows = .allocate(capacity: max(4 * program.sieveWords, 1))
    let count = max(program.image.sieveConditions.count, 1)
    conditions = .allocate(capacity: count)
    fronts = .allocate(capacity: max(program.listCount, 1))
    fronts.initialize(repeating: -1, count: max(program.listCount, 1))
    let longest = program.image.lists.reduce(0) { max($0, $1.conditionCount) }
    ruledOut = SieveRows(capacity: longest)
    uncertain = SieveRows(capacity: longest)
    opened = SieveRows(capacity: longest)
  }

  func deallocate() {
    rows.deallocate()
    conditions.deallocate()
    fronts.deallocate()
    ruledOut.deallocate()
    uncertain.deallocate()
    opened.deallocate()
  }

  /// The plan of a list.
  @inline(__always)
  func plan(
    for list: UnsafePointer<LoadedProgram.FlatList>, of program: LoadedProgram
  ) -> SievePlan {
    let condition = list.pointee.conditions - program.lists.pointee.conditions
    let number = list - program.lists
    var plan = SievePlan(
      words: CandidateList.words(for: list.pointee.count), front: fronts[number],
      rows: rows + 4 &* list.pointee.firstWord, conditions: conditions + condition)
    if plan.front < 0 {
      plan.make(list, of: program)
      fronts[number] = plan.front
    }
    return plan
  }
}

/// Rows of bits that are united, a word at a time.
struct SieveRows: BitwiseCopyable {
  private let rows: UnsafeMutablePointer<UnsafePointer<UInt64>>
  private var count = 0

  fileprivate init(capacity: Int) { rows = .allocate(capacity: max(capacity, 1)) }

  fileprivate func deallocate() { rows.deallocate() }

  @inline(__always)
  mutating func clear() { count = 0 }

  @inline(__always)
  mutating func add(_ row: UnsafePointer<UInt64>) {
    rows[count] = row
    count &+= 1
  }

  /// The bits that some row has in a word.
  @inline(__always)
  func union(at word: Int) -> UInt64 {
    var bits: UInt64 = 0
    var index = 0
    while index < count {
      bits |= rows[index][word]
      index &+= 1
    }
    return bits
  }
}

/// The plan of one list.
struct SievePlan: BitwiseCopyable {
  /// How many words of bits a condition has.
  let words: Int
  /// After so many words all candidates are idle.
  fileprivate(set) var front: Int
  fileprivate let rows: UnsafeMutablePointer<UInt64>
  let conditions: UnsafeMutablePointer<Condition>

  /// The candidates that are not idle, those that are, those that are open, and those that are
  /// uncertain to begin with.
  var needed: UnsafePointer<UInt64> { UnsafePointer(rows) }
  var idle: UnsafePointer<UInt64> { UnsafePointer(rows + words) }
  var open: UnsafePointer<UInt64> { UnsafePointer(rows + 2 &* words) }
  var uncertain: UnsafePointer<UInt64> { UnsafePointer(rows + 3 &* words) }

  struct Condition: BitwiseCopyable {
    /// It belongs to a chain with the condition in front of it.
    var follows = false
    /// The answer to one condition of a chain after which all after it are true.
    var settles = Truth.true
    /// True, it leaves some of its candidates open, unless the one in front of it has settled the
    /// chain.
    var isBound = false
  }

  @inline(never)
  fileprivate mutating func make(
    _ list: UnsafePointer<LoadedProgram.FlatList>, of program: LoadedProgram
  ) {
    rows.initialize(repeating: 0, count: 4 &* words)
    let prover = GuardProver(list, words: words, of: program)
    for index in 0..<list.pointee.conditionCount {
      conditions[index] = Condition(
        follows: prover.follows(index), settles: prover.isAboutText(index) ? .false : .true)
    }
    front = 0
    for index in 0..<list.pointee.count {
      let candidate = list.pointee.candidates[index]
      let bit: UInt64 = 1 << UInt64(index % 64)
      if isIdle(candidate, of: program) {
        rows[words + index / 64] |= bit
      } else {
        rows[index / 64] |= bit
        front = index / 64 + 1
      }
      if isOpen(candidate, at: index, prover, of: program) { rows[2 * words + index / 64] |= bit }
      if candidate.isUncertain { rows[3 * words + index / 64] |= bit }
    }
  }

  /// Whether some guard of a candidate is proved by no condition; marks the bounds that prove one.
  private func isOpen(
    _ candidate: Candidate, at index: Int, _ prover: GuardProver, of program: LoadedProgram
  ) -> Bool {
    var word = candidate.word
    while program.code[word].opcodeByte != Opcode.match.rawValue {
      switch prover.proof(of: program.code[word], at: index) {
      case .whole: break
      case .bound(let condition): conditions[condition].isBound = true
      case nil: return true
      }
      word += 1
    }
    return false
  }

  private func isIdle(_ candidate: Candidate, of program: LoadedProgram) -> Bool {
    let mask = program.ruleMasks[Int(candidate.rule)]
    guard mask != RuleEffect(.deny, isObserved: false).mask, mask != RuleEffect.observed else {
      return false
    }
    var word = candidate.word
    // Up to the rule's `match`, guards that test one slot, or the instant, at no cost that is
    // counted.
    while let opcode = Opcode(rawValue: program.code[word].opcodeByte) {
      switch opcode.family {
      case .bracket: return opcode == .match
      case .guard(.truth), .guard(.text), .guard(.presence): break
      case .guard(.bound):
        switch program.constantValues[program.code[word].b].tag {
        case .number, .timestamp, .duration: break
        case .fault, .bool, .string, .version, .path, .folder, .ip, .cidr, .hours, .list, .record,
          .opaqueRecord,
          .opaqueList:
          return false
        }
      case .index, .computation: return false
      }
      word += 1
    }
    return false
  }
}
