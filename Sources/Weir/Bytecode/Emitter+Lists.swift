// The lists that the index comes to. Where one is long, the conditions that many of its rules share
// become a sieve: each is evaluated once, and rules it out 64 rules at a time. A sieve has three
// kinds of tests:
//
//   shared   a condition as it stands in many rules
//   texts    where rules compare one slot with texts in many ways: for each text that it is not
//            there, which is false for the rules that it does not suit, and last that one of them
//            is there
//   bounds   where many rules compare one slot with a number of their own: the loosest of several
//            such conditions, which rules all of them out when it is false
//
// The machine makes use of the order that the tests of a kind stand in (SievePlan).

/// A list whose rules have no code yet.
struct PendingList {
  var rules: [Int]
  /// Slots whose first key guard has been answered on the way.
  var answered: [Int]
  /// One of those answers was uncertain.
  var isUncertain: Bool
  var sieve: Sieve
}

/// What is asked for all of a list at once.
struct Sieve {
  var tests: [Instruction] = []
  /// Which conditions of the rules the tests answer.
  var answers: [Answer] = []

  struct Answer {
    /// By number.
    var condition: Int
    /// The tests that rule it out where they are false.
    var tests: [Int]
    /// Whether it is true where none of them is false.
    var isWhole: Bool
  }
}

extension Emitter {
  /// Fewer candidates than this are not sieved.
  static let smallestSieve = 32
  /// A sieve has at most so many bounds of one slot in one direction.
  private static let mostBounds = 12
  /// A sieve asks for at most so many texts of one slot.
  private static let mostTexts = 63

  /// Which of a list's answered slots a rule has no key guard on so far: a switch goes by the first
  /// one on its slot, and a second one is as open as before.
  private struct Answered {
    private var slots: [Int]
    /// A bit for each slot, once its guard is past.
    private var past: UInt64 = 0

    init(_ slots: [Int]) { self.slots = slots }

    mutating func restart() { past = 0 }

    /// Whether the switches on the way have answered a guard, the rule's next one.
    mutating func includes(_ test: Guard) -> Bool {
      guard let slot = test.keySlot, let place = slots.firstIndex(of: slot),
        past >> UInt64(place) & 1 == 0
      else { return false }
      past |= 1 << UInt64(place)
      return true
    }
  }

  /// Rules that a denial makes idle (SievePlan) after all others.
  func inOrderOfNeed(_ rules: [Int]) -> [Int] {
    var needed: [Int] = []
    var idle: [Int] = []
    for rule in rules {
      if isIdle(rule) { idle.append(rule) } else { needed.append(rule) }
    }
    return needed.isEmpty || idle.isEmpty ? rules : needed + idle
  }

  private func isIdle(_ rule: Int) -> Bool {
    if effects[rule].effect == .deny || effects[rule].isObserved { return false }
    for index in guardIndices(of: rule) where !guards[index].isFused { return false }
    return true
  }

  /// The tests that are worth evaluating for all of a list at once: those that spare more single
  /// tests than going over the list's bits costs.
  mutating func sieve(_ rules: [Int], _ answered: [Int], _ counts: inout [Int]) -> Sieve {
    guard rules.count >= Emitter.smallestSieve else { return Sieve() }
    var touched: [Int] = []
    var answered = Answered(answered)
    for rule in rules {
      answered.restart()
      for index in guardIndices(of: rule) {
        let test = guards[index]
        guard !answered.includes(test), test.isSievable else { continue }
        let condition = Int(test.condition)
        if counts[condition] == 0 { touched.append(condition) }
        counts[condition] += 1
      }
    }
    let worth = 3 + CandidateList.words(for: rules.count) / 4
    var others: [Int] = []
    var texts: [Int: [Int]] = [:]
    var bounds: [BoundFamily: [(condition: Int, bound: Decimal)]] = [:]
    for condition in touched {
      let test = conditions[condition]
      if test.comparesTexts {
        texts[test.a, default: []].append(condition)
      } else if let (family, bound) = bound(of: test) {
        bounds[family, default: []].append((condition, bound))
      } else {
        others.append(condition)
      }
    }
    var sieve = Sieve()
    for slot in texts.keys.sorted() {
      if !addTexts(slot, texts[slot] ?? [], worth: worth, counts, to: &sieve) {
        others += texts[slot] ?? []
      }
    }
    for condition in others.filter({ counts[$0] >= worth }).sorted() {
      sieve.add(conditions[condition], answering: [condition], isWhole: condition)
    }
    for family in bounds.keys.sorted() {
      addBounds(family, bounds[family] ?? [], worth: worth, counts, to: &sieve)
    }
    for condition in touched { counts[condition] = 0 }
    return sieve
  }

