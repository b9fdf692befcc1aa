internal import Weir

/// A value is looked up in a list of one. Compare with the element.
struct SingleElementList: LintRule {
  let name: ExactString = "single-element-list"
  let category = LintCategory.style
  let level = LintLevel.off

  let bad: LintExample = #"""
    deny reads when «action in ["read"]»
    """#
  let good: LintExample = #"""
    deny reads when action == "read"
    """#

  func findings(in context: LintContext) -> [Diagnostic] {
    context.written.compactMap { written -> Diagnostic? in
      guard
        case .binary(.compare(let comparison), let left, let right, _) = written.expression.kind,
        comparison == .in || comparison == .notIn, case .list(let elements) = right.kind,
        elements.count == 1, elements[0].isLiteral
      else { return nil }
      let sign = comparison == .in ? Comparison.equal : .notEqual
      let text = "\(context.text(left.range)) \(sign.spelling) \(context.text(elements[0].range))"
      return finding(
        "a list of one element is that element", at: written.expression.range,
        hint: "write `\(sign.spelling)`",
        fix: written.mayBeInHold
          ? nil
          : Diagnostic.Fix(
            "compare with the element", [Diagnostic.Fix.Edit(written.expression.range, text)]))
    }
  }
}
