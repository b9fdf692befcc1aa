internal import Weir

/// Nothing uses this definition, datum or type. Remove it, or use it.
struct UnusedDefinition: LintRule {
  let name: ExactString = "unused-definition"
  let severity = Diagnostic.Severity.warning

  let bad: LintExample = """
    define «limit» = 100
    allow small when amount < 100
    """
  let good: LintExample = """
    define limit = 100
    allow small when amount < limit
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    context.checked.unused.map { unused in
      let (what, user) =
        switch unused.kind {
        case .data: ("data", "a rule")
        case .define: ("definition", "a rule")
        case .type: ("type", "a shape")
        }
      return finding(
        "\(what) `\(unused.name)` is never used", at: unused.nameRange,
        hint: "remove it, or use it in \(user)")
    }
  }
}
