// `weir holds show`: everything that a reviewer needs about one hold.

internal import ArgumentParser
internal import Weir
internal import WeirHost
internal import WeirLedger

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

struct HoldsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", _superCommandName: "weir holds",
    abstract: "Show a hold on one screen, and the digest of what is shown.")

  @Argument(help: ArgumentHelp("The hold's key, or 8 digits of it.", valueName: "key"))
  var key: String

  @OptionGroup var ledger: LedgerOptions

  @Option(
    name: [.short, .customLong("policy")], parsing: .singleValue,
    help: ArgumentHelp("Say why by this policy of today, too.", valueName: "path"))
  var policies: [String] = []

  @Flag(help: "Show long values whole.")
  var full = false

  @Option(help: "How it is written: text or json.")
  var format = HoldPageFormat.text

  @OptionGroup var colors: ColorOptions

  func run() throws {
    let ledger = try ledger.open(.read)
    let hold = try ledger.hold(key)
    let now = try ledger.now()
    var output = Output(STDOUT_FILENO, name: "the standard output")
    switch format {
    case .text:
      var view = HoldView(
        hold, in: ledger, at: now, isColored: colors.color.isWanted(on: STDOUT_FILENO),
        width: TerminalWidth.columns, isFull: full)
      if !policies.isEmpty {
        view.renewedExplanation = try HoldExplainer.renewed(
          hold, by: PathChoice(paths: policies), colors.color)
      }
      output.bytes += try view.whole()
    case .json:
      guard policies.isEmpty, !full else {
        throw Failure(
          .usage, "--policy and --full are about text: as json a hold is whole, as it is on record",
          hint: "leave them out, or take --format text")
      }
      output.bytes += try HoldJSON(hold, in: ledger, at: now).whole()
    }
    try output.flush()
  }
}

/// How one hold is shown.
enum HoldPageFormat: String, NamedChoice {
  case text, json
}
