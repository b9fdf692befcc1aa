internal import Weir

/// Whatever no rule matches is held for people to look at. Make sure that they can keep up.
struct DefaultHold: LintRule {
  let name: ExactString = "default-hold"
  let category = LintCategory.holds
  let level = LintLevel.warning

  let bad: LintExample = """
    requester agent
    «default hold
      needs 1 of group "operators"
      within 15m»
    """
  let good: LintExample = """
    requester agent
    hold deployments when action == "deploy"
      needs 1 of group "operators"
      within 15m
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    guard let (syntax, range) = context.defaultDeclaration else { return [] }
    switch syntax.effect {
    case .hold:
      return [
        finding(
          "whatever no rule matches waits for people", at: range,
          hint: "every new kind of request will ask for approval: be sure that somebody is there")
      ]
    case .allow, .deny: return []
    }
  }
}
