// Declarations that nothing uses, which several rules tell, each of its kind.

internal import Weir

extension LintRule {
  /// A finding for each unused declaration of a kind.
  func unusedDeclarations(
    _ kind: UnusedDeclaration.Kind, called what: String, user: String, in context: LintContext
  ) -> [Diagnostic] {
    context.checked.unused.filter { $0.kind == kind }.map { unused in
      let fix = context.declarationRanges[unused.nameRange].map { range in
        let file = context.policy.files[Int(range.file)]
        return Diagnostic.Fix("remove it", [DeclarationRemoval(of: range, in: file).edit])
      }
      return finding(
        "\(what) `\(unused.name)` is never used", at: unused.nameRange,
        hint: "remove it, or use it in \(user)", fix: fix)
    }
  }
}
