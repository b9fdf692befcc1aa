internal import Weir

/// A hold is for requests outside of some hours and ends before these begin again, so that whoever
/// works in them never sees it. Make `within` as long as the time in between, or escalate to
/// somebody who is on call.
struct DeadlineOutsideHours: LintRule {
  let name: ExactString = "deadline-outside-hours"
  let category = LintCategory.holds
  let level = LintLevel.warning

  let bad: LintExample = """
    requester principal.id
    hold nights when now not in hours("Mon-Fri 09:00-17:00", "UTC")
      because "it is night"
      needs 1 of group "treasury"
      «within 1h»
      notify slack "#money"
    """
  let good: LintExample = """
    requester principal.id
    hold nights when now not in hours("Mon-Fri 09:00-17:00", "UTC")
      because "it is night"
      needs 1 of group "treasury"
      within 3d
      notify slack "#money"
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    context.holds.compactMap { hold -> Diagnostic? in
      guard let rule = hold.rule, hold.clauses.escalate == nil, let hours = outside(rule),
        let closed = hours.longestClosed, hold.clauses.within < closed
      else { return nil }
      return finding(
        "\(hold.title) is for requests outside of \(quoted(ExactString(hours.text))), which are "
          + "closed for up to \(closed), and ends within \(hold.clauses.within)",
        at: hold.place(.within),
        hint: "write `within \(closed)`, or escalate to somebody who is on call")
    }
  }

  /// The hours that the rule asks to be over.
  private func outside(_ rule: CheckedRule) -> Hours? {
    func hours(_ expression: CheckedExpression, isOpposite: Bool) -> Hours? {
      switch expression.kind {
      case .not(let operand): return hours(operand, isOpposite: !isOpposite)
      case .and(let operands) where !isOpposite, .or(let operands) where isOpposite:
        return operands.lazy.compactMap { hours($0, isOpposite: isOpposite) }.first
      case .compare(let comparison, let left, let right):
        guard case .now = left.kind, case .hours(let hours)? = right.constant,
          comparison == (isOpposite ? .in : .notIn)
        else { return nil }
        return hours
      case .constant, .path, .local, .now, .member, .element, .list, .and, .or, .arithmetic,
        .negate, .coalesce, .has, .quantifier, .call:
        return nil
      }
    }
    return rule.conditions.lazy.compactMap { hours($0, isOpposite: false) }.first
      ?? rule.exclusions.lazy.compactMap { hours($0, isOpposite: true) }.first
  }
}
