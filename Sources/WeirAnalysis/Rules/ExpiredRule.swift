internal import Weir

/// The period of a rule is over, and it never counts again. Remove it, or give it a later end.
struct ExpiredRule: LintRule {
  let name: ExactString = "expired-rule"
  let category = LintCategory.correctness
  let level = LintLevel.warning

  let bad: LintExample = """
    allow «migration» when action == "migrate" until "2020-01-01T00:00:00Z"
    """
  let good: LintExample = """
    allow migration when action == "migrate" until "9999-01-01T00:00:00Z"
    """

  func isInformed(_ surroundings: LintSurroundings) -> Bool { surroundings.now != nil }

  func findings(in context: LintContext) -> [Diagnostic] {
    guard let now = context.surroundings.now else { return [] }
    return context.checked.rules.compactMap { rule in
      guard let until = rule.until, until <= now else { return nil }
      return finding(
        "\(rule.effect) `\(rule.name)` has not counted since \(until)", at: rule.nameRange,
        hint: "remove it, or give it a later `until`")
    }
  }
}
