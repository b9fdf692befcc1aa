internal import Weir

/// A `not` stands before a comparison that has an opposite. Write the opposite, which reads as one
/// word.
struct NegatedComparison: LintRule {
  let name: ExactString = "negated-comparison"
  let category = LintCategory.style
  let level = LintLevel.off

  let bad: LintExample = #"""
    deny others when «not (action == "read")»
    """#
  let good: LintExample = #"""
    deny others when action != "read"
    """#

  func findings(in context: LintContext) -> [Diagnostic] {
    context.written.compactMap { written -> Diagnostic? in
      guard case .not(let operand) = written.expression.kind,
        case .binary(.compare(let comparison), let left, let right, _) = operand.inner.kind,
        let opposite = comparison.opposite
      else { return nil }
      let text = "\(context.text(left.range)) \(opposite.spelling) \(context.text(right.range))"
      return finding(
        "a comparison is turned round by `not`", at: written.expression.range,
        hint: "write `\(opposite.spelling)`",
        fix: Diagnostic.Fix(
          "write the opposite", [Diagnostic.Fix.Edit(written.expression.range, text)]))
    }
  }
}

extension Comparison {
  /// The comparison that is true where this one is false, and uncertain where it is.
  fileprivate var opposite: Comparison? {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .in: .notIn
    case .notIn: .in
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    case .greater: .lessOrEqual
    case .greaterOrEqual: .less
    case .contains, .overlaps, .includes, .startsWith, .endsWith, .like, .matches: nil
    }
  }
}
