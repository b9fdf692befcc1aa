// The parser: recursive descent, one function a production of `grammar/weir.ebnf`, named after it.
// This file holds what all of them share: the cursor, reporting, and how to go on after a mistake.
//
// `parseX` is called where an x has to stand and reports when there is none; `parseXIfPresent`
// returns nil without a word. Nothing fails: a mistake leaves an `.error` node.
//
// One mistake is reported once. Every report is made at a token, and no second one at that token or
// before it: whoever reports either consumes, or skips to a place where it is clear how to go on
// (`recover`). So the functions that unwind past a mistake may all complain; only the first is
// heard.

/// The tree of a file and what its text does wrong. Never fails.
package func parse(_ file: SourceFile, index: Int32) -> (SyntaxFile, [Diagnostic]) {
  let (tokens, mistakes) = lex(file, index: index)
  var parser = Parser(tokens: consume tokens, bytes: file.bytes, mistakes: mistakes)
  let result = parser.parseFile(index: index)
  return (result, parser.sortedDiagnostics())
}

struct Parser {
  /// The text that tokens point into.
  let bytes: [UInt8]
  /// The tokens that mean something; `endOfFile` last.
  private(set) var tokens: [Token]
  /// Whether a line break stands before the token.
  private(set) var startsLine: [Bool] = []
  /// The `///` lines before a token, by the token's index.
  private(set) var documentation: [Int: [SourceRange]] = [:]
  /// Starts of strings that end with their line: what follows them is no mistake of its own.
  private var unterminated: Set<Int32> = []
  /// In a `because` text, where each byte of the decoded text stands in the file (see
  /// `ParserTemplates`); nil when tokens have their places already.
  let origins: [Int32]?

  var index = 0
  var depth = 0
  var diagnostics: [Diagnostic]
  /// No report is made at this token or an earlier one any more.
  var lastReport = -1

  init(
    tokens: consuming [Token], bytes: [UInt8], mistakes: [Diagnostic], origins: [Int32]? = nil
  ) {
    self.bytes = bytes
    self.origins = origins
    self.tokens = consume tokens
    diagnostics = mistakes
    dropTrivia()
    for mistake in mistakes where mistake.code == .error(.unterminatedString) {
      unterminated.insert(mistake.range.start)
    }
  }

  /// Drops the tokens that mean nothing, in place: of a large policy there are millions.
  private mutating func dropTrivia() {
    startsLine.reserveCapacity(tokens.count)
    var isFirst = true
    for index in tokens.indices {
      let token = tokens[index]
      switch token.kind {
      case .lineBreak: isFirst = true
      case .comment: break
      case .documentation: documentation[startsLine.count, default: []].append(token.range)
      default:
        tokens[startsLine.count] = token
        startsLine.append(isFirst)
        isFirst = false
      }
    }
    tokens.removeLast(tokens.count - startsLine.count)
  }

  func sortedDiagnostics() -> [Diagnostic] {
    diagnostics.sorted { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }
  }

  // MARK: Cursor

  var kind: TokenKind { tokens[index].kind }
  var keyword: Keyword? { tokens[index].keyword }

  /// The token `distance` behind the cursor's; `endOfFile` past the end.
  func token(ahead distance: Int) -> Token { tokens[min(index + distance, tokens.count - 1)] }

  func at(_ kind: TokenKind) -> Bool { tokens[index].kind == kind }
  func at(_ keyword: Keyword) -> Bool { tokens[index].keyword == keyword }
  func isString(_ kind: TokenKind) -> Bool { kind == .string || kind == .rawString }

  /// Takes the word at the cursor for a keyword: it is misspelt, or another language's.
  mutating func read(as keyword: Keyword) { tokens[index].keyword = keyword }

  mutating func advance() {
    if index < tokens.count - 1 { index += 1 }
  }

  mutating func consume(_ kind: TokenKind) -> Bool {
    guard at(kind) else { return false }
    advance()
    return true
  }

