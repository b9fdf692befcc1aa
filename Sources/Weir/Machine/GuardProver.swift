// Proves from a list's conditions, and which candidates each of them is for, what they say of a
// candidate's guard: that it is false only where one of them rules the candidate out, and uncertain
// only where one of them makes the candidate uncertain. Conditions about one slot often stand in a
// chain:
//
//   x <= 3, x <= 5, x <= 9          one is true: so are all after it
//   s != "a", s != "b", s in […]    one is false: all after it are true

/// Which of a list's conditions answer a guard.
struct GuardProver {
  enum Proof {
    /// The conditions answer it.
    case whole
    /// A condition rules the guard out, and proves it where the chain is settled in front of it.
    case bound(Int)
  }

  private let program: LoadedProgram
  private let list: UnsafePointer<LoadedProgram.FlatList>
  private let words: Int
  /// The conditions as words in ascending order.
  private let sorted: [(word: UInt64, index: Int)]
  private var bounds: [(bound: Bound, index: Int)] = []
  private var texts: [Texts] = []

  init(
    _ list: UnsafePointer<LoadedProgram.FlatList>, words: Int, of program: LoadedProgram
  ) {
    self.program = program
    self.list = list
    self.words = words
    let conditions = list.pointee.conditions
    sorted = (0..<list.pointee.conditionCount).map { (conditions[$0].word, $0) }
      .sorted { ($0.word, $0.index) < ($1.word, $1.index) }
    for index in 0..<list.pointee.conditionCount {
      if let bound = Bound(conditions[index], program) { bounds.append((bound, index)) }
      guard let test = TextTest(conditions[index], program) else { continue }
      if let place = texts.firstIndex(where: { $0.slot == test.slot }) {
        texts[place].tests.append((test, index))
      } else {
        texts.append(Texts(slot: test.slot, tests: [(test, index)]))
      }
    }
    for place in texts.indices { texts[place].number() }
  }

  private func condition(_ index: Int) -> Instruction { list.pointee.conditions[index] }

  private func has(_ condition: Int, _ candidate: Int) -> Bool {
    list.pointee.bits[condition * words + candidate / 64] >> UInt64(candidate % 64) & 1 == 1
  }

  // MARK: Chains

  func isAboutText(_ index: Int) -> Bool { TextTest(condition(index), program) != nil }

  /// Whether a condition stands in a chain with the one in front of it.
  func follows(_ index: Int) -> Bool {
    guard index > 0 else { return false }
    if let bound = Bound(condition(index), program) {
      return Bound(condition(index - 1), program)?.implies(bound) == true
    }
    guard let test = TextTest(condition(index), program),
      let last = TextTest(condition(index - 1), program), last.slot == test.slot, last.isUnequal
    else { return false }
    if test.isUnequal { return last.first < test.first }
    guard test.isPositive else { return false }
    var place = index - 1
    while place >= 0, let other = TextTest(condition(place), program), other.slot == test.slot,
      other.isUnequal
    {
      guard !test.rejects(other.first) else { return false }
      place -= 1
    }
    return true
  }

  // MARK: Proofs

  /// What answers a candidate's guard; nil for nothing.
  func proof(of test: Instruction, at candidate: Int) -> Proof? {
    var place = firstPlace(of: test.word)
    while place < sorted.count, sorted[place].word == test.word {
      if has(sorted[place].index, candidate) { return .whole }
      place += 1
    }
    if let own = Bound(test, program) {
      for (bound, index) in bounds where has(index, candidate) && own.implies(bound) {
        guard follows(index), Bound(condition(index - 1), program)?.implies(own) == true else {
          continue
        }
        return .bound(index)
      }
    } else if let own = TextTest(test, program),
      let texts = texts.first(where: { $0.slot == own.slot })
    {
      return texts.answer(own) { has($0, candidate) } ? .whole : nil
    }
    return nil
  }

  /// Where in `sorted` conditions that are this word stand, if anywhere.
  private func firstPlace(of word: UInt64) -> Int {
    var places = 0..<sorted.count
    while !places.isEmpty {
      let middle = places.lowerBound + places.count / 2
      places =
        sorted[middle].word < word
        ? middle + 1..<places.upperBound : places.lowerBound..<middle
    }
    return places.lowerBound
  }

