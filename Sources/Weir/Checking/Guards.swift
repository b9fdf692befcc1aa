// What is allowed and yet unwise about denials and holds: where a member's absence decides.
//
// `masked-absence`: a `has` or `??` that, once its path is absent, keeps the rule from matching. Where
// absence makes the rule match (`deny … when not has principal.mfa`) it is the safe idiom, and no
// warning is due.
//
// `unguarded-optional`: a member declared `name?:` is read although no condition of the rule tells
// requests with it from those without, so that every request without it makes the rule uncertain.
// A guard is a comparison (other than of order) of a required member with a constant: whatever it
// says, it is how policies tell kinds of requests apart. `has` in the same `and` is a guard as well.

extension Checker {
  mutating func warnOfAbsence(_ rule: CheckedRule) {
    for condition in rule.conditions { warnOfMasks(condition, rule, matchesWhen: true) }
    for exclusion in rule.exclusions { warnOfMasks(exclusion, rule, matchesWhen: false) }
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

  /// `matchesWhen`: which truth of the expression lets the rule match; nil where either may.
  private mutating func warnOfMasks(
    _ expression: CheckedExpression, _ rule: CheckedRule, matchesWhen: Bool?
  ) {
    switch expression.kind {
    case .constant, .path, .local, .now: break
    case .and(let operands), .or(let operands):
      for operand in operands { warnOfMasks(operand, rule, matchesWhen: matchesWhen) }
    case .not(let operand):
      warnOfMasks(operand, rule, matchesWhen: matchesWhen.map { !$0 })
    case .has:
      // An absent path makes it false.
      if matchesWhen != false { warnOfMask(expression, rule) }
    case .coalesce(_, let value):
      if case .constant(.bool(let truth)) = value.kind {
        if matchesWhen != truth { warnOfMask(expression, rule) }
      } else {
        warnOfMask(expression, rule)
        warnOfMasks(value, rule, matchesWhen: nil)
      }
    case .compare(let comparison, let left, let right):
      if let (body, isFlipped) = countedBody(comparison, left, right) {
        // More elements that answer yes, or fewer: it is known which way the count leans.
        warnOfMasks(body, rule, matchesWhen: matchesWhen.map { $0 != isFlipped })
      } else if let truth = truthOfAbsence(comparison, left, right) {
        let place: CheckedExpression
        if case .coalesce = left.kind { place = left } else { place = right }
        if matchesWhen != truth { warnOfMask(place, rule) }
      } else {
        warnOfMasks(left, rule, matchesWhen: nil)
        warnOfMasks(right, rule, matchesWhen: nil)
      }
    case .quantifier(let quantifier):
      warnOfMasks(quantifier.subject, rule, matchesWhen: nil)
      switch quantifier.kind {
      case .any, .all: warnOfMasks(quantifier.body, rule, matchesWhen: matchesWhen)
      case .count, .sum, .min, .max: warnOfMasks(quantifier.body, rule, matchesWhen: nil)
      }
    case .member, .element, .list, .arithmetic, .negate, .call:
      for operand in expression.operands { warnOfMasks(operand, rule, matchesWhen: nil) }
    }
  }

  /// The question of a `count` whose result is compared by order with a constant, and whether the
  /// comparison gets true by fewer elements.
  private func countedBody(
    _ comparison: Comparison, _ left: CheckedExpression, _ right: CheckedExpression
  ) -> (body: CheckedExpression, isFlipped: Bool)? {
    let asksForFewer: Bool
    switch comparison {
    case .greater, .greaterOrEqual: asksForFewer = false
    case .less, .lessOrEqual: asksForFewer = true
    case .equal, .notEqual, .in, .notIn, .contains, .overlaps, .includes, .startsWith, .endsWith,
      .like, .matches:
      return nil
    }
    func body(_ expression: CheckedExpression) -> CheckedExpression? {
      guard case .quantifier(let quantifier) = expression.kind, quantifier.kind == .count,
        case .path = quantifier.subject.kind
      else { return nil }
      return quantifier.body
    }
    if right.constant != nil, let body = body(left) { return (body, asksForFewer) }
    if left.constant != nil, let body = body(right) { return (body, !asksForFewer) }
    return nil
  }

  /// What a comparison of `path ?? constant` with a constant says once the path is absent.
  private func truthOfAbsence(
    _ comparison: Comparison, _ left: CheckedExpression, _ right: CheckedExpression
  ) -> Bool? {
    if case .coalesce(_, let value) = left.kind, let value = value.constant,
      let other = right.constant
    {
      return ConstantFolding.compare(comparison, value, other)
    }
    if case .coalesce(_, let value) = right.kind, let value = value.constant,
      let other = left.constant
    {
      return ConstantFolding.compare(comparison, other, value)
    }
    return nil
  }

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
