// What SQLite tells an authorizer while it prepares a statement.

internal import CSQLite

/// One thing that a statement will do.
struct SQLiteAction: Equatable {
  /// SQLite's codes.
  enum Code: CInt {
    case createIndex = 1
    case createTable, createTemporaryIndex, createTemporaryTable, createTemporaryTrigger
    case createTemporaryView, createTrigger, createView, delete, dropIndex, dropTable
    case dropTemporaryIndex, dropTemporaryTable, dropTemporaryTrigger, dropTemporaryView
    case dropTrigger, dropView, insert, pragma, read, select, transaction, update, attach, detach
    case alterTable, reindex, analyze, createVirtualTable, dropVirtualTable, function, savepoint
    case recursive

    /// Whether something is made.
    var isCreate: Bool {
      switch self {
      case .createIndex, .createTable, .createTemporaryIndex, .createTemporaryTable,
        .createTemporaryTrigger, .createTemporaryView, .createTrigger, .createView,
        .createVirtualTable:
        true
      case .delete, .dropIndex, .dropTable, .dropTemporaryIndex, .dropTemporaryTable,
        .dropTemporaryTrigger, .dropTemporaryView, .dropTrigger, .dropView, .insert, .pragma, .read,
        .select, .transaction, .update, .attach, .detach, .alterTable, .reindex, .analyze,
        .dropVirtualTable, .function, .savepoint, .recursive:
        false
      }
    }

    /// Whether something is removed.
    var isDrop: Bool {
      switch self {
      case .dropIndex, .dropTable, .dropTemporaryIndex, .dropTemporaryTable, .dropTemporaryTrigger,
        .dropTemporaryView, .dropTrigger, .dropView, .dropVirtualTable:
        true
      case .createIndex, .createTable, .createTemporaryIndex, .createTemporaryTable,
        .createTemporaryTrigger, .createTemporaryView, .createTrigger, .createView, .delete,
        .insert, .pragma, .read, .select, .transaction, .update, .attach, .detach, .alterTable,
        .reindex, .analyze, .createVirtualTable, .function, .savepoint, .recursive:
        false
      }
    }
  }

  /// What happens.
  let code: Code
  /// What the two mean depends on the code: mostly a table, and a column or an object on it.
  let first: [UInt8]?
  /// The second of the two.
  let second: [UInt8]?
  /// The view or trigger in which it happens.
  let through: [UInt8]?
}

/// A statement that SQLite has prepared, and what it told.
struct SQLitePrepared {
  /// Where it begins in the text.
  let offset: Int
  let text: ArraySlice<UInt8>
  /// What SQLite told, in order.
  let actions: [SQLiteAction]
  /// Whether SQLite says that it changes nothing.
  let isReadOnly: Bool
  /// Whether `EXPLAIN` stands before it.
  let isExplained: Bool
  /// The first word, in capitals, and whether `INTO` is among the words.
  let firstWord: [UInt8]
  let readsInto: Bool

  /// Whether names or settings may mean something else for a statement after it.
  var changesMeaning: Bool {
    actions.contains { action in
      switch action.code {
      case .attach, .detach, .alterTable: true
      case .pragma:
        SQLitePragmas.mayChange(action.first ?? [], hasArgument: action.second != nil)
      case .createIndex, .createTable, .createTemporaryIndex, .createTemporaryTable,
        .createTemporaryTrigger, .createTemporaryView, .createTrigger, .createView,
        .createVirtualTable, .dropIndex, .dropTable, .dropTemporaryIndex, .dropTemporaryTable,
        .dropTemporaryTrigger, .dropTemporaryView, .dropTrigger, .dropView, .dropVirtualTable:
        true
      case .delete, .insert, .read, .select, .transaction, .update, .reindex, .analyze, .function,
        .savepoint, .recursive:
        false
      }
    }
  }
}
