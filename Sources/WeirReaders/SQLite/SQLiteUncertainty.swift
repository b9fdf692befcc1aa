// Why nothing is known of a text for SQLite.

/// A cause, and the byte of the text that it is about.
package struct SQLiteUncertainty: Error, Equatable, Sendable {
  /// What stands in the way.
  package enum Cause: Equatable, Sendable {
    /// SQLite could not be asked at all.
    case unavailable
    /// The schema is no list of statements that make tables, indexes, views and triggers, or is too
    /// long or too wide to read. The fault is the operator's, whatever the text.
    case schema
    /// The text is longer than 65,536 bytes.
    case tooLong
    /// SQLite would not read past a NUL.
    case nul
    case notUTF8
    case noStatement
    /// SQLite refuses a statement.
    case refused
    /// Views and common table expressions stand for more than is read, or cannot be counted, or
    /// triggers run further.
    case tooLarge
    /// A statement follows one after which names or settings mean something else.
    case followsChange
    /// A statement does something that SQLite does not tell of before it runs.
    case unknownEffect
    /// A file is attached whose name is computed.
    case computedName
  }

  /// What stands in the way.
  package let cause: Cause
  /// Where the statement begins, counted in bytes; of the schema, if that is the cause.
  package let offset: Int
  /// What SQLite says, cut to 200 bytes; empty where it says nothing.
  package let message: [UInt8]

  /// How much of a message is kept, in bytes: SQLite repeats the text in it.
  static let messageLimit = 200

  init(_ cause: Cause, at offset: Int, _ message: [UInt8] = []) {
    self.cause = cause
    self.offset = offset
    var end = min(message.count, Self.messageLimit)
    // Not through the middle of a character.
    while end < message.count, end > 0, message[end] & 0xC0 == 0x80 { end -= 1 }
    self.message = Array(message[..<end])
  }
}