  mutating func consume(_ keyword: Keyword) -> Bool {
    guard at(keyword) else { return false }
    advance()
    return true
  }

  /// Passes an `.invalid` token, which the lexer has reported, in the place of what was meant.
  mutating func consumeInvalid() -> Bool { consume(.invalid) }

  // MARK: Ranges and texts

  /// Where a token stands in the file.
  func range(of token: Token) -> SourceRange {
    guard let origins else { return token.range }
    return SourceRange(
      file: token.range.file, start: origins[Int(token.range.start)],
      end: origins[Int(token.range.end)])
  }

  var range: SourceRange { range(of: tokens[index]) }

  /// The range of the token before the cursor.
  var previousRange: SourceRange { range(of: tokens[max(index - 1, 0)]) }

  /// From the token at `start` to the one before the cursor. If none was passed it is empty, behind
  /// the token before, so that it lies inside whatever is being read.
  func range(from start: Int) -> SourceRange {
    if index > start { return range(of: tokens[start]).through(previousRange) }
    var place = range(of: tokens[max(start - 1, 0)])
    if start > 0 { place.start = place.end } else { place.end = place.start }
    return place
  }

  /// What `kind` of node covers from the start of `first` to the token before the cursor.
  func range(from first: SourceRange) -> SourceRange { first.through(previousRange) }

  func text(of token: Token) -> String {
    String(decoding: bytes[Int(token.range.start)..<Int(token.range.end)], as: UTF8.self)
  }

  var text: String { text(of: tokens[index]) }

  // MARK: Reporting

  /// Reports at the cursor's token, unless something has been reported there. The place people see
  /// is that token, or `place`.
  mutating func report(
    _ code: CompileError, _ message: String, at place: SourceRange? = nil,
    labels: [Diagnostic.Label] = [], hint: String? = nil
  ) {
    guard index > lastReport else { return }
    lastReport = index
    // What is missing behind a string without an end may well be inside it.
    if index > 0, unterminated.contains(tokens[index - 1].range.start) { return }
    // An invalid token has been reported.
    if at(.invalid), place == nil { return }
    diagnostics.append(
      Diagnostic(code, message, at: place ?? range, labels: labels, hint: hint))
  }

  /// Reports that something else should stand at the cursor.
  mutating func reportExpected(
    _ what: String, code: CompileError = .expectedToken, at place: SourceRange? = nil,
    labels: [Diagnostic.Label] = [], hint: String? = nil
  ) {
    report(
      code, "expected \(what), found \(found)", at: at(.invalid) ? nil : place ?? gap,
      labels: labels, hint: hint)
  }

  /// Where something is missing: at the token that stands there instead, or, if that is on another
  /// line, behind the one before.
  var gap: SourceRange {
    guard index > 0, startsLine[index] || at(.endOfFile) else { return range }
    let end = previousRange.end
    return SourceRange(file: previousRange.file, start: end, end: end)
  }

  /// The cursor's token as messages call it.
  var found: String {
    switch kind {
    case .endOfFile: origins == nil ? "the end of the file" : "the end of the text"
    case .string, .rawString: "a string"
    case .integer, .decimal: "the number `\(text)`"
    case .duration: "the duration `\(text)`"
    case .word, .documentation, .comment, .lineBreak, .invalid, .leftBrace, .rightBrace,
      .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket, .comma, .colon, .dot,
      .questionMark, .coalesce, .at, .bar, .assign, .equal, .notEqual, .less, .lessOrEqual,
      .greater, .greaterOrEqual, .plus, .minus, .star:
      "`\(text)`"
    }
  }

  // MARK: Expecting

  /// Passes the token, or reports. Says whether it stood there (or something invalid did).
  @discardableResult
  mutating func expect(_ kind: TokenKind, _ context: String = "", hint: String? = nil) -> Bool {
    if consume(kind) || consumeInvalid() { return true }
    reportExpected("`\(kind.rawValue)`\(context)", hint: hint)
    return false
  }

