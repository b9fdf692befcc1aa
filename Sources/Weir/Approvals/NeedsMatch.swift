// Whether people satisfy a hold's needs. One person counts towards one factor, so people have to be
// assigned to factors, and an assignment that was made when somebody approved may have to change
// when the next one does. Therefore nothing is assigned until all is known: for each alternative
// (one branch of every `or`) a maximum flow from people to factors says how far they reach
// (`NeedsFlow`).

/// The factors of some needs, and how people fill them.
package struct NeedsMatch {
  /// One factor: so many people, and who they may be.
  struct Factor {
    var count: Int
    var approvers: Approvers<VerdictApprover>
    var people: ApproverSet
  }

  /// What one alternative lacks.
  private struct Lack {
    /// How many people, by the factors that lack them.
    var factors: [Int: Int]
    var total: Int
  }

  /// The factors in the order of the text.
  private(set) var factors: [Factor] = []
  /// For each way to satisfy the needs, the factors that it takes.
  private var alternatives: [[Int]] = []

  /// How many ways to satisfy the needs are told.
  private static let toldWays = 8

  /// Nil where nobody can satisfy the needs: there are more than `Limits.needsAlternatives` ways,
  /// or a part asks for nobody. No policy has such needs; a verdict that somebody wrote may.
  package init?(_ needs: Needs<VerdictApprover>) {
    guard needs.asksForPeople, needs.alternativeCount <= Limits.needsAlternatives else {
      return nil
    }
    alternatives = collect(needs)
  }

  private mutating func collect(_ needs: Needs<VerdictApprover>) -> [[Int]] {
    switch needs {
    case .factor(let count, let approvers):
      factors.append(
        Factor(count: count, approvers: approvers, people: ApproverSet(approvers)))
      return [[factors.count - 1]]
    case .any(let parts):
      return parts.flatMap { collect($0) }
    case .all(let parts):
      var joined: [[Int]] = [[]]
      for part in parts {
        let ways = collect(part)
        joined = joined.flatMap { left in ways.map { left + $0 } }
      }
      return joined
    }
  }

  // MARK: What is lacking

  /// How many people at least have to come before the needs are met; 0 when they are. So many
  /// people are given by the factors that they may serve, each list of them ascending.
  package func leastLacking(_ people: [[Int]: Int]) -> Int {
    var least = Int.max
    for alternative in alternatives where least > 0 {
      least = min(least, lack(alternative, people).total)
    }
    return least
  }

  /// Whether one more of so many people of the same abilities changes nothing: they could fill all
  /// that they may serve without.
  func isEnough(_ count: Int, _ abilities: [Int]) -> Bool {
    count >= abilities.reduce(0) { $0 + factors[$1].count }
  }

  /// What the needs lack, given how many people may serve which factors; nil where they lack
  /// nothing. Ways that lack the fewest people come first, and ways that ask for all that another
  /// one does are left out.
  func missing(_ people: [[Int]: Int]) -> Needs<VerdictApprover>? {
    var ways: [Lack] = []
    for alternative in alternatives {
      let lack = lack(alternative, people)
      if lack.total == 0 { return nil }
      ways.append(lack)
    }
    // Sorting is stable only by this index.
    let order = ways.indices.sorted { (ways[$0].total, $0) < (ways[$1].total, $1) }
    var told: [Needs<VerdictApprover>] = []
    var kept: [[Approvers<VerdictApprover>: Int]] = []
    for index in order where kept.count < NeedsMatch.toldWays {
      // By the people and not by the factors: `1 of A` may stand in several ways.
      var asked: [Approvers<VerdictApprover>: Int] = [:]
      for (factor, count) in ways[index].factors {
        asked[factors[factor].approvers, default: 0] += count
      }
      let isCovered = kept.contains { other in
        other.allSatisfy { people, count in asked[people, default: 0] >= count }
      }
      if isCovered { continue }
      kept.append(asked)
      let parts = ways[index].factors.sorted { $0.key < $1.key }.map { factor, count in
        Needs.factor(count: count, factors[factor].approvers)
      }
      told.append(parts.count == 1 ? parts[0] : .all(parts))
    }
    return told.count == 1 ? told[0] : .any(told)
  }

  /// How many people each factor of an alternative lacks; earlier factors are filled first.
  private func lack(_ alternative: [Int], _ people: [[Int]: Int]) -> Lack {
    var classes: [[Int]: Int] = [:]
    for (abilities, count) in people where count > 0 {
      let able = Set(abilities)
      let places = alternative.indices.filter { able.contains(alternative[$0]) }
      if !places.isEmpty { classes[places, default: 0] += count }
    }
    var flow = NeedsFlow(demands: alternative.map { factors[$0].count }, classes: classes)
    var lack = Lack(factors: [:], total: 0)
    for place in alternative.indices {
      let left = flow.fill(place)
      guard left > 0 else { continue }
      lack.factors[alternative[place]] = left
      lack.total += left
    }
    return lack
  }
}

extension Needs {
  /// How many ways there are to satisfy the needs; no more than `Int.max`.
  package var alternativeCount: Int {
    switch self {
    case .factor: return 1
    case .any(let parts):
      return parts.reduce(0) { sum, part in
        let (result, overflow) = sum.addingReportingOverflow(part.alternativeCount)
        return overflow ? .max : result
      }
    case .all(let parts):
      return parts.reduce(1) { product, part in
        let (result, overflow) = product.multipliedReportingOverflow(by: part.alternativeCount)
        return overflow ? .max : result
      }
    }
  }

  /// Whether every part asks for people, and for no more than a policy may.
  fileprivate var asksForPeople: Bool {
    switch self {
    case .factor(let count, _): 1...Limits.approvers ~= count
    case .all(let parts), .any(let parts):
      !parts.isEmpty && parts.allSatisfy(\.asksForPeople)
    }
  }
}
