internal import Weir

/// A duration is written in a smaller unit than it has to be. Write it in the larger one.
struct LongDuration: LintRule {
  let name: ExactString = "long-duration"
  let category = LintCategory.style
  let level = LintLevel.off

  let bad: LintExample = #"""
    deny old when now - seen > «120m»
    """#
  let good: LintExample = #"""
    deny old when now - seen > 2h
    """#

  func findings(in context: LintContext) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for (number, file) in context.policy.files.enumerated() {
      for token in lex(file, index: Int32(number)).tokens where token.kind == .duration {
        let text = file.text(in: token.range)
        guard let value = SignedDuration(text) else { continue }
        let other = value.description
        guard
          other.utf8.count < text.utf8.count
            || other.utf8.count == text.utf8.count
              && !other.utf8.elementsEqual(text.utf8)
        else { continue }
        findings.append(
          finding(
            "`\(text)` is `\(other)`", at: token.range, hint: "write `\(other)`",
            fix: Diagnostic.Fix("write `\(other)`", [Diagnostic.Fix.Edit(token.range, other)])))
      }
    }
    return findings
  }
}
