// `weir holds list`: which holds there are, and which wait for somebody.

internal import ArgumentParser
internal import Weir
internal import WeirHost
internal import WeirLedger

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

struct HoldsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", _superCommandName: "weir holds",
    abstract: "List holds, the newest first.",
    discussion: """
      Without --state, those that are pending.

        weir holds list --holds holds.db --approver ana --group treasury
        weir holds list --holds holds.db --state rejected --state expired --format json
      """)

  @OptionGroup var ledger: LedgerOptions

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Only holds in this state; all for every one. May be repeated.", valueName: "state"))
  var state: [String] = []

  @Option(help: ArgumentHelp("Only holds of this rule.", valueName: "name"))
  var rule: String?

  @Option(help: ArgumentHelp("Only holds that this person asked for.", valueName: "name"))
  var requester: String?

  @Option(
    help: ArgumentHelp(
      "Only holds that this person could decide now, with --group and --role.", valueName: "name"))
  var approver: String?

  @Option(
    name: .customLong("group"), parsing: .singleValue,
    help: ArgumentHelp("A group that the approver is in. May be repeated.", valueName: "group"))
  var groups: [String] = []

  @Option(
    name: .customLong("role"), parsing: .singleValue,
    help: ArgumentHelp("A role that the approver has. May be repeated.", valueName: "role"))
  var roles: [String] = []

  @Option(help: "How they are written: a table, text, or JSON lines.")
  var format = HoldsFormat.table

  @OptionGroup var colors: ColorOptions

  func run() throws {
    var filter = Ledger.Filter()
    filter.states = try states()
    filter.rule = rule.map { ExactString($0) }
    filter.requester = requester.map { ExactString($0) }
    if let approver {
      filter.approver = HoldRecord.Person(
        name: try PersonOptions.name(approver, "--approver"),
        groups: groups.map { ExactString($0) }, roles: roles.map { ExactString($0) })
    } else if !groups.isEmpty || !roles.isEmpty {
      throw Failure(
        .usage, "--group and --role say nothing without --approver", hint: "add --approver NAME")
    }
    let ledger = try ledger.open(.read)
    let holds = try ledger.holds(filter)
    let now = try ledger.now()
    var output = Output(STDOUT_FILENO, name: "the standard output")
    switch format {
    case .table:
      output.bytes += HoldTable(
        width: TerminalWidth.columns, isColored: colors.color.isWanted(on: 1)
      )
      .text(holds.map { ($0, $0.status(in: ledger, at: now)) }, at: now)
    case .text:
      for (index, hold) in holds.enumerated() {
        if index > 0 { output.bytes += "\n" }
        let view = HoldView(hold, in: ledger, at: now, isColored: colors.color.isWanted(on: 1))
        output.bytes += view.summary
      }
    case .json:
      for hold in holds { output.bytes += HoldJSON(hold, in: ledger, at: now).line }
    }
    try output.flush()
  }

  private func states() throws(Failure) -> Set<HoldState> {
    if state.isEmpty { return [.pending] }
    var states: Set<HoldState> = []
    for name in state.flatMap({ $0.pieces(between: ",") }) {
      if name == "all" { return [] }
      states.insert(try choice(name, of: HoldState.self, for: "state"))
    }
    return states
  }
}

/// The width that people read at.
enum TerminalWidth {
  /// The terminal's, from 60 on; 80 where the output goes elsewhere.
  static var columns: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return max(60, Int(size.ws_col))
  }
}
