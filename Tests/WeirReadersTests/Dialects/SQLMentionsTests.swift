// Texts in MySQL's and SQL Server's dialects, and what may be said of them.

import Testing
import WeirReaders

/// How a text is read, as the tables have it.
func reading(_ text: [UInt8], _ dialect: SQLDialect) -> String {
  do throws(SQLMentionsUncertainty) {
    let mentions = try SQLMentions(reading: text, dialect)
    let may = [
      mentions.mayWrite ? "writes" : "reads", mentions.mayRunCode ? "runs" : nil,
      mentions.mayBeSeveral ? "several" : nil,
    ]
    return may.compactMap { $0 }.joined(separator: ", ") + ": " + joined(mentions.mentions)
  } catch {
    return "uncertain: \(error.cause)"
  }
}

@Suite struct SQLMentionsTests {
  @Test(arguments: ReaderCase.table("mysql"))
  func mysql(_ example: ReaderCase) {
    #expect(reading(example.text, .mysql) == example.reading)
  }

  @Test(arguments: ReaderCase.table("tsql"))
  func tsql(_ example: ReaderCase) {
    #expect(reading(example.text, .tsql) == example.reading)
  }

  @Test func tablesAreWhole() {
    #expect(ReaderCase.table("mysql").count >= 60)
    #expect(ReaderCase.table("tsql").count >= 40)
  }

  @Test(arguments: SQLDialect.allCases)
  func textsPastTheLimitAreUncertain(_ dialect: SQLDialect) {
    let text = Array("SELECT ".utf8) + Array(repeating: UInt8(ascii: "1"), count: 65_536)
    #expect(reading(text, dialect) == "uncertain: tooLong")
  }

  /// The longest texts of each shape, in every dialect.
  @Test(arguments: SQLDialect.allCases)
  func longestTextsAreReadAtOnce(_ dialect: SQLDialect) {
    let clock = ContinuousClock()
    let pieces = [
      "'", "\"", "(", "a ", "1a ", "/*!a*/", "/*", "f(1),", ";", "GO\n", "\n GO", "NEXT ", "\\'",
      "é", "--x\n", "[", "`", "a.b,", "/*+a*/f/*!b*/(", ":=",
    ]
    for piece in pieces {
      let count = 65_536 / piece.utf8.count
      let text = Array(String(repeating: piece, count: count).utf8)
      let start = clock.now
      _ = reading(text, dialect)
      #expect(clock.now - start < .seconds(60), "\(piece)")
    }
  }

  @Test(arguments: SQLDialect.allCases)
  func randomBytesAreRead(_ dialect: SQLDialect) {
    var random = Seeded(1)
    let pieces = [
      "'", "\"", "`", "[", "]", "/*", "*/", "/*!", "--", "#", "\n", ";", "\\", "SELECT", "(", ")",
      "é", "$", "@", "GO", " ", "1", ".", "x",
    ].map { Array($0.utf8) }
    for _ in 0..<3_000 {
      var text: [UInt8] = []
      for _ in 0..<random.below(24) {
        text += random.below(12) == 0 ? [UInt8(random.below(256))] : pieces[random.below(24)]
      }
      _ = reading(text, dialect)
    }
  }

  /// Wherever a statement that writes stands outside quotes and comments, the text may write.
  @Test(arguments: SQLDialect.allCases)
  func writesAreSeenBetweenStatements(_ dialect: SQLDialect) throws {
    var random = Seeded(2)
    let writes = [
      "DELETE FROM t", "INSERT INTO t VALUES (1)", "UPDATE t SET a = 1", "DROP TABLE t",
      "CREATE TABLE t (a int)", "ALTER TABLE t ADD a int", "f(1)", "SELECT f(1)", "p 'x'",
    ]
    let reads = [
      "SELECT 1", "SELECT 'a;b'", "SELECT \"a\"", "SELECT a /* ' */ FROM t", "SELECT 1 -- '\n",
      "SELECT '''' FROM t", "SELECT '--' FROM t", "SELECT '/*'", "SELECT '*/' -- \"\n", "",
    ]
    let blanks = [" ", "\n", "/**/", "\t", " -- x\n", "/* ' */", "/* \" */"]
    for _ in 0..<2_000 {
      var statements = (0..<random.below(4)).map { _ in reads[random.below(reads.count)] }
      statements.insert(
        writes[random.below(writes.count)], at: random.below(statements.count + 1))
      let text = statements.joined(separator: ";" + blanks[random.below(blanks.count)])
      let spaced = text.replacing(" FROM", with: blanks[random.below(blanks.count)] + "FROM")
      let mentions = try SQLMentions(reading: Array(spaced.utf8), dialect)
      #expect(mentions.mayWrite, "\(spaced)")
    }
  }

  /// Backslashes end a quote or do not, as a server's settings have it: both count.
  @Test func everySettingOfBackslashesCounts() throws {
    var random = Seeded(3)
    let pieces = ["\\", "'", "\"", "x", " ", "''"]
    for _ in 0..<3_000 {
      let body = (0..<random.below(10)).map { _ in pieces[random.below(6)] }.joined()
      let text = Array("SELECT '\(body)'; DELETE FROM t; -- ".utf8)
      guard let mentions = try? SQLMentions(reading: text, .mysql) else { continue }
      let seen = [true, false].contains { escapes in
        [true, false].contains { names in
          Self.isOutside(text, escapes: escapes, inDoubleQuotes: escapes && !names)
        }
      }
      #expect(mentions.mayWrite || !seen, "\(String(decoding: text, as: UTF8.self))")
    }
  }

  /// Whether `DELETE` stands outside quotes under one setting.
  private static func isOutside(_ text: [UInt8], escapes: Bool, inDoubleQuotes: Bool) -> Bool {
    var quote: UInt8?
    var index = 0
    while index < text.count {
      let byte = text[index]
      if let open = quote {
        let isEscape = open == UInt8(ascii: "'") ? escapes : inDoubleQuotes
        if byte == UInt8(ascii: "\\"), isEscape {
          index += 1
        } else if byte == open {
          quote = nil
        }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      } else if byte == UInt8(ascii: "\\") {
        return false
      } else if text[index...].starts(with: Array("DELETE".utf8)) {
        return true
      }
      index += 1
    }
    return false
  }
}
