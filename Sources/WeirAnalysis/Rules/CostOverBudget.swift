internal import Weir

/// Once its definitions are put in, a rule is so large that judging it takes longer than all else
/// about a request. Bind what it lists as data, or let definitions use each other less often.
struct CostOverBudget: LintRule {
  let name: ExactString = "cost-over-budget"
  let category = LintCategory.performance
  let level = LintLevel.warning

  /// Operations of one rule. At some nanoseconds each they are some microseconds, several times
  /// what a policy of 1,000 ordinary rules takes.
  private static let budget = 1_000

  let bad: LintExample = """
    define one(n: number) = n == 1 or n == 2 or n == 3 or n == 4 or n == 5
    define two(n: number) = one(n) or one(n + 5) or one(n + 10) or one(n + 15) or one(n + 20)
    define three(n: number) = two(n) or two(n + 25) or two(n + 50) or two(n + 75) or two(n + 100)
    deny «listed» when three(rows) or three(files)
    """
  let good: LintExample = """
    deny listed when rows <= 125 or files <= 125
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    context.checked.rules.compactMap { rule in
      let cost = (rule.conditions + rule.exclusions).reduce(0) { $0 + $1.nodeCount }
      guard cost > Self.budget else { return nil }
      return finding(
        "\(rule.effect) `\(rule.name)` is \(cost) operations long, and more than "
          + "\(Self.budget) take longer than all else about a request",
        at: rule.nameRange,
        hint: "bind what it lists as data, or let definitions use each other less often")
    }
  }
}

extension CheckedExpression {
  fileprivate var nodeCount: Int {
    switch kind {
    case .constant, .path, .local, .now: return 1
    case .compare(_, let left, let right): return 1 + left.nodeCount + right.nodeCount
    case .member, .element, .list, .not, .and, .or, .arithmetic, .negate, .coalesce, .has,
      .quantifier, .call:
      return operands.reduce(1) { $0 + $1.nodeCount }
    }
  }
}
