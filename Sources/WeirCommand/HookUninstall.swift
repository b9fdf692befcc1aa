// `weir hook uninstall`: a host's settings as they were.

internal import ArgumentParser
internal import Weir
internal import WeirHook
internal import WeirHost

struct HookUninstall: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uninstall", _superCommandName: "weir hook",
    abstract: "Take the hook out of a host's settings.",
    discussion: """
      Gives the file back as it was before the first installation, to the byte. Where somebody has \
      changed it since, only the hook is taken out. Ends with status 1 where there is none.

        weir hook uninstall --host claude-code --user
      """)

  @Option(help: ArgumentHelp("Whose settings.", valueName: "host"))
  var host: String

  @OptionGroup var settings: HookSettingsOptions

  func run() throws {
    let host = try choice(self.host, of: AgentHost.self, for: "host")
    let installation = try HookInstallation(host, try settings.scope())
    guard let change = try installation.uninstalling() else {
      if !settings.dryRun { try installation.forget() }
      write("weir: there is no hook of weir's in \(VisibleText.escaped(installation.path))\n")
      throw ExitStatus.negative
    }
    try settings.perform(change, of: installation)
    if settings.dryRun { return }
    let path = VisibleText.escaped(installation.path)
    var text = change.leavesFile ? "wrote \(path)\n" : "removed \(path)\n"
    if try !installation.commands().isEmpty {
      text += "It is as it was before: with the hook that somebody had put there\n"
    }
    try settings.say(text)
  }
}
