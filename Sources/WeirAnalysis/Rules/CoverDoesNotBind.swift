internal import Weir

/// An approval covers requests that differ in what the hold was about: in a value that its
/// condition bounds, or in a text of which it covers a fingerprint alone. Whoever has approved a
/// little has approved any amount. Cover that value as well, or cover `once`.
struct CoverDoesNotBind: LintRule {
  let name: ExactString = "cover-does-not-bind"
  let category = LintCategory.holds
  let level = LintLevel.warning

  let bad: LintExample = """
    requester principal.id
    hold large when action == "pay" and amount > 100
      because "{amount} is much"
      needs 1 of group "treasury"
      within 1h
      escalate to group "board" after 30m
      notify slack "#money"
      «covers action for 1h»
    """
  let good: LintExample = """
    requester principal.id
    hold large when action == "pay" and amount > 100
      because "{amount} is much"
      needs 1 of group "treasury"
      within 1h
      escalate to group "board" after 30m
      notify slack "#money"
      covers action, amount for 1h
    """

  /// Last words of the names of members that are the same for many texts.
  private static let prints: Set<ExactString> = [
    "fingerprint", "shape", "template", "normalized", "normalised",
  ]

  func findings(in context: LintContext) -> [Diagnostic] {
    context.holds.compactMap { hold -> Diagnostic? in
      guard let rule = hold.rule, case .values(let covered, for: _) = hold.clauses.covers else {
        return nil
      }
      if let path = covered.first(where: { isPrint($0) }) {
        return finding(
          "`\(path.text)` is the same for texts that do different things", at: hold.place(.covers),
          hint: "cover the text itself, or `once`")
      }
      for condition in rule.conditions {
        guard let path = bounded(condition),
          !covered.contains(where: { path.steps.starts(with: $0.steps) })
        else { continue }
        return finding(
          "an approval of \(hold.title) is good for any other `\(path.text)` that it holds",
          at: hold.place(.covers),
          hint: "cover `\(path.text)` as well, or cover `once`")
      }
      return nil
    }
  }

  private func isPrint(_ path: RequestPath) -> Bool {
    guard case .member(let name)? = path.steps.last else { return false }
    return Self.prints.contains(name)
  }

  /// A path that has no end by the condition: it is above something, or a text has a part. What
  /// lies below something is never more than what was looked at.
  private func bounded(_ expression: CheckedExpression) -> RequestPath? {
    switch expression.kind {
    case .compare(let comparison, let left, let right):
      let side: CheckedExpression
      switch comparison {
      case .greater, .greaterOrEqual, .includes, .startsWith, .endsWith, .like, .matches:
        side = left
      case .less, .lessOrEqual: side = right
      case .equal, .notEqual, .in, .notIn, .contains, .overlaps: return nil
      }
      let other = side.range == left.range ? right : left
      guard case .path(let path) = side.kind, other.constant != nil else { return nil }
      return path
    case .and(let operands), .or(let operands):
      return operands.lazy.compactMap { bounded($0) }.first
    case .constant, .path, .local, .now, .member, .element, .list, .not, .arithmetic, .negate,
      .coalesce, .has, .quantifier, .call:
      return nil
    }
  }
}
