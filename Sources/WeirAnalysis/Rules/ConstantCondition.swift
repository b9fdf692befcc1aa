internal import Weir

/// The condition is true, false or uncertain for every request. Remove it, or ask about the
/// request.
struct ConstantCondition: LintRule {
  let name: ExactString = "constant-condition"
  let category = LintCategory.correctness
  let level = LintLevel.warning

  let bad: LintExample = """
    define limit = 100
    deny small when «limit < 1000»
    """
  // A literal `true` is meant: no other condition says so plainly that a rule always matches.
  let good: LintExample = """
    define limit = 100
    allow small when amount < limit
    observe deny everything when true
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    context.conditions.compactMap { syntax, condition in
      if case .constant(.bool(let truth)) = condition.kind, !isLiteralTrue(syntax) {
        return finding(
          "this condition is always \(truth)", at: syntax.range,
          hint: truth
            ? "remove it, or compare something that the request decides"
            : "the rule never matches: remove it, or compare something that the request decides")
      }
      if isUncertainAnyway(condition) {
        return finding(
          "this condition is always uncertain", at: syntax.range,
          hint: "it falls to the safe side for every request: "
            + "compare something that the request decides")
      }
      if isProvenTrue(condition, context) {
        return finding(
          "this condition is true for every request", at: syntax.range,
          hint: "remove it, or ask about one of the things that it asks about")
      }
      return nil
    }
  }

  /// Whether no request makes it anything but true. What is absent makes a condition uncertain
  /// unless `has` or `??` asks for it, so that no other condition can be so.
  private func isProvenTrue(_ condition: CheckedExpression, _ context: LintContext) -> Bool {
    guard context.policy.program != nil, condition.asksForPresence else { return false }
    return context.prover.exclusion([Requirement(condition, .isNotTrue)]) != nil
  }

  private func isLiteralTrue(_ syntax: SyntaxExpression) -> Bool {
    var syntax = syntax
    while case .parenthesized(let inner) = syntax.kind { syntax = inner }
    if case .boolean(true) = syntax.kind { return true }
    return false
  }

  /// Whether what a condition reads is known now, is little, and comes to no truth.
  private func isUncertainAnyway(_ expression: CheckedExpression) -> Bool {
    var elements = 1_000
    guard expression.isKnownNow(&elements) else { return false }
    let value = Substitution(now: nil) { _ in nil }.value(of: expression)
    if case .failure = value { return true }
    return false
  }
}

extension CheckedExpression {
  /// Whether the request has no say in it, and not more than so many elements of constants have.
  fileprivate func isKnownNow(_ elements: inout Int, isInside: Bool = false) -> Bool {
    switch kind {
    case .path, .now: return false
    case .local(let variable, _): return variable >= 0
    case .constant(let constant):
      if case .list(let list) = constant { elements -= list.count }
      if case .record(let members) = constant { elements -= members.count }
      return elements >= 0
    case .quantifier(let quantifier):
      return !isInside && quantifier.subject.isKnownNow(&elements)
        && quantifier.body.isKnownNow(&elements, isInside: true)
    // Spelt out for the sake of large policies: nearly every condition is a comparison.
    case .compare(_, let left, let right), .arithmetic(_, let left, let right),
      .coalesce(let left, let right), .element(let left, let right):
      return left.isKnownNow(&elements, isInside: isInside)
        && right.isKnownNow(&elements, isInside: isInside)
    case .member(let operand, _), .not(let operand), .negate(let operand), .has(let operand):
      return operand.isKnownNow(&elements, isInside: isInside)
    case .list(let operands), .and(let operands), .or(let operands), .call(_, let operands):
      for operand in operands where !operand.isKnownNow(&elements, isInside: isInside) {
        return false
      }
      return true
    }
  }
}
