// Reads the arguments of `docker`, as version 28.2 does.

/// What `docker` is told to do.
package struct DockerView: Equatable, Sendable {
  /// A part of the host's file system, or a volume, inside a container.
  package struct Volume: Equatable, Sendable {
    /// The path or name outside; nil where docker makes a new volume.
    package let source: [UInt8]?
    /// The path inside.
    package let target: [UInt8]
    /// The words after the second colon, or `ro` of a read-only mount.
    package let mode: [UInt8]?
  }

  /// What is acted on: `container` in `docker run`, `image` in `docker rmi`; nil for verbs that act
  /// on none, as `login`.
  package let object: [UInt8]?
  /// What is done to it, under one name: `rm` in `docker rmi` and in `docker container remove`.
  package let verb: [UInt8]
  /// The image that a container is made of.
  package private(set) var image: [UInt8]?
  /// The words that run in a container, as far as they are written; the image may put others
  /// before them.
  package private(set) var command: [[UInt8]] = []
  /// The other operands: containers, images, volumes.
  package private(set) var operands: [[UInt8]] = []
  /// The program that runs in place of the image's own.
  package let entrypoint: [UInt8]?
  /// What `-v` and `--mount` put into the container.
  package private(set) var volumes: [Volume] = []
  /// The containers whose volumes it gets.
  package let volumesFrom: [[UInt8]]
  /// Whether it may do all that the host may.
  package let privileged: Bool
  /// The network, as `host`.
  package let network: [UInt8]?
  /// The user inside.
  package let user: [UInt8]?
  /// Whose processes it sees, as `host`.
  package let pid: [UInt8]?
  /// Whose shared memory it sees, as `host`.
  package let ipc: [UInt8]?
  /// Whose host name it has, as `host`.
  package let uts: [UInt8]?
  /// Whose users it has, as `host`.
  package let userns: [UInt8]?
  /// What it may do besides.
  package let capAdd: [[UInt8]]
  /// The devices of the host that it gets.
  package let devices: [[UInt8]]
  /// The options that loosen or tighten its bounds.
  package let securityOpt: [[UInt8]]
  /// `NAME=value`, or `NAME` for a value from outside.
  package let environment: [[UInt8]]
  /// The files with more of its environment.
  package let envFiles: [[UInt8]]
  /// The ports that it opens on the host.
  package let publish: [[UInt8]]
  /// Whether the container gets the socket that rules docker.
  package let useApiSocket: Bool
  /// Whether nothing is asked and running containers are no hindrance.
  package let force: Bool
  /// Whether `--all` is said: all containers, all images without one.
  package let all: Bool
  /// The daemons of `-H`.
  package let hosts: [[UInt8]]
  /// The context of `--context`, which names a daemon.
  package let context: [UInt8]?
  /// The folder of docker's settings.
  package let config: [UInt8]?

  /// Reads the arguments after the program's word.
  package init(reading arguments: [[UInt8]]) throws(ToolUncertainty) {
    let leading = try DockerVerb.leading.read(arguments)
    hosts = leading.values("host")
    context = leading.value("context")
    config = leading.value("config")
    guard let first = leading.operands.first, leading.operandsBeforeDashes == nil else {
      throw ToolUncertainty(.missingOperand, at: arguments.count)
    }
    let words = leading.operands.prefix(2).map(\.text)
    let found: DockerVerb
    if let verb = DockerVerb.all[Array(words.joined(separator: [UInt8(ascii: " ")]))],
      words.count == 2
    {
      found = verb
    } else if let verb = DockerVerb.all[first.text] {
      found = verb
    } else {
      throw ToolUncertainty(.unknownSubcommand, at: first.argument)
    }
    object = found.object.isEmpty ? nil : Array(found.object.utf8)
    verb = Array(found.verb.utf8)
    let table = found.table
    let reading = try table.read(arguments, from: first.argument + found.words)
    func has(_ name: String) -> Bool { table.has(name) && reading.has(name) }
    func values(_ name: String) -> [[UInt8]] { table.has(name) ? reading.values(name) : [] }
    entrypoint = values("entrypoint").last
    volumesFrom = values("volumes-from")
    privileged = has("privileged")
    let networks = values("network")
    // Of several, or of a row of settings, the daemon makes what one word does not say.
    guard networks.count <= 1, !networks.contains(where: { $0.contains(UInt8(ascii: "=")) }) else {
      throw ToolUncertainty(.unreadableValue, at: arguments.count)
    }
    network = networks.last
    user = values("user").last
    pid = values("pid").last
    ipc = values("ipc").last
    uts = values("uts").last
    userns = values("userns").last
    capAdd = values("cap-add")
    devices = values("device")
    securityOpt = values("security-opt")
    environment = values("env")
    envFiles = values("env-file")
    publish = values("publish")
    useApiSocket = has("use-api-socket")
    force = has("force")
    all = has("all")
    if found.makesContainer || found.verb == "exec" {
      guard let target = reading.operands.first else {
        throw ToolUncertainty(.missingOperand, at: arguments.count)
      }
      if found.makesContainer { image = target.text } else { operands = [target.text] }
      command = reading.operands.dropFirst().map(\.text)
    } else {
      operands = reading.texts
    }
    if found.makesContainer {
      for use in reading.uses {
        if let volume = try Self.volume(use) { volumes.append(volume) }
      }
    }
  }

  private static func volume(_ use: OptionReading.Use) throws(ToolUncertainty) -> Volume? {
    guard let value = use.value else { return nil }
    switch use.name {
    case "volume":
      let parts = value.split(
        separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
      if parts.count == 1 { return Volume(source: nil, target: value, mode: nil) }
      return Volume(
        source: Array(parts[0]), target: Array(parts[1]),
        mode: parts.count > 2 ? Array(parts[2]) : nil)
    case "mount": return try mount(value, at: use.argument)
    default: return nil
    }
  }

  /// A row of CSV: `type=bind,source=/a,target=/b,readonly`.
  private static func mount(
    _ value: [UInt8], at argument: Int
  ) throws(ToolUncertainty) -> Volume {
    guard !value.contains(UInt8(ascii: "\"")) else {
      throw ToolUncertainty(.unreadableValue, at: argument)
    }
    var source: [UInt8]?
    var target: [UInt8] = []
    var mode: [UInt8]?
    for field in value.split(separator: UInt8(ascii: ",")) {
      let end = field.firstIndex(of: UInt8(ascii: "=")) ?? field.endIndex
      let key = String(decoding: field[..<end], as: UTF8.self).lowercased()
      let text = Array(field[end...].dropFirst())
      switch key {
      case "source", "src": source = text
      case "target", "dst", "destination": target = text
      case "readonly", "ro":
        // The last one counts.
        switch String(decoding: text, as: UTF8.self) {
        case "", "true", "1": mode = Array("ro".utf8)
        case "false", "0": mode = nil
        default: throw ToolUncertainty(.unreadableValue, at: argument)
        }
      case "type", "bind-propagation", "consistency", "tmpfs-size", "tmpfs-mode", "volume-nocopy":
        break
      // Drivers and their options can name any folder of the host.
      default: throw ToolUncertainty(.unreadableValue, at: argument)
      }
    }
    return Volume(source: source, target: target, mode: mode)
  }
}
