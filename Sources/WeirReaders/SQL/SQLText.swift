// A text of SQL, read: its statements at any depth, what they do together, and the two forms in
// which the text itself can be compared. `SQLWalker` makes it.

internal import Weir

/// What a text says.
struct SQLText {
  /// The statements at any depth, each before those in it.
  var statements: [SQLStatement]
  /// The text on one line, without comments, its constants replaced; to be read, and to group by.
  var normalized: [UInt8]
  /// The digest of what an approver saw: see `SQLShape`.
  var shape: String
  /// What all statements do together.
  var facts: SQLFacts

  private init(_ statements: [SQLStatement], normalized: [UInt8], shape: String) {
    self.statements = statements
    self.normalized = normalized
    self.shape = shape
    facts = statements.reduce(into: SQLFacts()) { $0.formUnion($1.facts) }
  }
}

extension SQLText {
  /// Reads a text, or says why it cannot be known.
  static func read(_ text: [UInt8]) throws(ReaderUncertainty) -> SQLText {
    let tokens = try SQLLexer.tokens(text)
    // The parser may take 192 bytes of stack for each byte of text; going over the tree takes a
    // fixed amount, because documents nest no deeper than `Limits.documentDepth`.
    let outcome = DeepStack.run(bytes: (4 << 20) + 256 * text.count) {
      () -> Result<SQLText, ReaderUncertainty> in
      do throws(ReaderUncertainty) {
        var walker = SQLWalker()
        let tree = try SQLTree(parsing: text)
        try walker.read(tree, depth: 0)
        return .success(
          SQLText(
            walker.statements, normalized: SQLLexer.normalized(text, tokens),
            shape: SQLShape.digest(of: tree)))
      } catch {
        return .failure(error)
      }
    }
    guard let outcome else { throw ReaderUncertainty("there is no memory to read it in") }
    return try outcome.get()
  }
}
