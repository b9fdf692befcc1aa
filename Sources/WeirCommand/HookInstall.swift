// `weir hook install`: the hook in a host's settings.

internal import ArgumentParser
internal import Weir
internal import WeirAudit
internal import WeirHook
internal import WeirHost
internal import WeirReaders

struct HookInstall: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install", _superCommandName: "weir hook",
    abstract: "Put the hook into a host's settings.",
    discussion: """
      Takes the flags of 'weir hook' itself: they become the command that the host runs before \
      each call of a tool, with paths from the root. Shows what changes; on a terminal it asks \
      first. Whatever else is in the settings stays as it is. A hook that is there already is \
      replaced.

        weir hook install --host claude-code --user -p /etc/weir/agents.weirc
      """)

  @OptionGroup var options: HookOptions

  @OptionGroup var settings: HookSettingsOptions

  @OptionGroup var colors: ColorOptions

  func run() throws {
    let host = try options.agentHost()
    let scope = try settings.scope()
    let installation = try HookInstallation(host, scope)
    let command = try command(host, scope)
    let change = try installation.installing(
      command, seconds: try HookInstall.seconds(options.budget))
    let next = "weir hook check --host \(host.rawValue) --\(scope.rawValue)"
    let path = VisibleText.escaped(installation.path)
    if change.isNeeded {
      try settings.perform(change, of: installation)
    } else if !settings.dryRun {
      try installation.carryOut(change)
    }
    if settings.dryRun, change.isNeeded { return }
    var text = change.isNeeded ? "wrote \(path)" : "\(path) has the hook already"
    text += "; try it: \(next)\n"
    for remark in installation.settings.remarks { text += "\(remark)\n" }
    for off in installation.offSwitches() { text += "No hook is asked as long as \(off)\n" }
    if options.holds != nil, options.trust == nil {
      text += "Without --trust, whoever can write the ledger can approve: the agent, too\n"
    }
    for other in HookInstallation.others(than: installation) {
      text +=
        "\(VisibleText.escaped(other)) has a hook, too: where both are asked about a call, the "
      text += "first spends its approval and the second blocks; uninstall one of them\n"
    }
    try settings.say(text)
  }

  // MARK: The command

  private func command(
    _ host: AgentHost, _ scope: HostSettings.Scope
  ) throws -> HookCommand {
    try expectUsable()
    let program = try System.thisProgram(CommandLine.arguments.first ?? "weir")
    if scope == .project {
      let folders = AgentFolders([ExactString(System.workingDirectory)])
      for (path, what) in options.files + [(program, "program")] {
        try folders.expectOutside(HookInstall.absolute(path), what)
      }
    }
    typealias Option = HookCommand.Option
    var words = options.policies.map { Option("-p", HookInstall.absolute($0)) }
    for (flag, path) in [
      ("--holds", options.holds), ("--trust", options.trust), ("--audit", options.audit),
      ("--context", options.context), ("--map", options.map),
    ] {
      if let path { words.append(Option(flag, HookInstall.absolute(path))) }
    }
    for (flag, value) in [
      ("--principal", options.principal), ("--budget", options.budget), ("--shell", options.shell),
      ("--server", options.server),
    ] {
      if let value { words.append(Option(flag, value)) }
    }
    words += options.tools.map { Option("--tool", $0) }
    if try options.grant || host.settings().wantsAnswers { words.append(Option("--grant")) }
    return HookCommand(program: program, host: host, options: words)
  }

  /// Fails for whatever would make the hook block each call.
  private func expectUsable() throws {
    guard !options.policies.isEmpty else {
      throw Failure(.usage, "no policy is given", hint: "name one with -p")
    }
    guard options.trust == nil || options.holds != nil else {
      throw Failure(
        .usage, "--trust says nothing without a ledger", hint: "name one with --holds FILE")
    }
    guard options.clock == nil else {
      throw Failure(
        .usage, "--clock is for replays: no deadline would ever come", hint: "leave it out")
    }
    _ = try options.row()
    _ = try options.dialect()
    _ = try HookBudget.milliseconds(options.budget)
    for text in options.tools { _ = try ToolOption(text) }
    let policy = try LoadedPolicy(
      options.policies, withSources: false, readers: QueryReader.all,
      assuming: HookShape.assumed)
    _ = try policy.requireProgram(color: colors.color)
    _ = try TrustList.filter(options.trust)
  }

  /// How long the host is to wait: longer than the hook takes for an answer at the latest.
  private static func seconds(_ budget: String?) throws(Failure) -> Int {
    max(HostSettings.seconds, try HookBudget.milliseconds(budget) / 1000 + 5)
  }

  /// A path from the root, without dots that say nothing.
  private static func absolute(_ path: String) -> String {
    let parts = System.absolute(path).pieces(between: "/", omittingEmpty: true)
    return Path.shortened("/" + parts.filter { $0 != "." }.joined(separator: "/"))
  }
}
