internal import Weir

/// An `any` asks whether a list has one value, which `contains` says in a word. Write `contains`.
struct AnyAsContains: LintRule {
  let name: ExactString = "any-as-contains"
  let category = LintCategory.style
  let level = LintLevel.off

  let bad: LintExample = #"""
    allow staff when «any(g in groups: g == "staff")»
    """#
  let good: LintExample = #"""
    allow staff when groups contains "staff"
    """#

  func findings(in context: LintContext) -> [Diagnostic] {
    let lists = Set(
      context.expressions.quantifiers.compactMap { place -> SourceRange? in
        guard case .quantifier(let quantifier) = place.expression.kind, !quantifier.takesMap else {
          return nil
        }
        return place.expression.range
      })
    return context.written.compactMap { written -> Diagnostic? in
      guard case .quantifier(let quantifier) = written.expression.kind, quantifier.kind == .any,
        quantifier.variables.count == 1, lists.contains(written.expression.range),
        case .binary(.compare(.equal), let left, let right, _) = quantifier.body.kind,
        case .name(let name) = left.kind,
        name.utf8.elementsEqual(quantifier.variables[0].text.utf8),
        right.isLiteral
      else { return nil }
      let text = "\(context.text(quantifier.subject.range)) contains \(context.text(right.range))"
      return finding(
        "this asks whether a list has one value", at: written.expression.range,
        hint: "write `… contains …`",
        fix: written.mayBeInHold
          ? nil
          : Diagnostic.Fix(
            "write `contains`", [Diagnostic.Fix.Edit(written.expression.range, text)]))
    }
  }
}
