// What `weir hook` is told, and what `weir hook install` puts into the command that it installs:
// the same flags. None of them has a setting: what guards an agent is named by whoever installs it,
// and not by a file that is found.

internal import ArgumentParser
internal import Weir
internal import WeirHook
internal import WeirHost

struct HookOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Whose event it is: \(HookOptions.hosts).", valueName: "host"))
  var host: String?

  @Option(
    name: [.short, .customLong("policy")], parsing: .singleValue,
    help: ArgumentHelp(
      "A .weir file, a folder of them, or a built .weirc file. Several make one policy.",
      valueName: "path"))
  var policies: [String] = []

  @Option(
    help: ArgumentHelp(
      "The ledger of holds; made where there is none. Without it nobody can approve.",
      valueName: "file"))
  var holds: String?

  @Option(
    help: ArgumentHelp(
      "Whose signatures count, as YAML. What people do counts only if it is signed.",
      valueName: "file"))
  var trust: String?

  @Option(
    help: ArgumentHelp(
      "Append every verdict to this audit log before it leaves.", valueName: "file"))
  var audit: String?

  @Option(
    help: ArgumentHelp(
      "Who asks: nobody of that name approves. The system's user unless said.", valueName: "name"))
  var principal: String?

  @Option(
    help: ArgumentHelp(
      "Block what is not judged by then, such as 2s; 5s unless said. Below the host's own.",
      valueName: "duration"))
  var budget: String?

  @Flag(help: "An allow skips the host's own question, where the host lets a hook say so.")
  var grant = false

  @Option(
    help: ArgumentHelp(
      "What the agent's shell speaks: \(HookOptions.shells). The user's own unless said.",
      valueName: "shell"))
  var shell: String?

  @Option(
    name: .customLong("tool"), parsing: .singleValue,
    help: ArgumentHelp(
      "What a tool reaches that weir does not know. May be repeated.",
      valueName: "name=kind[:member]"))
  var tools: [String] = []

  @Option(
    help: ArgumentHelp(
      "A JSON or YAML file that the request has as its member context.", valueName: "file"))
  var context: String?

  @Option(help: ArgumentHelp("The MCP server that messages go to.", valueName: "name"))
  var server: String?

  @Option(
    help: ArgumentHelp("The events and answers of a custom host, as YAML.", valueName: "file"))
  var map: String?

  @Option(
    help: ArgumentHelp(
      "What 'now' is: wall, or a fixed time for a replay.", valueName: "clock"))
  var clock: String?

  private static let hosts = AgentHost.allCases.map(\.rawValue).joined(separator: ", ")
  private static let shells = ShellDialect.allCases.map(\.rawValue).joined(separator: ", ")

  /// Whose event it is. (The parser could ask for it, and would then ask whoever wants help, too.)
  func agentHost() throws(Failure) -> AgentHost {
    guard let host else {
      throw Failure(
        .usage, "no host is named", hint: "name one with --host: \(HookOptions.hosts)")
    }
    return try choice(host, of: AgentHost.self, for: "host")
  }

  /// The host's row, or the map's.
  func row() throws(Failure) -> HostRow {
    let host = try agentHost()
    guard (host == .custom) == (map != nil) else {
      throw Failure(
        .usage,
        host == .custom ? "--host custom says nothing without a map" : "--map is for --host custom",
        hint: "name the map with --map FILE, and the host custom")
    }
    if let row = host.row { return row }
    return try HostRow(map: map ?? "")
  }

  /// What the agent's shell speaks; nil where the user's shell is none that we know, and what a
  /// text does there is not known either.
  func dialect() throws(Failure) -> ShellDialect? {
    if let shell { return try choice(shell, of: ShellDialect.self, for: "shell") }
    guard let program = System.variable("CLAUDE_CODE_SHELL") ?? System.variable("SHELL") else {
      return .bash
    }
    return ShellDialect(program: program)
  }

  /// Every file that decides, with what it is for people.
  var files: [(path: String, what: String)] {
    policies.map { ($0, "policy") }
      + [
        (holds, "ledger"), (trust, "trust list"), (audit, "audit log"), (context, "context"),
        (map, "map"),
      ].compactMap { path, what in path.map { ($0, what) } }
  }
}

/// How long a call may take.
enum HookBudget {
  static let standard = 5_000
  /// Hosts wait for a minute or less.
  private static let longest = 600_000

  /// In milliseconds.
  static func milliseconds(_ text: String?) throws(Failure) -> Int {
    guard let text else { return standard }
    guard let duration = SignedDuration(text), duration > .zero else {
      throw Failure(.usage, "\"\(text)\" is not a duration", hint: "write 500ms, 2s or 1m")
    }
    let whole = Int(duration.seconds) * 1000 + Int(duration.nanoseconds) / 1_000_000
    guard whole > 0, whole <= longest else {
      throw Failure(
        .usage, "a budget of \(text) is not one", hint: "it is at least 1ms and at most 10m")
    }
    return whole
  }
}