  /// Adds a test for each text that some conditions compare a slot with, where that takes less than
  /// the conditions that are shared and single tests of the others. Whether it does.
  private mutating func addTexts(
    _ slot: Int, _ group: [Int], worth: Int, _ counts: [Int], to sieve: inout Sieve
  ) -> Bool {
    var shared = 0
    var single = 0
    for condition in group {
      if counts[condition] >= worth { shared += 1 } else { single += counts[condition] }
    }
    // Half of the tests for texts are asked as a rule: one that is false answers all after it.
    let most = min(Emitter.mostTexts, 2 * shared + single / worth - 2)
    guard most > 0 else { return false }
    var numbers: Set<UInt32> = []
    for condition in group {
      guard let own = texts(in: conditions[condition]) else { return false }
      numbers.formUnion(own)
      guard numbers.count <= most else { return false }
    }

    let texts = numbers.sorted()
    var tests = texts.map { Instruction(.guardNotEqualText, a: slot, b: Int($0)) }
    // A closure that had the emitter would have a copy of it.
    let conditions = conditions
    if group.contains(where: { conditions[$0].asksForText }) {
      tests.append(
        Instruction(.guardInTexts, a: slot, b: state.pool.setIndex(of: texts)))
    }
    let places = Dictionary(uniqueKeysWithValues: zip(texts, texts.indices))
    var isOwn = Array(repeating: false, count: texts.count)
    for condition in group {
      let own = self.texts(in: conditions[condition]) ?? []
      for text in own { if let place = places[text] { isOwn[place] = true } }
      defer { for text in own { if let place = places[text] { isOwn[place] = false } } }
      let isPositive = conditions[condition].asksForText
      var falsified: [Int] = []
      falsified.reserveCapacity(texts.count + 1)
      for place in texts.indices where isOwn[place] != isPositive {
        falsified.append(sieve.tests.count + place)
      }
      if isPositive { falsified.append(sieve.tests.count + texts.count) }
      // Nothing that could say that the slot is uncertain.
      guard !falsified.isEmpty else { continue }
      sieve.answers.append(
        Sieve.Answer(
          condition: condition, tests: falsified, isWhole: true))
    }
    sieve.tests += tests
    return true
  }

  /// The numbers of the texts that a condition compares its slot with; nil for too many.
  private func texts(in test: Instruction) -> [UInt32]? {
    guard case .text(isWanted: _, let isSet) = test.slotTest else { return nil }
    return isSet
      ? state.pool.textSets[test.b].numbers(atMost: Emitter.mostTexts) : [UInt32(test.b)]
  }

  /// Comparisons of one slot with numbers, in one direction.
  private struct BoundFamily: Hashable, Comparable {
    var slot: Int
    var isUpper: Bool

    static func < (left: BoundFamily, right: BoundFamily) -> Bool {
      (left.slot, left.isUpper ? 1 : 0) < (right.slot, right.isUpper ? 1 : 0)
    }
  }

  private func bound(of test: Instruction) -> (BoundFamily, Decimal)? {
    guard case .bound(let isUpper, isStrict: _) = test.slotTest else { return nil }
    let value = state.pool.values[test.b]
    guard value.tag == .number else { return nil }
    return (BoundFamily(slot: test.a, isUpper: isUpper), value.decimal)
  }

