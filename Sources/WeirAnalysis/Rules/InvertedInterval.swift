internal import Weir

/// Two bounds of one value leave nothing between them, or leave nothing out: `and` stands where
/// `or` was meant, or a sign is turned. Mend one of the two.
struct InvertedInterval: LintRule {
  let name: ExactString = "inverted-interval"
  let category = LintCategory.correctness
  let level = LintLevel.warning

  let bad: LintExample = """
    deny odd when action == "pay" and «(amount > 100 or amount < 1_000)»
    """
  let good: LintExample = """
    deny odd when action == "pay" and (amount < 100 or amount > 1_000)
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    guard context.policy.program != nil else { return [] }
    var seen: Set<SourceRange> = []
    var findings: [Diagnostic] = []
    func search(_ expression: CheckedExpression, isDemanded: Bool) {
      switch expression.kind {
      case .and(let operands):
        // What the whole rule demands is the business of `contradictory-condition`.
        if !isDemanded, let (left, right) = excluding(operands, context, .isTrue) {
          report(expression, left, right, "no value is both")
        }
        for operand in operands { search(operand, isDemanded: isDemanded) }
        return
      case .or(let operands):
        if let (left, right) = excluding(operands, context, .isFalse) {
          report(expression, left, right, "every value is one of them")
        }
      case .constant, .path, .local, .now, .member, .element, .list, .not, .compare, .arithmetic,
        .negate, .coalesce, .has, .quantifier, .call:
        break
      }
      for operand in expression.operands { search(operand, isDemanded: false) }
    }
    func report(
      _ whole: CheckedExpression, _ left: CheckedExpression, _ right: CheckedExpression,
      _ what: String
    ) {
      guard seen.insert(whole.range).inserted else { return }
      findings.append(
        finding(
          "`\(context.excerpt(left.range))` and `\(context.excerpt(right.range))`: \(what)",
          at: whole.range, labels: [Diagnostic.Label(right.range, "together with this")],
          hint: "turn one of the signs, or write `and` for `or`"))
    }
    for rule in context.checked.rules {
      for condition in rule.conditions { search(condition, isDemanded: true) }
      for condition in rule.exclusions { search(condition, isDemanded: false) }
    }
    return findings
  }

  /// Two comparisons of one value with constants that never come out so together.
  private func excluding(
    _ operands: [CheckedExpression], _ context: LintContext, _ outcome: Requirement.Outcome
  ) -> (CheckedExpression, CheckedExpression)? {
    let comparisons = operands.filter { isComparison($0) }
    guard comparisons.count > 1, comparisons.count <= 16 else { return nil }
    for (index, left) in comparisons.enumerated() {
      for right in comparisons[(index + 1)...] where subject(left) == subject(right) {
        if context.prover.exclusion([Requirement(left, outcome), Requirement(right, outcome)])?
          .count == 2
        {
          return (left, right)
        }
      }
    }
    return nil
  }

  private func isComparison(_ expression: CheckedExpression) -> Bool {
    guard case .compare(let comparison, let left, let right) = expression.kind,
      (left.constant == nil) != (right.constant == nil)
    else { return false }
    return switch comparison {
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: true
    case .in, .notIn, .contains, .overlaps, .includes, .startsWith, .endsWith, .like, .matches:
      false
    }
  }

  private func subject(_ expression: CheckedExpression) -> ExactString? {
    guard case .compare(_, let left, let right) = expression.kind else { return nil }
    return CanonicalForm.text(left.constant == nil ? left : right)
  }
}
