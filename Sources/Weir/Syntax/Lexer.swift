// From bytes to tokens. Every byte of a file belongs to a token or to the blanks between two, so
// that a formatter can print the file anew. The lexer looks at bytes only and makes no text: a
// policy of ten thousand rules is a few milliseconds of work.
//
// What begins no token becomes `.invalid` and is reported here, with what its writer probably
// meant; the parser then takes it for whatever it needs in that place and says nothing more.

/// The tokens of a file, `endOfFile` last, and what is wrong with them.
package func lex(_ file: SourceFile, index: Int32) -> (tokens: [Token], diagnostics: [Diagnostic]) {
  if file.bytes.count > Limits.fileBytes {
    let range = SourceRange(file: index, start: 0, end: 0)
    let tooLarge = Diagnostic(
      .fileTooLarge, "this file has more than \(Limits.fileBytes) bytes", at: range,
      hint: "split it: all files of a policy share one namespace")
    return ([Token(.endOfFile, range)], [tooLarge])
  }
  var lexer = Lexer(bytes: file.bytes, file: index)
  lexer.scanFile()
  return (lexer.tokens, lexer.diagnostics)
}

/// A cursor over one file's bytes.
struct Lexer {
  let bytes: [UInt8]
  let file: Int32
  let end: Int
  var position: Int
  var tokens: [Token] = []
  var diagnostics: [Diagnostic] = []
  /// One report a file: text in another encoding is one mistake, however many letters show it.
  var hasReportedEncoding = false

  init(bytes: [UInt8], file: Int32) {
    self.init(bytes: bytes, file: file, from: 0, to: bytes.count)
  }

  /// A lexer of a part of the text, with which a token has to end.
  init(bytes: [UInt8], file: Int32, from start: Int, to end: Int) {
    self.bytes = bytes
    self.file = file
    position = start
    self.end = end
    tokens.reserveCapacity((end - start) / 4 + 2)
  }

  mutating func scanFile() {
    // A byte order mark is no part of the text.
    if end >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
    scanTokens()
  }

  mutating func scanTokens() {
    while position < end { scanToken() }
    tokens.append(Token(.endOfFile, range(from: end, to: end)))
  }

  // MARK: Cursor

  func byte(at offset: Int) -> UInt8 { offset < end ? bytes[offset] : 0 }

