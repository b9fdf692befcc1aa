// How much a text comes to once views and common table expressions stand where they are named.
// SQLite puts a copy there for each mention, before it asks anybody: forty of them, each naming the
// one before twice, keep it busy for ever. So the copies are counted first, from the words alone,
// and never too low: any word that is such a name counts as a mention.

/// The views of a schema, and the count of what texts make of them.
struct SQLiteExpansion {
  /// What a piece of text comes to.
  private struct Size {
    /// Tokens, of which each costs SQLite a little.
    var tokens = 0
    /// Mentions of tables, and queries: what a plan has to put in order. SQLite takes the cube of
    /// them for some joins.
    var terms = 0

    static func += (size: inout Size, other: Size) {
      size.tokens += other.tokens
      size.terms += other.terms
    }

    var isTooLarge: Bool { tokens > SQLiteExpansion.tokenLimit || terms > 1_000 }
  }

  /// A view or common table expression.
  private struct Definition {
    let name: [UInt8]
    /// What it comes to by itself.
    let size: Size
    /// The names in it, those it defines too.
    let mentions: [[UInt8]]
  }

  private let catalogue: SQLiteCatalogue
  private var views: [Definition] = []

  /// How many tokens a text may come to.
  private static let tokenLimit = 200_000
  /// What the cubes of the terms of a text's statements may add up to: one has fifty at most.
  private static let cubeLimit = 125_000
  /// How many statements a text may have.
  private static let statementLimit = 1_000
  /// How many window functions a text may have: SQLite takes the square of them.
  private static let windowLimit = 64
  /// How many conditions a text may join with `AND` and `OR`: SQLite takes the square of them.
  private static let conditionLimit = 1_000
  /// How many columns `USING` may list: SQLite makes an expression as deep, and checks no depth.
  private static let usingLimit = 64
  /// How many values a row may have that is compared: SQLite takes the square of them.
  private static let rowLimit = 64
  /// How deep views and expressions may name each other: each is a step into SQLite's stack.
  private static let depthLimit = 24
  /// How deep parentheses may nest. SQLite itself refuses a hundred.
  private static let nestingLimit = 100

  /// Takes the views of a schema.
  init(_ catalogue: SQLiteCatalogue) {
    self.catalogue = catalogue
    for (name, text) in zip(catalogue.viewNames, catalogue.viewTexts) {
      let tokens = Self.tokens(of: text)
      views.append(definition(SQLiteCatalogue.folded(name), tokens[...]))
      views += definitions(in: tokens)
    }
  }

  /// Refuses a text that comes to too much.
  func check(_ text: [UInt8]) throws(SQLiteUncertainty) {
    var tokens = 0
    var cubes = 0
    var windows = 0
    var conditions = 0
    var plain = Counter(views)
    try Self.checkTokens(of: text)
    let statements = Self.tokens(of: text).split { $0.byte == UInt8(ascii: ";") }
    if statements.count > Self.statementLimit {
      throw SQLiteUncertainty(.tooLarge, at: statements[Self.statementLimit].first?.start ?? 0)
    }
    for statement in statements {
      let offset = statement.first?.start ?? 0
      guard Self.depth(of: statement) <= Self.nestingLimit,
        let size = size(of: Array(statement), &plain)
      else { throw SQLiteUncertainty(.tooLarge, at: offset) }
      tokens += size.tokens
      cubes += size.terms * size.terms * size.terms
      windows += statement.count { $0.isWord("OVER") }
      conditions += statement.count { $0.isWord("AND") || $0.isWord("OR") }
      guard tokens <= Self.tokenLimit, cubes <= Self.cubeLimit, windows <= Self.windowLimit,
        conditions <= Self.conditionLimit, !Self.usesTooMuch(statement),
        !Self.comparesTooMuch(statement)
      else { throw SQLiteUncertainty(.tooLarge, at: offset) }
    }
  }

