internal import Weir

/// A finding is suppressed and nobody says why, so that nobody can say when it may go. Write the
/// reason after a colon, or as the second value of `@expect`.
struct SuppressionWithoutReason: LintRule {
  let name: ExactString = "suppression-without-reason"
  let category = LintCategory.hygiene
  let level = LintLevel.warning
  let isAboutSuppressions = true

  let bad: LintExample = """
    «// weir: ignore default-allow»
    default allow
    deny writes when action == "write"
    """
  let good: LintExample = """
    @expect("default-allow", "the gateway refuses whatever is new")
    default allow
    deny writes when action == "write"
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    context.suppressions.compactMap { suppression in
      guard suppression.mistake == nil, suppression.reason == nil else { return nil }
      return finding(
        "this does not say why `\(suppression.rule)` is suppressed", at: suppression.range,
        hint: "add the reason: `// weir: ignore \(suppression.rule): …`, or "
          + "`@expect(\"\(suppression.rule)\", \"…\")`")
    }
  }
}
