internal import Weir

/// Nothing uses this definition. Remove it, or use it.
struct UnusedDefine: LintRule {
  let name: ExactString = "unused-define"
  let category = LintCategory.correctness
  let level = LintLevel.warning

  let bad: LintExample = """
    define «limit» = 100
    allow small when amount < 100
    """
  let good: LintExample = """
    define limit = 100
    allow small when amount < limit
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    unusedDeclarations(.define, called: "definition", user: "a rule", in: context)
  }
}
