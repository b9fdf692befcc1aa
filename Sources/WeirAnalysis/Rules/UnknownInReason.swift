internal import Weir

/// A reason shows a member that nothing else in the policy reads, and that is spelt nearly as one
/// that rules do read: the reason will say ‹absent›. Correct the spelling, or declare the
/// request with a `request` block, where an unknown member is an error.
struct UnknownInReason: LintRule {
  let name: ExactString = "unknown-in-reason"
  let category = LintCategory.correctness
  let level = LintLevel.warning

  let bad: LintExample = """
    deny large when payload.amount > 100 because «"{payload.amout} is too much"»
    """
  let good: LintExample = """
    deny large when payload.amount > 100 because "{payload.amount} is too much"
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    guard context.checked.shape == nil else { return [] }
    let read = context.conditionPaths.map(\.text)
    let known = Set(read.map { ExactString($0) })
    return context.checked.rules.compactMap { rule -> Diagnostic? in
      for part in rule.because?.parts ?? [] {
        guard case .path(let path) = part, !known.contains(ExactString(path.text)),
          let meant = Spelling.closest(to: path.text, among: read)
        else { continue }
        return finding(
          "no rule reads `\(path.text)`, which the reason shows",
          at: context.reasonRange(of: rule), hint: "did you mean `\(meant)`?")
      }
      return nil
    }
  }
}
