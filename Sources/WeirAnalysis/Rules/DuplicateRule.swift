internal import Weir

/// Two rules of one effect ask for the same, however it is spelled. Remove one of them; where the
/// reasons differ, keep the better one.
struct DuplicateRule: LintRule {
  let name: ExactString = "duplicate-rule"
  let category = LintCategory.correctness
  let level = LintLevel.warning

  let bad: LintExample = """
    deny large when amount > 100 and not trusted
    deny «big» when 100 < amount unless trusted
    """
  let good: LintExample = """
    deny large when amount > 100 and not trusted
    deny huge when 100_000 < amount
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    context.duplicates.sorted { $0.key < $1.key }.map { index, first in
      let (rule, original) = (context.checked.rules[index], context.checked.rules[first])
      return finding(
        "\(rule.effect) `\(rule.name)` is \(original.effect) `\(original.name)` again",
        at: rule.nameRange, labels: [Diagnostic.Label(original.nameRange, "the same rule")],
        hint: "remove one of them")
    }
  }
}
