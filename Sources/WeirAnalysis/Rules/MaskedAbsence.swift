internal import Weir

/// A deny or hold does not match once this path, read with `has` or `??`, is left out, so that
/// leaving it out turns the rule off. Let the absence be uncertain, or deny it.
struct MaskedAbsence: LintRule {
  let name: ExactString = "masked-absence"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = """
    deny large when «(amount ?? 0)» > 100
    """
  let good: LintExample = """
    deny large when amount > 100
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    // Rules share the conditions of an `on`, and definitions their bodies.
    var seen: Set<SourceRange> = []
    var findings: [Diagnostic] = []
    for rule in context.restrictions {
      for mask in Masking.masks(of: rule) where seen.insert(mask.range).inserted {
        findings.append(
          finding(
            "a request escapes \(rule.effect) `\(rule.name)` by leaving out what "
              + "`\(context.excerpt(mask.range))` asks for",
            at: mask.range,
            hint: "read the path itself: an absent one makes the rule uncertain, and that is safe; "
              + "tell kinds of requests apart by a required member"))
      }
    }
    return findings
  }
}