  func range(from start: Int, to end: Int) -> SourceRange {
    SourceRange(
      file: file, start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end))
  }

  /// The token from `start` to the cursor.
  mutating func add(_ kind: TokenKind, from start: Int) {
    tokens.append(Token(kind, range(from: start, to: position)))
  }

  mutating func report(
    _ code: CompileError, _ message: String, from start: Int, to end: Int, hint: String? = nil
  ) {
    diagnostics.append(Diagnostic(code, message, at: range(from: start, to: end), hint: hint))
  }

  func text(from start: Int, to end: Int) -> String {
    String(decoding: bytes[start..<end], as: UTF8.self)
  }

  // MARK: Tokens

  mutating func scanToken() {
    let start = position
    let first = bytes[position]
    switch first {
    case UInt8(ascii: " "), UInt8(ascii: "\t"):
      repeat { position += 1 } while byte(at: position) == UInt8(ascii: " ")
    case UInt8(ascii: "\n"):
      position += 1
      add(.lineBreak, from: start)
    case UInt8(ascii: "\r") where byte(at: position + 1) == UInt8(ascii: "\n"):
      position += 2
      add(.lineBreak, from: start)
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      scanWord()
    case UInt8(ascii: "0")...UInt8(ascii: "9"): scanNumber()
    case UInt8(ascii: "\""): scanString()
    case UInt8(ascii: "'"): scanRawString()
    case UInt8(ascii: "/") where byte(at: position + 1) == UInt8(ascii: "/"): scanComment()
    case UInt8(ascii: "{"): addFixed(.leftBrace, 1)
    case UInt8(ascii: "}"): addFixed(.rightBrace, 1)
    case UInt8(ascii: "("): addFixed(.leftParenthesis, 1)
    case UInt8(ascii: ")"): addFixed(.rightParenthesis, 1)
    case UInt8(ascii: "["): addFixed(.leftBracket, 1)
    case UInt8(ascii: "]"): addFixed(.rightBracket, 1)
    case UInt8(ascii: ","): addFixed(.comma, 1)
    case UInt8(ascii: "."): addFixed(.dot, 1)
    case UInt8(ascii: "@"): addFixed(.at, 1)
    case UInt8(ascii: "+"): addFixed(.plus, 1)
    case UInt8(ascii: "*"): addFixed(.star, 1)
    case UInt8(ascii: "?"):
      if byte(at: position + 1) == first {
        addFixed(.coalesce, 2)
      } else {
        addFixed(.questionMark, 1)
      }
    case UInt8(ascii: ":") where byte(at: position + 1) != UInt8(ascii: "="): addFixed(.colon, 1)
    case UInt8(ascii: "-") where byte(at: position + 1) != UInt8(ascii: ">"): addFixed(.minus, 1)
    case UInt8(ascii: "|") where byte(at: position + 1) != first: addFixed(.bar, 1)
    case UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: ">"):
      scanComparison(first)
    default:
      scanInvalid(first)
    }
  }

  mutating func addFixed(_ kind: TokenKind, _ length: Int) {
    let start = position
    position += length
    add(kind, from: start)
  }

  mutating func scanWord() {
    let start = position
    position = bytes.withUnsafeBufferPointer { bytes in
      var place = start + 1
      while place < end, ASCII.isWordByte(bytes[place]) { place += 1 }
      return place
    }
    if position < end, bytes[position] >= 0x80,
      let (scalar, _) = UTF8Scalar.decode(bytes, at: position),
      scalar.properties.isAlphabetic, !InvisibleCharacters.isInvisible(scalar)
    {
      scanForeignWord(from: start)
      return
    }
    tokens.append(
      Token(
        .word, range(from: start, to: position),
        keyword: Keyword.lookUp(bytes, from: start, to: position)))
  }

  /// `=`, `==`, `!=`, `<`, `<=`, `>`, `>=`, and what other languages have in their place.
  mutating func scanComparison(_ first: UInt8) {
    let second = byte(at: position + 1)
    let third = byte(at: position + 2)
    let equals = UInt8(ascii: "=")
    switch (first, second) {
    case (equals, equals), (UInt8(ascii: "!"), equals):
      if third == equals {
        addForeign(
          3, "write `\(first == equals ? "==" : "!=")`: values of different types are never equal")
      } else {
        addFixed(first == equals ? .equal : .notEqual, 2)
      }
    case (equals, UInt8(ascii: ">")): addForeign(2, "at least is `>=`")
    case (equals, UInt8(ascii: "<")): addForeign(2, "at most is `<=`")
    case (equals, UInt8(ascii: "~")):
      addForeign(2, "a regular expression is tested with `matches`, a glob with `like`")
    case (equals, _): addFixed(.assign, 1)
    case (UInt8(ascii: "<"), equals): addFixed(.lessOrEqual, 2)
    case (UInt8(ascii: "<"), UInt8(ascii: ">")): addForeign(2, "different from is `!=`")
    case (UInt8(ascii: "<"), _): addFixed(.less, 1)
    case (UInt8(ascii: ">"), equals): addFixed(.greaterOrEqual, 2)
    case (UInt8(ascii: ">"), _): addFixed(.greater, 1)
    case (_, UInt8(ascii: "~")):
      addForeign(2, "write `not x matches '…'`")
    default: addForeign(1, "negation is the word `not`")
    }
  }

  mutating func scanComment() {
    let start = position
    position += 2
    let isDocumentation =
      byte(at: position) == UInt8(ascii: "/") && byte(at: position + 1) != UInt8(ascii: "/")
    while position < end, bytes[position] != UInt8(ascii: "\n") {
      if isHarmless(bytes[position]) { position += 1 } else { scanDoubtful(in: .comment) }
    }
    // The carriage return of a line end belongs to the line break.
    if position > start, position < end, bytes[position - 1] == UInt8(ascii: "\r") { position -= 1 }
    add(isDocumentation ? .documentation : .comment, from: start)
  }
}

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

/// Printable ASCII and the tab: nothing to look at twice in a string or a comment.
@inline(__always)
func isHarmless(_ byte: UInt8) -> Bool { byte &- 0x20 < 0x5F || byte == 0x09 }

extension Keyword {
  /// The keywords by length and first letter: a word is compared with two or three at most.
  private static let buckets: [[(keyword: Keyword, bytes: [UInt8])]] = {
    var buckets: [[(Keyword, [UInt8])]] = Array(repeating: [], count: 32 * 16)
    for keyword in allCases {
      let bytes = Array(keyword.rawValue.utf8)
      buckets[bucket(bytes[0], bytes.count)].append((keyword, bytes))
    }
    return buckets
  }()

  private static func bucket(_ first: UInt8, _ length: Int) -> Int {
    Int(first & 31) << 4 | length
  }

  /// The keyword that these bytes spell.
  static func lookUp(_ bytes: [UInt8], from start: Int, to end: Int) -> Keyword? {
    let length = end - start
    guard length < 16 else { return nil }
    candidates: for candidate in buckets[bucket(bytes[start], length)] {
      for offset in 0..<length where candidate.bytes[offset] != bytes[start + offset] {
        continue candidates
      }
      return candidate.keyword
    }
    return nil
  }
}