  /// What a statement comes to; nil where it is too much, or cannot be counted. `plain` knows the
  /// views, for statements that define nothing.
  private func size(of statement: [Token], _ plain: inout Counter) -> Size? {
    let whole = definition([], statement[...])
    let own = definitions(in: statement)
    if own.isEmpty { return plain.size(of: whole, nil) }
    var counter = Counter(views + own)
    return counter.size(of: whole, nil)
  }

  /// Adds up sizes, each definition once.
  private struct Counter {
    let definitions: [Definition]
    let named: [[UInt8]: [Int]]
    private var known: [Int: Size] = [:]
    private var open: [Int] = []

    init(_ definitions: [Definition]) {
      self.definitions = definitions
      var named: [[UInt8]: [Int]] = [:]
      for (index, definition) in definitions.enumerated() {
        named[definition.name, default: []].append(index)
      }
      self.named = named
    }

    mutating func size(of definition: Definition, _ index: Int?) -> Size? {
      var size = definition.size
      for mention in definition.mentions {
        guard let candidates = named[mention] else { continue }
        var largest = Size()
        // An expression that names itself is recursive, which is no copy.
        for candidate in candidates where candidate != index {
          guard let inner = self.size(at: candidate) else { return nil }
          largest.tokens = max(largest.tokens, inner.tokens)
          largest.terms = max(largest.terms, inner.terms)
        }
        size += largest
        if size.isTooLarge { return nil }
      }
      return size
    }

    private mutating func size(at index: Int) -> Size? {
      if let size = known[index] { return size }
      guard !open.contains(index), open.count < SQLiteExpansion.depthLimit else { return nil }
      open.append(index)
      guard let size = size(of: definitions[index], index) else { return nil }
      open.removeLast()
      known[index] = size
      return size
    }
  }

  // MARK: Definitions

  private func definition(_ name: [UInt8], _ tokens: ArraySlice<Token>) -> Definition {
    var size = Size(tokens: tokens.count)
    var mentions: [[UInt8]] = []
    for (token, next) in zip(tokens, tokens.dropFirst().map(\.byte) + [0]) {
      guard let name = token.name else { continue }
      mentions.append(name)
      if token.isWord("SELECT") || token.isWord("VALUES") { size.terms += 1 }
      // Before a dot it names the table that a column is of, which stands elsewhere too.
      if next != UInt8(ascii: "."), catalogue.table(name) != nil { size.terms += 1 }
    }
    return Definition(name: name, size: size, mentions: mentions)
  }

  /// The common table expressions in a statement: a name, perhaps columns, `AS`, a parenthesis.
  private func definitions(in tokens: [Token]) -> [Definition] {
    let closings = Self.closings(in: tokens)
    var definitions: [Definition] = []
    for (index, token) in tokens.enumerated() {
      guard let name = token.name else { continue }
      var next = index + 1
      if let closing = closings[next] { next = closing + 1 }
      guard next < tokens.count, tokens[next].isWord("AS") else { continue }
      next += 1
      if next < tokens.count, tokens[next].isWord("NOT") { next += 1 }
      if next < tokens.count, tokens[next].isWord("MATERIALIZED") { next += 1 }
      if let end = closings[next] { definitions.append(definition(name, tokens[next..<end])) }
    }
    return definitions
  }

  // MARK: Tokens

  /// A token: a name, folded, or a byte.
  private struct Token {
    let start: Int
    let name: [UInt8]?
    let byte: UInt8
    let isWord: Bool

    func isWord(_ word: String) -> Bool { isWord && name?.elementsEqual(word.utf8) == true }
  }

  /// The words of a statement, in capitals.
  static func words(of text: ArraySlice<UInt8>) -> [[UInt8]] {
    tokens(of: Array(text)).compactMap { $0.isWord ? $0.name : nil }
  }

