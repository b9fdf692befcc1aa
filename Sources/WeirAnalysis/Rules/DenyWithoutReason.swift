internal import Weir

/// A deny or hold does not say why, so that whoever is stopped reads a rule's name and no more. Add
/// `because "…"`.
struct DenyWithoutReason: LintRule {
  let name: ExactString = "deny-without-reason"
  let category = LintCategory.hygiene
  let level = LintLevel.note

  let bad: LintExample = """
    deny «large» when amount > 100
    """
  let good: LintExample = """
    deny large when amount > 100
      because "{amount} is more than anybody may spend"
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    context.restrictions.filter { $0.because == nil && !$0.isObserved }.map { rule in
      finding(
        "\(rule.effect) `\(rule.name)` does not say why", at: rule.nameRange,
        hint: "add `because \"…\"`, for whoever is stopped")
    }
  }
}
