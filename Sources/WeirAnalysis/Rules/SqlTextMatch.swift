internal import Weir

/// A query is searched for words of SQL, which have many spellings: comments between them, other
/// cases and blanks, words inside of strings. Read it with `sql(…)`, which sees what it does.
struct SqlTextMatch: LintRule {
  let name: ExactString = "sql-text-match"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = """
    deny losses when «query includes "DROP TABLE"»
    """
  let good: LintExample = """
    deny losses when any(s in sql(query).statements: s.kind == "drop")
    """

  /// Members that hold a query, by their names; `text` of one of them does as well.
  private static let names: Set<ExactString> = ["sql", "query", "statement", "stmt", "queries"]
  private static let words = [
    "select", "insert", "update", "delete", "drop", "truncate", "alter", "create", "grant",
    "revoke", "union", "where", "from", "table", "merge", "copy", "execute", "--", ";",
  ]

  func findings(in context: LintContext) -> [Diagnostic] {
    context.textComparisons.compactMap { comparison -> Diagnostic? in
      guard comparison.asksForPart, isQuery(comparison),
        let text = comparison.texts.first(where: { text in
          Self.words.contains { text.includesIgnoringCase($0) }
        })
      else { return nil }
      let path = context.excerpt(comparison.subject.range)
      return finding(
        comparison.place.closes
          ? "SQL has other spellings, as `DELETE/**/FROM`, that this does not find"
          : "a query that has the text \(quoted(text)) may do anything else as well",
        at: comparison.range,
        hint: "ask what it does: `sql(\(path)).writes`, or the `kind` of "
          + "`sql(\(path)).statements`")
    }
  }

  private func isQuery(_ comparison: TextComparison) -> Bool {
    if Self.names.contains(comparison.lastWord) { return true }
    let members = comparison.members
    return comparison.lastWord == "text" && members.count > 1
      && Self.names.contains(members[members.count - 2])
  }
}
