internal import Weir

/// A truth is compared with `true` or `false`. Ask for it, or for its opposite with `not`.
struct ComparedWithTruth: LintRule {
  let name: ExactString = "compared-with-truth"
  let category = LintCategory.style
  let level = LintLevel.off

  let bad: LintExample = #"""
    request { member: bool }
    allow members when «member == true»
    """#
  let good: LintExample = #"""
    request { member: bool }
    allow members when member
    """#

  func findings(in context: LintContext) -> [Diagnostic] {
    var known: [SourceRange: LintExpressions.Place] = [:]
    for place in context.expressions.comparisons {
      if case .compare(let comparison, let left, _) = place.expression.kind,
        comparison == .equal || comparison == .notEqual, left.type == .bool
      {
        known[place.expression.range] = place
      }
    }
    return context.written.compactMap { written -> Diagnostic? in
      guard
        case .binary(.compare(let comparison), let left, let right, _) = written.expression.kind,
        known[written.expression.range] != nil, case .boolean(let truth) = right.kind
      else { return nil }
      let isOpposite = (comparison == .equal) != truth
      // What binds less than `not` would need parentheses.
      guard !isOpposite || left.isTight else { return nil }
      let text = (isOpposite ? "not " : "") + context.text(left.range)
      return finding(
        "a truth is compared with a truth", at: written.expression.range,
        hint: "write `\(VisibleText.escaped(text))`",
        fix: written.mayBeInHold
          ? nil
          : Diagnostic.Fix(
            "ask for it", [Diagnostic.Fix.Edit(written.expression.range, text)]))
    }
  }
}

extension SyntaxExpression {
  /// Whether `not` before it is about all of it.
  fileprivate var isTight: Bool {
    switch kind {
    case .name, .member, .index, .call, .parenthesized, .quantifier: true
    case .error, .boolean, .string, .number, .duration, .list, .not, .negate, .has, .binary: false
    }
  }
}
