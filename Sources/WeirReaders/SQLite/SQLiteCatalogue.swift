// What a schema holds, by name. SQLite's names are the same in capitals, and it tells some as the
// text writes them: they are looked up here.

/// The names of a loaded schema.
struct SQLiteCatalogue {
  /// Tables, views and what is built in, as spelled, by their names in capitals.
  private let tables: [[UInt8]: [UInt8]]
  private let views: [[UInt8]: [UInt8]]
  private let triggers: [[UInt8]: [UInt8]]
  /// The table of each index.
  private let indexed: [[UInt8]: [UInt8]]

  let viewNames: [[UInt8]]
  let viewTexts: [[UInt8]]
  /// The modules and table-valued pragmas that come with SQLite.
  let builtInTables: [[UInt8]]

  /// The names of the table of tables, which do not stand in it.
  private static let masters = [
    "sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema",
  ].map { Array($0.utf8) }

  /// Asks a database for its names; `rows` gives a query's first column.
  init(
    _ rows: (String) throws(SQLiteUncertainty) -> [[UInt8]]
  ) throws(SQLiteUncertainty) {
    func named(_ type: String, _ column: String) throws(SQLiteUncertainty) -> [[UInt8]] {
      try rows("SELECT \(column) FROM sqlite_master WHERE type = '\(type)' ORDER BY rowid")
    }
    viewNames = try named("view", "name")
    viewTexts = try named("view", "sql")
    builtInTables =
      try rows("SELECT name FROM pragma_module_list")
      + rows("SELECT 'pragma_' || name FROM pragma_pragma_list")
    let all = try named("table", "name") + viewNames + builtInTables + Self.masters
    tables = Self.spelled(all)
    views = Self.spelled(viewNames)
    triggers = Self.spelled(try named("trigger", "name"))
    indexed = Dictionary(
      zip(try named("index", "name"), try named("index", "tbl_name"))
    ) { first, _ in first }
  }

  /// A table as the schema spells it; nil for what is none, such as a common table expression.
  func table(_ name: [UInt8]) -> [UInt8]? { tables[Self.folded(name)] }

  /// The table that an index is of.
  func table(ofIndex name: [UInt8]) -> [UInt8]? { indexed[name] }

  /// A view as the schema spells it.
  func view(_ name: [UInt8]) -> [UInt8]? { views[Self.folded(name)] }

  /// A trigger as the schema spells it.
  func trigger(_ name: [UInt8]) -> [UInt8]? { triggers[Self.folded(name)] }

  /// Names by their names in capitals.
  private static func spelled(_ names: [[UInt8]]) -> [[UInt8]: [UInt8]] {
    Dictionary(names.map { (folded($0), $0) }) { first, _ in first }
  }

  /// A name in capitals, as far as SQLite knows any.
  static func folded(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    bytes.map { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") ? $0 & 0xDF : $0 }
  }
}
