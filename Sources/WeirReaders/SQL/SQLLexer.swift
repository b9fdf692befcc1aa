// The tokens of PostgreSQL's SQL, as far as it takes to refuse what its own scanner is slow on and
// to print a text on one line. What the text means, the server's own parser says.
//
// Where the two should disagree on where a token ends, a text is slow to parse or its normalised
// form odd, and no fact is wrong.

/// Splits a text into tokens.
struct SQLLexer {
  /// A piece of a text that is no blank and no comment.
  struct Token {
    enum Kind {
      /// A keyword or a name without quotes.
      case word
      case quotedName
      /// A constant: a text, a number, a bit string.
      case constant
      case parameter
      case symbol
    }
    var kind: Kind
    var range: Range<Int>
  }

  /// An operator's characters; its scanner takes time that is the square of how many there are.
  private static let longestOperator = 63
  /// How deep comments nest; likewise.
  private static let commentDepth = 64

  private let text: [UInt8]
  private var place = 0
  private var tokens: [Token] = []
  /// Where the last comment began.
  private var lastComment = -1

  private init(_ text: [UInt8]) { self.text = text }

  /// The tokens of a text. Refuses what the server's parser should not be handed.
  static func tokens(_ text: [UInt8]) throws(ReaderUncertainty) -> [Token] {
    guard text.count <= ReaderLimits.textBytes else {
      throw ReaderUncertainty(
        "the text has \(text.count) bytes, and at most \(ReaderLimits.textBytes) are read")
    }
    guard !text.contains(0) else { throw ReaderUncertainty("the text has a NUL in it") }
    var lexer = SQLLexer(text)
    while try lexer.step() {}
    try lexer.expectFewAssignments()
    return lexer.tokens
  }

  private func byte(_ offset: Int = 0) -> UInt8? {
    place + offset < text.count ? text[place + offset] : nil
  }

