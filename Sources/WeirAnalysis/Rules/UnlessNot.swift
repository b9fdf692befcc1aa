internal import Weir

/// An `unless not` spares what is not so, which `when` says without turning round twice. Write
/// `when`.
struct UnlessNot: LintRule {
  let name: ExactString = "unless-not"
  let category = LintCategory.style
  let level = LintLevel.off

  let bad: LintExample = #"""
    deny writes when action == "write" «unless not foreign»
    """#
  let good: LintExample = #"""
    deny writes when action == "write" and foreign
    """#

  func findings(in context: LintContext) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for rule in context.checked.rules {
      for clause in context.clausesByRule[rule.nameRange] ?? [] {
        guard case .unless(let condition) = clause.kind, case .not(let operand) = condition.kind
        else { continue }
        findings.append(
          finding(
            "what is spared is what is not so", at: clause.range, hint: "write `when`",
            fix: rule.effect == .hold
              ? nil
              : Diagnostic.Fix(
                "write `when`",
                [Diagnostic.Fix.Edit(clause.range, "when \(context.text(operand.range))")])))
      }
    }
    return findings
  }
}
