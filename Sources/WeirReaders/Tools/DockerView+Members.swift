// What policies see of the view: its properties, by the same names.

internal import Weir

extension DockerView.Volume {
  static let members: [ReaderMember<DockerView.Volume>] = [
    .text(optional: "source") { $0.source },
    .text("target") { $0.target },
    .text(optional: "mode") { $0.mode },
  ]
}

extension DockerView {
  /// What policies see of it.
  static let members: [ReaderMember<DockerView>] = [
    .text(optional: "object") { $0.object },
    .text("verb") { $0.verb },
    .text(optional: "image") { $0.image },
    .texts("command") { $0.command },
    .texts("operands") { $0.operands },
    .text(optional: "entrypoint") { $0.entrypoint },
    .records("volumes", DockerView.Volume.members) { $0.volumes },
    .texts("volumes_from") { $0.volumesFrom },
    .truth("privileged") { $0.privileged },
    .text(optional: "network") { $0.network },
    .text(optional: "user") { $0.user },
    .text(optional: "pid") { $0.pid },
    .text(optional: "ipc") { $0.ipc },
    .text(optional: "uts") { $0.uts },
    .text(optional: "userns") { $0.userns },
    .texts("cap_add") { $0.capAdd },
    .texts("devices") { $0.devices },
    .texts("security_opt") { $0.securityOpt },
    .texts("environment") { $0.environment },
    .texts("env_files") { $0.envFiles },
    .texts("publish") { $0.publish },
    .truth("use_api_socket") { $0.useApiSocket },
    .truth("force") { $0.force },
    .truth("all") { $0.all },
    .texts("hosts") { $0.hosts },
    .text(optional: "context") { $0.context },
    .text(optional: "config") { $0.config },
  ]
}
