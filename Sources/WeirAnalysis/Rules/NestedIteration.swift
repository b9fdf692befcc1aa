internal import Weir

/// A quantifier goes through one list of the request for each element of another, so that whoever
/// writes both lists chooses how much work that is: their lengths multiply, up to the limit past
/// which a request is denied. Ask with `overlaps` or `in`, or look at one list at a time.
struct NestedIteration: LintRule {
  let name: ExactString = "nested-iteration"
  let category = LintCategory.performance
  let level = LintLevel.warning

  let bad: LintExample = """
    deny shared when any(a in owners: «any(b in reviewers: b.id == a.id)»)
    """
  let good: LintExample = """
    deny shared when any(a in owners: any(b in a.deputies: b.id == "root"))
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    var seen: Set<SourceRange> = []
    var findings: [Diagnostic] = []
    func search(_ expression: CheckedExpression, insideOf subject: CheckedExpression) {
      if case .quantifier(let inner) = expression.kind, case .path = inner.subject.kind,
        seen.insert(expression.range).inserted
      {
        let (outer, own) = (context.excerpt(subject.range), context.excerpt(inner.subject.range))
        findings.append(
          finding(
            "this goes through `\(own)` for each element of `\(outer)`: their lengths multiply, "
              + "and past \(Limits.quantifierSteps) steps a request is denied",
            at: expression.range, labels: [Diagnostic.Label(subject.range, "for each of these")],
            hint: "ask with `overlaps` or `in`, or bind one of the lists as data"))
      }
      for operand in expression.operands { search(operand, insideOf: subject) }
    }
    for place in context.expressions.quantifiers {
      guard case .quantifier(let outer) = place.expression.kind, case .path = outer.subject.kind
      else { continue }
      search(outer.body, insideOf: outer.subject)
    }
    return findings
  }
}
