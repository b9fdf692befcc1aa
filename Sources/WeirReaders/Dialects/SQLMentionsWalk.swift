// Looks each token of a text up, and keeps what it may do. Every doubt counts as a "may".

/// One walk over the tokens of one reading.
struct SQLMentionsWalk {
  private let text: [UInt8]
  private let dialect: SQLDialect
  private let words: DialectWords
  private let tokens: [DialectToken]
  /// For each token, the next one that every server sees.
  private let nextPlain: [Int]
  /// Whether some servers see fewer tokens than others.
  private let hasConditional: Bool

  private(set) var mayWrite = false
  private(set) var mayRunCode = false
  private(set) var mayBeSeveral = false
  private(set) var statements = 0
  private(set) var mentions: [[UInt8]] = []
  private(set) var keywords: [[UInt8]] = []
  private(set) var calls: [[UInt8]] = []

  /// Whether the next token begins a statement.
  private var isAtBeginning = true
  /// Whether a statement has begun since the last that ended.
  private var isCounted = false

  init(_ text: [UInt8], _ dialect: SQLDialect, _ tokens: [DialectToken]) {
    self.text = text
    self.dialect = dialect
    self.tokens = tokens
    words = .of(dialect)
    hasConditional = tokens.contains { $0.isConditional }
    var next = Array(repeating: tokens.count, count: tokens.count)
    for index in tokens.indices.dropLast().reversed() {
      next[index] = tokens[index + 1].isConditional ? next[index + 1] : index + 1
    }
    nextPlain = next
  }

  mutating func run() {
    for (index, token) in tokens.enumerated() {
      if token.kind == .semicolon || isBatchSeparator(index) {
        if token.isConditional { mayWrite = true }
        isAtBeginning = true
        isCounted = false
        if token.kind == .semicolon { continue }
      } else {
        begin(token)
      }
      switch token.kind {
      case .word: word(index)
      case .quotedName, .doubleQuoted:
        name(content(of: token))
        if isCalled(index) { call(content(of: token)) }
      // SQLite takes a text for a name where it expects one.
      case .text: if dialect == .sqlite { name(content(of: token)) }
      case .assignment:
        mayWrite = true
        keywords.append(Array(":=".utf8))
      case .openingParenthesis, .dot, .semicolon, .other: break
      }
    }
  }

  /// Whether a token is a line of `GO`, which is a word like others for the server itself.
  private func isBatchSeparator(_ index: Int) -> Bool {
    guard dialect == .tsql, folded(tokens[index]) == Array("GO".utf8) else { return false }
    let start = index == 0 ? 0 : tokens[index - 1].end
    return start == 0 || text[start..<tokens[index].start].contains { $0 == 0x0A || $0 == 0x0D }
  }

  // MARK: Statements

  private mutating func begin(_ token: DialectToken) {
    guard isAtBeginning else { return }
    if !isCounted { statements += 1 }
    if statements > 1 { mayBeSeveral = true }
    isCounted = true
    switch token.kind {
    case .openingParenthesis: break
    case .word, .quotedName, .doubleQuoted, .text, .dot, .semicolon, .assignment, .other:
      if token.kind != .word || !words.beginning.contains(folded(token)) {
        mayWrite = true
        if token.kind == .word { keywords.append(folded(token)) }
        // A batch may begin with the bare name of a procedure.
        if dialect == .tsql { mayRunCode = true }
      }
      isAtBeginning = false
    }
    // Servers that skip it see the statement begin with what follows.
    if token.isConditional {
      mayWrite = true
      isAtBeginning = true
    }
  }

  // MARK: Words

