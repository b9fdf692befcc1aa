internal import Weir

/// A `not any … not` says `all`, and a `not all … not` says `any`. Write that one.
struct NotAnyNot: LintRule {
  let name: ExactString = "not-any-not"
  let category = LintCategory.style
  let level = LintLevel.off

  let bad: LintExample = #"""
    deny open when «not any(d in doors: not d.closed)»
    """#
  let good: LintExample = #"""
    deny open when all(d in doors: d.closed)
    """#

  func findings(in context: LintContext) -> [Diagnostic] {
    context.written.compactMap { written -> Diagnostic? in
      guard case .not(let operand) = written.expression.kind,
        case .quantifier(let quantifier) = operand.inner.kind,
        quantifier.kind == .any || quantifier.kind == .all,
        case .not(let body) = quantifier.body.inner.kind
      else { return nil }
      let word = quantifier.kind == .any ? "all" : "any"
      let variables = quantifier.variables.map(\.text).joined(separator: ", ")
      let text =
        "\(word)(\(variables) in \(context.text(quantifier.subject.range)): "
        + "\(context.text(body.range)))"
      return finding(
        "two `not`s around a quantifier make the other one of it", at: written.expression.range,
        hint: "write `\(word)(…)`",
        fix: written.mayBeInHold
          ? nil
          : Diagnostic.Fix(
            "write `\(word)`", [Diagnostic.Fix.Edit(written.expression.range, text)]))
    }
  }
}
