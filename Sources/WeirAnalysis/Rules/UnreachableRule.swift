internal import Weir

/// Whenever the rule matches, a stricter rule decides, so that no verdict is ever this rule's.
/// Remove it, or let the stricter rule spare what this one is about, with `unless`.
struct UnreachableRule: LintRule {
  let name: ExactString = "unreachable-rule"
  let category = LintCategory.correctness
  let level = LintLevel.warning

  let bad: LintExample = """
    deny large when amount > 100
    allow «trusted_large» when amount > 500 and user.trusted
    """
  let good: LintExample = """
    deny large when amount > 100 unless user.trusted
    allow trusted_large when amount > 500 and user.trusted
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    let rules = context.checked.rules
    return context.unreachable.sorted { $0.key < $1.key }.map { index, stricter in
      let rule = rules[index]
      let covering = stricter.map { rules[$0] }
      let names = covering.map { "\($0.effect) `\($0.name)`" }
      return finding(
        "\(rule.effect) `\(rule.name)` decides nothing: whenever it matches, "
          + (names.count == 1
            ? "\(names[0]) decides" : "one of \(names.joined(separator: ", ")) decides"),
        at: rule.nameRange,
        labels: covering.map { Diagnostic.Label($0.nameRange, "decides then") },
        hint: "remove it, or let the stricter rule spare what it is about: `unless …`")
    }
  }
}
