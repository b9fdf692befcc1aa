// Cuts a text into the tokens of a dialect. It knows where quotes and comments end, and nothing of
// grammar. Where two servers of the dialect would go on reading at different bytes, it gives up:
// what follows cannot be told from what is quoted. Backslashes are the exception, for which the
// caller asks for a reading each.

/// One pass over a text.
struct DialectLexer {
  /// How a server reads backslashes, which its settings decide.
  struct Escapes {
    /// Whether a backslash takes away the meaning of what follows in single quotes.
    let inSingleQuotes: Bool
    /// The same in double quotes, which are names where `ANSI_QUOTES` is set.
    let inDoubleQuotes: Bool
  }

  let text: [UInt8]
  let dialect: SQLDialect
  let escapes: Escapes
  private var offset = 0
  /// Where the region ends that is read now: the text, or an executable comment.
  private var end: Int
  private var isConditional = false

  /// The tokens so far. They hold after an error too: a server runs the statements before one.
  private(set) var tokens: [DialectToken] = []

  init(_ text: [UInt8], _ dialect: SQLDialect, _ escapes: Escapes) {
    self.text = text
    self.dialect = dialect
    self.escapes = escapes
    end = text.count
  }

  /// Reads to the end of the text.
  mutating func run() throws(SQLMentionsUncertainty) {
    while offset < end { try step() }
  }

  // MARK: Tokens

