// `--project`, `--user`, `--dry-run` and `--yes`: which settings are changed, and who is asked.

internal import ArgumentParser
internal import Weir
internal import WeirHook
internal import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

struct HookSettingsOptions: ParsableArguments {
  @Flag(help: "The settings of the project in the working directory.")
  var project = false

  @Flag(help: "Your own settings, for whatever you work on.")
  var user = false

  @Flag(help: "Show what would change, and change nothing.")
  var dryRun = false

  @Flag(help: "Do not ask.")
  var yes = false

  func scope() throws(Failure) -> HostSettings.Scope {
    try HookSettingsOptions.scope(project: project, user: user)
  }

  static func scope(project: Bool, user: Bool) throws(Failure) -> HostSettings.Scope {
    switch (project, user) {
    case (true, false): return .project
    case (false, true): return .user
    case (false, false):
      throw Failure(
        .usage, "whose settings are meant is not said",
        hint: "say --project for those of this folder, or --user for your own")
    case (true, true):
      throw Failure(
        .usage, "--project and --user exclude each other", hint: "run the command once for each")
    }
  }

  /// Shows a change, asks where somebody can answer, and carries it out unless it is a rehearsal.
  func perform(_ change: HookInstallation.Change, of installation: HookInstallation) throws {
    try say(installation.diff(change))
    if dryRun { return }
    if !yes, System.isTerminal(STDIN_FILENO), System.isTerminal(STDOUT_FILENO) {
      try say("Write it? [y/N] ")
      switch readLine(strippingNewline: true) {
      case "y", "Y", "yes": break
      case nil:
        // The question's line has no end yet.
        write("\n")
        fallthrough
      default:
        write("weir: nothing was written\n")
        throw ExitStatus.negative
      }
    }
    try installation.carryOut(change)
  }

  func say(_ text: String) throws(Failure) {
    var output = Output(STDOUT_FILENO, name: "the standard output")
    output.bytes += text
    try output.flush()
  }
}
