internal import Weir

/// `all` is true of an empty list, so that a request with `[]` passes what asks for something of
/// each element. Ask for an element as well: `length(…) > 0`.
struct VacuousAll: LintRule {
  let name: ExactString = "vacuous-all"
  let category = LintCategory.correctness
  let level = LintLevel.warning

  let bad: LintExample = """
    allow reviewed when «all(r in reviews: r.state == "approved")»
    """
  let good: LintExample = """
    allow reviewed when length(reviews) > 0 and all(r in reviews: r.state == "approved")
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    context.expressions.quantifiers.compactMap { place -> Diagnostic? in
      guard place.opens, !place.closes, case .quantifier(let quantifier) = place.expression.kind,
        quantifier.kind == .all, case .path(let path) = quantifier.subject.kind,
        !asksForElement(of: path, context.checked.rules[place.rule])
      else { return nil }
      let excerpt = context.excerpt(quantifier.subject.range)
      return finding(
        "this is true where `\(excerpt)` is empty", at: place.expression.range,
        hint: "ask for an element as well: `length(\(excerpt)) > 0 and …`")
    }
  }

  /// Whether a condition of the rule is about the list in another way than by `all`.
  private func asksForElement(of path: RequestPath, _ rule: CheckedRule) -> Bool {
    func asks(_ expression: CheckedExpression) -> Bool {
      switch expression.kind {
      case .path(let own): return own == path || own.steps.starts(with: path.steps)
      case .quantifier(let quantifier) where quantifier.kind == .all:
        if case .path(path) = quantifier.subject.kind { return asks(quantifier.body) }
        return asks(quantifier.subject) || asks(quantifier.body)
      case .has(let operand): if case .path(path) = operand.kind { return false }
      case .constant, .local, .now, .member, .element, .list, .not, .and, .or, .compare,
        .arithmetic, .negate, .coalesce, .quantifier, .call:
        break
      }
      return expression.operands.contains(where: asks)
    }
    return (rule.conditions + rule.exclusions).contains(where: asks)
  }
}
