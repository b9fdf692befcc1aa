// A maximum flow from people to the factors of one alternative, found by augmenting paths as Ford
// and Fulkerson have it, shortest ones first. People of the same abilities flow together, and a
// path takes as many as it can, so that a thousand people cost hardly more than one.

/// People flowing to factors.
struct NeedsFlow {
  private let demands: [Int]
  /// Which factors the people of each class may serve.
  private let abilities: [[Int]]
  /// How many people of a class serve a factor.
  private var serving: [[Int]]
  /// How many people of a class serve none.
  private var spare: [Int]

  /// Factors by how many people they ask for, and people by which factors they may serve.
  init(demands: [Int], classes: [[Int]: Int]) {
    self.demands = demands
    abilities = Array(classes.keys)
    spare = abilities.map { classes[$0] ?? 0 }
    serving = abilities.map { _ in Array(repeating: 0, count: demands.count) }
  }

  /// Fills a factor as far as it can be, and returns how many people it lacks. What was filled
  /// before stays full, if by other people.
  mutating func fill(_ factor: Int) -> Int {
    var left = demands[factor]
    while left > 0 {
      let found = augment(factor, by: left)
      if found == 0 { break }
      left -= found
    }
    return left
  }

  /// Finds up to `limit` people more for a factor, by a shortest chain of people who change places.
  private mutating func augment(_ factor: Int, by limit: Int) -> Int {
    // How a factor was come to: by people who could leave it for the one before.
    var cameBy: [Int: (people: Int, before: Int)] = [:]
    var queue = [factor]
    var next = 0
    while next < queue.count {
      let wanting = queue[next]
      next += 1
      for people in abilities.indices where abilities[people].contains(wanting) {
        if spare[people] > 0 {
          return move(people, to: wanting, cameBy, factor, by: limit)
        }
        for held in abilities[people]
        where serving[people][held] > 0 && held != factor && cameBy[held] == nil {
          cameBy[held] = (people, wanting)
          queue.append(held)
        }
      }
    }
    return 0
  }

  /// Moves people along a chain that ends at `factor`, as many as every place on it has.
  private mutating func move(
    _ people: Int, to first: Int, _ cameBy: [Int: (people: Int, before: Int)], _ factor: Int,
    by limit: Int
  ) -> Int {
    var moves: [(people: Int, from: Int, to: Int)] = []
    var place = first
    while place != factor, let (mover, before) = cameBy[place] {
      moves.append((mover, place, before))
      place = before
    }
    let amount = moves.reduce(min(limit, spare[people])) { min($0, serving[$1.people][$1.from]) }
    spare[people] -= amount
    serving[people][first] += amount
    for move in moves {
      serving[move.people][move.from] -= amount
      serving[move.people][move.to] += amount
    }
    return amount
  }
}
