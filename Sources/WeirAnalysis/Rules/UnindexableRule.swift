internal import Weir

/// One of many rules names no value that something in the request must have, so that it cannot be
/// found by what a request says, and is tried for each one. Compare a path with a constant in it,
/// as the action.
struct UnindexableRule: LintRule {
  let name: ExactString = "unindexable-rule"
  let category = LintCategory.performance
  let level = LintLevel.note

  // Shown as if one rule were many.
  let bad: LintExample = """
    deny «own» when owner == principal.id
    """
  let good: LintExample = """
    deny own when action == "approve" and owner == principal.id
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    guard context.checked.rules.count >= context.surroundings.manyRules else { return [] }
    return context.checked.rules.filter { rule in
      !rule.conditions.contains { $0.hasFindableDemand } && !rule.isObserved
    }.map { rule in
      finding(
        "\(rule.effect) `\(rule.name)` is tried for every request", at: rule.nameRange,
        hint: "say which requests it is about: `when action == \"…\"`")
    }
  }
}

extension CheckedExpression {
  /// Whether it demands that a path has one of some values, or lies between some.
  fileprivate var hasFindableDemand: Bool {
    switch kind {
    case .and(let operands): return operands.contains { $0.hasFindableDemand }
    case .compare(let comparison, let left, let right):
      guard (left.constant == nil) != (right.constant == nil) else { return false }
      switch comparison {
      case .equal, .in, .contains, .overlaps, .less, .lessOrEqual, .greater, .greaterOrEqual,
        .startsWith:
        return true
      case .notEqual, .notIn, .includes, .endsWith, .like, .matches: return false
      }
    case .path: return type == .bool
    case .constant, .local, .now, .member, .element, .list, .not, .or, .arithmetic, .negate,
      .coalesce, .has, .quantifier, .call:
      return false
    }
  }
}
