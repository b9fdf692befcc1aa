// A text for SQLite, read by SQLite itself: each statement is prepared against the schema, never
// run, and SQLite tells each table, column, function, view and trigger that it will use.
//
// Foreign keys and recursive triggers are on while reading, so that what they would do is told
// whether the application has them on or not. What it attached, and its temporary tables, it has
// to have in the schema: a temporary table hides one of the same name.

/// What is known of a text for SQLite.
package struct SQLiteText: Equatable, Sendable {
  /// What a statement does.
  package enum Kind: String, CaseIterable, Sendable {
    case select, insert, update, delete, create, drop, alter, attach, detach, pragma, transaction
    case savepoint, reindex, analyze, vacuum, explain
  }

  /// A setting that is asked for or changed.
  package struct Pragma: Equatable, Sendable {
    /// As written.
    package let name: [UInt8]
    /// What it is set to, or asked about.
    package let argument: [UInt8]?
    /// Whether it may change something. Only those that are known to report do not.
    package let mayChange: Bool
  }

  /// One statement. All names are as the schema spells them, each once.
  package struct Statement: Equatable, Sendable {
    /// What it does first of all.
    package fileprivate(set) var kind: Kind
    /// Tables and views that are read, those behind views and in triggers too.
    package fileprivate(set) var reads: [[UInt8]] = []
    /// Tables and views that are written or changed, by triggers and foreign keys too.
    package fileprivate(set) var writes: [[UInt8]] = []
    /// Columns that are read, as `table.column`.
    package fileprivate(set) var columns: [[UInt8]] = []
    /// The functions that it calls, those of views and triggers too.
    package fileprivate(set) var functions: [[UInt8]] = []
    /// The views and triggers through which it goes.
    package fileprivate(set) var through: [[UInt8]] = []
    /// What it makes: tables, views, indexes, triggers.
    package fileprivate(set) var creates: [[UInt8]] = []
    /// What it removes, what goes with that too.
    package fileprivate(set) var drops: [[UInt8]] = []
    /// The files that it attaches.
    package fileprivate(set) var attaches: [[UInt8]] = []
    /// The settings that it asks for or changes.
    package fileprivate(set) var pragmas: [Pragma] = []
    /// What is done to rows at all, by triggers too: insert, update, delete.
    package fileprivate(set) var effects: [Kind] = []
    /// Whether rows that are in the way may be removed (`REPLACE`).
    package fileprivate(set) var mayReplace = false
    /// Whether it opens or makes files: `ATTACH`, `VACUUM INTO`.
    package fileprivate(set) var touchesFiles = false
  }

  /// Each statement, in order. At most a thousand, and none follows a change of what names mean.
  package let statements: [Statement]
  /// The kinds of all statements, each once.
  package let kinds: [Kind]
  /// Those of all statements, each once.
  package let reads: [[UInt8]]
  /// Those of all statements, each once.
  package let writes: [[UInt8]]
  /// Those of all statements, each once.
  package let functions: [[UInt8]]
  /// Those of all statements, each once.
  package let creates: [[UInt8]]
  /// Those of all statements, each once.
  package let drops: [[UInt8]]
  /// Those of all statements, each once.
  package let attaches: [[UInt8]]
  /// Those of all statements.
  package let pragmas: [Pragma]

  /// How long a text may be, in bytes.
  package static let limit = ReaderLimits.textBytes

  /// Reads a text against a schema, of which nothing is kept.
  package init(reading text: [UInt8], schema: [UInt8]) throws(SQLiteUncertainty) {
    let database = try SQLiteSchema(schema)
    try self.init(reading: text, database)
  }

  /// Settings whose tables tell of the schema and of the library, and do nothing.
  private static let plainSettings = [
    "collation_list", "compile_options", "database_list", "foreign_key_list", "function_list",
    "index_info", "index_list", "index_xinfo", "module_list", "pragma_list", "table_info",
    "table_list", "table_xinfo",
  ]

  /// Reads a text against a schema that is loaded. One thread does so at a time.
  package init(reading text: [UInt8], _ schema: borrowing SQLiteSchema) throws(SQLiteUncertainty) {
    try Self.check(text)
    try schema.checkSize(of: text)
    var statements: [Statement] = []
    for prepared in try schema.prepare(text) {
      statements.append(try Self.statement(prepared, schema))
    }
    guard !statements.isEmpty else { throw SQLiteUncertainty(.noStatement, at: 0) }
    // A table of this name is a setting, which may do more than be read.
    let isSetting = statements.contains { statement in
      statement.reads.contains { table in
        table.starts(with: "pragma_".utf8)
          && !Self.plainSettings.contains(String(decoding: table.dropFirst(7), as: UTF8.self))
      }
    }
    if isSetting { throw SQLiteUncertainty(.unknownEffect, at: 0) }
    self.statements = statements
    kinds = Kind.allCases.filter { kind in statements.contains { $0.kind == kind } }
    reads = statements.flatMap(\.reads).uniqued()
    writes = statements.flatMap(\.writes).uniqued()
    functions = statements.flatMap(\.functions).uniqued()
    creates = statements.flatMap(\.creates).uniqued()
    drops = statements.flatMap(\.drops).uniqued()
    attaches = statements.flatMap(\.attaches).uniqued()
    pragmas = statements.flatMap(\.pragmas)
  }

  private static func check(_ text: [UInt8]) throws(SQLiteUncertainty) {
    guard text.count <= limit else { throw SQLiteUncertainty(.tooLong, at: limit) }
    if let nul = text.firstIndex(of: 0) { throw SQLiteUncertainty(.nul, at: nul) }
    guard String(validating: text, as: UTF8.self) != nil else {
      throw SQLiteUncertainty(.notUTF8, at: 0)
    }
  }
}

