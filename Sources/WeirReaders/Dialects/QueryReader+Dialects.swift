// `mysql(text)` and `tsql(text)` as policies see them. They are functions of their own, and not an
// argument of `sql`, because there is no parser behind them: what they say is an upper bound, and
// the names of their members say so.

package import Weir

extension QueryReader {
  /// `mysql(text)`: MySQL and MariaDB.
  package static let mysql = dialect(
    .mysql, "MySQL and MariaDB", #"mysql("SELECT 1 /*! ; DROP TABLE t */").may_write"#)

  /// `tsql(text)`: SQL Server.
  package static let tsql = dialect(
    .tsql, "SQL Server", #"tsql("SELECT [a] FROM [t]; EXEC p").may_run_code"#)

  private static func dialect(
    _ dialect: SQLDialect, _ what: String, _ example: String
  ) -> QueryReader {
    QueryReader(
      dialect.rawValue,
      declared: {
        Declaration(
          dialect.rawValue, [.init("text", .string)], recordType(SQLMentions.members),
          """
          What a text for \(what) may do, by its words alone: `may_write` is false only where no \
          server and no setting could write by it. `mentions` has every name in it.
          """, examples: [.init(example, "true")])
      },
      read: { arguments in
        guard let text = arguments.first?.text else { return .uncertain("it is not a text") }
        do throws(SQLMentionsUncertainty) {
          return .known(
            record(of: try SQLMentions(reading: text.bytes, dialect), SQLMentions.members))
        } catch {
          return .uncertain(
            ReaderUncertainty("\(error.cause.rawValue) (byte \(error.offset))").why)
        }
      })
  }
}

extension SQLMentions {
  /// What policies see of a text.
  static let members: [ReaderMember<SQLMentions>] = [
    .truth("may_write") { $0.mayWrite },
    .truth("may_run_code") { $0.mayRunCode },
    .truth("may_be_several") { $0.mayBeSeveral },
    .texts("mentions") { $0.mentions },
    .texts("keywords") { $0.keywords },
    .texts("calls") { $0.calls },
  ]
}