  private mutating func step() throws(SQLMentionsUncertainty) {
    let byte = text[offset]
    switch byte {
    // SQL Server takes every control character for a blank.
    case 0x01...0x20: offset += 1
    case UInt8(ascii: "'"): try quoted(.text, escapes.inSingleQuotes)
    case UInt8(ascii: "\""): try quoted(.doubleQuoted, escapes.inDoubleQuotes)
    case UInt8(ascii: "`"):
      if dialect == .tsql { throw fault(.strayByte) }
      try quoted(.quotedName, false)
    case UInt8(ascii: "["):
      if dialect == .mysql { throw fault(.strayByte) }
      try bracketed()
    case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): try comment()
    case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"): try dashes()
    case UInt8(ascii: "#") where dialect == .mysql: try lineComment()
    case UInt8(ascii: "\\"):
      // `\N` is NULL, and the next word may follow without a blank.
      guard dialect == .mysql, peek(1) == UInt8(ascii: "N") else { throw fault(.strayByte) }
      take(2, .other)
    case UInt8(ascii: ":") where dialect == .mysql && peek(1) == UInt8(ascii: "="):
      take(2, .assignment)
    case UInt8(ascii: "$") where dialect == .mysql: throw fault(.dollarQuote)
    case UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "?"),
      UInt8(ascii: "#"):
      try variable(byte)
    case UInt8(ascii: ";"): take(1, .semicolon)
    case UInt8(ascii: "("): take(1, .openingParenthesis)
    case UInt8(ascii: "."): take(1, .dot)
    case UInt8(ascii: "{"), UInt8(ascii: "}"):
      if dialect == .sqlite { throw fault(.strayByte) }
      take(1, .other)
    case UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "%"), UInt8(ascii: "<"),
      UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "&"),
      UInt8(ascii: "|"), UInt8(ascii: "^"), UInt8(ascii: "~"):
      take(1, .other)
    default:
      guard dialect.isWord(byte) else { throw fault(.strayByte) }
      word(from: offset)
    }
  }

  private mutating func take(_ count: Int, _ kind: DialectToken.Kind) {
    tokens.append(
      DialectToken(
        kind: kind, start: offset, end: offset + count, isConditional: isConditional))
    offset += count
  }

  /// A word whose first bytes are known to belong to it.
  private mutating func word(from start: Int) {
    var index = start
    while index < end, dialect.isWord(text[index]) { index += 1 }
    take(index - offset, .word)
  }

  private mutating func variable(_ byte: UInt8) throws(SQLMentionsUncertainty) {
    switch dialect {
    case .mysql: take(1, .other)
    case .tsql:
      if dialect.isWord(byte) { word(from: offset + 1) } else { take(1, .other) }
    case .sqlite:
      if byte == UInt8(ascii: "#") { throw fault(.strayByte) }
      word(from: offset + 1)
      // `$a::b(…)` runs to the parenthesis that closes it, quotes or not.
      if let next = peek(0), next == UInt8(ascii: "(") || next == UInt8(ascii: ":") {
        throw fault(.variableArgument)
      }
    }
  }

  // MARK: Quotes

  /// Takes a quote to the byte that closes it; two of that byte are one inside.
  private mutating func quoted(
    _ kind: DialectToken.Kind, _ escapes: Bool
  ) throws(SQLMentionsUncertainty) {
    let quote = text[offset]
    var index = offset + 1
    while index < end {
      let byte = text[index]
      if byte == UInt8(ascii: "\\"), escapes {
        index += 2
      } else if byte != quote {
        index += 1
      } else if index + 1 < end, text[index + 1] == quote {
        index += 2
      } else {
        try expectNoBatch(in: offset..<index)
        return take(index + 1 - offset, kind)
      }
    }
    throw unclosed(.unterminatedText)
  }

  private mutating func bracketed() throws(SQLMentionsUncertainty) {
    let closing = UInt8(ascii: "]")
    var index = offset + 1
    while index < end {
      if text[index] != closing {
        index += 1
      } else if dialect == .tsql, index + 1 < end, text[index + 1] == closing {
        index += 2
      } else {
        try expectNoBatch(in: offset..<index)
        return take(index + 1 - offset, .quotedName)
      }
    }
    throw unclosed(.unterminatedText)
  }

  // MARK: Comments

  private mutating func dashes() throws(SQLMentionsUncertainty) {
    switch dialect {
    case .sqlite, .tsql: try lineComment()
    case .mysql:
      // Two minus signs, unless a blank or the end follows.
      switch offset + 2 < text.count ? text[offset + 2] : 0x20 {
      case 0x00...0x20, 0x7F: try lineComment()
      case 0x80...0xFF: throw fault(.characterSet)
      default: take(1, .other)
      }
    }
  }

  private mutating func lineComment() throws(SQLMentionsUncertainty) {
    var index = offset
    while index < end, text[index] != UInt8(ascii: "\n") {
      switch text[index] {
      case UInt8(ascii: "\r") where index + 1 < end && text[index + 1] == UInt8(ascii: "\n"): break
      case UInt8(ascii: "\t"): break
      case 0x00...0x1F where dialect != .sqlite:
        throw SQLMentionsUncertainty(.commentLine, at: index)
      case 0xC2 where dialect == .tsql && text[index + 1] == 0x85,
        0xE2 where dialect == .tsql && text[index + 1] == 0x80 && text[index + 2] & 0xFE == 0xA8:
        throw SQLMentionsUncertainty(.commentLine, at: index)
      default: break
      }
      index += 1
    }
    // A server that skips the comment around this line does not see the line.
    if isConditional, index == end { throw fault(.executableComment) }
    offset = index
  }

  private mutating func comment() throws(SQLMentionsUncertainty) {
    switch dialect {
    case .mysql:
      if isConditional { throw fault(.executableComment) }
      if let content = executableContent() { return try executableComment(content) }
      offset = try commentEnd(after: offset + 2) + 2
    case .sqlite:
      offset = try commentEnd(after: offset + 2) + 2
    case .tsql:
      var depth = 1
      var index = offset + 2
      while depth > 0 {
        guard index + 1 < end else { throw fault(.unterminatedComment) }
        switch (text[index], text[index + 1]) {
        case (UInt8(ascii: "/"), UInt8(ascii: "*")):
          depth += 1
          index += 2
        case (UInt8(ascii: "*"), UInt8(ascii: "/")):
          depth -= 1
          index += 2
        default: index += 1
        }
      }
      try expectNoBatch(in: offset..<index)
      offset = index
    }
  }

  /// Where the next `*/` stands.
  private func commentEnd(after start: Int) throws(SQLMentionsUncertainty) -> Int {
    var index = start
    while index + 1 < end {
      if text[index] == UInt8(ascii: "*"), text[index + 1] == UInt8(ascii: "/") { return index }
      index += 1
    }
    throw fault(.unterminatedComment)
  }

  /// Where the code starts in `/*! … */`, `/*!50000 … */`, `/*M! … */` and in the hints of
  /// `/*+ … */`; nil in a plain comment.
  private func executableContent() -> Int? {
    var start: Int
    switch (peek(2), peek(3)) {
    case (UInt8(ascii: "!"), _): start = offset + 3
    case (UInt8(ascii: "M"), UInt8(ascii: "!")): start = offset + 4
    case (UInt8(ascii: "+"), _): return offset + 3
    default: return nil
    }
    while start < end, text[start] >= UInt8(ascii: "0"), text[start] <= UInt8(ascii: "9") {
      start += 1
    }
    return start
  }

  /// Reads what only some servers run. Those that skip it look for `*/` and for comments in it,
  /// those that run it look for tokens: both must come out at the same byte.
  private mutating func executableComment(_ start: Int) throws(SQLMentionsUncertainty) {
    let closing = try commentEnd(after: start)
    let outer = end
    end = closing
    offset = start
    isConditional = true
    try run()
    isConditional = false
    end = outer
    offset = closing + 2
  }

  // MARK: Faults

  /// Some clients of SQL Server cut a text at lines that read `GO`, inside quotes too.
  private func expectNoBatch(in range: Range<Int>) throws(SQLMentionsUncertainty) {
    guard dialect == .tsql else { return }
    var index = range.lowerBound
    while index < range.upperBound {
      let isBreak = text[index] == UInt8(ascii: "\n") || text[index] == UInt8(ascii: "\r")
      index += 1
      guard isBreak else { continue }
      while index < range.upperBound, text[index] == 0x20 || text[index] == 0x09 { index += 1 }
      if index + 1 < text.count, text[index] | 0x20 == UInt8(ascii: "g"),
        text[index + 1] | 0x20 == UInt8(ascii: "o"),
        index + 2 == text.count || !dialect.isWord(text[index + 2])
      {
        throw SQLMentionsUncertainty(.batchSeparator, at: index)
      }
    }
  }

  private func peek(_ distance: Int) -> UInt8? {
    offset + distance < end ? text[offset + distance] : nil
  }

  private func fault(_ cause: SQLMentionsUncertainty.Cause) -> SQLMentionsUncertainty {
    SQLMentionsUncertainty(cause, at: offset)
  }

  /// A quote without an end; in an executable comment, other servers would see one.
  private func unclosed(_ cause: SQLMentionsUncertainty.Cause) -> SQLMentionsUncertainty {
    fault(isConditional ? .executableComment : cause)
  }
}