  /// Refuses a text in which a token stands that SQLite reads and the lexer does not, such as a
  /// variable `#a` or `$a(…)`: what follows would not be counted.
  private static func checkTokens(of text: [UInt8]) throws(SQLiteUncertainty) {
    var lexer = DialectLexer(
      text, .sqlite, DialectLexer.Escapes(inSingleQuotes: false, inDoubleQuotes: false))
    do throws(SQLMentionsUncertainty) { try lexer.run() } catch {
      switch error.cause {
      case .unterminatedText, .unterminatedComment: break
      case .tooLong, .nul, .notUTF8, .noStatement, .strayByte, .characterSet, .executableComment,
        .commentLine, .batchSeparator, .dollarQuote, .variableArgument:
        throw SQLiteUncertainty(.tooLarge, at: error.offset)
      }
    }
  }

  /// Cuts a text as SQLite does. Where it cannot, SQLite refuses the statement.
  private static func tokens(of text: [UInt8]) -> [Token] {
    var lexer = DialectLexer(
      text, .sqlite, DialectLexer.Escapes(inSingleQuotes: false, inDoubleQuotes: false))
    try? lexer.run()
    return lexer.tokens.map { token in
      let bytes = text[token.start..<token.end]
      switch token.kind {
      case .word:
        return Token(
          start: token.start, name: SQLiteCatalogue.folded(bytes), byte: text[token.start],
          isWord: true)
      case .quotedName, .doubleQuoted, .text:
        return Token(
          start: token.start, name: SQLiteCatalogue.folded(bytes.dropFirst().dropLast()),
          byte: text[token.start],
          isWord: false)
      case .openingParenthesis, .dot, .semicolon, .assignment, .other:
        return Token(start: token.start, name: nil, byte: text[token.start], isWord: false)
      }
    }
  }

  /// Where each parenthesis closes, by where it opens.
  private static func closings(in tokens: [Token]) -> [Int: Int] {
    var open: [Int] = []
    var closings: [Int: Int] = [:]
    for (index, token) in tokens.enumerated() {
      switch token.byte {
      case UInt8(ascii: "("): open.append(index)
      case UInt8(ascii: ")"): if let start = open.popLast() { closings[start] = index }
      default: break
      }
    }
    return closings
  }

  /// Whether a list after `USING` is too long.
  private static func usesTooMuch(_ tokens: ArraySlice<Token>) -> Bool {
    var length: Int?
    for token in tokens {
      if token.isWord("USING") {
        length = 0
      } else if token.byte == UInt8(ascii: ")") {
        length = nil
      } else if let known = length {
        if known > 2 * usingLimit { return true }
        length = known + 1
      }
    }
    return false
  }

  /// Whether a row of too many values is compared, as in `(a, b) = (1, 2)`.
  private static func comparesTooMuch(_ tokens: ArraySlice<Token>) -> Bool {
    var commas: [Int] = []
    for (index, token) in zip(tokens.indices, tokens) {
      switch token.byte {
      case UInt8(ascii: "("): commas.append(0)
      case UInt8(ascii: ","): if let count = commas.popLast() { commas.append(count + 1) }
      case UInt8(ascii: ")"):
        let next = index + 1 < tokens.endIndex ? tokens[index + 1] : nil
        let isCompared =
          next.map { next in
            "=<>!".utf8.contains(next.byte)
              || ["IS", "IN", "NOT", "BETWEEN"].contains { next.isWord($0) }
          } ?? false
        if let count = commas.popLast(), isCompared, count >= rowLimit { return true }
      default: break
      }
    }
    return false
  }

  private static func depth(of tokens: ArraySlice<Token>) -> Int {
    var depth = 0
    var deepest = 0
    for token in tokens {
      if token.byte == UInt8(ascii: "(") { depth += 1 }
      if token.byte == UInt8(ascii: ")") { depth -= 1 }
      deepest = max(deepest, depth)
    }
    return deepest
  }
}
