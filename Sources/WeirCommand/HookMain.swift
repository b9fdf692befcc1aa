// The way through `weir hook` that has no end but an answer. It is taken before the arguments are
// parsed, because a mistake in them must block, too.

internal import ArgumentParser
internal import Weir
internal import WeirHook
internal import WeirHost

/// The hook's entry and its only exit.
enum HookMain {
  /// Whether a host asks: `weir hook` itself, and none of its subcommands or its help.
  static func isAsked(_ arguments: [String]) -> Bool {
    guard arguments.first == Hook.configuration.commandName else { return false }
    guard let next = arguments.dropFirst().first else { return true }
    return next != "help" && !arguments.contains("--help") && !arguments.contains("-h")
      && !Hook.configuration.subcommands.contains { $0.configuration.commandName == next }
  }

  /// Answers the host, and ends the process.
  static func answer(_ arguments: [String]) -> Never {
    HookWatchdog.guardThread()
    let host = value(of: "--host", in: arguments).flatMap(AgentHost.init(rawValue:))
    var run = HookRun(host?.row?.form ?? .statusTwo(grants: false))
    HookRun.unanswered(run.form, nil).prepareWatchdog()
    let budget = (try? HookBudget.milliseconds(value(of: "--budget", in: arguments)))
    HookWatchdog.arm(milliseconds: budget ?? HookBudget.standard)
    let answer: HookAnswer
    do {
      // The event is read before anything can fail: a host that is still writing it to a process
      // that has ended may take that for a failure of its own, and go on.
      let event = try HookRun.readEvent()
      let options = try HookArguments.options(Array(arguments.dropFirst()))
      _ = try HookBudget.milliseconds(options.budget)
      answer = try run.answer(to: event, options)
    } catch {
      answer = run.form.blocking(reason(error), event: run.event)
    }
    answer.give()
  }

  private static func reason(_ error: any Error) -> String {
    if let failure = error as? Failure { return HookReason.text(failure) }
    // The parser's, with usage below.
    let message = HookArguments.message(for: error).pieces(between: "\n").first ?? ""
    return "weir: blocked: \(message) [usage]"
  }

  /// A flag's value, before anything is parsed: in what form to answer, and how soon.
  private static func value(of flag: String, in arguments: [String]) -> String? {
    for (index, word) in arguments.enumerated() {
      if word == flag, arguments.indices.contains(index + 1) { return arguments[index + 1] }
      if word.hasPrefix(flag + "=") { return word.droppingBytes(flag.utf8.count + 1) }
    }
    return nil
  }
}

/// The flags of `weir hook` alone. A host waits for each call, and the parser looks into every
/// subcommand that a command has, and into two of its own where the command is a root.
private struct HookArguments: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "hook", _superCommandName: "weir")

  @OptionGroup var options: HookOptions

  static func options(_ arguments: [String]) throws -> HookOptions {
    guard let parsed = try parseAsRoot(arguments) as? HookArguments else {
      throw Failure(.usage, "the flags of weir hook cannot be read")
    }
    return parsed.options
  }
}
