// The command: the list of subcommands, and how everything that can go wrong becomes a message and
// an exit status (`ExitStatus`).

internal import ArgumentParser
internal import CMalloc
internal import Weir
internal import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The root of the subcommands. It has not the module's name: `Weir.Program` must be the module's.
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
        weir test tests -p policies                   what a policy must do, case by case
        weir build -p policies -o policy.weirc        compile once, load at once
        weir bench -p policies requests.jsonl         what judging costs

      Exit status: 0 fine; 1 a negative answer (findings, a verdict that --fail-on names); \
      2 wrong use, unreadable input, or a policy that does not compile.
      """,
    version: "weir \(version)",
    subcommands: [Eval.self, Lint.self, Test.self, Inspect.self, Build.self, Bench.self])
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

  /// GNU's allocator keeps small blocks that are freed apart, and goes through all of them whenever
  /// a large one is. A compiler frees small ones by the hundred thousand, and large ones as its
  /// arrays grow: a tenth of its time. (Elsewhere there is nothing to settle.)
  private static func settleAllocator() {
    #if canImport(Glibc)
      _ = mallopt(M_MXFAST, 0)
    #endif
  }

  /// The standard error has our messages and nothing else: what RE2, or C++'s runtime, has to say
  /// of itself is in none of the forms that its readers know. (A debug build keeps what Swift says
  /// of a defect; elsewhere than on Linux nothing is taken away.)
  private static func silenceLibraries() {
    #if canImport(Glibc) && !DEBUG
      weir_silence_libraries()
    #endif
  }

  private static func status() -> ExitStatus {
    do {
      var command = try command(Array(CommandLine.arguments.dropFirst()))
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

  /// What the arguments ask for.
  static func command(_ arguments: [String]) throws -> any ParsableCommand {
    try subcommand(arguments) ?? RootCommand.parseAsRoot(arguments)
  }

  /// The subcommand that the first argument names, parsed as if it were the root. Going through the
  /// root takes twice as long, which shows in how long a run on one request takes: the argument
  /// parser looks at every subcommand by reflection, and at two of its own that it spares a command
  /// whose configuration names a `_superCommandName`. Nil for whatever is not a subcommand ready to
  /// run (mistakes, help, versions, completion scripts), so that the root alone words it.
  static func subcommand(_ arguments: [String]) -> (any ParsableCommand)? {
    guard let name = arguments.first,
      let named = RootCommand.configuration.subcommands.first(where: {
        $0.configuration.commandName == name
      }),
      let command = try? named.parseAsRoot(Array(arguments.dropFirst())),
      type(of: command) == named
    else { return nil }
    return command
  }

  /// Help, versions and completion scripts are thrown by the argument parser as well as mistakes
  /// are.
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

  /// The parser's text has its own line breaks and the arguments as they are; so it is asked again
  /// about what can be shown of them.
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

/// Says on standard error what went wrong.
func complain(_ failure: Failure) { write(failure.text) }

/// Writes to standard error; if that fails there is nobody left to tell.
func write(_ text: String) {
  var output = Output(STDERR_FILENO, name: "the standard error")
  output.bytes += text
  try? output.flush()
}
