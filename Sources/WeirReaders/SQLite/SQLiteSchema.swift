// A schema, loaded into a database in memory against which texts are prepared. It is SQLite as it
// comes, without extensions and with low limits; the depth of expressions and the like bound the
// stack that SQLite needs.

internal import CSQLite

/// A loaded schema. One thread uses it at a time; loading takes longer than reading a text.
package struct SQLiteSchema: ~Copyable {
  private let handle: OpaquePointer
  private let recorder: SQLiteRecorder
  private let views: SQLiteExpansion
  private let catalogue: SQLiteCatalogue
  /// Whether a table resolves conflicts by removing rows.
  let mayReplace: Bool

  /// How long a schema may be, in bytes.
  package static let limit = 262_144

  /// How many steps SQLite may take to load a schema, in thousands.
  private static let thousandSteps = 20_000

  /// What SQLite may not exceed.
  private static let limits: [(CInt, CInt)] = [
    (SQLITE_LIMIT_LENGTH, 1_000_000), (SQLITE_LIMIT_SQL_LENGTH, CInt(limit) + 1),
    (SQLITE_LIMIT_COLUMN, 256), (SQLITE_LIMIT_EXPR_DEPTH, 200), (SQLITE_LIMIT_COMPOUND_SELECT, 50),
    (SQLITE_LIMIT_VDBE_OP, 250_000), (SQLITE_LIMIT_ATTACHED, 0),
    (SQLITE_LIMIT_TRIGGER_DEPTH, 1), (SQLITE_LIMIT_WORKER_THREADS, 0),
  ]

  /// Loads a schema: statements that make tables, indexes, views and triggers.
  package init(_ schema: [UInt8]) throws(SQLiteUncertainty) {
    guard schema.count <= Self.limit, !schema.contains(0) else {
      throw SQLiteUncertainty(.schema, at: 0)
    }
    let listening = SQLiteRecorder()
    let opened = try Self.open(listening)
    let made: SQLiteCatalogue
    do throws(SQLiteUncertainty) {
      listening.mode = .schema
      try Self.load(schema, into: opened)
      listening.mode = .own
      made = try SQLiteCatalogue { query throws(SQLiteUncertainty) in
        try Self.rows(opened, query)
      }
      Self.declareTables(opened, made)
    } catch {
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
    recorder = listening
    catalogue = made
    views = SQLiteExpansion(made)
    mayReplace = Self.containsReplace(schema[...])
  }

  /// Mentions each table that SQLite has built in. It declares one when it is first mentioned, and
  /// tells of that as if the statement wrote the table of tables.
  private static func declareTables(_ handle: OpaquePointer, _ catalogue: SQLiteCatalogue) {
    for name in catalogue.builtInTables {
      var statement: OpaquePointer?
      let query = "SELECT * FROM \"\(String(decoding: name, as: UTF8.self))\""
      _ = sqlite3_prepare_v2(handle, query, -1, &statement, nil)
      sqlite3_finalize(statement)
    }
  }

  /// Opens an empty database with a recorder at its authorizer.
  private static func open(
    _ recorder: SQLiteRecorder
  ) throws(SQLiteUncertainty) -> OpaquePointer {
    var opened: OpaquePointer?
    let status = sqlite3_open_v2(
      ":memory:", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX, nil)
    do throws(SQLiteUncertainty) {
      guard status == SQLITE_OK, let opened else { throw SQLiteUncertainty(.unavailable, at: 0) }
      for (limit, value) in limits { sqlite3_limit(opened, limit, value) }
      // What an application may have turned on is told, and views may call nothing of effect.
      for pragma in ["foreign_keys = ON", "recursive_triggers = ON", "trusted_schema = OFF"] {
        _ = try rows(opened, "PRAGMA \(pragma)")
      }
      weir_sqlite3_unoptimised(opened)
      recorder.listen(to: opened)
      return opened
    } catch {
      sqlite3_close_v2(opened)
      throw error
    }
  }

  deinit { sqlite3_close_v2(handle) }

  /// What the schema holds, by name.
  var names: SQLiteCatalogue { catalogue }

  /// Holds a text to what views and common table expressions may come to.
  func checkSize(of text: [UInt8]) throws(SQLiteUncertainty) { try views.check(text) }

  // MARK: Preparing

  /// Prepares each statement of a text, and runs none.
  func prepare(_ text: [UInt8]) throws(SQLiteUncertainty) -> [SQLitePrepared] {
    recorder.beginText()
    recorder.mode = .text
    defer { recorder.mode = .own }
    var prepared: [SQLitePrepared] = []
    var mayFollow = true
    try Self.forEachStatement(of: text, handle) {
      recorder.beginStatement()
    } body: {
      (range, statement, status) throws(SQLiteUncertainty) in
      guard status == SQLITE_OK else {
        throw SQLiteUncertainty(
          recorder.isTooLarge ? .tooLarge : .refused, at: range.lowerBound,
          Self.bytes(sqlite3_errmsg(handle)) ?? [])
      }
      guard let statement else { return }
      guard mayFollow else { throw SQLiteUncertainty(.followsChange, at: range.lowerBound) }
      let words = SQLiteExpansion.words(of: text[range])
      let next = SQLitePrepared(
        offset: range.lowerBound, text: text[range], actions: recorder.actions,
        isReadOnly: sqlite3_stmt_readonly(statement) != 0,
        isExplained: sqlite3_stmt_isexplain(statement) != 0, firstWord: words.first ?? [],
        readsInto: words.contains(Array("INTO".utf8)))
      prepared.append(next)
      mayFollow = !next.changesMeaning
    }
    return prepared
  }

  /// Runs the statements of a schema, of which the recorder forbids all others.
  private static func load(
    _ schema: [UInt8], into handle: OpaquePointer
  ) throws(SQLiteUncertainty) {
    let steps = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    steps.initialize(to: 0)
    defer {
      sqlite3_progress_handler(handle, 0, nil, nil)
      steps.deallocate()
    }
    sqlite3_progress_handler(
      handle, 1_000,
      { steps in
        guard let steps = steps?.assumingMemoryBound(to: Int.self) else { return 1 }
        steps.pointee += 1
        return steps.pointee > SQLiteSchema.thousandSteps ? 1 : 0
      }, steps)
    try forEachStatement(of: schema, handle) {
    } body: { (range, statement, status) throws(SQLiteUncertainty) in
      var status = status
      if status == SQLITE_OK, let statement {
        status = sqlite3_step(statement)
        if status == SQLITE_DONE { return }
      }
      guard status == SQLITE_OK else {
        throw SQLiteUncertainty(
          .schema, at: range.lowerBound, bytes(sqlite3_errmsg(handle)) ?? [])
      }
    }
  }

  /// Prepares the statements of a text one after the other, and hands each out with its range.
  private static func forEachStatement(
    of text: [UInt8], _ handle: OpaquePointer, before: () -> Void,
    body: (Range<Int>, OpaquePointer?, CInt) throws(SQLiteUncertainty) -> Void
  ) throws(SQLiteUncertainty) {
    // A zero at the end, so that SQLite needs no copy of the rest for each statement.
    let terminated = (text + [0]).map { CChar(bitPattern: $0) }
    var start = 0
    while start < text.count {
      before()
      var statement: OpaquePointer?
      let (status, end) = terminated.withUnsafeBufferPointer { bytes -> (CInt, Int) in
        guard let base = bytes.baseAddress else { return (SQLITE_ERROR, text.count) }
        var tail: UnsafePointer<CChar>?
        let status = sqlite3_prepare_v2(handle, base + start, -1, &statement, &tail)
        return (status, tail.map { $0 - base } ?? text.count)
      }
      defer { sqlite3_finalize(statement) }
      try body(start..<max(start, end), statement, status)
      guard end > start else { return }
      start = end
    }
  }

  /// The first column of what the reader asks for itself.
  private static func rows(
    _ handle: OpaquePointer, _ query: String
  ) throws(SQLiteUncertainty) -> [[UInt8]] {
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    var status = sqlite3_prepare_v2(handle, query, -1, &statement, nil)
    var rows: [[UInt8]] = []
    while status == SQLITE_OK || status == SQLITE_ROW {
      status = sqlite3_step(statement)
      if status == SQLITE_ROW, let text = sqlite3_column_text(statement, 0) {
        rows.append(
          Array(UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, 0)))))
      }
    }
    guard status == SQLITE_DONE else { throw SQLiteUncertainty(.unavailable, at: 0) }
    return rows
  }

  // MARK: Bytes

  /// The bytes of a text of SQLite's, nil for none.
  static func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8]? {
    guard let text else { return nil }
    var bytes: [UInt8] = []
    var next = text
    while next.pointee != 0 {
      bytes.append(UInt8(bitPattern: next.pointee))
      next += 1
    }
    return bytes
  }

  /// Whether `REPLACE` stands in a text, in whatever sense.
  static func containsReplace(_ text: ArraySlice<UInt8>) -> Bool {
    let word = Array("REPLACE".utf8)
    return text.indices.contains { start in
      text.endIndex - start >= word.count
        && zip(text[start...], word).allSatisfy { $0 & 0xDF == $1 }
    }
  }
}
