internal import Weir

/// Parentheses stand around all of a condition, or around others. Leave them out.
struct RedundantParentheses: LintRule {
  let name: ExactString = "redundant-parentheses"
  let category = LintCategory.style
  let level = LintLevel.off

  let bad: LintExample = #"""
    deny large when «(amount > 100)»
    """#
  let good: LintExample = #"""
    deny large when amount > 100 and (foreign or unknown)
    """#

  func findings(in context: LintContext) -> [Diagnostic] {
    context.written.compactMap { written -> Diagnostic? in
      guard case .parenthesized(let inner) = written.expression.kind else { return nil }
      let isDouble = if case .parenthesized = inner.kind { true } else { false }
      let text = context.text(inner.range)
      // Lines that go on inside of parentheses end elsewhere, and comments would be lost.
      guard isDouble || written.isWhole,
        !context.text(written.expression.range).utf8.contains(UInt8(ascii: "\n"))
      else { return nil }
      return finding(
        "these parentheses say nothing", at: written.expression.range, hint: "leave them out",
        fix: Diagnostic.Fix(
          "leave them out", [Diagnostic.Fix.Edit(written.expression.range, text)]))
    }
  }
}
