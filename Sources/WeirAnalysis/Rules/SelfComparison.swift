internal import Weir

/// A value is compared with itself, so that nothing but its absence makes a difference. Compare it
/// with what was meant, or ask `has` whether it is there.
struct SelfComparison: LintRule {
  let name: ExactString = "self-comparison"
  let category = LintCategory.correctness
  let level = LintLevel.warning

  let bad: LintExample = """
    deny stranger when «user.id != user.id»
    """
  let good: LintExample = """
    deny stranger when user.id != owner.id
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    var found: [SourceRange: Diagnostic] = [:]
    for (_, condition) in context.conditions { search(condition, &found) }
    return Array(found.values)
  }

  private func search(_ expression: CheckedExpression, _ found: inout [SourceRange: Diagnostic]) {
    if case .compare(let comparison, let left, let right) = expression.kind {
      // Where a definition's parameters have become the same, it is the use that says so.
      if left.constant == nil, right.constant == nil, left.range != right.range,
        expression.range.contains(left.range), expression.range.contains(right.range),
        CanonicalForm.text(left) == CanonicalForm.text(right)
      {
        found[expression.range] = finding(
          "both sides are the same\(SelfComparison.consequence(comparison))",
          at: expression.range,
          hint: "compare it with something else, or ask `has` whether it is there")
      }
      search(left, &found)
      return search(right, &found)
    }
    for operand in expression.operands { search(operand, &found) }
  }

  private static func consequence(_ comparison: Comparison) -> String {
    switch comparison {
    case .equal, .lessOrEqual, .greaterOrEqual, .startsWith, .endsWith, .includes:
      ": this is true, or uncertain"
    case .notEqual, .less, .greater: ": this is false, or uncertain"
    case .in, .notIn, .contains, .overlaps, .like, .matches: ""
    }
  }
}

extension SourceRange {
  fileprivate func contains(_ other: SourceRange) -> Bool {
    file == other.file && start <= other.start && other.end <= end
  }
}
