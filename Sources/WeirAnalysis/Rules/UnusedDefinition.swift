internal import Weir

/// Nothing uses this definition, datum or type. Remove it, or use it.
struct UnusedDefinition: LintRule {
  let name: ExactString = "unused-definition"
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
    if context.checked.unused.isEmpty { return [] }
    let places = places(of: context.trees)
    return context.checked.unused.map { unused in
      let (what, user) =
        switch unused.kind {
        case .data: ("data", "a rule")
        case .define: ("definition", "a rule")
        case .type: ("type", "a shape")
        }
      let fix = places[unused.nameRange].map { range in
        let file = context.policy.files[Int(range.file)]
        return Diagnostic.Fix("remove it", [DeclarationRemoval(of: range, in: file).edit])
      }
      return finding(
        "\(what) `\(unused.name)` is never used", at: unused.nameRange,
        hint: "remove it, or use it in \(user)", fix: fix)
    }
  }

  /// Where each declaration stands, by its name's place.
  private func places(of trees: [SyntaxFile]) -> [SourceRange: SourceRange] {
    var places: [SourceRange: SourceRange] = [:]
    for declaration in trees.flatMap(\.declarations) {
      switch declaration.kind {
      case .data(let name, _, _), .define(let name, _, _), .type(let name, _):
        places[name.range] = declaration.range
      case .request, .requester, .volatile, .rule, .on, .default, .error: break
      }
    }
    return places
  }
}
