// Programs that are listed themselves, and run another command besides: in a container, on another
// machine, under another account, or for each file found.

extension ShellReader {
  /// Lists the program and what it runs.
  mutating func run(
    _ runner: ShellWrapper, _ call: ShellInvocation
  ) throws(ShellUncertainty) {
    switch runner {
    case .docker, .podman: try runContainer(call)
    case .kubectl, .oc: try runCluster(call)
    case .ssh: try runRemote(call)
    case .su: try runAccount(call)
    case .find: try runSearch(call)
    case .command, .builtin, .exec, .eval, .env, .nohup, .nice, .timeout, .stdbuf, .setsid,
      .ionice, .chrt, .taskset, .flock, .chroot, .time, .xargs, .sudo, .doas, .script, .watch,
      .busybox:
      break
    }
  }

  /// `docker exec` and `docker run`; other subcommands are plain.
  private mutating func runContainer(_ call: ShellInvocation) throws(ShellUncertainty) {
    var inner = call
    let program = try inner.take()
    _ = try ShellWrapper.docker.options.take(&inner.words)
    if let word = inner.words.first, word.bytes == "container" { inner.words.removeFirst() }
    let verb = inner.words.popFirst()
    var isExec = false
    switch verb?.bytes ?? [] {
    case "exec": isExec = true
    case "run", "create": break
    case "compose" where inner.words.contains { $0.bytes == "exec" || $0.bytes == "run" }:
      throw .init(.runner, at: program.start)
    default: return try list(call, name: program.bytes)
    }
    let table = isExec ? ShellWrapper.containerExec : ShellWrapper.containerRun
    let options = try table.take(&inner.words)
    _ = try inner.take()
    if let entry = options.value("entrypoint") { inner.words = [entry] + inner.words }
    if inner.words.isEmpty, isExec || call.hasUnknownOperands {
      throw .init(.wrapperOperand, at: program.start)
    }
    try list(call, name: program.bytes)
    inner.move(by: program)
    if !inner.words.isEmpty { try unwrap(&inner) }
  }

  /// `kubectl exec … -- command`.
  private mutating func runCluster(_ call: ShellInvocation) throws(ShellUncertainty) {
    var inner = call
    let program = try inner.take()
    let dashes = inner.words.firstIndex { $0.bytes == "--" } ?? inner.words.endIndex
    let isExec = inner.words[..<dashes].contains { $0.bytes == "exec" || $0.bytes == "debug" }
    inner.words = inner.words[dashes...].dropFirst()
    if isExec, inner.words.isEmpty { throw .init(.wrapperOperand, at: program.start) }
    // The first `--` may be the value of an option: the tool's own table must see the same.
    if isExec {
      let view = try? KubectlView(reading: call.words.dropFirst().map(\.bytes))
      guard view?.command == inner.words.map(\.bytes) else {
        throw .init(.wrapperOperand, at: program.start)
      }
    }
    try list(call, name: program.bytes)
    inner.move(by: program)
    if isExec { try unwrap(&inner) }
  }

  /// `ssh host words`: the words are joined to a text for the shell there, or it reads its input.
  private mutating func runRemote(_ call: ShellInvocation) throws(ShellUncertainty) {
    var inner = call
    let program = try inner.take()
    var options = try ShellWrapper.ssh.options.take(&inner.words)
    _ = try inner.take()
    options += try ShellWrapper.ssh.options.take(&inner.words)
    for setting in options.values("o") {
      let name = setting.prefix { $0 != "=" && $0 != " " }
      if !ShellWrapper.remoteSettings.contains(name.map { "A"..."Z" ~= $0 ? $0 + 0x20 : $0 }) {
        throw .init(.wrapperOption, at: program.start)
      }
    }
    if inner.words.isEmpty { return try runOnInput(call) }
    let text = try inner.takeText()
    try list(call, name: program.bytes)
    inner.move(by: program)
    try read(text, as: .sh, inner)
  }

  /// `su -c text user`.
  private mutating func runAccount(_ call: ShellInvocation) throws(ShellUncertainty) {
    var inner = call
    let program = try inner.take()
    var options: [ShellOptions.Found] = []
    var operands: [ShellWord] = []
    while !inner.words.isEmpty {
      options += try ShellWrapper.su.options.take(&inner.words)
      if let operand = inner.words.popFirst(), operand.bytes != "-" { operands.append(operand) }
    }
    if operands.count > 1 || call.hasUnknownOperands {
      throw .init(.wrapperOperand, at: call.start)
    }
    guard let text = options.value("c") else { return try runOnInput(call) }
    try list(call, name: program.bytes)
    inner.move(by: program)
    try read(text, as: .sh, inner)
  }

  /// The words of `find` that take no value.
  private static let searchFlags = Set(
    [[UInt8]].words(
      """
      -a -and -o -or -not -daystart -delete -depth -d -empty -executable -false -follow
      -ignore_readdir_race -ls -mount -nogroup -noignore_readdir_race -noleaf -nouser -print
      -print0 -prune -quit -readable -true -writable -xdev -H -L -P
      """))

  /// `find … -exec command {} ;`, which runs the command here.
  private mutating func runSearch(_ call: ShellInvocation) throws(ShellUncertainty) {
    if call.hasUnknownOperands { throw .init(.wrapperOperand, at: call.start) }
    var rest = call.words
    var plain: [ShellWord] = []
    var inner: [ArraySlice<ShellWord>] = []
    while let word = rest.popFirst() {
      switch word.bytes {
      case "-exec", "-execdir", "-ok", "-okdir": break
      default:
        plain.append(word)
        continue
      }
      // It may be the value of the word before, or the format of a `-fprintf`.
      if let last = plain.dropFirst().last, last.bytes.begin("-"),
        !Self.searchFlags.contains(last.bytes)
      {
        throw .init(.wrapperOperand, at: word.start)
      }
      if plain.contains(where: { $0.bytes.begin("-fp") || $0.bytes.begin("-fl") }) {
        throw .init(.wrapperOperand, at: word.start)
      }
      // A `+` ends the command only after `{}`.
      let end = rest.indices.first { index in
        rest[index].bytes == ";"
          || rest[index].bytes == "+" && index > rest.startIndex && rest[index - 1].bytes == "{}"
      }
      guard let end, end > rest.startIndex else { throw .init(.wrapperOperand, at: word.start) }
      inner.append(rest[..<end])
      rest = rest[(end + 1)...]
    }
    try list(call, name: [UInt8]("find".utf8), effectsOf: plain.dropFirst())
    for words in inner {
      var found = call
      found.words = words
      found.wrappers += call.words.prefix(1).map(\.bytes)
      found.isExternal = true
      found.hasUnknownOperands = true
      found.replaced = [UInt8]("{}".utf8)
      found.directory = .unknown
      try unwrap(&found)
    }
  }
}