  @discardableResult
  mutating func expect(_ keyword: Keyword, _ context: String = "", hint: String? = nil) -> Bool {
    if consume(keyword) || consumeInvalid() { return true }
    reportExpected("`\(keyword.rawValue)`\(context)", hint: hint)
    return false
  }

  /// Passes the closing bracket of the opening one at `open`. If something else stands there,
  /// reports it and skips to the closing one, as far as that is in sight.
  mutating func expectClosing(_ kind: TokenKind, of open: SourceRange, _ alternatives: String = "")
  {
    if consume(kind) { return }
    if !isPastMistake {
      reportExpected(
        "\(alternatives)`\(kind.rawValue)`",
        labels: [Diagnostic.Label(open, "to close this bracket")])
    }
    if findClosing(kind) { _ = consume(kind) }
  }

  /// Whether the cursor stands where a mistake has been reported.
  var isPastMistake: Bool { lastReport >= index }

  // MARK: Names and strings

  /// A word that may name something: neither reserved nor forbidden.
  func isName(_ token: Token) -> Bool {
    guard token.kind == .word else { return false }
    if let keyword = token.keyword { return !keyword.isReserved }
    // `null` is the only forbidden one; its length spares most words the comparison.
    guard token.range.end - token.range.start == 4 else { return true }
    return !forbiddenNames.contains(text(of: token))
  }

  mutating func takeName() -> SyntaxName {
    let name = SyntaxName(text, range)
    advance()
    return name
  }

  /// A name that a declaration, a parameter or a variable gets. `what` begins the message.
  mutating func expectName(_ what: String, hint: String? = nil) -> SyntaxName? {
    if isName(tokens[index]) { return takeName() }
    if at(.invalid) {
      // Reported by the lexer: the name is lost, its place is not.
      advance()
      return nil
    }
    if at(.word), !at(.in), !beginsDeclaration(), !beginsClause(),
      !(startsLine[index] && index > 0)
    {
      report(
        .reservedName, "`\(text)` is reserved and cannot be \(what)",
        hint: forbiddenNames.contains(text)
          ? "it would be mistaken for the null that Weir does not have"
          : "choose another name; these words begin clauses, rules or operators")
      return takeName()
    }
    reportExpected(what, code: .expectedName, hint: hint)
    return nil
  }

  /// Any word is a name here: behind `.`, in a shape, behind `@`.
  mutating func expectWord(_ what: String, hint: String? = nil) -> SyntaxName? {
    if at(.word) { return takeName() }
    if consumeInvalid() { return nil }
    reportExpected(what, code: .expectedName, hint: hint)
    return nil
  }

  /// Decodes the string at the cursor and passes it.
  mutating func takeText() -> SyntaxText {
    let token = tokens[index]
    let decoded = decodeString(bytes, in: token.range, isRaw: token.kind == .rawString)
    let result = SyntaxText(ExactString(validated: decoded.bytes), range)
    advance()
    return result
  }

  // MARK: Depth

  /// Runs `body` one level deeper. Past the limit it reports and skips what stands here instead.
  mutating func nested<Result>(
    _ body: (inout Parser) -> Result, tooDeep: (inout Parser) -> Result
  ) -> Result {
    guard depth < Limits.syntaxDepth else {
      reportTooDeep()
      return tooDeep(&self)
    }
    depth += 1
    defer { depth -= 1 }
    return body(&self)
  }

  /// Reports the depth and passes the bracketed group at the cursor, or all up to the next clause.
  mutating func reportTooDeep() {
    report(
      .nestingTooDeep, "nested deeper than \(Limits.syntaxDepth) levels",
      hint: "name parts of it with `define`, or write a list")
    skipGroup()
    // Whoever unwinds has nothing to add.
    lastReport = max(lastReport, index)
  }
}
