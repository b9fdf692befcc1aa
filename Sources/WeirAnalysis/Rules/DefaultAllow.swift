internal import Weir

/// Whatever no rule matches is allowed, so that a forgotten case is an open door. Prefer `allow`
/// rules for what may pass.
struct DefaultAllow: LintRule {
  let name: ExactString = "default-allow"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = """
    «default allow»
    deny unknown_agents when agent not in ["build", "deploy"]
    """
  let good: LintExample = """
    allow known_agents when agent in ["build", "deploy"]
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    guard let (syntax, range) = context.defaultDeclaration else { return [] }
    switch syntax.effect {
    case .allow:
      return [
        finding(
          "whatever no rule matches is allowed", at: range,
          hint: "list what may pass with `allow` rules, and leave the default out")
      ]
    case .deny, .hold: return []
    }
  }
}
