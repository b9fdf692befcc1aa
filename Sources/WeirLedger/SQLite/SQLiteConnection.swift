// SQLite, as much of it as a ledger needs: one connection, statements, transactions. Every error
// becomes a `Failure` that names the file and a way out.

internal import CSQLite
internal import Weir
internal import WeirHost

/// An open database. One thread uses it at a time.
final class SQLiteConnection {
  let path: String
  private let handle: OpaquePointer
  /// Statements that are used again and again, by their text.
  private var statements: [ExactString: SQLiteStatement] = [:]

  /// How long a process waits for others that write, in milliseconds. A transaction takes a few; a
  /// reviewer who waits longer than this wants to be told.
  static let busyMilliseconds: CInt = 10_000

  /// Opens a file. `access` says whether it may be made or changed.
  init(_ path: String, _ access: Ledger.Access) throws(Failure) {
    try System.expectPath(path)
    // SQLite takes some names for other things than files: a ledger in memory is none.
    guard !path.isEmpty, !path.hasPrefix(":"), !path.hasPrefix("file:") else {
      throw Failure(
        .usage, "\(path) is not the path of a ledger", hint: "write ./ before such a name")
    }
    var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    switch access {
    case .create: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    // A reader may have to undo what a process left that was killed; where the file is read-only,
    // SQLite opens it so.
    case .write, .read: flags |= SQLITE_OPEN_READWRITE
    }
    var opened: OpaquePointer?
    let status = sqlite3_open_v2(path, &opened, flags, nil)
    guard status == SQLITE_OK, let opened else {
      let failure = Self.failure(status, opened, path)
      sqlite3_close_v2(opened)
      throw failure
    }
    self.path = path
    handle = opened
    sqlite3_busy_timeout(handle, Self.busyMilliseconds)
  }

  deinit {
    // Statements go first, or the handle stays.
    statements.removeAll()
    sqlite3_close_v2(handle)
  }

  // MARK: Running

  /// Runs statements that give nothing back.
  func execute(_ sql: String) throws(Failure) {
    let status = sqlite3_exec(handle, sql, nil, nil, nil)
    if status != SQLITE_OK { throw failure(status) }
  }

  /// A statement ready to run, its values bound.
  func prepare(_ sql: String, _ values: [SQLiteValue] = []) throws(Failure) -> SQLiteStatement {
    let name = ExactString(sql)
    let statement: SQLiteStatement
    if let known = statements[name] {
      statement = known
      statement.reset()
    } else {
      var pointer: OpaquePointer?
      let status = sqlite3_prepare_v3(
        handle, sql, -1, CUnsignedInt(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
      guard status == SQLITE_OK, let pointer else { throw failure(status) }
      statement = SQLiteStatement(pointer)
      statements[name] = statement
    }
    for (index, value) in values.enumerated() {
      let status = statement.bind(value, at: CInt(index + 1))
      if status != SQLITE_OK { throw failure(status) }
    }
    return statement
  }

  /// Runs one statement that changes something.
  func run(_ sql: String, _ values: [SQLiteValue] = []) throws(Failure) {
    let statement = try prepare(sql, values)
    defer { statement.reset() }
    while try step(statement) {}
  }

  /// Every row that a statement gives, as a value.
  func rows<Row>(
    _ sql: String, _ values: [SQLiteValue] = [],
    _ read: (SQLiteStatement) throws(Failure) -> Row
  ) throws(Failure) -> [Row] {
    let statement = try prepare(sql, values)
    defer { statement.reset() }
    var rows: [Row] = []
    while try step(statement) { rows.append(try read(statement)) }
    return rows
  }

  /// Whether there is another row.
  private func step(_ statement: SQLiteStatement) throws(Failure) -> Bool {
    let status = statement.step()
    switch status {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure(status)
    }
  }

  /// How many rows the last statement changed.
  var changes: Int { Int(sqlite3_changes(handle)) }

  /// A number that changes when another connection has changed the file.
  func dataVersion() throws(Failure) -> Int {
    try rows("PRAGMA data_version") { $0.integer(0) }.first ?? 0
  }

  // MARK: Transactions

  /// Runs `body` in a transaction that holds the right to write from its start, so that what it
  /// reads is true until it has written. It is on disk when this returns, and undone if it throws.
  func transaction<Result>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    try execute("BEGIN IMMEDIATE")
    do throws(Failure) {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // A failed commit may have ended the transaction already.
      if sqlite3_get_autocommit(handle) == 0 { _ = sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
      throw error
    }
  }

  /// Runs `body` on one state of the file.
  func reading<Result>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    try execute("BEGIN")
    defer { _ = sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
    return try body()
  }

  // MARK: Failures

  func failure(_ status: CInt) -> Failure { Self.failure(status, handle, path) }

  private static func failure(_ status: CInt, _ handle: OpaquePointer?, _ path: String) -> Failure {
    let reason = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
    switch status & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED:
      return Failure(
        .ledgerBusy, "\(path): other processes hold the ledger",
        hint: "try again; a process that hangs while it writes can be found with fuser or lsof")
    case SQLITE_FULL:
      return Failure(
        .ledgerFull, "\(path): the disk is full", hint: "nothing was recorded; make room")
    case SQLITE_NOTADB:
      return Failure(
        .notALedger, "\(path) is not a ledger", hint: "a ledger is a file that weir --holds made")
    case SQLITE_CORRUPT:
      return Failure(
        .ledgerDamaged, "\(path): the ledger is damaged: \(reason)",
        hint: "restore it from a copy; nothing is allowed by it until then")
    case SQLITE_READONLY, SQLITE_PERM:
      return Failure(
        .unwritable, "\(path): the ledger cannot be written: \(reason)",
        hint: "a ledger's folder must be writable too: the journal lies beside it")
    case SQLITE_CANTOPEN:
      return Failure(
        .unreadable, "\(path): the ledger cannot be opened: \(reason)",
        hint: "check the path, and who may read and write there")
    default:
      return Failure(
        .unreadable, "\(path): the ledger cannot be used: \(reason)",
        hint: "SQLite's code is \(status)")
    }
  }
}
