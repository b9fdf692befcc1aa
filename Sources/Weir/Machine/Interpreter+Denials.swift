// What a denial makes idle. Once a rule that denies has matched or is uncertain, the verdict is `deny` and
// names only rules that deny (Decision), so rules of other effects need not be tried: of a request that
// hides what a thousand rules read, those hundreds that would allow it. Two kinds of candidates of a
// sieved list are known before any request is:
//
//   sure    denies, and the sieve answers all of its guards: what it leaves has matched or is uncertain
//   idle    does not deny, is not under observation, and has guards of single slots only, so that trying
//           it could do nothing but put it among the outcomes: no step and no comparison of texts is
//           counted, and no limit passed
//
// A list's two rows of bits are found when it is first sieved, because few lists ever are.

/// What the interpreter knows of that.
struct Denials: BitwiseCopyable {
  /// Whether rules that are idle may be left out.
  var tellsVerdictOnly = false
  /// The last run in which a sure candidate was left.
  var run: UInt64 = 0
  /// Two rows for each sieved list, sure and idle; and which lists' rows have been found.
  let rows: UnsafeMutablePointer<UInt64>
  let isFound: UnsafeMutablePointer<Bool>

  init(_ program: LoadedProgram) {
    rows = .allocate(capacity: max(2 * program.sieveWords, 1))
    isFound = .allocate(capacity: max(program.listCount, 1))
    isFound.initialize(repeating: false, count: max(program.listCount, 1))
  }

  func deallocate() {
    rows.deallocate()
    isFound.deallocate()
  }
}

extension Interpreter {
  /// Takes idle candidates out of those that are left, if something denies.
  @inline(never)
  func dropIdle(
    _ list: UnsafePointer<LoadedProgram.FlatList>, _ left: UnsafeMutablePointer<UInt64>,
    _ words: Int
  ) {
    if !denials.pointee.isFound[list - program.lists] { findRows(list, words) }
    let sure = UnsafePointer(denials.pointee.rows + 2 &* list.pointee.firstWord)
    let idle = sure + words
    var index = 0
    if denials.pointee.run != runNumber {
      var any: UInt64 = 0
      while index < words {
        any |= left[index] & sure[index]
        index &+= 1
      }
      guard any != 0 else { return }
      denials.pointee.run = runNumber
      index = 0
    }
    while index < words {
      left[index] &= ~idle[index]
      index &+= 1
    }
  }

  @inline(never)
  private func findRows(
    _ list: UnsafePointer<LoadedProgram.FlatList>, _ words: Int
  ) {
    let sure = denials.pointee.rows + 2 &* list.pointee.firstWord
    let idle = sure + words
    sure.initialize(repeating: 0, count: 2 &* words)
    for index in 0..<list.pointee.count {
      let candidate = list.pointee.candidates[index]
      let bit: UInt64 = 1 << UInt64(index % 64)
      switch program.ruleMasks[Int(candidate.rule)] {
      case RuleEffect(.deny, isObserved: false).mask:
        if program.code[candidate.word].opcodeByte == Opcode.match.rawValue {
          sure[index / 64] |= bit
        }
      case RuleEffect.observed: break
      default: if hasSlotGuardsOnly(from: candidate.word) { idle[index / 64] |= bit }
      }
    }
    denials.pointee.isFound[list - program.lists] = true
  }

  /// Whether the words up to a rule's `match` are guards that test one slot, or the instant, at no cost
  /// that is counted.
  private func hasSlotGuardsOnly(from start: Int) -> Bool {
    var word = start
    while let opcode = Opcode(rawValue: program.code[word].opcodeByte) {
      switch opcode {
      case .match: return true
      case .guardSlotTrue, .guardSlotFalse, .guardEqualText, .guardNotEqualText, .guardInTexts,
        .guardNotInTexts, .guardHas, .guardHasNot, .guardFrom, .guardUntil:
        word += 1
      case .guardLess, .guardLessOrEqual, .guardGreater, .guardGreaterOrEqual:
        switch program.constantValues[program.code[word].b].tag {
        case .number, .timestamp, .duration: word += 1
        case .fault, .bool, .string, .version, .ip, .cidr, .hours, .list, .record, .opaqueRecord,
          .opaqueList:
          return false
        }
      case .halt, .jump, .switch, .tryRules, .rule, .guardTrue, .guardFalse, .slot, .constant,
        .local, .loopKey, .loopValue, .now, .member, .element, .list, .not, .and, .or,
        .jumpIfFalse, .jumpIfTrue, .has, .jumpUnlessMissing, .equal, .notEqual, .less,
        .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn, .contains, .overlaps, .inTexts,
        .notInTexts, .overlapsTexts, .includes, .startsWith, .endsWith, .like, .matches, .add,
        .subtract, .multiply, .negate, .loop, .next, .call, .recall, .remember:
        return false
      }
    }
    return false
  }
}
