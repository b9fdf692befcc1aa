// `sql(text)` as policies see it.

package import Weir

extension QueryReader {
  /// `sql(text)`: PostgreSQL.
  package static let sql = QueryReader(
    "sql",
    declared: {
      Declaration(
        "sql", [.init("text", .string)], recordType(SQLText.members),
        """
        What a text of PostgreSQL does, by the server's own parser: names as written, resolved by \
        scope. Uncertain is what the parser refuses, a text without a statement, and what runs \
        other SQL than the text has: EXECUTE, FETCH, SET of what names or rights depend on, SQL \
        that a body puts together.
        """,
        examples: [
          .init(#"sql("DELETE FROM users -- WHERE id = 1").unbounded_writes == ["users"]"#, "true"),
          .init(
            #"""
            sql("WITH d AS (DELETE FROM a RETURNING *) SELECT * FROM d").kinds
            """#, #"["select", "delete"]"#),
          .init(
            #"sql("SELECT name FROM public.users WHERE id = 7").reads"#, #"["public.users"]"#),
          .init(
            #"""
            sql("SELECT a FROM t WHERE id = 1").shape == sql("select a from t where id=2").shape
            """#, "true"),
        ])
    },
    read: { arguments in
      guard let text = arguments.first?.text else { return .uncertain("it is not a text") }
      do throws(ReaderUncertainty) {
        return .known(record(of: try SQLText.read(text.bytes), SQLText.members))
      } catch {
        return .uncertain(error.why)
      }
    })
}

extension SQLFacts {
  /// What a statement and a whole text both have.
  static let members: [ReaderMember<SQLFacts>] = [
    .names("reads") { $0.reads },
    .names("writes") { $0.writes },
    .names("unbounded_writes") { $0.unboundedWrites },
    .names("creates") { $0.creates },
    .names("drops") { $0.drops },
    .names("columns") { $0.columns },
    .names("functions") { $0.functions },
    .names("operators") { $0.operators },
    .names("casts") { $0.casts },
    .names("unqualified") { $0.unqualified },
    .truth("locks") { $0.locks },
    .truth("runs_program") { $0.runsProgram },
    .truth("touches_files") { $0.touchesFiles },
    .truth("cascades") { $0.cascades },
  ]
}

extension ReaderMember {
  fileprivate static func names(
    _ name: ExactString, _ value: @escaping @Sendable (Whole) -> NameSet
  ) -> Self {
    .texts(name) { value($0).names.map(\.bytes) }
  }
}

extension SQLStatement.Kind {
  /// The kinds as a type: a misspelled one is an error when a policy is compiled.
  fileprivate static var type: Type { .choice(allCases.map { ExactString($0.rawValue) }.sorted()) }

  fileprivate var document: JSONDocument { JSONDocument(text: Array(rawValue.utf8)) }
}

extension SQLStatement {
  /// What policies see of a statement.
  static let members: [ReaderMember<SQLStatement>] =
    [
      ReaderMember("kind", Kind.type) { $0.kind.document },
      .truth("has_where") {
        switch $0.condition {
        case .none: false
        case .trivial, .some: true
        }
      },
      .truth("where_is_trivial") {
        switch $0.condition {
        case .none, .some: false
        case .trivial: true
        }
      },
      ReaderMember(optional: "limit", .number) {
        $0.limit.map { JSONDocument(.number($0), offset: 0) }
      },
    ] + SQLFacts.members.map { $0.within { $0.facts } }
}

extension SQLText {
  /// What policies see of a text.
  static let members: [ReaderMember<SQLText>] =
    [
      .records("statements", SQLStatement.members) { $0.statements },
      ReaderMember("kinds", .list(SQLStatement.Kind.type)) { text in
        let kinds = text.statements.reduce(into: [SQLStatement.Kind]()) { kinds, statement in
          if !kinds.contains(statement.kind) { kinds.append(statement.kind) }
        }
        return JSONDocument(.list(kinds.map(\.document)), offset: 0)
      },
      .text("normalized") { $0.normalized },
      .text("shape") { Array($0.shape.utf8) },
    ] + SQLFacts.members.map { $0.within { $0.facts } }
}
