internal import Weir

/// No case of the tests has seen the rule match, so that nobody would notice if it stopped doing
/// so. Write one; `weir test --generate` does.
struct RuleWithoutTest: LintRule {
  let name: ExactString = "rule-without-test"
  let category = LintCategory.hygiene
  let level = LintLevel.warning

  // With tests that have seen `tested` match.
  let bad: LintExample = """
    allow tested when action == "read"
    allow «untested» when action == "write"
    """
  let good: LintExample = """
    allow tested when action == "read"
    """

  func isInformed(_ surroundings: LintSurroundings) -> Bool { surroundings.testedRules != nil }

  func findings(in context: LintContext) -> [Diagnostic] {
    guard let tested = context.surroundings.testedRules else { return [] }
    return context.checked.rules.filter { !tested.contains(ExactString($0.name)) }.map { rule in
      finding(
        "no test has seen \(rule.effect) `\(rule.name)` match", at: rule.nameRange,
        hint: "write a case for it, or have one written: weir test --generate")
    }
  }
}
