internal import Weir

/// One value is compared with several constants one after the other. Look it up in a list of them,
/// where each stands once.
struct EqualitiesAsList: LintRule {
  let name: ExactString = "equalities-as-list"
  let category = LintCategory.style
  let level = LintLevel.off

  let bad: LintExample = #"""
    deny writes when «action == "update" or action == "delete"»
    """#
  let good: LintExample = #"""
    deny writes when action in ["update", "delete"]
    """#

  func findings(in context: LintContext) -> [Diagnostic] {
    var inside: Set<SourceRange> = []
    return context.written.compactMap { written -> Diagnostic? in
      guard case .binary(.or, let left, let right, _) = written.expression.kind else { return nil }
      // The outermost of a chain has all of it.
      for part in [left, right] {
        if case .binary(.or, _, _, _) = part.kind { inside.insert(part.range) }
      }
      guard !inside.contains(written.expression.range) else { return nil }
      var operands: [SyntaxExpression] = []
      func collect(_ expression: SyntaxExpression) {
        if case .binary(.or, let left, let right, _) = expression.kind {
          collect(left)
          collect(right)
        } else {
          operands.append(expression)
        }
      }
      collect(written.expression)
      var subject: String?
      var values: [String] = []
      var areTexts: Bool?
      for operand in operands {
        guard case .binary(.compare(.equal), let read, let value, _) = operand.kind,
          value.isLiteral, read.isPath
        else { return nil }
        let isText = if case .string = value.kind { true } else { false }
        let isNumber = if case .number = value.kind { true } else { false }
        let text = context.text(read.range)
        guard isText || isNumber, areTexts ?? isText == isText,
          subject.map({ $0.utf8.elementsEqual(text.utf8) }) ?? true
        else { return nil }
        (subject, areTexts) = (text, isText)
        values.append(context.text(value.range))
      }
      guard let subject else { return nil }
      let text = "\(subject) in [\(values.joined(separator: ", "))]"
      return finding(
        "`\(VisibleText.escaped(subject))` is compared with one constant after the other",
        at: written.expression.range, hint: "write `\(VisibleText.escaped(subject)) in […]`",
        fix: written.mayBeInHold
          ? nil
          : Diagnostic.Fix(
            "write a list", [Diagnostic.Fix.Edit(written.expression.range, text)]))
    }
  }
}

extension SyntaxExpression {
  fileprivate var isPath: Bool {
    switch kind {
    case .name: true
    case .member(let base, _): base.isPath
    case .error, .boolean, .string, .number, .duration, .list, .index, .call, .parenthesized, .not,
      .negate, .has, .binary, .quantifier:
      false
    }
  }
}
