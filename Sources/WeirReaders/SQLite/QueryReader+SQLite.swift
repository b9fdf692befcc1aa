// `sqlite(text, schema)` as policies see it.

package import Weir

extension QueryReader {
  /// `sqlite(text, schema)`: SQLite's own reading of a text, given the tables that it is about.
  package static let sqlite = QueryReader(
    "sqlite",
    declared: {
      Declaration(
        "sqlite", [.init("text", .string), .init("schema", .string, role: .constant)],
        recordType(SQLiteText.members),
        """
        What a text does in a database of that schema, by SQLite's own compiler, which runs \
        nothing of it. The schema is the statements that make its tables, indexes, views and \
        triggers, a constant or bound data; what views and triggers do is in the result.
        """,
        examples: [
          .init(
            #"""
            sqlite("DELETE FROM t WHERE id = 1", "CREATE TABLE t (id INTEGER)").writes == ["t"]
            """#, "true")
        ])
    },
    read: { arguments in
      guard arguments.count == 2, let text = arguments[0].text, let schema = arguments[1].text
      else { return .uncertain("it is not a text") }
      do throws(SQLiteUncertainty) {
        return .known(
          record(
            of: try SQLiteText(reading: text.bytes, schema: schema.bytes), SQLiteText.members))
      } catch {
        let message = String(decoding: error.message, as: UTF8.self)
        let why = message.isEmpty ? error.cause.sentence : "\(error.cause.sentence): \(message)"
        return .uncertain(ReaderUncertainty("\(why) (byte \(error.offset))").why)
      }
    })
}

extension SQLiteUncertainty.Cause {
  /// What is the matter, for people.
  fileprivate var sentence: String {
    switch self {
    case .unavailable: "SQLite cannot be asked"
    case .schema: "the policy's schema cannot be read"
    case .tooLong: "the text is longer than \(SQLiteText.limit) bytes"
    case .nul: "the text has a NUL in it"
    case .notUTF8: "the text is not UTF-8"
    case .noStatement: "there is no statement in the text"
    case .refused: "SQLite refuses a statement"
    case .tooLarge: "a statement stands for more than is read"
    case .followsChange: "a statement changes what a later one means"
    case .unknownEffect: "what a statement does shows only when it runs"
    case .computedName: "a file is attached whose name is computed"
    }
  }
}

extension SQLiteText.Kind {
  fileprivate static var type: Type { .choice(allCases.map { ExactString($0.rawValue) }.sorted()) }

  fileprivate static func list(_ kinds: [SQLiteText.Kind]) -> JSONDocument {
    JSONDocument(.list(kinds.map { JSONDocument(text: Array($0.rawValue.utf8)) }), offset: 0)
  }
}

extension SQLiteText.Pragma {
  /// What policies see of a setting that is read or changed.
  static let members: [ReaderMember<SQLiteText.Pragma>] = [
    .text("name") { $0.name },
    .text(optional: "argument") { $0.argument },
    .truth("may_change") { $0.mayChange },
  ]
}

extension SQLiteText.Statement {
  /// What policies see of a statement.
  static let members: [ReaderMember<SQLiteText.Statement>] = [
    ReaderMember("kind", SQLiteText.Kind.type) { JSONDocument(text: Array($0.kind.rawValue.utf8)) },
    .texts("reads") { $0.reads },
    .texts("writes") { $0.writes },
    .texts("columns") { $0.columns },
    .texts("functions") { $0.functions },
    .texts("through") { $0.through },
    .texts("creates") { $0.creates },
    .texts("drops") { $0.drops },
    .texts("attaches") { $0.attaches },
    .records("pragmas", SQLiteText.Pragma.members) { $0.pragmas },
    ReaderMember("effects", .list(SQLiteText.Kind.type)) { SQLiteText.Kind.list($0.effects) },
    .truth("may_replace") { $0.mayReplace },
    .truth("touches_files") { $0.touchesFiles },
  ]
}

extension SQLiteText {
  /// What policies see of a text.
  static let members: [ReaderMember<SQLiteText>] = [
    .records("statements", Statement.members) { $0.statements },
    ReaderMember("kinds", .list(Kind.type)) { Kind.list($0.kinds) },
    .texts("reads") { $0.reads },
    .texts("writes") { $0.writes },
    .texts("functions") { $0.functions },
    .texts("creates") { $0.creates },
    .texts("drops") { $0.drops },
    .texts("attaches") { $0.attaches },
    .records("pragmas", Pragma.members) { $0.pragmas },
  ]
}
