// Which rules may match whenever another one does. A policy of 10,000 rules has 50 million pairs,
// and most rules have to do with few others: those that ask about the same values of the same
// paths. The index finds these without looking at the rest.

package import Weir

/// The rules of a policy by what they ask for.
package final class RuleIndex {
  /// No more rules than this are considered as cover of one.
  private static let candidates = 24
  /// Nor are more than this looked at, of each effect: however many allows there are, a denial that
  /// stands after them is seen.
  private static let looks = 100
  /// In a larger policy rules are looked for that cover another by themselves: two that do so
  /// together are found in a smaller one.
  private static let ofSeveral = 500

  private struct Key: Hashable {
    var path: Int
    /// The value that is asked for; nil where it is not one of a few.
    var value: Constant?
  }

  private let rules: [CheckedRule]
  private let outlines: [RuleOutline]
  private let paths: PathNumbers
  /// Each rule under one thing that it demands, and there under each value that it takes.
  private var byKey: [Key: [Int]] = [:]
  /// Rules that demand nothing of the request.
  private var unconditional: [Int] = []
  /// For each rule, those near it, once somebody has asked.
  private var neighbours: [[Int]?]

  package init(_ policy: CheckedPolicy) {
    rules = policy.rules
    var paths = PathNumbers()
    outlines = policy.rules.map { RuleOutline($0, &paths) }
    self.paths = paths
    neighbours = Array(repeating: nil, count: policy.rules.count)
    var uses = [Int](repeating: 0, count: paths.ancestors.count)
    for outline in outlines {
      for number in outline.reads { uses[number] += 1 }
    }
    for (index, outline) in outlines.enumerated() where !rules[index].isObserved {
      // The path with the fewest values says most; of those that take any value, the rarest.
      if let (number, values) = outline.values.min(by: {
        ($0.value.count, uses[$0.key], $0.key) < ($1.value.count, uses[$1.key], $1.key)
      }) {
        for value in Set(values) {
          byKey[Key(path: number, value: value), default: []].append(index)
        }
      } else if let demand = outline.demands.first(where: { !$0.reads.isEmpty }) {
        // Any of what it reads may be what the other rule has in common with it.
        for number in demand.reads { byKey[Key(path: number), default: []].append(index) }
      } else if outline.hasPeriod {
        byKey[Key(path: PathNumbers.now), default: []].append(index)
      } else {
        unconditional.append(index)
      }
    }
  }

  /// Whether two conditions of a rule may exclude each other.
  func isEntangled(_ rule: Int) -> Bool { outlines[rule].isEntangled }

  func demands(of rule: Int) -> [RuleOutline.Demand] { outlines[rule].demands }

  /// What is the same for rules that say the same, in this process.
  func signature(of rule: Int) -> [Int] {
    let outline = outlines[rule]
    return [outline.demands.count] + outline.reads.sorted()
      + outline.comparisons.map(\.signature).sorted()
  }

  /// The rules that may match whenever this one does, of those that are wanted, in order.
  func covers(of rule: Int, where isWanted: (Int) -> Bool) -> [Int] {
    // Of a few rules all can be asked about, also those that have nothing in common with this one
    // and cover it with others.
    if rules.count <= RuleIndex.candidates {
      return rules.indices.filter { $0 != rule && !rules[$0].isObserved && isWanted($0) }
    }
    let outline = outlines[rule]
    var found: [Int] = []
    for index in neighbours(of: rule)
    where isWanted(index) && outlines[index].mayFollow(from: outline, paths) {
      found.append(index)
      if found.count == RuleIndex.candidates { break }
    }
    return found.sorted()
  }

  /// The rules that are looked at, and do not surely ask for more than this one: found once, for
  /// whoever asks about its covers.
  private func neighbours(of rule: Int) -> [Int] {
    if let known = neighbours[rule] { return known }
    let isLarge = rules.count > RuleIndex.ofSeveral
    let outline = outlines[rule]
    var seen: Set<Int> = []
    var found: [Int] = []
    var looks: [PolicyEffect: Int] = [:]
    func take(_ indices: [Int]) {
      for index in indices where index != rule {
        let effect = rules[index].effect
        guard looks[effect, default: 0] < RuleIndex.looks else { continue }
        looks[effect, default: 0] += 1
        if isLarge && outlines[index].isEscaped(by: outline) { continue }
        if seen.insert(index).inserted { found.append(index) }
      }
    }
    take(unconditional)
    // In order, because there may be more than are looked at.
    for (number, values) in outline.values.sorted(by: { $0.key < $1.key }) {
      // A rule that takes all of these values takes the first.
      if let value = values.first { take(byKey[Key(path: number, value: value)] ?? []) }
    }
    for number in outline.reaches.sorted() { take(byKey[Key(path: number)] ?? []) }
    neighbours[rule] = found
    return found
  }
}