// MARK: One statement

extension SQLiteText {
  /// What the actions of a prepared statement come to.
  private static func statement(
    _ prepared: SQLitePrepared, _ schema: borrowing SQLiteSchema
  ) throws(SQLiteUncertainty) -> Statement {
    let kind = try kind(of: prepared)
    var statement = Statement(kind: kind)
    // What is explained is not run.
    if kind == .explain { return statement }
    for action in prepared.actions { try add(action, to: &statement, prepared, schema) }
    let changesRows = statement.effects.contains { $0 == .insert || $0 == .update }
    statement.mayReplace =
      changesRows && (schema.mayReplace || SQLiteSchema.containsReplace(prepared.text))
    statement.touchesFiles = kind == .attach || kind == .vacuum && prepared.readsInto
    statement.reads = statement.reads.uniqued()
    statement.writes = statement.writes.uniqued()
    statement.columns = statement.columns.uniqued()
    statement.functions = statement.functions.uniqued()
    statement.through = statement.through.uniqued()
    return statement
  }

  private static func kind(of prepared: SQLitePrepared) throws(SQLiteUncertainty) -> Kind {
    let codes = Set(prepared.actions.map(\.code))
    // A pragma takes effect while it is prepared, so explaining it does not help.
    if prepared.isExplained, !codes.contains(.pragma) { return .explain }
    // These may find nothing to do, and SQLite tells nothing then.
    for kind in [Kind.vacuum, .reindex, .drop, .analyze]
    where SQLiteCatalogue.folded(kind.rawValue.utf8) == prepared.firstWord {
      return kind
    }
    // Altering a table may make others anew: the first that fits says what is done.
    let ranked: [(Kind, (SQLiteAction.Code) -> Bool)] = [
      (.alter, { $0 == .alterTable }), (.create, { $0.isCreate }),
      (.attach, { $0 == .attach }), (.detach, { $0 == .detach }), (.pragma, { $0 == .pragma }),
      (.savepoint, { $0 == .savepoint }), (.transaction, { $0 == .transaction }),
    ]
    for (kind, isKind) in ranked where codes.contains(where: isKind) { return kind }
    for action in prepared.actions where action.through == nil {
      switch action.code {
      case .insert: return .insert
      case .update: return .update
      case .delete: return .delete
      case .createIndex, .createTable, .createTemporaryIndex, .createTemporaryTable,
        .createTemporaryTrigger, .createTemporaryView, .createTrigger, .createView, .dropIndex,
        .dropTable, .dropTemporaryIndex, .dropTemporaryTable, .dropTemporaryTrigger,
        .dropTemporaryView, .dropTrigger, .dropView, .pragma, .read, .select, .transaction,
        .attach, .detach, .alterTable, .reindex, .analyze, .createVirtualTable,
        .dropVirtualTable, .function, .savepoint, .recursive:
        continue
      }
    }
    guard codes.contains(.select), prepared.isReadOnly else {
      throw SQLiteUncertainty(.unknownEffect, at: prepared.offset)
    }
    return .select
  }

