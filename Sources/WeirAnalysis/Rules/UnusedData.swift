internal import Weir

/// Nothing uses this bound document, which is read and checked all the same. Remove it, or use it.
struct UnusedData: LintRule {
  let name: ExactString = "unused-data"
  let category = LintCategory.correctness
  let level = LintLevel.warning

  let bad: LintExample = """
    data «people»: [string] from "people.yaml"
    allow staff when principal.id == "ann"
    """
  let good: LintExample = """
    data people: [string] from "people.yaml"
    allow staff when principal.id in people
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    unusedDeclarations(.data, called: "data", user: "a rule", in: context)
  }
}
