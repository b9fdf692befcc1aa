// Whether people satisfy a hold's needs. One person counts towards one factor, so people have to be
// assigned to factors, and an assignment that was made when somebody approved may have to change
// when the next one does. Therefore nothing is assigned until all is known: for each alternative
// (one branch of every `or`) a maximum flow from people to factors says how far they reach. Found
// by augmenting paths, as Ford and Fulkerson have it; people of the same abilities flow together.

/// The factors of some needs, and how people fill them.
struct NeedsMatch {
  typealias Factor = (count: Int, approvers: Approvers<VerdictApprover>)

  /// The factors in the order of the text.
  private(set) var factors: [Factor] = []
  /// For each way to satisfy the needs, the factors that it takes.
  private var alternatives: [[Int]] = []

  /// Nil where there are more than `Limits.needsAlternatives` ways.
  init?(_ needs: Needs<VerdictApprover>) {
    guard needs.alternativeCount <= Limits.needsAlternatives else { return nil }
    alternatives = collect(needs)
  }

  /// Fewer people than this satisfy no alternative.
  var leastPeople: Int {
    alternatives.map { way in way.reduce(0) { $0 + factors[$1].count } }.min() ?? 0
  }

  private mutating func collect(_ needs: Needs<VerdictApprover>) -> [[Int]] {
    switch needs {
    case .factor(let count, let approvers):
      factors.append((count, approvers))
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

  /// What the needs lack, given how many people may serve which factors; nil where they lack
  /// nothing. Ways that lack the fewest people come first, and ways that ask for all that another
  /// one does are left out.
  func missing(_ people: [[Int]: Int]) -> Needs<VerdictApprover>? {
    var ways: [(lack: [Int: Int], total: Int)] = []
    for alternative in alternatives {
      let lack = shortfall(alternative, people)
      if lack.isEmpty { return nil }
      ways.append((lack, lack.values.reduce(0, +)))
    }
    // Sorting is stable only by this index.
    let order = ways.indices.sorted { (ways[$0].total, $0) < (ways[$1].total, $1) }
    var kept: [[Int: Int]] = []
    for index in order where kept.count < NeedsMatch.toldWays {
      let lack = ways[index].lack
      let isCovered = kept.contains { other in
        other.allSatisfy { factor, count in lack[factor, default: 0] >= count }
      }
      if !isCovered { kept.append(lack) }
    }
    let told = kept.map { lack in
      let parts = lack.sorted { $0.key < $1.key }.map { factor, count in
        Needs.factor(count: count, factors[factor].approvers)
      }
      return parts.count == 1 ? parts[0] : .all(parts)
    }
    return told.count == 1 ? told[0] : .any(told)
  }

  /// How many ways to satisfy the needs are told.
  private static let toldWays = 8

  /// How many people each factor of an alternative lacks; earlier factors are filled first.
  private func shortfall(_ alternative: [Int], _ people: [[Int]: Int]) -> [Int: Int] {
    var flow = Flow(
      demands: alternative.map { factors[$0].count },
      classes: people.map { abilities, count in
        (count, alternative.indices.filter { abilities.contains(alternative[$0]) })
      })
    var lack: [Int: Int] = [:]
    for place in alternative.indices {
      let left = flow.fill(place)
      if left > 0 { lack[alternative[place], default: 0] += left }
    }
    return lack
  }
}

/// People flowing to factors.
private struct Flow {
  private let demands: [Int]
  /// How many people are in each class, and which factors they may serve.
  private let classes: [(count: Int, factors: [Int])]
  /// How many people of a class serve a factor.
  private var serving: [[Int]]
  private var spare: [Int]

  init(demands: [Int], classes: [(count: Int, factors: [Int])]) {
    self.demands = demands
    self.classes = classes
    serving = classes.map { _ in Array(repeating: 0, count: demands.count) }
    spare = classes.map(\.count)
  }

  /// Fills a factor as far as it can be, and returns what it lacks.
  mutating func fill(_ factor: Int) -> Int {
    var left = demands[factor]
    while left > 0, augment(factor) { left -= 1 }
    return left
  }

  /// Finds one person more for a factor, by a shortest chain of people who change places.
  private mutating func augment(_ factor: Int) -> Bool {
    // How a factor was come to: by a class that could leave it for the one before.
    var cameBy: [Int: (people: Int, from: Int)] = [:]
    var queue = [factor]
    var next = 0
    while next < queue.count {
      let wanting = queue[next]
      next += 1
      for (people, kind) in classes.enumerated() where kind.factors.contains(wanting) {
        if spare[people] > 0 {
          spare[people] -= 1
          serving[people][wanting] += 1
          var place = wanting
          while place != factor, let (mover, before) = cameBy[place] {
            serving[mover][place] -= 1
            serving[mover][before] += 1
            place = before
          }
          return true
        }
        for held in kind.factors
        where serving[people][held] > 0 && held != factor && cameBy[held] == nil {
          cameBy[held] = (people, wanting)
          queue.append(held)
        }
      }
    }
    return false
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
}
