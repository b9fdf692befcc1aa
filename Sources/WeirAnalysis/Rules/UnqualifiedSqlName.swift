internal import Weir

/// A table that a query names is compared with a name without a schema. Which table that is depends
/// on the session's search path, and the same table with its schema is another name. Compare with
/// `schema.table`, and let queries say schemas: `sql(…).unqualified == []`.
struct UnqualifiedSqlName: LintRule {
  let name: ExactString = "unqualified-sql-name"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = """
    deny salaries when any(t in sql(query).reads: «t == "salaries"»)
    """
  let good: LintExample = """
    deny salaries when any(t in sql(query).reads: t == "hr.salaries")
    """

  private static let lists: Set<ExactString> = ["reads", "writes", "tables"]

  func findings(in context: LintContext) -> [Diagnostic] {
    var seen: Set<SourceRange> = []
    var findings: [Diagnostic] = []
    func report(_ comparison: TextComparison) {
      guard let text = comparison.texts.first(where: isUnqualified),
        seen.insert(comparison.range).inserted
      else { return }
      findings.append(
        finding(
          "which table \(quoted(text)) is depends on the search path, and with its schema it is "
            + "another name", at: comparison.range,
          hint: "write the schema too: `\"public.\(VisibleText.escaped(text.description))\"`"))
    }
    for comparison in context.textComparisons where comparison.asksForWhole {
      if isTables(comparison.subject, statements: []) { report(comparison) }
    }
    for place in context.expressions.quantifiers {
      guard case .quantifier(let quantifier) = place.expression.kind else { continue }
      search(quantifier, place, statements: [], tables: [], report)
    }
    return findings
  }

  /// Looks through a quantifier over tables, or over statements that have tables.
  private func search(
    _ quantifier: CheckedQuantifier, _ place: LintExpressions.Place, statements: Set<Int>,
    tables: Set<Int>, _ report: (TextComparison) -> Void
  ) {
    var (statements, tables) = (statements, tables)
    let variable = quantifier.secondVariable ?? quantifier.variable
    if isTables(quantifier.subject, statements: statements) {
      tables.insert(variable)
    } else if case .member(let call, "statements") = quantifier.subject.kind, isRead(call) {
      statements.insert(variable)
    } else if statements.isEmpty, tables.isEmpty {
      return
    }
    func walk(_ expression: CheckedExpression) {
      switch expression.kind {
      case .quantifier(let inner):
        return search(inner, place, statements: statements, tables: tables, report)
      case .compare:
        if let comparison = TextComparison(place.part(expression)), comparison.asksForWhole,
          isTables(comparison.subject, statements: statements)
            || isVariable(comparison.subject, tables)
        {
          report(comparison)
        }
      case .constant, .path, .local, .now, .member, .element, .list, .not, .and, .or, .arithmetic,
        .negate, .coalesce, .has, .call:
        break
      }
      for operand in expression.operands { walk(operand) }
    }
    walk(quantifier.body)
  }

  private func isVariable(_ expression: CheckedExpression, _ tables: Set<Int>) -> Bool {
    if case .local(let variable, let steps) = expression.kind {
      return steps.isEmpty && tables.contains(variable)
    }
    return false
  }

  /// Whether it is a list of tables that a query names.
  private func isTables(_ expression: CheckedExpression, statements: Set<Int>) -> Bool {
    switch expression.kind {
    case .member(let call, let name): return Self.lists.contains(name) && isRead(call)
    case .local(let variable, let steps):
      guard statements.contains(variable), steps.count == 1, case .member(let name) = steps[0]
      else { return false }
      return Self.lists.contains(name)
    case .constant, .path, .now, .element, .list, .not, .and, .or, .compare, .arithmetic, .negate,
      .coalesce, .has, .quantifier, .call:
      return false
    }
  }

  private func isRead(_ expression: CheckedExpression) -> Bool {
    if case .call(.reader(let need), _) = expression.kind { return ExactString(need.name) == "sql" }
    return false
  }

  private func isUnqualified(_ text: ExactString) -> Bool {
    !text.bytes.isEmpty && !text.bytes.contains(UInt8(ascii: "."))
  }
}
