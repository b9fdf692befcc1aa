// The worst texts at the limit of length: the parser recurses, its scanner is quadratic, and the
// tree that it prints can be many times the text. None takes the process down, on a thread with as
// little stack as threads get; and the node types are the library's own.

import Foundation
import Testing
import Weir
import WeirTesting

@testable import WeirReaders

@Suite struct SQLWorstTests {
  /// A text of a beginning, a part over and over, and an end, as long as is read.
  private static func text(_ start: String, _ part: String, _ end: String = "") -> String {
    let count = (ReaderLimits.textBytes - start.utf8.count - end.utf8.count) / part.utf8.count
    return start + String(repeating: part, count: count) + end
  }

  /// As deep as a text of that length can nest something.
  private static func nest(_ start: String, _ open: String, _ middle: String, _ close: String)
    -> String
  {
    let room = ReaderLimits.textBytes - start.utf8.count - middle.utf8.count
    let count = room / (open.utf8.count + close.utf8.count)
    return start + String(repeating: open, count: count) + middle
      + String(repeating: close, count: count)
  }

  static let texts: [String] = [
    text("SELECT 1", "+1"), text("SELECT 1", " UNION SELECT 1"), text("SELECT 1", "::int"),
    text("SELECT * FROM t", " CROSS JOIN t"), text("SELECT ", "- "),
    text("SELECT ", "NOT ", "true"),
    text("SELECT 1", "[1]"), text("SELECT a", ".a"), text("SELECT 1", " IS NULL"),
    text("SELECT 1", " OR 1"), text("SELECT 1", " AND a=1 OR b"), text("SELECT 1", ",1"),
    text("SELECT 'a'", "||'a'"), text("SELECT 1 WHERE a", " COLLATE \"C\""), text("", "/*"),
    text("", "+"), text("", "'"), text("", "\""), text("", "$a$"), text("", "$"), text("", ";"),
    text("", "SELECT 1;"), text("", "E'\\"), text("-- ", "x"), text("", "("), text("", ")"),
    text("", "--\n"), text("INSERT INTO t VALUES (1)", ",(1)"),
    text("DELETE FROM t WHERE id IN (1", ",1", ")"),
    text("WITH a AS (SELECT 1)", ", a AS (SELECT 1)"),
    text("UPDATE t SET a=1", ",a=1"), text("GRANT SELECT ON t TO a", ",a"), text("DO '", "''"),
    nest("SELECT ", "(", "1", ")"), nest("SELECT ", "f(", "1", ")"),
    nest("SELECT ", "CASE WHEN true THEN ", "1", " ELSE 1 END"),
    nest("DELETE FROM t WHERE ", "CASE WHEN true THEN ", "true", " ELSE true END"),
    nest("DELETE FROM t WHERE ", "(SELECT ", "true", ")"), nest("SELECT ", "ARRAY[", "1", "]"),
    nest("SELECT * FROM ", "(SELECT * FROM ", "t", ") x"), nest("", "EXPLAIN ", "SELECT 1", ""),
    nest("DO $$ BEGIN ", "BEGIN ", "NULL;", " END;"),
    nest("", "WITH a AS (", "SELECT 1", ") SELECT 1"),
    nest("DO $$ BEGIN ", "IF a THEN ", "NULL;", " END IF;"),
    text("DO $$ BEGIN ", "NULL;", "END $$"),
    text("DO $$ BEGIN x := 1", "+1", "; END $$"),
    text("DO $$ DECLARE a int; ", "a int; ", "BEGIN END $$"),
    nest("UPDATE t SET (a,b,c,d)=(", "WITH x AS (UPDATE t SET (a,b,c,d)=(", "1", ")) SELECT 1"),
    text("UPDATE t SET (a", ",a", ") = (SELECT 1)"),
    text("UPDATE t SET (a,b) = (SELECT 1)", ",(a,b)=(SELECT 1)"),
    text("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1", "+1", "'"),
  ]

  @Test(arguments: texts.indices) func nothingFallsOver(_ index: Int) {
    let text = Array(Self.texts[index].utf8)
    onSmallStack {
      switch Reading(.sql, [.of(text)]).why {
      case nil: break
      case let why?: if why.isEmpty { Issue.record("uncertain for nothing") }
      }
    }
  }

  /// Each text cut where a buffer may end, and each with its end torn off.
  @Test func shorterOnesDoNotEither() {
    for text in Self.texts {
      for length in [1, 2, 63, 64, 65, 1_000, 8_191, 8_192, 16_384] {
        _ = Reading(.sql, [.of(Array(text.utf8.prefix(length)))])
      }
    }
  }

  @Test func aTextPastTheLimitIsUncertain() throws {
    let text = "SELECT '" + String(repeating: "x", count: ReaderLimits.textBytes) + "'"
    let why = try #require(Reading(.sql, [.of(Array(text.utf8))]).why)
    #expect(why.contains("at most 65536 are read"))
  }

  /// The library describes its tree, where its headers are installed.
  @Test func theNodeTypesAreTheLibrarys() throws {
    let path = "/usr/include/pg_query/pg_query.proto"
    guard let proto = try? String(contentsOfFile: path, encoding: .utf8) else { return }
    let choice = try #require(proto.firstRange(of: #/oneof node\s*\{[^}]*\}/#))
    let named = proto[choice].matches(of: #/json_name="(\w+)"/#).map { String($0.output.1) }
    #expect(Set(named) == Set(SQLNode.allCases.map(\.rawValue)))
    // Fields of one type of node, message by message.
    let types = Set(named)
    for message in proto.matches(of: #/message (\w+)\s*\{([^}]*)\}/#) {
      guard let node = SQLNode(rawValue: String(message.output.1)) else { continue }
      if case .foreign = node.role { continue }
      for field in message.output.2.matches(of: #/(\w+) (\w+) = \d+(?: \[json_name="(\w+)"\])?;/#)
      where types.contains(String(field.output.1)) {
        let name = String(field.output.3 ?? field.output.2)
        #expect(
          node.type(of: ExactString(name))?.rawValue == String(field.output.1),
          "\(node.rawValue).\(name)")
      }
    }
  }
}
