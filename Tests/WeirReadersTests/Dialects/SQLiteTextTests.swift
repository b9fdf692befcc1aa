// Texts for SQLite, read by SQLite against a schema.

import Testing
import WeirReaders

/// The schema that the table of cases is read against.
let exampleSchema = ReaderCase.bytes(ofFile: "sqlite.schema")

/// How a text is read, as the table has it.
func reading(sqlite text: [UInt8], _ schema: [UInt8] = exampleSchema) -> String {
  do throws(SQLiteUncertainty) {
    return try SQLiteText(reading: text, schema: schema).statements.map { statement in
      [
        "\(statement.kind)", part("reads", statement.reads), part("writes", statement.writes),
        part("columns", statement.columns), part("functions", statement.functions),
        part("through", statement.through), part("creates", statement.creates),
        part("drops", statement.drops), part("attaches", statement.attaches),
        part("pragmas", statement.pragmas.map(\.name)),
        statement.pragmas.contains { $0.mayChange } ? "changes" : nil,
        statement.mayReplace ? "replaces" : nil, statement.touchesFiles ? "files" : nil,
      ].compactMap { $0 }.joined(separator: ", ")
    }.joined(separator: " | ")
  } catch {
    let message = error.message.isEmpty ? "" : ": " + joined([error.message])
    return "uncertain: \(error.cause)\(message)"
  }
}

private func part(_ title: String, _ names: [[UInt8]]) -> String? {
  names.isEmpty ? nil : "\(title) \(joined(names))"
}

@Suite struct SQLiteTextTests {
  @Test(arguments: ReaderCase.table("sqlite"))
  func texts(_ example: ReaderCase) {
    #expect(reading(sqlite: example.text) == example.reading)
  }

  @Test func tableIsWhole() { #expect(ReaderCase.table("sqlite").count >= 60) }

  @Test(arguments: [
    "CREATE TABLE t (a", "INSERT INTO sqlite_master VALUES (1)", "ATTACH 'x' AS y", "SELECT 1",
    "CREATE VIRTUAL TABLE f USING fts5(x)", "CREATE TABLE t AS SELECT 1", "PRAGMA page_size = 512",
    "CREATE TABLE t (a); DROP TABLE t", "CREATE TEMP TABLE t (a)", "CREATE TABLE t (a)\0",
    "CREATE TABLE t (a); INSERT INTO t VALUES (1)", "VACUUM INTO 'x'",
  ])
  func schemasHoldDefinitionsOnly(_ schema: String) {
    #expect(reading(sqlite: [], Array(schema.utf8)).hasPrefix("uncertain: schema"))
  }

  /// A pragma takes effect while it is prepared, in the whole process where it can.
  @Test func pragmasTakeNoEffect() throws {
    let schema = try SQLiteSchema(exampleSchema)
    let cascade = Array("DELETE FROM orders".utf8)
    for pragma in ["foreign_keys = OFF", "recursive_triggers = OFF", "writable_schema = ON"] {
      _ = try SQLiteText(reading: Array("PRAGMA \(pragma)".utf8), schema)
    }
    let text = try SQLiteText(reading: cascade, schema)
    #expect(joined(text.writes) == "orders items")
    #expect(throws: SQLiteUncertainty.self) {
      try SQLiteText(reading: Array("UPDATE sqlite_master SET sql = ''".utf8), schema)
    }
  }

  @Test func aSchemaIsTheSameAfterEachText() throws {
    let schema = try SQLiteSchema(exampleSchema)
    for example in ReaderCase.table("sqlite") {
      _ = try? SQLiteText(reading: example.text, schema)
    }
    let text = try SQLiteText(reading: Array("SELECT name FROM v_names".utf8), schema)
    #expect(joined(text.reads) == "v_names users")
  }

  @Test func randomTextsAreRead() throws {
    var random = Seeded(5)
    let schema = try SQLiteSchema(exampleSchema)
    let pieces = [
      "SELECT ", "* ", "FROM ", "users ", "v_names ", "WITH a AS (", ")", "(", "a ", ", ", ";",
      "DELETE FROM ", "WHERE ", "1 ", "'x' ", "= ", "UNION ", "/*", "*/", "--", "\n", "\"", "$a",
      "PRAGMA ",
    ].map { Array($0.utf8) }
    for _ in 0..<5_000 {
      var text: [UInt8] = []
      for _ in 0..<random.below(20) {
        text += random.below(16) == 0 ? [UInt8(random.below(256))] : pieces[random.below(24)]
      }
      _ = try? SQLiteText(reading: text, schema)
    }
  }
}
