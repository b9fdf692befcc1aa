// The dialects of SQL for which there is no parser within reach, and what a lexer has to know of
// each. What no two of them share stands in `DialectWords`.

/// A dialect that is read by its quotes, comments and words alone.
package enum SQLDialect: String, CaseIterable, Sendable {
  /// MySQL and MariaDB, of any version.
  case mysql
  /// SQLite, where no schema is known.
  case sqlite
  /// Transact-SQL: SQL Server and its relatives.
  case tsql

  /// Whether a byte can stand inside a word, after its first.
  func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...0xFF:
      return true
    case UInt8(ascii: "@"), UInt8(ascii: "#"):
      return self == .tsql
    default:
      return false
    }
  }
}
