internal import Weir

/// A constant stands before what it is compared with. Put what the request says first, as one
/// reads it.
struct ConstantFirst: LintRule {
  let name: ExactString = "constant-first"
  let category = LintCategory.style
  let level = LintLevel.off

  let bad: LintExample = #"""
    deny large when «100 < amount»
    """#
  let good: LintExample = #"""
    deny large when amount > 100
    """#

  func findings(in context: LintContext) -> [Diagnostic] {
    context.written.compactMap { written -> Diagnostic? in
      guard
        case .binary(.compare(let comparison), let left, let right, _) = written.expression.kind,
        let turned = comparison.turned, left.isLiteral, !right.isLiteral
      else { return nil }
      let text = "\(context.text(right.range)) \(turned.spelling) \(context.text(left.range))"
      return finding(
        "a constant stands before what it is compared with", at: written.expression.range,
        hint: "write `\(context.excerpt(right.range)) \(turned.spelling) …`",
        fix: Diagnostic.Fix(
          "turn it round", [Diagnostic.Fix.Edit(written.expression.range, text)]))
    }
  }
}
