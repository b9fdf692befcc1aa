// What the lexer of a dialect cuts a text into.

/// A token, by the bytes of the text that it takes.
struct DialectToken {
  /// What a token is, before anybody asks what it means.
  enum Kind: Equatable {
    /// A name, keyword, number or variable: all of them are words until looked up.
    case word
    /// A name in brackets or backticks.
    case quotedName
    /// What stands in double quotes: a name or a text, as the server's settings have it.
    case doubleQuoted
    /// What stands in single quotes.
    case text
    case openingParenthesis
    case dot
    case semicolon
    /// `:=`, which sets a variable.
    case assignment
    case other
  }

  let kind: Kind
  let start: Int
  let end: Int
  /// Whether it stands in a comment that only some servers run.
  let isConditional: Bool
}
