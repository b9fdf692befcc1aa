// What policies see of the view: its properties, by the same names.

internal import Weir

extension KubectlView.Resource {
  static let members: [ReaderMember<KubectlView.Resource>] = [
    .text("kind") { $0.kind },
    .text(optional: "name") { $0.name },
  ]
}

extension KubectlView {
  /// What policies see of it.
  static let members: [ReaderMember<KubectlView>] = [
    .text("verb") { $0.verb },
    .text(optional: "subverb") { $0.subverb },
    .records("resources", KubectlView.Resource.members) { $0.resources },
    .texts("operands") { $0.operands },
    .text(optional: "namespace") { $0.namespace },
    .truth("all_namespaces") { $0.allNamespaces },
    .text(optional: "context") { $0.context },
    .text(optional: "cluster") { $0.cluster },
    .text(optional: "kubeconfig") { $0.kubeconfig },
    .text(optional: "server") { $0.server },
    .text(optional: "as") { $0.`as` },
    .texts("files") { $0.files },
    .truth("force") { $0.force },
    .text(optional: "grace_period") { $0.gracePeriod },
    .text(optional: "dry_run") { $0.dryRun },
    .text(optional: "selector") { $0.selector },
    .text(optional: "field_selector") { $0.fieldSelector },
    .truth("all") { $0.all },
    .text(optional: "output") { $0.output },
    .texts("command") { $0.command },
  ]
}
