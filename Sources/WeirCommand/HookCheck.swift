// `weir hook check`: plays the host with an installed hook, and says of each way to go wrong
// whether the call would run.

internal import ArgumentParser
internal import Weir
internal import WeirHook
internal import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

struct HookCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", _superCommandName: "weir hook",
    abstract: "Play calls through an installed hook, and say which ones would run.",
    discussion: """
      Runs the command that stands in the host's settings, as the host runs it, on events that it \
      could have written. Nothing is held or spent; what is judged goes to the audit log. Ends \
      with status 1 if something runs that must not, or if the policy lets the agent write what \
      decides about it.

        weir hook check --host claude-code --user
      """)

  @Option(help: ArgumentHelp("The host whose settings are tried.", valueName: "host"))
  var host: String

  @Flag(help: "The settings of the project in the working directory.")
  var project = false

  @Flag(help: "Your own settings.")
  var user = false

  @Option(
    help: ArgumentHelp("An event of the host's that the policy should allow.", valueName: "file"))
  var event: String?

  func run() throws {
    let host = try choice(self.host, of: AgentHost.self, for: "host")
    let scope = try HookSettingsOptions.scope(project: project, user: user)
    let installation = try HookInstallation(host, scope)
    let handlers = try installation.handlers()
    guard let row = host.row, !handlers.isEmpty else {
      throw Failure(
        .notFound, "\(installation.path) has no hook of weir",
        hint: "install it: weir hook install --host \(host.rawValue) --\(scope.rawValue) -p POLICY")
    }
    let allowed = try event.map { path throws(Failure) in
      try System.read(path, limit: EventReader.eventBytes)
    }
    var text = "\(VisibleText.escaped(installation.path))\n"
    var isSound = true
    for handler in handlers {
      var tries = HookTries(host, row, handler, settings: installation.path)
      try tries.run(allowed)
      text += tries.text
      isSound = isSound && tries.isSound
    }
    if !handlers.contains(where: \.isForEveryCall) {
      text += "  warning: the host asks about some calls only; install the hook anew\n"
      isSound = false
    }
    for off in installation.offSwitches() {
      text += "  warning: no hook is asked as long as \(off)\n"
      isSound = false
    }
    var output = Output(STDOUT_FILENO, name: "the standard output")
    output.bytes += text
    try output.flush()
    try (isSound ? ExitStatus.fine : .negative).check()
  }
}
