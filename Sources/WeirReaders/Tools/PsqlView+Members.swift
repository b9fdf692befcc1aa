// What policies see of the view: its properties, by the same names.

internal import Weir

extension PsqlView {
  /// What policies see of it.
  static let members: [ReaderMember<PsqlView>] = [
    .texts("commands") { $0.commands },
    .texts("files") { $0.files },
    .truth("reads_input") { $0.readsInput },
    .text(optional: "database") { $0.database },
    .text(optional: "host") { $0.host },
    .text(optional: "user") { $0.user },
    .text(optional: "port") { $0.port },
    .text(optional: "connection") { $0.connection },
    .texts("variables") { $0.variables },
    .texts("outputs") { $0.outputs },
    .truth("single_transaction") { $0.singleTransaction },
    .truth("no_psqlrc") { $0.noPsqlrc },
    .truth("list") { $0.list },
    .truth("informs") { $0.informs },
  ]
}
