internal import Weir

/// A deny or hold does not match once this path, read with `has` or `??`, is left out, and nothing
/// else stops a request that leaves it out. Read the path itself, so that its absence is uncertain,
/// or deny the absence.
struct PresenceBypass: LintRule {
  let name: ExactString = "presence-bypass"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = """
    allow payments when action == "pay"
    deny large when «(amount ?? 0)» > 100
    """
  let good: LintExample = """
    allow payments when action == "pay"
    deny large when amount > 100
    deny unlabelled when not has label
    deny foreign when has label and label == "foreign"
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    // Rules share the conditions of an `on`, and definitions their bodies.
    var seen: Set<SourceRange> = []
    var findings: [Diagnostic] = []
    for (index, rule) in context.checked.rules.enumerated()
    where rule.effect != .allow && !rule.isObserved {
      for mask in Masking.masks(of: rule)
      where !mask.isOfText && !seen.contains(mask.expression.range) {
        let proof = mask.path.map { AbsenceProof(without: $0, of: index, in: context) }
        if proof?.isStopped == true { continue }
        seen.insert(mask.expression.range)
        findings.append(
          finding(
            "a request escapes \(rule.effect) `\(rule.name)` by leaving out what "
              + "`\(context.excerpt(mask.expression.range))` asks for\(proof?.shown ?? "")",
            at: mask.expression.range,
            hint: "read the path itself: an absent one makes the rule uncertain, and that is safe; "
              + "tell kinds of requests apart by a required member"))
      }
    }
    return findings
  }
}