  private mutating func word(_ index: Int) {
    let token = tokens[index]
    let word = folded(token)
    // Transact-SQL needs nothing between two statements.
    if dialect == .tsql, index > 0, word == Array("SELECT".utf8) || words.writing.contains(word) {
      mayBeSeveral = true
    }
    let isQualified = isDot(index - 1) || isDot(index + 1)
    look(up: word, at: index)
    if word.contains(where: { $0 >= 0x80 }) {
      // Under another character set, what is no ASCII may be a blank.
      for part in word.split(whereSeparator: { $0 >= 0x80 }) { look(up: Array(part), at: index) }
    }
    if let first = word.first, first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") {
      // A keyword may follow a number without a blank.
      for length in 1...DialectWords.longest where length < word.count {
        look(up: Array(word.suffix(length)), at: index)
      }
      // A name may begin with a digit in MySQL.
      if word.contains(where: { $0 > UInt8(ascii: "9") }) {
        name(Array(text[token.start..<token.end]))
      }
    } else if isQualified || !words.reading.contains(word) {
      name(Array(text[token.start..<token.end]))
    }
    guard isCalled(index), !words.reading.contains(word) || isDot(index - 1) else { return }
    if !isKnownFunction(word, at: index), !followsOperand(index, word) {
      call(Array(text[token.start..<token.end]))
    }
  }

  private mutating func look(up word: [UInt8], at index: Int) {
    if word == Array("NEXT".utf8), isWord("VALUE", index + 1) || isWord("VALUE", nextPlain[index]) {
      mayWrite = true
      keywords.append(Array("NEXT VALUE".utf8))
    }
    guard words.writing.contains(word), !isClause(word, at: index) else { return }
    mayWrite = true
    keywords.append(word)
    if words.running.contains(word) { mayRunCode = true }
  }

  /// Whether a word that may write is, where it stands, a function or a clause that reads.
  private func isClause(_ word: [UInt8], at index: Int) -> Bool {
    if hasConditional || word.count != tokens[index].end - tokens[index].start { return false }
    if words.writingOrFunction.contains(word) {
      return isCalled(index) && index > 0 && tokens[index - 1].kind != .semicolon
    }
    // `OFFSET 10 ROWS FETCH NEXT 5 ROWS ONLY`: a cursor's name does not begin with a digit.
    guard dialect == .tsql, word == Array("FETCH".utf8), index + 2 < tokens.count else {
      return false
    }
    let digit = text[tokens[index + 2].start]
    return (isWord("NEXT", index + 1) || isWord("FIRST", index + 1))
      && digit >= UInt8(ascii: "0") && digit <= UInt8(ascii: "9")
  }

  // MARK: Calls

  private func isCalled(_ index: Int) -> Bool {
    isKind(.openingParenthesis, index + 1) || isKind(.openingParenthesis, nextPlain[index])
  }

  private func isKnownFunction(_ word: [UInt8], at index: Int) -> Bool {
    guard words.functions.contains(word) || words.writingOrFunction.contains(word),
      !isDot(index - 1)
    else { return false }
    // MySQL looks for a stored function of that name where a blank stands before the parenthesis.
    return dialect != .mysql
      || index + 1 < tokens.count && tokens[index].end == tokens[index + 1].start
  }

  /// Whether a word is a clause of what stands before it, such as `OVER` after a call.
  private func followsOperand(_ index: Int, _ word: [UInt8]) -> Bool {
    guard words.clauses.contains(word), !hasConditional, index > 0 else { return false }
    let before = tokens[index - 1]
    switch before.kind {
    case .word: return !words.reading.contains(folded(before))
    case .quotedName: return true
    case .other: return text[before.start] == UInt8(ascii: ")")
    case .doubleQuoted, .text, .openingParenthesis, .dot, .semicolon, .assignment: return false
    }
  }

  private mutating func call(_ name: [UInt8]) {
    mayWrite = true
    mayRunCode = true
    calls.append(name)
  }

  // MARK: Tokens

  private mutating func name(_ bytes: [UInt8]) {
    if !bytes.isEmpty { mentions.append(bytes) }
  }

  private func isKind(_ kind: DialectToken.Kind, _ index: Int) -> Bool {
    tokens.indices.contains(index) && tokens[index].kind == kind
  }

  private func isDot(_ index: Int) -> Bool { isKind(.dot, index) }

  private func isWord(_ word: String, _ index: Int) -> Bool {
    isKind(.word, index) && folded(tokens[index]) == Array(word.utf8)
  }

  /// The bytes of a token, in capitals.
  private func folded(_ token: DialectToken) -> [UInt8] {
    text[token.start..<token.end].map {
      $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") ? $0 & 0xDF : $0
    }
  }

  /// What stands in the quotes of a token. Doubled quotes are one; escapes stay as written.
  private func content(of token: DialectToken) -> [UInt8] {
    let closing = text[token.end - 1]
    var bytes: [UInt8] = []
    var index = token.start + 1
    while index < token.end - 1 {
      bytes.append(text[index])
      index += text[index] == closing ? 2 : 1
    }
    return bytes
  }
}