  // MARK: Comparisons

  /// A slot's comparison with a number.
  private struct Bound {
    var slot: Int
    var isUpper: Bool
    var isStrict: Bool
    var number: Decimal

    init?(_ test: Instruction, _ program: LoadedProgram) {
      guard case .bound(let isUpper, let isStrict) = test.slotTest else { return nil }
      self.isUpper = isUpper
      self.isStrict = isStrict
      let constant = program.constantValues[test.b]
      guard constant.tag == .number else { return nil }
      slot = test.a
      number = constant.decimal
    }

    /// Whether the other is true wherever this one is.
    func implies(_ other: Bound) -> Bool {
      guard slot == other.slot, isUpper == other.isUpper else { return false }
      let order = number.compared(with: other.number)
      return order == 0 ? isStrict || !other.isStrict : (order < 0) == isUpper
    }
  }

  /// A slot's comparison with texts, by their numbers.
  private struct TextTest {
    var slot: Int
    /// The texts are those that are let pass, and not those that are not.
    var isPositive: Bool
    /// The one text.
    var first: UInt32
    /// All of them; nil for the one.
    var set: LoadedProgram.FlatTextSet?

    init?(_ test: Instruction, _ program: LoadedProgram) {
      guard case .text(let isWanted, let isSet) = test.slotTest else { return nil }
      isPositive = isWanted
      if isSet { set = program.textSets[test.b] }
      slot = test.a
      first = UInt32(truncatingIfNeeded: test.b)
    }

    /// Whether it is that the slot is not one text.
    var isUnequal: Bool { !isPositive && set == nil }

    func rejects(_ text: UInt32) -> Bool {
      (set.map { $0.contains(text) } ?? (text == first)) != isPositive
    }

    /// The texts; nil for too many.
    func numbers(atMost limit: Int) -> [UInt32]? {
      guard let set else { return [first] }
      var numbers: [UInt32] = []
      for word in 0..<Int(set.count / 64) {
        var rest = set.bits[word]
        while rest != 0 {
          guard numbers.count < limit else { return nil }
          numbers.append(set.first + UInt32(64 * word + rest.trailingZeroBitCount))
          rest &= rest - 1
        }
      }
      return numbers
    }
  }

  /// What is asked of one slot's text.
  private struct Texts {
    var slot: Int
    var tests: [(test: TextTest, index: Int)]
    /// All texts that they name.
    private var numbers: [UInt32] = []
    /// A bit for each text that a test rejects, and the last one for all that none of them names.
    private var masks: [UInt64] = []

    private static let most = 63
    private static let others: UInt64 = 1 << 63

    init(slot: Int, tests: [(test: TextTest, index: Int)]) {
      self.slot = slot
      self.tests = tests
    }

    /// Numbers the texts; leaves out what is too much.
    mutating func number() {
      var all: Set<UInt32> = []
      var kept: [(test: TextTest, index: Int)] = []
      for test in tests {
        guard let numbers = test.test.numbers(atMost: Texts.most) else { continue }
        let more = all.union(numbers)
        guard more.count <= Texts.most else { continue }
        all = more
        kept.append(test)
      }
      tests = kept
      numbers = all.sorted()
      masks = tests.map { mask(of: $0.test) }
    }

    private func mask(of test: TextTest) -> UInt64 {
      var mask: UInt64 = test.isPositive ? Texts.others : 0
      for (place, number) in numbers.enumerated() where test.rejects(number) {
        mask |= 1 << UInt64(place)
      }
      return mask
    }

    /// Whether the tests that a candidate has answer its guard.
    func answer(_ own: TextTest, _ has: (_ condition: Int) -> Bool) -> Bool {
      guard let named = own.numbers(atMost: Texts.most) else { return false }
      var open = mask(of: own)
      // One that no test names is one of the others.
      if !named.allSatisfy(numbers.contains) { open |= Texts.others }
      var isAsked = false
      for (place, test) in tests.enumerated() where has(test.index) {
        isAsked = true
        open &= ~masks[place]
      }
      return isAsked && open == 0
    }
  }
}
