internal import Weir

/// Two `not`s undo each other. Leave both out.
struct DoubleNegation: LintRule {
  let name: ExactString = "double-negation"
  let category = LintCategory.style
  let level = LintLevel.off

  let bad: LintExample = #"""
    deny members when «not not member»
    """#
  let good: LintExample = #"""
    deny members when member
    """#

  func findings(in context: LintContext) -> [Diagnostic] {
    context.written.compactMap { written -> Diagnostic? in
      guard case .not(let first) = written.expression.kind,
        case .not(let operand) = first.inner.kind
      else { return nil }
      return finding(
        "two `not`s undo each other", at: written.expression.range, hint: "leave both out",
        fix: Diagnostic.Fix(
          "leave both out",
          [Diagnostic.Fix.Edit(written.expression.range, context.text(operand.range))]))
    }
  }
}
