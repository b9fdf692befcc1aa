// The ear at SQLite's authorizer. It is called for each thing that a statement will do, while the
// statement is prepared, and may forbid it.

internal import CSQLite

/// Keeps what SQLite tells. A class, for SQLite holds its address.
final class SQLiteRecorder {
  /// What is going on.
  enum Mode {
    /// A schema is made: nothing but what a schema consists of may happen.
    case schema
    /// Statements are prepared, and nothing is run.
    case text
    /// The reader asks for itself.
    case own
  }

  var mode = Mode.own
  private(set) var actions: [SQLiteAction] = []
  /// How many actions the text has come to, all its statements together.
  private var count = 0
  /// The tables that the statement writes: one a step in a chain of triggers or foreign keys.
  private var written: Set<[UInt8]> = []
  private(set) var isTooLarge = false

  /// How many actions a text may come to.
  private static let actionLimit = 20_000
  /// How many tables a statement may write. Each may be a step deeper into SQLite's stack.
  private static let writtenLimit = 48

  /// Forgets the statement before.
  func beginStatement() {
    actions.removeAll(keepingCapacity: true)
    written.removeAll(keepingCapacity: true)
  }

  /// Forgets the text before.
  func beginText() {
    beginStatement()
    count = 0
    isTooLarge = false
  }

  /// What SQLite shall do about an action.
  func judge(_ code: SQLiteAction.Code, _ arguments: [[UInt8]?]) -> CInt {
    let action = SQLiteAction(
      code: code, first: arguments[0], second: arguments[1], through: arguments[3])
    switch mode {
    case .own: return SQLITE_OK
    case .schema: return Self.belongsToSchema(action) ? SQLITE_OK : SQLITE_DENY
    case .text: return record(action)
    }
  }

  private func record(_ action: SQLiteAction) -> CInt {
    count += 1
    actions.append(action)
    switch action.code {
    // Most pragmas take effect while they are prepared, some for the whole process: none may.
    case .pragma: return SQLITE_IGNORE
    case .insert, .update, .delete: written.insert(action.first ?? [])
    case .createIndex, .createTable, .createTemporaryIndex, .createTemporaryTable,
      .createTemporaryTrigger, .createTemporaryView, .createTrigger, .createView, .dropIndex,
      .dropTable, .dropTemporaryIndex, .dropTemporaryTable, .dropTemporaryTrigger,
      .dropTemporaryView, .dropTrigger, .dropView, .read, .select, .transaction, .attach, .detach,
      .alterTable, .reindex, .analyze, .createVirtualTable, .dropVirtualTable, .function,
      .savepoint, .recursive:
      break
    }
    if count > Self.actionLimit || written.count > Self.writtenLimit { isTooLarge = true }
    return isTooLarge ? SQLITE_DENY : SQLITE_OK
  }

  private static func belongsToSchema(_ action: SQLiteAction) -> Bool {
    switch action.code {
    case .createIndex, .createTable, .createTrigger, .createView, .reindex, .read, .function,
      .transaction:
      return true
    // SQLite notes what it makes in tables of its own.
    case .insert, .update, .delete:
      return action.first?.starts(with: Array("sqlite_".utf8)) ?? false
    // A table made of a query would run it.
    case .select, .createTemporaryIndex, .createTemporaryTable, .createTemporaryTrigger,
      .createTemporaryView, .createVirtualTable, .dropIndex, .dropTable, .dropTemporaryIndex,
      .dropTemporaryTable, .dropTemporaryTrigger, .dropTemporaryView, .dropTrigger, .dropView,
      .dropVirtualTable, .pragma, .attach, .detach, .alterTable, .analyze, .savepoint, .recursive:
      return false
    }
  }

  /// Has SQLite call this recorder.
  func listen(to handle: OpaquePointer) {
    sqlite3_set_authorizer(
      handle,
      { recorder, code, first, second, third, fourth in
        guard let recorder, let code = SQLiteAction.Code(rawValue: code) else { return SQLITE_DENY }
        return Unmanaged<SQLiteRecorder>.fromOpaque(recorder).takeUnretainedValue().judge(
          code, [first, second, third, fourth].map(SQLiteSchema.bytes))
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}