  private static func add(
    _ action: SQLiteAction, to statement: inout Statement, _ prepared: SQLitePrepared,
    _ schema: borrowing SQLiteSchema
  ) throws(SQLiteUncertainty) {
    // Common table expressions and aliases are told too.
    if let through = action.through {
      if let view = schema.names.view(through) {
        statement.reads.append(view)
        statement.through.append(view)
      }
      if let trigger = schema.names.trigger(through) { statement.through.append(trigger) }
    }
    let first = action.first ?? []
    let second = action.second ?? []
    switch action.code {
    case .select, .recursive, .transaction, .savepoint, .detach: break
    case .read:
      guard !isImplied(first, statement) else { return }
      if second.isEmpty {
        // Nothing but the rows is read, or nothing but a common table expression.
        if let table = schema.names.table(first) { statement.reads.append(table) }
      } else {
        statement.reads.append(first)
        statement.columns.append(first + [UInt8(ascii: ".")] + second)
      }
    case .insert: write(first, .insert, &statement)
    case .update: write(first, .update, &statement)
    case .delete: write(first, .delete, &statement)
    case .createTable, .createTemporaryTable, .createView, .createTemporaryView,
      .createVirtualTable:
      statement.creates.append(first)
      statement.writes.append(first)
    case .createIndex, .createTemporaryIndex, .createTrigger, .createTemporaryTrigger:
      statement.creates.append(first)
      statement.writes.append(second)
    case .dropTable, .dropTemporaryTable, .dropView, .dropTemporaryView, .dropVirtualTable:
      statement.drops.append(first)
      statement.writes.append(first)
    case .dropIndex, .dropTemporaryIndex, .dropTrigger, .dropTemporaryTrigger:
      statement.drops.append(first)
      statement.writes.append(second)
    case .alterTable: statement.writes.append(second)
    case .reindex:
      if let table = schema.names.table(ofIndex: first) { statement.writes.append(table) }
    case .analyze: if !first.isEmpty { statement.writes.append(first) }
    case .attach:
      guard action.first != nil else { throw SQLiteUncertainty(.computedName, at: prepared.offset) }
      statement.attaches.append(first)
    case .pragma:
      statement.pragmas.append(
        Pragma(
          name: first, argument: action.second,
          mayChange: SQLitePragmas.mayChange(first, hasArgument: action.second != nil)))
    case .function:
      // Those that SQLite calls itself to rewrite its schema.
      if !second.starts(with: Array("sqlite_rename_".utf8)) { statement.functions.append(second) }
    }
  }

  private static func write(_ table: [UInt8], _ kind: Kind, _ statement: inout Statement) {
    guard !isImplied(table, statement) else { return }
    statement.writes.append(table)
    if !statement.effects.contains(kind) { statement.effects.append(kind) }
  }

  /// Whether it is the table of tables, in a statement whose work is to change it.
  private static func isImplied(_ table: [UInt8], _ statement: Statement) -> Bool {
    switch statement.kind {
    case .create, .drop, .alter, .analyze, .reindex:
      return table == Array("sqlite_master".utf8) || table == Array("sqlite_temp_master".utf8)
    case .select, .insert, .update, .delete, .attach, .detach, .pragma, .transaction, .savepoint,
      .vacuum, .explain:
      return false
    }
  }
}