  /// Adds the tests of a slot's bounds, the tightest first: those that are shared, and in between
  /// bounds for about as many rules as are worth a test.
  private mutating func addBounds(
    _ family: BoundFamily, _ group: [(condition: Int, bound: Decimal)], worth: Int,
    _ counts: [Int], to sieve: inout Sieve
  ) {
    let conditions = conditions
    let sorted = group.sorted {
      let order = $0.bound.compared(with: $1.bound)
      guard order == 0 else { return (order < 0) == family.isUpper }
      let (left, right) = (conditions[$0.condition].isStrict, conditions[$1.condition].isStrict)
      return left == right ? $0.condition < $1.condition : left
    }
    let rules = sorted.reduce(0) { $0 + counts[$1.condition] }
    let share = max(worth, rules / Emitter.mostBounds + 1)
    var part: [Int] = []
    var size = 0
    for (index, (condition, bound)) in sorted.enumerated() {
      part.append(condition)
      size += counts[condition]
      // The last one is the loosest: the highest upper bound, the lowest lower one.
      if counts[condition] >= worth {
        sieve.add(conditions[condition], answering: part, isWhole: condition)
      } else if size >= share || index == sorted.count - 1 && size >= worth {
        let test = Instruction(
          family.isUpper ? .guardLessOrEqual : .guardGreaterOrEqual, a: family.slot,
          b: state.pool.index(of: .number(bound)))
        sieve.add(test, answering: part)
      } else {
        continue
      }
      part = []
      size = 0
    }
  }

  /// Turns the lists into candidates, sieves and bits, now that the rules have code, each from the
  /// word `starts` on.
  mutating func fillLists(_ starts: [Int]) {
    var places = Array(repeating: -1, count: conditions.count)
    var candidates: [Candidate] = []
    var sieveBits: [UInt64] = []
    for list in pending {
      let sieve = list.sieve
      for (place, answer) in sieve.answers.enumerated() { places[answer.condition] = place }
      let words = CandidateList.words(for: list.rules.count)
      let bits = sieveBits.count
      sieveBits += repeatElement(0, count: words * sieve.tests.count)
      var answered = Answered(list.answered)
      for (index, rule) in list.rules.enumerated() {
        // Entered after the first guards that are all answered, one word each.
        var entry = starts[rule]
        var isEntry = true
        answered.restart()
        for guardIndex in guardIndices(of: rule) {
          let test = guards[guardIndex]
          var isAnswered = answered.includes(test)
          if !isAnswered, test.isSievable, places[Int(test.condition)] >= 0 {
            let answer = sieve.answers[places[Int(test.condition)]]
            for test in answer.tests {
              sieveBits[bits + test * words + index / 64] |= 1 << UInt64(index % 64)
            }
            isAnswered = answer.isWhole
          }
          if !isAnswered { isEntry = false }
          if isEntry { entry += 1 }
        }
        candidates.append(
          Candidate(rule: rule, word: entry, isUncertain: list.isUncertain))
      }
      image.sieveConditions += sieve.tests
      image.lists.append(
        CandidateList(count: list.rules.count, conditionCount: sieve.tests.count))
      for answer in sieve.answers { places[answer.condition] = -1 }
    }
    image.candidates = Table(candidates)
    image.sieveBits = Table(sieveBits)
    pending = []
  }
}

extension Sieve {
  /// Adds a test that is false only where some conditions are; the same as one of them, if that.
  fileprivate mutating func add(
    _ test: Instruction, answering conditions: [Int], isWhole whole: Int? = nil
  ) {
    for condition in conditions {
      answers.append(
        Answer(condition: condition, tests: [tests.count], isWhole: condition == whole))
    }
    tests.append(test)
  }
}

extension Instruction {
  /// Whether a guard asks which constant text its slot is.
  fileprivate var comparesTexts: Bool {
    if case .text = slotTest { true } else { false }
  }

  /// Whether a guard asks its slot to be one of some texts.
  fileprivate var asksForText: Bool {
    if case .text(let isWanted, isSet: _) = slotTest { isWanted } else { false }
  }

  /// Whether a guard leaves out the bound itself.
  fileprivate var isStrict: Bool {
    if case .bound(isUpper: _, let isStrict) = slotTest { isStrict } else { false }
  }
}
