// The index: how a request finds the rules that it must be tried by. It is chosen from the policy
// alone.
//
// For a set of rules the emitter looks for the slot whose constant texts split it best: rules that
// ask for one of few texts go into a `switch` on that slot, each text's rules are split further in
// the same way, and the rules that do not care follow behind, split by what they do care about. In
// a switch's branch the guard that chose it is known to be true. A slot without a text decides
// nothing, so the switch also has a branch with all of its rules, itself split by other slots, in
// which that guard is known to be uncertain: three-valued results stay exact.
//
// What no switch splits is a list, which is tried; a long one is sieved first (Emitter+Lists). So a
// request that no switch can place (an uncertain path sends it to every rule that the switch chose
// between) costs the conditions that rules share, and the rules that are left.

extension Emitter {
  /// Fewer rules than this are tried one after the other: a switch costs about as much.
  private static let smallestSwitch = 4
  /// How many switches deep a rule may stand; each level lists its uncertain rules once more.
  private static let deepestSwitch = 3

  /// Emits the index, from word 0 to `halt`.
  mutating func emitIndex() {
    var counts = Array(repeating: 0, count: conditions.count)
    emitGroup(Array(0..<ruleCount), depth: 0, answered: [], isUncertain: false, asked: [], &counts)
    append(.halt)
  }

  /// Emits what reaches all of some rules that can match or be uncertain.
  ///
  /// - Parameters: - answered: slots whose text, or lack of one, led here, so that each rule's
  ///   first key guard on
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
      let sieve = sieve(rules, answered, &counts)
      pending.append(
        PendingList(
          rules: sieve.tests.isEmpty ? rules : inOrderOfNeed(rules), answered: answered,
          isUncertain: isUncertain, sieve: sieve))
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
}
