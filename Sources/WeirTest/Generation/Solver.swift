// The search: it makes one decision after the other until all goals have the wanted truth, and
// backtracks where that fails. It is deterministic, and bounded by a number of steps.

internal import Weir

/// A condition and what it should come to.
struct Goal: Sendable {
  var expression: CheckedExpression
  var truth: Bool
  var bindings: Bindings = [:]
}

/// Finds scenes in which all goals come out as wanted.
struct Solver {
  let pool: ValuePool
  /// The first instant to try, if the rule has a period.
  var start: Timestamp?
  /// How many scenes may be looked at.
  var steps = 4_000
  /// How many solutions `accept` may reject.
  private var refusals = 24
  private let budget = SuggestionBudget()

  init(pool: ValuePool, start: Timestamp?) {
    self.pool = pool
    self.start = start
  }

  /// A scene that meets the goals and that `accept` accepts.
  mutating func solve(
    _ goals: [Goal], from scene: Scene = Scene(), accept: (Scene) -> Bool
  ) -> Scene? {
    guard steps > 0, refusals > 0 else { return nil }
    steps -= 1
    var open: Goal?
    for goal in goals {
      let known = scene.evaluate(goal.expression, goal.bindings)
      if known.truth == Truth(goal.truth) { continue }
      guard known.isUnknown else { return nil }
      if open == nil { open = goal }
    }
    guard let open else {
      if accept(scene) { return scene }
      refusals -= 1
      return nil
    }
    let suggester = Suggester(scene: scene, pool: pool, start: start, budget: budget)
    for decision in suggester.suggestions(open.expression, .truth(open.truth), open.bindings) {
      if let solution = solve(goals, from: scene.applying(decision), accept: accept) {
        return solution
      }
      guard steps > 0, refusals > 0 else { return nil }
    }
    return nil
  }
}
