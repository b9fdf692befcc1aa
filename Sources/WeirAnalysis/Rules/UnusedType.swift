internal import Weir

/// Nothing uses this type. Remove it, or use it in a shape.
struct UnusedType: LintRule {
  let name: ExactString = "unused-type"
  let category = LintCategory.correctness
  let level = LintLevel.warning

  let bad: LintExample = """
    type «Money» = { amount: number, currency: string }
    request { amount: number }
    deny large when amount > 100
    """
  let good: LintExample = """
    type Money = { amount: number, currency: string }
    request { total: Money }
    deny large when total.amount > 100 and total.currency == "EUR"
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    unusedDeclarations(.type, called: "type", user: "a shape", in: context)
  }
}
