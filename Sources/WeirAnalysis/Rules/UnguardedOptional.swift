internal import Weir

/// A deny or hold reads an optional member, and no comparison of a required member with a constant
/// says which requests it is about: without the member it is uncertain, which falls to the safe
/// side. Add such a comparison, or `has`.
struct UnguardedOptional: LintRule {
  let name: ExactString = "unguarded-optional"
  let category = LintCategory.correctness
  let level = LintLevel.warning

  let bad: LintExample = """
    request { action: string, amount?: number }
    deny large when «amount» > 100
    """
  let good: LintExample = """
    request { action: string, amount?: number }
    deny large when action == "transfer" and amount > 100
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    guard context.checked.shape != nil else { return [] }
    var search = Search(context: context)
    for rule in context.restrictions { search.search(rule) }
    return search.reads.map { read in
      let effect = read.rule.effect
      let fallback = effect == .hold ? "holds" : "denies"
      return finding(
        "\(effect) `\(read.rule.name)` is uncertain for every request without "
          + "`\(read.prefix.text)`, and \(fallback) what it would let pass",
        at: read.range,
        hint: "say first which requests the rule is about, by a required member: "
          + "`when action == \"…\"`")
    }
  }
}

/// Reads of optional members that nothing guards.
///
/// A guard is a comparison (other than of order) of a required member with a constant: whatever it
/// says, it is how policies tell kinds of requests apart. `has` in the same `and` is a guard as
/// well.
private struct Search {
  let context: LintContext
  private(set) var reads: [(rule: CheckedRule, prefix: RequestPath, range: SourceRange)] = []
  /// Rules share the conditions of an `on`, and definitions their bodies.
  private var seen: Set<SourceRange> = []

  init(context: LintContext) { self.context = context }

  mutating func search(_ rule: CheckedRule) {
    let isGuarded = rule.conditions.contains { condition in
      if case .and(let operands) = condition.kind { return operands.contains { isGuard($0) } }
      return isGuard(condition)
    }
    if isGuarded { return }
    var known: Set<RequestPath> = []
    for condition in rule.conditions + rule.exclusions { search(condition, rule, &known) }
  }

  private mutating func search(
    _ expression: CheckedExpression, _ rule: CheckedRule, _ known: inout Set<RequestPath>
  ) {
    switch expression.kind {
    case .path(let path):
      guard let prefix = context.optionalPrefix(of: path), known.insert(prefix).inserted,
        seen.insert(expression.range).inserted, !isFalse(rule, without: prefix)
      else { return }
      reads.append((rule, prefix, expression.range))
    case .has: break
    case .coalesce(_, let value): search(value, rule, &known)
    case .and(let operands), .or(let operands):
      if operands.contains(where: { isGuard($0) || isPresenceTest($0) }) { return }
      for operand in operands { search(operand, rule, &known) }
    case .constant, .local, .now, .member, .element, .list, .not, .compare, .arithmetic, .negate,
      .quantifier, .call:
      for operand in expression.operands { search(operand, rule, &known) }
    }
  }

  /// Whether the rule does not match, and is not uncertain, where the member is left out.
  private func isFalse(_ rule: CheckedRule, without path: RequestPath) -> Bool {
    guard context.policy.program != nil else { return false }
    let place = rule.nameRange
    let present = CheckedExpression(
      .has(CheckedExpression(.path(path), .any, place)), .bool, place)
    let question = [Requirement(present, .isFalse), Requirement(rule, .isNotFalse)]
    return context.prover.exclusion(question) != nil
  }

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
    return context.optionalPrefix(of: path) == nil
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
}
