// The entry point: the list of subcommands, and how every failure becomes a message and an exit
// status (`ExitStatus`).

internal import ArgumentParser
internal import CMalloc
internal import Weir
internal import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The root of the subcommands. It is not named `Weir`, because `Weir.Program` must mean the
/// module's.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weir",
    abstract: "Decide which requests may pass, by policies that people can read.",
    discussion: """
      A policy is every .weir file below the paths given with -p. Each request gets one \
      verdict: allow, deny or hold.

        weir eval -p policies requests.jsonl          one verdict a line, as JSON
        weir eval -p policies --format text < log     for people
        weir lint                                     check the policies that weir.yaml names
        weir fmt                                      format them
        weir test tests -p policies                   what a policy must do, case by case
        weir build -p policies -o policy.weirc        compile once, load at once
        weir bench -p policies requests.jsonl         what judging costs

      Exit status: 0 fine; 1 a negative answer (findings, a verdict that --fail-on names); \
      2 wrong use, unreadable input, or a policy that does not compile.
      """,
    version: "weir \(version)",
    subcommands: [
      Eval.self, Lint.self, Fmt.self, Test.self, Gate.self, Hook.self, Holds.self, Audit.self,
      Inspect.self, Build.self, Bench.self,
    ])
}

/// The version of the command, as CHANGELOG.md lists it.
let version = "0.1.0"

@main
enum WeirMain {
  static func main() {
    System.prepareProcess()
    settleAllocator()
    silenceLibraries()
    exit(Threads.onLargeStack { status() }.code)
  }

  /// GNU's allocator keeps freed small blocks on lists of their own, and goes through all of them
  /// whenever a large block is freed. A compiler frees small ones by the hundred thousand, and
  /// large ones as its arrays grow: that was a tenth of its time. (Other systems need no such
  /// setting.)
  private static func settleAllocator() {
    #if canImport(Glibc)
      _ = mallopt(M_MXFAST, 0)
    #endif
  }

  /// Standard error carries only our messages: what RE2 or C++'s runtime prints has none of the
  /// forms that readers of our messages know. (A debug build keeps what Swift prints about a
  /// defect; on systems other than Linux everything is kept.)
  private static func silenceLibraries() {
    #if canImport(Glibc) && !DEBUG
      weir_silence_libraries()
    #endif
  }

  private static func status() -> ExitStatus {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if HookMain.isAsked(arguments) { HookMain.answer(arguments) }
    do {
      var command = try command(arguments)
      try command.run()
      return .fine
    } catch let failure as Failure {
      complain(failure)
      return .unusable
    } catch let status as ExitStatus {
      return status
    } catch {
      return finish(error)
    }
  }

  /// The command that the arguments ask for.
  static func command(_ arguments: [String]) throws -> any ParsableCommand {
    try subcommand(arguments) ?? RootCommand.parseAsRoot(arguments)
  }

  /// The subcommand that the first argument names, parsed as if it were the root. Parsing from the
  /// root takes twice as long, which is noticeable in a run on one request: the argument parser
  /// inspects every subcommand by reflection, and two of its own, which it skips for a command
  /// whose configuration has a `_superCommandName`. Nil for everything but a subcommand ready to
  /// run (mistakes, help, versions, completion scripts), so that only the root words those.
  static func subcommand(_ arguments: [String]) -> (any ParsableCommand)? {
    guard let name = arguments.first,
      var named = RootCommand.subcommand(name)
    else { return nil }
    var rest = arguments.dropFirst()
    // `weir holds approve` is found the same way, one word further.
    if let second = rest.first, let nested = named.subcommand(second) {
      named = nested
      rest = rest.dropFirst()
    }
    if named == Eval.self, EvalOptions.takes(rest) { named = EvalOptions.self }
    guard let command = try? named.parseAsRoot(Array(rest)), type(of: command) == named else {
      return nil
    }
    return command
  }

  /// Ends the command for an error of the argument parser, which throws help, versions and
  /// completion scripts as well as mistakes.
  private static func finish(_ error: any Error) -> ExitStatus {
    let status = RootCommand.exitCode(for: error)
    if status == .success {
      var output = Output(STDOUT_FILENO, name: "the standard output")
      output.bytes += RootCommand.fullMessage(for: error) + "\n"
      do throws(Failure) {
        try output.flush()
        return .fine
      } catch {
        complain(error)
        return .unusable
      }
    }
    // The parser's own text, in the form of our messages.
    var message = mistake(error)
    if message.hasPrefix("Error: ") { message.removeFirst("Error: ".count) }
    if let word = CommandLine.arguments.dropFirst().first, message.hasPrefix("Unexpected argument"),
      let near = Spelling.closest(
        to: word, among: RootCommand.configuration.subcommands.map { $0._commandName }),
      near != word
    {
      message = "There is no subcommand '\(VisibleText.escaped(word))'. Did you mean '\(near)'?"
    }
    write("weir: error[usage]: \(message)\n")
    return .unusable
  }

  /// The parser's text contains line breaks of its own and the raw arguments. If an argument has
  /// characters that must be escaped, the arguments are escaped and parsed again for the message.
  private static func mistake(_ error: any Error) -> String {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let shown = arguments.map { VisibleText.escaped($0) }
    if shown == arguments { return RootCommand.fullMessage(for: error) }
    do {
      _ = try command(shown)
    } catch {
      return RootCommand.fullMessage(for: error)
    }
    return VisibleText.escaped(RootCommand.fullMessage(for: error))
  }
}

extension ParsableCommand {
  /// The subcommand of that name.
  fileprivate static func subcommand(_ name: String) -> (any ParsableCommand.Type)? {
    configuration.subcommands.first { $0.configuration.commandName == name }
  }
}

/// Reports a failure on standard error.
func complain(_ failure: Failure) { write(failure.text) }

/// Writes to standard error; if that fails there is nowhere left to report it.
func write(_ text: String) {
  var output = Output(STDERR_FILENO, name: "the standard error")
  output.bytes += text
  try? output.flush()
}