  private mutating func add(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind: kind, range: start..<place))
  }

  /// Takes a token, a blank or a comment; false at the end.
  private mutating func step() throws(ReaderUncertainty) -> Bool {
    guard let first = byte() else { return false }
    let start = place
    switch first {
    case UInt8(ascii: " "), 0x09...0x0D: place += 1
    case UInt8(ascii: "-") where byte(1) == UInt8(ascii: "-"):
      lastComment = start
      while let next = byte(), next != 0x0A, next != 0x0D { place += 1; _ = next }
    case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): try skipComment()
    case UInt8(ascii: "'"):
      // The server goes on with the constant before, the library does not.
      if let last = tokens.last, last.kind == .constant, lastComment >= last.range.upperBound,
        text[last.range].last == UInt8(ascii: "'")
      {
        throw ReaderUncertainty("a comment stands between two string constants")
      }
      skipQuoted(first, hasEscapes: false)
      add(.constant, from: start)
    case UInt8(ascii: "\""):
      skipQuoted(first, hasEscapes: false)
      add(.quotedName, from: start)
    case UInt8(ascii: "$"):
      if skipDollarQuoted() {
        add(.constant, from: start)
      } else {
        place += 1
        while let next = byte(), Self.isDigit(next) { place += 1; _ = next }
        add(place > start + 1 ? .parameter : .symbol, from: start)
      }
    case _ where Self.isDigit(first), UInt8(ascii: ".") where byte(1).map(Self.isDigit) == true:
      skipNumber()
      add(.constant, from: start)
    case _ where Self.isLetter(first): takeWord()
    case _ where Self.isOperator(first): try takeOperator()
    default:
      place += 1
      add(.symbol, from: start)
    }
    return true
  }

  private mutating func skipComment() throws(ReaderUncertainty) {
    lastComment = place
    var depth = 0
    repeat {
      switch (byte(), byte(1)) {
      case (UInt8(ascii: "/"), UInt8(ascii: "*")):
        depth += 1
        place += 2
        guard depth <= Self.commentDepth else {
          throw ReaderUncertainty("comments nest more than \(Self.commentDepth) deep")
        }
      case (UInt8(ascii: "*"), UInt8(ascii: "/")):
        depth -= 1
        place += 2
      case (nil, _): return
      default: place += 1
      }
    } while depth > 0
  }

  /// Past a text in quotes; a doubled quote is one of it.
  private mutating func skipQuoted(_ quote: UInt8, hasEscapes: Bool) {
    place += 1
    while let next = byte() {
      place += 1
      if hasEscapes, next == UInt8(ascii: "\\") {
        place += 1
      } else if next == quote {
        guard byte() == quote else { return }
        place += 1
      }
    }
    place = min(place, text.count)
  }

  /// Past `$tag$ … $tag$`; false where there is no such opening.
  private mutating func skipDollarQuoted() -> Bool {
    var end = place + 1
    while end < text.count, Self.isLetter(text[end]) || end > place + 1 && Self.isDigit(text[end]) {
      end += 1
    }
    guard end < text.count, text[end] == UInt8(ascii: "$") else { return false }
    let tag = Array(text[place...end])
    place = end + 1
    while place < text.count {
      if text[place] == UInt8(ascii: "$"), text[place...].starts(with: tag) {
        place += tag.count
        return true
      }
      place += 1
    }
    return true
  }

  private mutating func skipNumber() {
    while let next = byte() {
      if Self.isDigit(next) || Self.isLetter(next) || next == UInt8(ascii: ".") {
        let isExponent = next | 0x20 == UInt8(ascii: "e")
        place += 1
        if isExponent, let sign = byte(), sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+"),
          byte(1).map(Self.isDigit) == true
        {
          place += 1
        }
      } else {
        return
      }
    }
  }

  /// A word, or what a prefix makes of a quote: `E'…'`, `B'…'`, `X'…'`, `N'…'`, `U&'…'`, `U&"…"`.
  private mutating func takeWord() {
    let start = place
    let prefix = (byte() ?? 0) | 0x20
    if byte(1) == UInt8(ascii: "'"), "ebxn".utf8.contains(prefix) {
      place += 1
      skipQuoted(UInt8(ascii: "'"), hasEscapes: prefix == UInt8(ascii: "e"))
      return add(.constant, from: start)
    }
    if prefix == UInt8(ascii: "u"), byte(1) == UInt8(ascii: "&"), let quote = byte(2),
      quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
    {
      place += 2
      skipQuoted(quote, hasEscapes: false)
      return add(quote == UInt8(ascii: "'") ? .constant : .quotedName, from: start)
    }
    while let next = byte(),
      Self.isLetter(next) || Self.isDigit(next) || next == UInt8(ascii: "$")
    {
      place += 1
      _ = next
    }
    add(.word, from: start)
  }

  private mutating func takeOperator() throws(ReaderUncertainty) {
    let start = place
    while let next = byte(), Self.isOperator(next) {
      // A comment ends an operator.
      if next == UInt8(ascii: "-"), byte(1) == UInt8(ascii: "-") { break }
      if next == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") { break }
      place += 1
    }
    guard place - start <= Self.longestOperator else {
      throw ReaderUncertainty("an operator has more than \(Self.longestOperator) characters")
    }
    add(.symbol, from: start)
  }

  /// Refuses `SET (a, b) = (…)` in `SET (a, b) = (…)`, many columns wide: the parser prints what is
  /// assigned once for each column, so that a short text becomes a tree of any size.
  private func expectFewAssignments() throws(ReaderUncertainty) {
    var opened: [(isAssignment: Bool, commas: Int)] = []
    var copies = 1
    for (index, token) in tokens.enumerated() where token.kind == .symbol {
      switch text[token.range.lowerBound] {
      case UInt8(ascii: "("):
        opened.append((index > 0 && mayAssign(tokens[index - 1]), 0))
      case UInt8(ascii: ","):
        if !opened.isEmpty { opened[opened.count - 1].commas += 1 }
      case UInt8(ascii: ")"):
        guard let group = opened.popLast(), group.isAssignment, group.commas > 0,
          index + 1 < tokens.count, text[tokens[index + 1].range.lowerBound] == UInt8(ascii: "=")
        else { continue }
        copies = copies.multipliedReportingOverflow(by: group.commas + 1).partialValue
        guard copies > 0, copies < 1 << 20, text.count * copies <= 4 << 20 else {
          throw ReaderUncertainty("lists of columns are assigned to, too many or too long")
        }
      default: continue
      }
    }
  }

  /// Whether a list of columns to assign to may come after a token.
  private func mayAssign(_ token: Token) -> Bool {
    switch token.kind {
    case .symbol: text[token.range.lowerBound] == UInt8(ascii: ",")
    case .word: text[token.range].elementsEqual("set".utf8) { $0 | 0x20 == $1 }
    case .quotedName, .constant, .parameter: false
    }
  }

  /// The text on one line, its tokens a space apart, words in lower case, constants as `?`.
  static func normalized(_ text: [UInt8], _ tokens: [Token]) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(text.count)
    for token in tokens {
      if !line.isEmpty { line.append(UInt8(ascii: " ")) }
      switch token.kind {
      case .constant: line.append(UInt8(ascii: "?"))
      case .word:
        for byte in text[token.range] {
          line.append(byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte)
        }
      case .quotedName, .parameter, .symbol: line += text[token.range]
      }
    }
    return line
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  private static func isOperator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "~"),
      UInt8(ascii: "!"), UInt8(ascii: "@"), UInt8(ascii: "#"), UInt8(ascii: "%"),
      UInt8(ascii: "^"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "`"),
      UInt8(ascii: "?"):
      true
    default: false
    }
  }
}
