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
    let stopping = Stopping(context)
    return context.expressions.quantifiers.compactMap { place -> Diagnostic? in
      guard place.opens, !place.closes, case .quantifier(let quantifier) = place.expression.kind,
        quantifier.kind == .all, case .path(let path) = quantifier.subject.kind,
        !asksForElement(of: path, context.checked.rules[place.rule]),
        !stopping.stops(path, context.checked.rules[place.rule])
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

/// What stops a request with an empty list that an allow would let pass.
private struct Stopping {
  let context: LintContext
  private var byPath: [RequestPath: [CheckedRule]] = [:]

  /// Rules about one list that are looked at.
  private static let rules = 16

  init(_ context: LintContext) {
    self.context = context
    guard context.policy.program != nil else { return }
    for rule in context.restrictions where !rule.isObserved && rule.from == nil && rule.until == nil
    {
      var paths: Set<RequestPath> = []
      for condition in rule.conditions { Stopping.collect(condition, &paths) }
      for path in paths where byPath[path, default: []].count < Stopping.rules {
        byPath[path, default: []].append(rule)
      }
    }
  }

  private static func collect(_ expression: CheckedExpression, _ paths: inout Set<RequestPath>) {
    if case .path(let path) = expression.kind { paths.insert(path) }
    for operand in expression.operands { collect(operand, &paths) }
  }

  /// Whether one of them is not false where the list is empty and the allow matches.
  func stops(_ path: RequestPath, _ allow: CheckedRule) -> Bool {
    guard allow.effect == .allow else { return false }
    let substitution = Substitution(now: nil) { operand in
      if case .path(path) = operand.kind { return .success(.list([])) }
      return nil
    }
    func demands(_ conditions: [CheckedExpression]) -> [CheckedExpression] {
      conditions.flatMap { condition in
        if case .and(let operands) = condition.kind { return demands(operands) }
        return [condition]
      }
    }
    return byPath[path, default: []].contains { rule in
      var rest = rule
      rest.conditions = demands(rule.conditions).filter { demand in
        if case .success(.bool(true))? = substitution.value(of: demand) { return false }
        return true
      }
      guard !rest.conditions.contains(where: { $0.reads(path) }) else { return false }
      return context.prover.exclusion([Requirement(allow, .isTrue), Requirement(rest, .isFalse)])
        != nil
    }
  }
}
