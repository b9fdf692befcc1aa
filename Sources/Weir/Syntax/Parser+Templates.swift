// `because` texts: `{path}` is filled in when a verdict is written, `{{` and `}}` are braces.
//
// The text is decoded with the place of every byte in the file; what stands in braces is lexed and
// parsed by the ordinary functions over the decoded bytes (over the file's own, where nothing
// needed decoding), and its nodes get the file's ranges. So `"{headers[\"content-type\"]}"` reads
// as the path it means, and a mistake in it is shown there.

extension Parser {
  /// template = string | raw_string .
  mutating func parseTemplate() -> SyntaxTemplate? {
    guard isString(kind) else {
      if !consumeInvalid() {
        reportExpected("a text", hint: "as in `because \"{principal.id} is not allowed to\"`")
      }
      return nil
    }
    let token = tokens[index]
    let place = range
    let decoded = decodeString(bytes, in: token.range, isRaw: token.kind == .rawString)
    advance()
    var parts: [SyntaxTemplate.Part] = []
    var literal: [UInt8] = []
    func isBrace(_ brace: Unicode.Scalar, at offset: Int) -> Bool {
      offset < decoded.bytes.count && decoded.bytes[offset] == UInt8(ascii: brace)
        && !decoded.isEscaped(offset)
    }
    func flush() {
      if !literal.isEmpty { parts.append(.text(ExactString(validated: literal))) }
      literal = []
    }
    var position = 0
    while position < decoded.bytes.count {
      if isBrace("{", at: position), !isBrace("{", at: position + 1) {
        let open = position
        guard let close = Parser.closingBrace(of: decoded, behind: open) else {
          reportTemplate(
            "this `{` is not closed", decoded, from: open, to: open + 1,
            hint: "close it with `}`; a brace that is meant as one is written `{{`")
          literal += decoded.bytes[open...]
          break
        }
        flush()
        parts.append(.path(placeholder(decoded, from: open + 1, to: close)))
        position = close + 1
        continue
      }
      if isBrace("{", at: position) || isBrace("}", at: position) && isBrace("}", at: position + 1)
      {
        position += 1
      }
      literal.append(decoded.bytes[position])
      position += 1
    }
    flush()
    return SyntaxTemplate(parts: parts, range: place)
  }

  /// What stands between two braces: a path, and nothing else.
  private mutating func placeholder(_ decoded: DecodedString, from start: Int, to end: Int)
    -> SyntaxExpression
  {
    let file = tokens[index].range.file
    var lexer: Lexer
    var origins: [Int32]?
    if decoded.isVerbatim {
      lexer = Lexer(
        bytes: bytes, file: file, from: Int(decoded.origin(of: start)),
        to: Int(decoded.origin(of: end)))
      lexer.scanTokens()
    } else {
      lexer = Lexer(bytes: Array(decoded.bytes[start..<end]), file: file)
      lexer.scanFile()
      origins = (start...end).map { decoded.origin(of: $0) }
    }
    var parser = Parser(tokens: lexer.tokens, bytes: lexer.bytes, mistakes: [], origins: origins)
    parser.depth = depth
    if parser.at(.endOfFile) {
      reportTemplate(
        "nothing stands between these braces", decoded, from: start - 1, to: end + 1,
        hint: "name a path; a brace that is meant as one is written `{{`")
      return SyntaxExpression(.error, parser.range)
    }
    let path = parser.parsePath()
    if lexer.diagnostics.isEmpty, parser.diagnostics.isEmpty, parser.at(.endOfFile) { return path }
    if let deep = parser.diagnostics.first(where: { $0.code == .error(.nestingTooDeep) }) {
      diagnostics.append(deep)
    } else {
      reportTemplate(
        "only a path can stand between braces", decoded, from: start, to: end,
        hint: "as in `{payload.amount}`; a brace that is meant as one is written `{{`")
    }
    return SyntaxExpression(.error, path.range)
  }

  private mutating func reportTemplate(
    _ message: String, _ decoded: DecodedString, from start: Int, to end: Int, hint: String
  ) {
    let place = SourceRange(
      file: tokens[index].range.file, start: decoded.origin(of: start),
      end: decoded.origin(of: end))
    // Several placeholders of one text may each be wrong; none of them is the next token's mistake.
    diagnostics.append(Diagnostic(.invalidTemplate, message, at: place, hint: hint))
  }

  /// The brace that closes the one at `open`, past strings between the two.
  private static func closingBrace(of decoded: DecodedString, behind open: Int) -> Int? {
    var quote: UInt8?
    var isEscaped = false
    for position in open + 1..<decoded.bytes.count {
      let byte = decoded.bytes[position]
      if isEscaped {
        isEscaped = false
      } else if let current = quote {
        if byte == current { quote = nil }
        if byte == UInt8(ascii: "\\"), current == UInt8(ascii: "\"") { isEscaped = true }
      } else if byte == UInt8(ascii: "}") {
        return position
      } else if byte == UInt8(ascii: "{"), !decoded.isEscaped(position) {
        return nil
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      }
    }
    return nil
  }
}
