internal import Weir

/// A comment `// weir: ignore …` or an `@expect` answers a finding that is not made here, and would
/// hide a new one. Remove it.
struct UnusedSuppression: LintRule {
  let name: ExactString = "unused-suppression"
  let category = LintCategory.hygiene
  let level = LintLevel.warning
  let isAboutSuppressions = true

  let bad: LintExample = """
    «// weir: ignore default-allow: the gateway refuses whatever is new»
    allow reads when action == "read"
    """
  let good: LintExample = """
    // weir: ignore default-allow: the gateway refuses whatever is new
    default allow
    deny writes when action == "write"
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    let names = LintRules.all.map(\.rule.name)
    return context.unusedSuppressions.compactMap { suppression in
      if let mistake = suppression.mistake {
        return finding(
          "this suppresses nothing: \(mistake)", at: suppression.range,
          hint: "write `// weir: ignore RULE: the reason`, or `@expect(\"RULE\", \"the reason\")`")
      }
      guard names.contains(suppression.rule) else {
        let meant = Spelling.closest(
          to: suppression.rule.description, among: names.map(\.description))
        return finding(
          "this suppresses nothing: no rule is called `\(suppression.rule)`",
          at: suppression.range,
          hint: meant.map { "did you mean `\($0)`?" }
            ?? "the reference lists the rules; the compiler's errors cannot be suppressed")
      }
      // Whether a rule that is off would find something is not known, nor what one would find that
      // an error kept from seeing the whole policy.
      if context.levels[suppression.rule] == .off || !context.policy.errors.isEmpty { return nil }
      return finding(
        "this suppresses nothing: `\(suppression.rule)` finds nothing here",
        at: suppression.range,
        hint: "remove it: it would hide the next finding, which nobody has looked at")
    }
  }
}
