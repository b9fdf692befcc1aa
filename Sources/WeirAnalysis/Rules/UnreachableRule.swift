internal import Weir

/// Whenever the rule matches, a stricter rule decides, so that no verdict is ever this rule's.
/// Remove it, or let the stricter rule spare what this one is about, with `unless`.
struct UnreachableRule: LintRule {
  let name: ExactString = "unreachable-rule"
  let severity = Diagnostic.Severity.warning

  let bad: LintExample = """
    deny large when amount > 100
    allow «trusted_large» when amount > 500 and user.trusted
    """
  let good: LintExample = """
    deny large when amount > 100 unless user.trusted
    allow trusted_large when amount > 500 and user.trusted
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    guard context.policy.program != nil else { return [] }
    let rules = context.checked.rules
    return rules.indices.compactMap { index in
      let rule = rules[index]
      if rule.isObserved || rule.effect == .deny || context.neverMatching[index] != nil {
        return nil
      }
      let stricter = context.ruleIndex.covers(of: index) { other in
        switch other.effect {
        case .deny: true
        case .hold: rule.effect == .allow
        case .allow: false
        }
      }
      if stricter.isEmpty { return nil }
      // A stricter rule that is uncertain decides too; a hold that is uncertain may have a say.
      var question = [Requirement(rule, rule.effect == .hold ? .isNotFalse : .isTrue)]
      question += stricter.map { Requirement(rules[$0], .isFalse) }
      guard let needed = context.prover.exclusion(question) else { return nil }
      let covering = needed.filter { $0 > 0 }.map { rules[stricter[$0 - 1]] }
      if covering.isEmpty { return nil }
      let names = covering.map { "\($0.effect) `\($0.name)`" }
      return finding(
        "\(rule.effect) `\(rule.name)` decides nothing: whenever it matches, "
          + (names.count == 1
            ? "\(names[0]) decides" : "one of \(names.joined(separator: ", ")) decides"),
        at: rule.nameRange,
        labels: covering.map { Diagnostic.Label($0.nameRange, "not false then") },
        hint: "remove it, or let the stricter rule spare what it is about: `unless …`")
    }
  }
}
