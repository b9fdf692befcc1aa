// The index: how a request finds the rules that it must be tried by. It is chosen from the policy alone.
//
// For a set of rules the emitter looks for the slot whose constant texts split it best: rules that ask
// for one of few texts go into a `switch` on that slot, each text's rules are split further in the same
// way, and the rules that do not care follow behind, split by what they do care about. In a switch's
// branch the guard that chose it is known to be true. A slot without a text decides nothing, so the
// switch also has a branch with all of its rules, itself split by other slots, in which that guard is
// known to be uncertain: three-valued results stay exact.
//
// What no switch splits is a list, which is tried. Where one is long, the conditions that many of its
// rules share become a sieve: each is evaluated once, and rules it out 64 rules at a time. So a request
// that no switch can place (an uncertain path sends it to every rule that the switch chose between) costs
// the shared conditions, and the rules that are left.

/// A list whose rules have no code yet.
struct PendingList {
  var rules: [Int]
  /// Slots whose first key guard has been answered on the way.
  var answered: [Int]
  /// One of those answers was uncertain.
  var isUncertain: Bool
  /// The conditions of its sieve, by number, ascending.
  var sieve: [Int]
  /// Weaker conditions than rules have, each with the numbers of those that imply it.
  var bounds: [(test: Instruction, conditions: [Int])]
}

extension Emitter {
  /// Fewer rules than this are tried one after the other: a switch costs about as much.
  private static let smallestSwitch = 4
  /// How many switches deep a rule may stand; each level lists its uncertain rules once more.
  private static let deepestSwitch = 3
  /// Fewer candidates than this are not sieved.
  private static let smallestSieve = 32
  /// A sieve has at most so many bounds of one slot in one direction.
  private static let mostBounds = 12

  /// Emits the index, from word 0 to `halt`.
  mutating func emitIndex() {
    var counts = Array(repeating: 0, count: conditions.count)
    emitGroup(Array(0..<ruleCount), depth: 0, answered: [], isUncertain: false, asked: [], &counts)
    append(.halt)
  }

  /// Emits what reaches all of some rules that can match or be uncertain.
  ///
  /// - Parameters:
  ///   - answered: slots whose text, or lack of one, led here, so that each rule's first key guard on
  ///     it is known to be true, or uncertain.
  ///   - isUncertain: whether one of them is uncertain.
  ///   - asked: slots that a switch around has asked already, answered or not.
  ///   - counts: a zero for each condition, to count with.
  private mutating func emitGroup(
    _ rules: [Int], depth: Int, answered: [Int], isUncertain: Bool, asked: [Int],
    _ counts: inout [Int]
  ) {
    guard !rules.isEmpty else { return }
    guard rules.count >= Emitter.smallestSwitch, depth < Emitter.deepestSwitch,
      let slot = bestSlot(rules, asked: asked)
    else {
      append(.tryRules, b: pending.count)
      let (sieve, bounds) = sieve(rules, answered, &counts)
      pending.append(
        PendingList(
          rules: rules, answered: answered, isUncertain: isUncertain, sieve: sieve, bounds: bounds))
      return
    }

    var branches: [(text: UInt32, rules: [Int])] = []
    var numbers: [UInt32: Int] = [:]
    var chosen: [Int] = []
    var others: [Int] = []
    for rule in rules {
      guard let texts = texts(of: rule, for: slot) else {
        others.append(rule)
        continue
      }
      chosen.append(rule)
      for text in texts {
        let branch = numbers[text, default: branches.count]
        if branch == branches.count {
          numbers[text] = branch
          branches.append((text, []))
        }
        branches[branch].rules.append(rule)
      }
    }

    let table = image.tables.count
    image.tables.append(DispatchTable(targets: [], otherwise: 0, uncertain: 0))
    append(.switch, a: slot, b: table, at: names[chosen[0]])
    var exits: [Int] = []
    var targets: [(text: UInt32, target: UInt32)] = []
    for branch in branches {
      targets.append((branch.text, UInt32(code.count)))
      emitGroup(
        branch.rules, depth: depth + 1, answered: answered + [slot],
        isUncertain: isUncertain, asked: asked + [slot], &counts)
      exits.append(code.count)
      append(.jump)
    }
    let uncertain = UInt32(code.count)
    emitGroup(
      chosen, depth: depth + 1, answered: answered + [slot], isUncertain: true,
      asked: asked + [slot], &counts)
    let end = code.count
    for exit in exits { code[exit] = Instruction(.jump, b: end) }
    image.tables[table] = DispatchTable(
      targets: targets, otherwise: UInt32(end), uncertain: uncertain)
    emitGroup(
      others, depth: depth, answered: answered, isUncertain: isUncertain, asked: asked + [slot],
      &counts)
  }

