// The one table of tokens. The lexer, the parser's messages, the TextMate grammar and the test that
// holds `grammar/weir.ebnf` to the lexer all read it.

/// The kinds of tokens; the raw value is the text of a fixed token, or what messages call it.
package enum TokenKind: String, Sendable, CaseIterable {
  // Tokens with a content of their own.
  /// A name or keyword: which of the two is decided where the grammar expects it.
  case word
  case integer
  /// A number with a fraction or an exponent.
  case decimal
  /// `15m`, `2h30m`.
  case duration
  /// `"…"` with JSON's escapes.
  case string
  /// `'…'`, nothing is escaped.
  case rawString = "raw string"
  /// `/// …`: documents the declaration below it.
  case documentation
  /// `// …`: kept for the formatter, skipped by the parser.
  case comment
  /// A line break between tokens: kept, skipped. Blank lines show as two in a row.
  case lineBreak = "line break"
  /// Bytes that begin no token; reported once by the lexer.
  case invalid
  case endOfFile = "end of file"

  // Fixed tokens.
  case leftBrace = "{"
  case rightBrace = "}"
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case comma = ","
  case colon = ":"
  case dot = "."
  case questionMark = "?"
  case coalesce = "??"
  case at = "@"
  case bar = "|"
  case assign = "="
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case star = "*"
}

/// The one table of keywords: words that mean something where the grammar expects them.
package enum Keyword: String, Sendable, CaseIterable {
  // Declarations.
  case module, request, requester, volatile, data, from, define, type, on, `default`
  case allow, deny, hold, observe
  // Clauses.
  case when, unless, because, until, needs, within, rejected, by, escalate, to, after
  case override, notify, covers, once, `for`
  case noMatch = "no_match"
  case atInstant = "at"
  // Selectors.
  case of, group, user, role
  // Expressions.
  case and, or, not, `in`, has, any, all, count, sum, min, max, `true`, `false`
  case contains, overlaps, includes
  case startsWith = "starts_with"
  case endsWith = "ends_with"
  case like, matches
  // Types.
  case map

  /// Reserved as the root of a path and as the name of a declaration.
  package var isReserved: Bool {
    switch self {
    case .and, .or, .not, .in, .has, .any, .all, .count, .sum, .min, .max, .true, .false, .when,
      .unless, .because, .needs, .within, .allow, .deny, .hold, .observe, .on, .request:
      true
    case .module, .requester, .volatile, .data, .from, .define, .type, .default, .until,
      .rejected, .by, .escalate, .to, .after, .override, .notify, .covers, .once, .for, .noMatch,
      .atInstant, .of, .group, .user, .role, .contains, .overlaps, .includes, .startsWith,
      .endsWith,
      .like,
      .matches, .map:
      false
    }
  }
}

extension TokenKind {
  /// Fixed tokens have their raw value as their text.
  package var isFixed: Bool {
    switch self {
    case .word, .integer, .decimal, .duration, .string, .rawString, .documentation, .comment,
      .lineBreak, .invalid, .endOfFile:
      false
    case .leftBrace, .rightBrace, .leftParenthesis, .rightParenthesis, .leftBracket,
      .rightBracket, .comma, .colon, .dot, .questionMark, .coalesce, .at, .bar, .assign, .equal,
      .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus, .star:
      true
    }
  }

  /// Kept in the tree for the formatter, skipped by the parser.
  package var isTrivia: Bool {
    self == .comment || self == .documentation || self == .lineBreak
  }
}

/// Words that are not keywords and yet no names either: as a name, `null` would read a member that
/// no request has, where whoever wrote it meant that nothing is there.
package let forbiddenNames: Set<String> = ["null"]

/// One token: its kind and its bytes. Its text is read from the file.
package struct Token: Sendable, Hashable {
  package var kind: TokenKind
  /// What the word means where the grammar expects a keyword; nil for every other token.
  package var keyword: Keyword?
  package var range: SourceRange

  package init(_ kind: TokenKind, _ range: SourceRange, keyword: Keyword? = nil) {
    self.kind = kind
    self.keyword = keyword
    self.range = range
  }
}
