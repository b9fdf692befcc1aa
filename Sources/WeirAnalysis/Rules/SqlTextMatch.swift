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
  private static let words: Set<ExactString> = [
    "select", "insert", "update", "delete", "drop", "truncate", "alter", "create", "grant",
    "revoke", "union", "where", "from", "table", "merge", "copy", "execute", "exec",
  ]

  func findings(in context: LintContext) -> [Diagnostic] {
    context.textComparisons.compactMap { comparison -> Diagnostic? in
      guard comparison.asksForPart, isQuery(comparison) else { return nil }
      for text in comparison.texts {
        let pattern = PatternText(text, of: comparison)
        guard let word = pattern.words.first(where: { Self.words.contains(lowered($0.text)) })
        else { continue }
        // What asks for one of a few queries as a whole asks well enough.
        guard comparison.place.closes || pattern.isOpen else { continue }
        let path = context.excerpt(comparison.subject.range)
        return finding(
          comparison.place.closes
            ? escape(pattern, word, comparison)
            : comparison.comparison == .startsWith
              ? "`\(VisibleText.escaped(text.description)) …; drop table t` begins so too"
              : "a query with that text in it may do anything else as well",
          at: comparison.range,
          hint: "ask what it does: `sql(\(path)).writes`, or the `kind` of "
            + "`sql(\(path)).statements`")
      }
      return nil
    }
  }

  /// A query that means the same and is not found.
  private func escape(
    _ pattern: PatternText, _ word: PatternText.Word, _ comparison: TextComparison
  ) -> String {
    if let (first, second) = pattern.pair {
      return "`\(first.text)/**/\(second.text)` is the same to the server, and is not found"
    }
    if pattern.beginsWithWord(comparison.comparison) {
      return "a query may begin with a comment, as `/**/\(word.text)`, and is not found then"
    }
    if !pattern.ignoresCase {
      let small = lowered(word.text)
      let other = small == word.text ? raised(small) : small
      return "`\(other)` is the same to the server, and is not found"
    }
    return "`\(word.text)` also stands in strings and comments, and a function that a query calls "
      + "does its work without the word"
  }

  private func lowered(_ text: ExactString) -> ExactString {
    ExactString(validated: text.bytes.map(ASCII.lowered))
  }

  private func raised(_ text: ExactString) -> ExactString {
    ExactString(validated: text.bytes.map { ASCII.isLetter($0) ? $0 & 0xDF : $0 })
  }

  private func isQuery(_ comparison: TextComparison) -> Bool {
    if Self.names.contains(comparison.lastWord) { return true }
    let members = comparison.members
    return comparison.lastWord == "text" && members.count > 1
      && Self.names.contains(members[members.count - 2])
  }
}
