// What may be said of a text in a dialect for which there is no parser: an over-approximation by
// its words. Each member says so in its name.
//
// A text "may write" unless every statement begins with a word that reads, no word in it can write,
// lock, set or run, and every call is of a function known to be the server's own and to have no
// effects. That holds for every version of the servers and every setting of theirs. What stands
// behind a name in the database (a view, a trigger) no text can tell. Nor does it tell of clients:
// commands such as `\!`, `system` or `:r` are the client's, and never reach a server.

/// What a text may do, and every name in it.
package struct SQLMentions: Equatable, Sendable {
  /// Whether it may write, lock, set or run anything. False is a promise, true is none.
  package private(set) var mayWrite = false
  /// Whether it may run what it does not show: procedures, functions that are not known, prepared
  /// statements, programs, libraries; or touch files of the server.
  package private(set) var mayRunCode = false
  /// Whether it may hold more than one statement.
  package private(set) var mayBeSeveral = false
  /// Every word that can name a table, column or function, each once, quotes removed, as written.
  /// Keywords that can be names are among them.
  package private(set) var mentions: [[UInt8]] = []
  /// The words that made it one that may write, each once, in capitals.
  package private(set) var keywords: [[UInt8]] = []
  /// The names that are called and not known, each once, as written.
  package private(set) var calls: [[UInt8]] = []

  /// How long a text may be, in bytes.
  package static let limit = ReaderLimits.textBytes

  /// Reads a text.
  package init(reading text: [UInt8], _ dialect: SQLDialect) throws(SQLMentionsUncertainty) {
    try Self.check(text, dialect)
    var statements = 0
    var failures: [SQLMentionsUncertainty] = []
    let readings = Self.readings(of: text, dialect)
    for escapes in readings {
      var lexer = DialectLexer(text, dialect, escapes)
      do throws(SQLMentionsUncertainty) { try lexer.run() } catch {
        switch error.cause {
        // The servers that read it so refuse the statement; those before it have run.
        case .unterminatedText, .unterminatedComment: failures.append(error)
        case .tooLong, .nul, .notUTF8, .noStatement, .strayByte, .characterSet,
          .executableComment, .commentLine, .batchSeparator, .dollarQuote, .variableArgument:
          throw error
        }
      }
      var walk = SQLMentionsWalk(text, dialect, lexer.tokens)
      walk.run()
      take(walk)
      statements += walk.statements
    }
    if let first = failures.first, failures.count == readings.count { throw first }
    guard statements > 0 else { throw SQLMentionsUncertainty(.noStatement, at: 0) }
  }

  /// The ways in which servers of the dialect read backslashes, where there are any.
  private static func readings(of text: [UInt8], _ dialect: SQLDialect) -> [DialectLexer.Escapes] {
    let plain = DialectLexer.Escapes(inSingleQuotes: false, inDoubleQuotes: false)
    guard dialect == .mysql, text.contains(UInt8(ascii: "\\")) else { return [plain] }
    return [
      DialectLexer.Escapes(inSingleQuotes: true, inDoubleQuotes: true),
      DialectLexer.Escapes(inSingleQuotes: true, inDoubleQuotes: false),
      plain,
    ]
  }

  private static func check(
    _ text: [UInt8], _ dialect: SQLDialect
  ) throws(SQLMentionsUncertainty) {
    guard text.count <= limit else { throw SQLMentionsUncertainty(.tooLong, at: limit) }
    if let nul = text.firstIndex(of: 0) { throw SQLMentionsUncertainty(.nul, at: nul) }
    guard String(validating: text, as: UTF8.self) != nil else {
      throw SQLMentionsUncertainty(.notUTF8, at: 0)
    }
    guard dialect == .mysql else { return }
    // Big5, GBK, GB18030 and Shift JIS take these two for the second half of a character.
    for index in text.indices.dropFirst() where text[index - 1] >= 0x80 {
      if text[index] == UInt8(ascii: "\\") || text[index] == UInt8(ascii: "`") {
        throw SQLMentionsUncertainty(.characterSet, at: index)
      }
    }
  }

  private mutating func take(_ walk: SQLMentionsWalk) {
    mayWrite = mayWrite || walk.mayWrite
    mayRunCode = mayRunCode || walk.mayRunCode
    mayBeSeveral = mayBeSeveral || walk.mayBeSeveral
    Self.add(walk.mentions, to: &mentions)
    Self.add(walk.keywords, to: &keywords)
    Self.add(walk.calls, to: &calls)
  }

  /// Appends what is not there yet.
  private static func add(_ names: [[UInt8]], to list: inout [[UInt8]]) {
    var seen = Set(list)
    for name in names where seen.insert(name).inserted { list.append(name) }
  }
}