  /// The slot whose texts split the rules best: the one that leaves the fewest rules to try for a
  /// request that has one of them; nil where no split is worth it.
  private func bestSlot(_ rules: [Int], asked: [Int]) -> Int? {
    // A policy dispatches by a handful of slots: an array beats a dictionary.
    var counts: [(slot: Int, rules: Int, lastRule: Int, texts: [UInt32])] = []
    for rule in rules {
      for index in guardIndices(of: rule) {
        guard let slot = guards[index].keySlot, !asked.contains(slot) else { continue }
        let place: Int
        if let known = counts.firstIndex(where: { $0.slot == slot }) {
          place = known
        } else {
          place = counts.count
          counts.append((slot, 0, -1, []))
        }
        // A rule's first guard on the slot is the one that a switch goes by.
        guard counts[place].lastRule != rule else { continue }
        counts[place].lastRule = rule
        counts[place].rules += 1
        counts[place].texts += texts(of: guards[index])
      }
    }
    var best: (slot: Int, cost: Double)?
    for count in counts where count.rules >= Emitter.smallestSwitch / 2 {
      let entries = count.texts.count
      let distinct = Emitter.distinctCount(count.texts)
      // Tries left on average, were the texts equally frequent.
      let cost = Double(rules.count - count.rules) + Double(entries) / Double(distinct)
      if best.map({ cost < $0.cost || (cost == $0.cost && count.slot < $0.slot) }) ?? true {
        best = (count.slot, cost)
      }
    }
    // A quarter of the tries. Where there is a sieve, a switch must do much better: it splits
    // the list, and each part's conditions are evaluated anew.
    guard let best,
      rules.count < 2 * Emitter.smallestSieve
        ? best.cost <= 0.75 * Double(rules.count) : best.cost <= 0.4 * Double(rules.count)
    else { return nil }
    return best.slot
  }

  private static func distinctCount(_ texts: [UInt32]) -> Int {
    var count = 0
    var last: UInt32 = 0
    for text in texts.sorted() where text != last {
      count += 1
      last = text
    }
    return max(count, 1)
  }

  /// The texts of a slot that a rule's first guard on it lets pass.
  private func texts(of rule: Int, for slot: Int) -> ArraySlice<UInt32>? {
    for index in guardIndices(of: rule) where guards[index].keySlot == slot {
      return texts(of: guards[index])
    }
    return nil
  }

  private func texts(of test: Guard) -> ArraySlice<UInt32> {
    state.keyTexts[Int(test.texts.lowerBound)..<Int(test.texts.upperBound)]
  }

  // MARK: Lists

  /// Which of a list's answered slots a rule has no key guard on so far: a switch goes by the first one
  /// on its slot, and a second one is as open as before.
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

  /// The conditions that are worth evaluating for all of a list at once: those that spare more single
  /// tests than going over the list's bits costs; and bounds for what is left.
  private mutating func sieve(
    _ rules: [Int], _ answered: [Int], _ counts: inout [Int]
  ) -> (sieve: [Int], bounds: [(test: Instruction, conditions: [Int])]) {
    guard rules.count >= Emitter.smallestSieve else { return ([], []) }
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
    let chosen = touched.filter { counts[$0] >= worth }.sorted()
    let bounds = bounds(touched.filter { counts[$0] < worth }, worth: worth, counts)
    for condition in touched { counts[condition] = 0 }
    return (chosen, bounds)
  }

