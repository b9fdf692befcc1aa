// What policies see of the view: its properties, by the same names.

internal import Weir

extension AwsView.Parameter {
  static let members: [ReaderMember<AwsView.Parameter>] = [
    .text("name") { $0.name },
    .texts("values") { $0.values },
  ]
}

extension AwsView {
  /// What policies see of it.
  static let members: [ReaderMember<AwsView>] = [
    .text("service") { $0.service },
    .text("operation") { $0.operation },
    .text(optional: "profile") { $0.profile },
    .text(optional: "region") { $0.region },
    .text(optional: "endpoint_url") { $0.endpointUrl },
    .truth("no_sign_request") { $0.noSignRequest },
    .truth("no_verify_ssl") { $0.noVerifySsl },
    .records("parameters", AwsView.Parameter.members) { $0.parameters },
    .texts("operands") { $0.operands },
    .text(optional: "source") { $0.source },
    .text(optional: "target") { $0.target },
    .truth("recursive") { $0.recursive },
    .truth("delete") { $0.delete },
    .truth("force") { $0.force },
    .truth("dry_run") { $0.dryRun },
  ]
}
