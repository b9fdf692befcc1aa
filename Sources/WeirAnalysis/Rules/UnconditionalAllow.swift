internal import Weir

/// An allow matches every request, so that whatever no other rule stops may pass. Say what may
/// pass; where everything may that nobody denies, `default allow` says so in one place.
struct UnconditionalAllow: LintRule {
  let name: ExactString = "unconditional-allow"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = """
    deny large when amount > 100
    allow «everything»
    """
  let good: LintExample = """
    deny large when amount > 100
    allow payments when action == "pay"
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    context.checked.rules.filter { rule in
      rule.effect == .allow && !rule.isObserved && rule.from == nil && rule.until == nil
        && matchesAlways(rule, context)
    }.map { rule in
      finding(
        "allow `\(rule.name)` matches every request", at: rule.nameRange,
        hint: "say which requests it is about: `when action == \"…\"`")
    }
  }

  private func matchesAlways(_ rule: CheckedRule, _ context: LintContext) -> Bool {
    let open = rule.conditions.filter { $0.constant != .bool(true) }
    let excluded = rule.exclusions.filter { $0.constant != .bool(false) }
    if open.isEmpty, excluded.isEmpty { return true }
    // What is absent makes a condition uncertain, unless it asks for presence.
    guard context.policy.program != nil,
      (open + excluded).allSatisfy({ $0.asksForPresence })
    else { return false }
    return context.prover.exclusion([Requirement(rule, .isNotTrue)]) != nil
  }
}
