// What policies see of the view: its properties, by the same names.

internal import Weir

extension TerraformView {
  /// What policies see of it.
  static let members: [ReaderMember<TerraformView>] = [
    .text("subcommand") { $0.subcommand },
    .text(optional: "verb") { $0.verb },
    .text(optional: "directory") { $0.directory },
    .truth("destroys") { $0.destroys },
    .truth("auto_approve") { $0.autoApprove },
    .truth("refresh_only") { $0.refreshOnly },
    .texts("targets") { $0.targets },
    .texts("replaces") { $0.replaces },
    .texts("vars") { $0.vars },
    .texts("var_files") { $0.varFiles },
    .text(optional: "state") { $0.state },
    .text(optional: "out") { $0.out },
    .texts("outputs") { $0.outputs },
    .truth("force") { $0.force },
    .truth("informs") { $0.informs },
    .texts("operands") { $0.operands },
  ]
}
