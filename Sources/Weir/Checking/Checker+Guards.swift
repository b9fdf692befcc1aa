// What is allowed and yet unwise about denials and holds: where a member's absence decides.
//
// `masked-absence`: a `has` or `??` by which a request escapes the rule that leaves its path out
// (Masking.swift).
//
// `unguarded-optional`: a member declared `name?:` is read although no condition of the rule tells
// requests with it from those without, so that every request without it makes the rule uncertain. A
// guard is a comparison (other than of order) of a required member with a constant: whatever it
// says, it is how policies tell kinds of requests apart. `has` in the same `and` is a guard as
// well.

extension Checker {
  mutating func warnOfAbsence(_ rule: CheckedRule) {
    for mask in Masking.masks(of: rule) { warnOfMask(mask, rule) }
    guard policy.shape != nil else { return }
    let isGuarded = rule.conditions.contains { condition in
      if case .and(let operands) = condition.kind { return operands.contains { isGuard($0) } }
      return isGuard(condition)
    }
    if isGuarded { return }
    var known: Set<RequestPath> = []
    for condition in rule.conditions + rule.exclusions {
      warnOfUnguarded(condition, rule, &known)
    }
  }

  private func effect(_ rule: CheckedRule) -> String {
    rule.effect == .hold ? "hold" : "deny"
  }

  // MARK: Masked absence

  private mutating func warnOfMask(_ expression: CheckedExpression, _ rule: CheckedRule) {
    guard warned.insert(expression.range).inserted else { return }
    let word = effect(rule)
    report(
      .maskedAbsence,
      "a request escapes \(word) `\(rule.name)` by leaving out what `\(source(expression.range))` asks for",
      at: expression.range,
      hint:
        "read the path itself: an absent one makes the rule uncertain, and that is safe; tell kinds of requests apart by a required member"
    )
  }

  // MARK: Unguarded members

  private func isGuard(_ expression: CheckedExpression) -> Bool {
    switch expression.kind {
    case .compare(let comparison, let left, let right):
      switch comparison {
      case .less, .lessOrEqual, .greater, .greaterOrEqual: return false
      case .equal, .notEqual, .in, .notIn, .contains, .overlaps, .includes, .startsWith,
        .endsWith, .like, .matches:
        return isRequired(left) && right.constant != nil
          || isRequired(right) && left.constant != nil
      }
    case .not(let operand): return isGuard(operand)
    case .or(let operands): return operands.allSatisfy { isGuard($0) }
    case .and(let operands): return operands.contains { isGuard($0) }
    case .constant, .path, .local, .now, .member, .element, .list, .arithmetic, .negate,
      .coalesce, .has, .quantifier, .call:
      return false
    }
  }

  private func isRequired(_ expression: CheckedExpression) -> Bool {
    guard case .path(let path) = expression.kind else { return false }
    return optionalPrefix(of: path) == nil
  }

  private func optionalPrefix(of path: RequestPath) -> RequestPath? {
    requestPaths.node(of: path)?.optionalPrefix
  }

  private func isPresenceTest(_ expression: CheckedExpression) -> Bool {
    switch expression.kind {
    case .has: true
    case .not(let operand): isPresenceTest(operand)
    case .constant, .path, .local, .now, .member, .element, .list, .and, .or, .compare,
      .arithmetic, .negate, .coalesce, .quantifier, .call:
      false
    }
  }

  private mutating func warnOfUnguarded(
    _ expression: CheckedExpression, _ rule: CheckedRule, _ known: inout Set<RequestPath>
  ) {
    switch expression.kind {
    case .path(let path):
      guard let prefix = optionalPrefix(of: path), known.insert(prefix).inserted,
        warned.insert(expression.range).inserted
      else { return }
      let word = effect(rule)
      report(
        .unguardedOptional,
        "\(word) `\(rule.name)` is uncertain for every request without `\(prefix.text)`, and \(rule.effect == .hold ? "holds" : "denies") what it would let pass",
        at: expression.range,
        hint:
          "say first which requests the rule is about, by a required member: `when action == \"…\"`"
      )
    case .has: break
    case .coalesce(_, let value): warnOfUnguarded(value, rule, &known)
    case .and(let operands), .or(let operands):
      if operands.contains(where: { isGuard($0) || isPresenceTest($0) }) { return }
      for operand in operands { warnOfUnguarded(operand, rule, &known) }
    case .constant, .local, .now, .member, .element, .list, .not, .compare, .arithmetic, .negate,
      .quantifier, .call:
      for operand in expression.operands { warnOfUnguarded(operand, rule, &known) }
    }
  }
}
