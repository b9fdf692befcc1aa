// `weir hook`: a verdict in front of an agent's tools.

internal import ArgumentParser
internal import Weir
internal import WeirHook
internal import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

struct Hook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook", _superCommandName: "weir",
    abstract: "Answer a coding agent's host: may this call of a tool run?",
    discussion: """
      Reads the host's event from standard input, makes the request of it that 'weir hook shape' \
      prints, judges it, and answers in the host's form. An allow says nothing: the host asks as \
      it always does. A denial blocks. A hold blocks, and says how somebody else approves; the \
      next attempt is then allowed. Whatever goes wrong blocks.

        weir hook install --host claude-code --user -p /etc/weir/agents.weirc
        weir hook check --host claude-code --user
      """,
    subcommands: [HookShapeCommand.self, HookInstall.self, HookUninstall.self, HookCheck.self])

  @OptionGroup var options: HookOptions

  /// Not called: `HookMain` answers, whatever the arguments are.
  func run() throws { HookMain.answer(Array(CommandLine.arguments.dropFirst())) }
}

struct HookShapeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shape", _superCommandName: "weir hook",
    abstract: "Print the request that events become, as a policy declares it.",
    discussion: """
      A policy that declares no request of its own is judged as if it had this one. Put it into a \
      file beside the rules, so that lint and tests know it, too.

        weir hook shape > policy/request.weir
      """)

  func run() throws {
    var output = Output(STDOUT_FILENO, name: "the standard output")
    output.bytes += HookShape.text
    try output.flush()
  }
}
