// `weir gate`: a verdict in front of a command.

internal import ArgumentParser
internal import Weir
internal import WeirAudit
internal import WeirHost
internal import WeirLedger

struct Gate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate", _superCommandName: "weir",
    abstract: "Run a command once a policy, and whoever it asks, allow it.",
    discussion: """
      Judges one request. Allowed, it replaces itself by the command. Held, it says what is \
      waited for and waits; once approved, it spends the approval and runs the command. Denied, \
      rejected, expired or timed out, it ends with status 1, and nothing has run. Whatever goes \
      wrong, nothing runs.

        weir gate -p policy --holds holds.db --request request.json -- psql -f migrate.sql

      Reviewers see the request, not what the command does. With --command-member argv the \
      command's words are a member of the request, so that the policy reads them and an approval \
      covers them.
      """)

  @OptionGroup var policy: PolicyOptions

  @Option(help: ArgumentHelp("The ledger; made where there is none.", valueName: "file"))
  var holds: String

  @Option(help: ArgumentHelp("The request: a file, or - for standard input.", valueName: "file"))
  var request: String

  @Option(
    help: ArgumentHelp(
      "Put the command's words into the request as this member.", valueName: "name")
  )
  var commandMember: String?

  @Option(
    help: ArgumentHelp(
      "Wait no longer than this for people, such as 90s or 15m.", valueName: "duration"))
  var timeout: String?

  @Option(
    help: ArgumentHelp(
      "What 'now' is: wall, or a fixed time for a replay.", valueName: "clock"))
  var clock: String?

  @Option(help: ArgumentHelp("Whose signatures count, as YAML.", valueName: "file"))
  var trust: String?

  @OptionGroup var audit: AuditOptions

  @OptionGroup var yaml: YAMLFlags

  @OptionGroup var limits: LimitOptions

  @OptionGroup var colors: ColorOptions

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The command and its arguments, after --.", valueName: "command"))
  var command: [String] = []

  func run() throws {
    guard let word = command.first else {
      throw Failure(
        .usage, "no command is given", hint: "write it after --, as in: -- psql -f migrate.sql")
    }
    let file = try System.program(named: word)
    let timeout = try timeout.map { text throws(Failure) in
      guard let duration = SignedDuration(text), duration > .zero else {
        throw Failure(.usage, "\"\(text)\" is not a duration", hint: "write 90s, 15m or 2h30m")
      }
      return duration
    }
    let settings = try policy.settings()
    let clock = try LedgerClock.of(self.clock)
    let limits = try limits.limits()
    let filter = try TrustList.filter(trust)
    let load = {
      var program = try policy.load(settings).requireProgram(color: colors.color)
      program.limits = limits
      return program
    }
    var asked = try GateRequest(request, try yaml.options(settings))
    if let commandMember { try asked.bind(command, as: commandMember) }
    let explainer = HoldExplainer(try policy.choice(settings))
    try pass(asked.bytes, clock, filter, timeout, load, explainer)
    throw System.replaceProcess(with: file, command)
  }

  /// Returns where the command may run; the ledger is closed by then.
  private func pass(
    _ request: [UInt8], _ clock: Ledger.Clock, _ filter: Ledger.RecordFilter?,
    _ timeout: SignedDuration?, _ load: () throws -> Program, _ explainer: HoldExplainer
  ) throws {
    let ledger = try Ledger(holds, .create, clock: clock)
    ledger.filter = filter
    // Opened once the wait is over: a log has one writer, and a gate may wait for hours.
    var run = GateRun(
      try load(), ledger, request, command, explainer,
      text: VerdictText(isColored: colors.color.isWanted(on: 2)), holds: holds)
    run.openLog = { () throws(Failure) in try audit.log() }
    try run.wait(atMost: timeout, load)
  }
}
