// A prepared statement: values in by number, columns out by number.

internal import CSQLite
internal import Weir

/// What a statement is given.
enum SQLiteValue {
  case null
  case integer(Int)
  case text(String)
  case bytes([UInt8])

  /// Null where there is no text.
  static func text(orNil text: String?) -> SQLiteValue { text.map { .text($0) } ?? .null }
}

/// SQLite's mark for bytes that it has to copy.
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// One statement, used again and again.
final class SQLiteStatement {
  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  deinit { sqlite3_finalize(pointer) }

  func step() -> CInt { sqlite3_step(pointer) }

  func reset() {
    sqlite3_reset(pointer)
    sqlite3_clear_bindings(pointer)
  }

  func bind(_ value: SQLiteValue, at index: CInt) -> CInt {
    switch value {
    case .null: return sqlite3_bind_null(pointer, index)
    case .integer(let number): return sqlite3_bind_int64(pointer, index, Int64(number))
    case .text(let text):
      // By length: a text may have a NUL in it. The one more here gives a text without bytes an
      // address, for none would bind null.
      let bytes = Array(text.utf8) + [0]
      return bytes.withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          sqlite3_bind_text(pointer, index, $0.baseAddress, CInt($0.count - 1), copied)
        }
      }
    case .bytes(let bytes):
      return bytes.withUnsafeBytes {
        bytes.isEmpty
          ? sqlite3_bind_zeroblob(pointer, index, 0)
          : sqlite3_bind_blob64(pointer, index, $0.baseAddress, UInt64($0.count), copied)
      }
    }
  }

  // MARK: Columns

  func isNull(_ column: CInt) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }

  func integer(_ column: CInt) -> Int { Int(sqlite3_column_int64(pointer, column)) }

  func text(_ column: CInt) -> String { String(decoding: bytes(column), as: UTF8.self) }

  func optionalText(_ column: CInt) -> String? { isNull(column) ? nil : text(column) }

  func bytes(_ column: CInt) -> [UInt8] {
    // The pointer first: asking for it may convert the value, and so change its length.
    guard let start = sqlite3_column_blob(pointer, column) else { return [] }
    return Array(
      UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column))))
  }
}