  /// Many rules compare one slot with a number of their own: the loosest of several such conditions
  /// rules all of them out when it is false, and is uncertain when they are. So the numbers are taken
  /// in order, in parts of about as many rules as are worth a condition.
  private mutating func bounds(
    _ conditions: [Int], worth: Int, _ counts: [Int]
  ) -> [(test: Instruction, conditions: [Int])] {
    var families: [Int: [(condition: Int, bound: Decimal)]] = [:]
    var order: [Int] = []
    for condition in conditions {
      let test = self.conditions[condition]
      guard let opcode = Opcode(rawValue: test.opcodeByte), let isUpper = opcode.isUpperBound else {
        continue
      }
      let value = state.pool.values[test.b]
      guard value.tag == .number else { continue }
      let family = 2 * test.a + (isUpper ? 1 : 0)
      if families[family] == nil { order.append(family) }
      families[family, default: []].append((condition, value.decimal))
    }
    var bounds: [(test: Instruction, conditions: [Int])] = []
    for family in order {
      let isUpper = family % 2 == 1
      let sorted = (families[family] ?? []).sorted {
        let order = $0.bound.compared(with: $1.bound)
        return order == 0 ? $0.condition < $1.condition : (order < 0) == isUpper
      }
      let rules = sorted.reduce(0) { $0 + counts[$1.condition] }
      let share = max(worth, rules / Emitter.mostBounds + 1)
      var part: [Int] = []
      var size = 0
      for (index, (condition, bound)) in sorted.enumerated() {
        part.append(condition)
        size += counts[condition]
        guard size >= share || index == sorted.count - 1 else { continue }
        if size >= worth {
          // The last one is the loosest: the highest upper bound, the lowest lower one.
          bounds.append(
            (
              Instruction(
                isUpper ? .guardLessOrEqual : .guardGreaterOrEqual, a: family / 2,
                b: state.pool.index(of: .number(bound))), part
            ))
        }
        part = []
        size = 0
      }
    }
    return bounds
  }

  /// Turns the lists into candidates, sieves and bits, now that the rules have code, each from the
  /// word `starts` on.
  mutating func fillLists(_ starts: [Int]) {
    var places = Array(repeating: -1, count: conditions.count)
    var boundPlaces = places
    var candidates: [Candidate] = []
    var sieveBits: [UInt64] = []
    for list in pending {
      for (place, condition) in list.sieve.enumerated() { places[condition] = place }
      for (place, bound) in list.bounds.enumerated() {
        for condition in bound.conditions { boundPlaces[condition] = list.sieve.count + place }
      }
      let conditionCount = list.sieve.count + list.bounds.count
      let words = CandidateList.words(for: list.rules.count)
      let bits = sieveBits.count
      sieveBits += repeatElement(0, count: words * conditionCount)
      var answered = Answered(list.answered)
      for (index, rule) in list.rules.enumerated() {
        // Entered behind the first guards that are all answered, one word each.
        var entry = starts[rule]
        var isEntry = true
        answered.restart()
        for guardIndex in guardIndices(of: rule) {
          let test = guards[guardIndex]
          var isAnswered = answered.includes(test)
          if !isAnswered, test.isSievable {
            let condition = Int(test.condition)
            isAnswered = places[condition] >= 0
            // What a bound lets through is still to be tested.
            let place = isAnswered ? places[condition] : boundPlaces[condition]
            if place >= 0 {
              sieveBits[bits + place * words + index / 64] |= 1 << UInt64(index % 64)
            }
          }
          if !isAnswered { isEntry = false }
          if isEntry { entry += 1 }
        }
        candidates.append(
          Candidate(rule: rule, word: entry, isUncertain: list.isUncertain))
      }
      image.sieveConditions += list.sieve.map { conditions[$0] } + list.bounds.map(\.test)
      image.lists.append(
        CandidateList(count: list.rules.count, conditionCount: conditionCount))
      for condition in list.sieve { places[condition] = -1 }
      for bound in list.bounds {
        for condition in bound.conditions { boundPlaces[condition] = -1 }
      }
    }
    image.candidates = Table(candidates)
    image.sieveBits = Table(sieveBits)
    pending = []
  }
}

extension Opcode {
  /// Whether a guard asks its slot to be at most (true) or at least a constant, or more strictly so.
  fileprivate var isUpperBound: Bool? {
    if self == .guardLess || self == .guardLessOrEqual { return true }
    if self == .guardGreater || self == .guardGreaterOrEqual { return false }
    return nil
  }
}
