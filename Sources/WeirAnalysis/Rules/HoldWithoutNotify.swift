internal import Weir

/// Nobody is told of a hold, so that it waits until somebody looks. Add `notify CHANNEL "…"`.
struct HoldWithoutNotify: LintRule {
  let name: ExactString = "hold-without-notify"
  let category = LintCategory.holds
  // Whoever has a service that looks needs no clause for it.
  let level = LintLevel.note

  let bad: LintExample = """
    requester principal.id
    hold «large» when amount > 100
      because "{amount} is much"
      needs 1 of group "treasury"
      within 1h
      escalate to group "board" after 30m
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
    context.holds.filter { $0.clauses.notify.isEmpty }.map { hold in
      finding(
        "nobody is told of \(hold.title)", at: hold.range,
        hint: "add `notify slack \"#…\"`, or what else delivers it")
    }
  }
}
