internal import Weir

/// An allow matches once this path, read with `has` or `??`, is left out, and may not match while
/// it is there: whoever writes requests passes by saying less. Read the path itself, so that its
/// absence allows nothing.
struct AllowOnUncertain: LintRule {
  let name: ExactString = "allow-on-uncertain"
  let category = LintCategory.correctness
  let level = LintLevel.warning

  let bad: LintExample = """
    allow harmless when «(risk ?? 0)» < 50
    """
  let good: LintExample = """
    allow harmless when risk < 50
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    var seen: Set<SourceRange> = []
    var findings: [Diagnostic] = []
    for (index, rule) in context.checked.rules.enumerated()
    where rule.effect == .allow && !rule.isObserved {
      for mask in Masking.masks(of: rule, matchingWithout: true)
      where !mask.isOfText && !mask.readsOther && !seen.contains(mask.expression.range) {
        let proof = mask.path.map { AbsenceProof(without: $0, of: index, in: context) }
        if proof?.isStopped == true { continue }
        seen.insert(mask.expression.range)
        findings.append(
          finding(
            "a request passes by allow `\(rule.name)` if it leaves out what "
              + "`\(context.excerpt(mask.expression.range))` asks for\(proof?.shown ?? "")",
            at: mask.expression.range,
            hint: "read the path itself: an absent one then allows nothing"))
      }
    }
    return findings
  }
}

extension Mask {
  /// Something else of the request is read in its place, and has a say of its own.
  fileprivate var readsOther: Bool {
    guard case .coalesce(_, let other) = expression.kind else { return false }
    return other.constant == nil
  }
}
