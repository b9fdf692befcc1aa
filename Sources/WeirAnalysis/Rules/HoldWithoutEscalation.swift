internal import Weir

/// Nobody else may approve a hold when those who are asked do not answer, so that it ends with a
/// denial. Add `escalate to … after …`.
struct HoldWithoutEscalation: LintRule {
  let name: ExactString = "hold-without-escalation"
  let category = LintCategory.holds
  // Where a hold that ends is as good as a denial, there is nobody to escalate to.
  let level = LintLevel.note

  let bad: LintExample = """
    requester principal.id
    hold «large» when amount > 100
      because "{amount} is much"
      needs 1 of group "treasury"
      within 1h
      notify slack "#money"
    """
  let good: LintExample = """
    requester principal.id
    hold large when amount > 100
      because "{amount} is much"
      needs 1 of group "treasury"
      within 1h
      escalate to group "board" after 30m
      notify slack "#money"
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    context.holds.filter { $0.clauses.escalate == nil }.map { hold in
      finding(
        "nobody else may approve \(hold.title) when those who are asked do not answer",
        at: hold.range, hint: "add `escalate to group \"…\" after …`")
    }
  }
}
