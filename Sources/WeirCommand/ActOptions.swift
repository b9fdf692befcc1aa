// `weir holds approve` and its kin: each puts on record what one person does with one hold.

internal import ArgumentParser
internal import Weir
internal import WeirAudit
internal import WeirHost
internal import WeirLedger

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What every act takes.
struct ActOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The hold's key, or 8 digits of it.", valueName: "key"))
  var key: String

  @OptionGroup var ledger: LedgerOptions

  @OptionGroup var person: PersonOptions

  @Option(help: ArgumentHelp("Why, in words that stay on record.", valueName: "text"))
  var reason: String?

  @Option(
    help: ArgumentHelp(
      "The digest that show printed: refuses if anything shown has changed.", valueName: "digest"))
  var seen: String?

  @Option(
    name: .customLong("key"),
    help: ArgumentHelp("Sign with this private key.", valueName: "file"))
  var keyFile: String?

  @OptionGroup var audit: AuditOptions

  @OptionGroup var colors: ColorOptions

  /// Puts an act on record, and says what came of it.
  func perform(_ act: HoldRecord.Act) throws {
    let person = try person.required()
    let signingKey = try keyFile.map { path throws(Failure) in try SigningKey(file: path) }
    let audit = try audit.log()
    let ledger = try ledger.open(.write)
    let shown = try ledger.hold(key)
    let now = try ledger.now()
    let digest = HoldDigest.text(shown, shown.status(in: ledger, at: now))
    var seen = digest
    if let given = self.seen {
      seen = given
    } else if System.isTerminal(STDIN_FILENO), System.isTerminal(STDOUT_FILENO) {
      try ask(act, shown, ledger, now)
    } else {
      try expectWholeKey(shown)
    }
    let deed = Ledger.Deed(act, by: person, reason: reason, seen: digest)
    let outcome: Ledger.Outcome
    do throws(Failure) {
      outcome = try ledger.record(
        deed, on: shown.hold.key,
        sign: { record throws(Failure) in
          guard let signingKey else { return nil }
          return try record.signature(by: signingKey)
        },
        check: { hold, now throws(Failure) in
          let current = HoldDigest.text(hold, hold.status(in: ledger, at: now))
          guard HoldDigest.matches(seen, current) else {
            throw Failure(
              .seenChanged, "what was shown of the hold has changed since, or is another hold",
              hint: "look again: weir holds show \(hold.hold.key.dropFirst(7).prefix(8))")
          }
        },
        witness: { record throws(Failure) in
          guard let audit else { return }
          audit.take(record)
          guard audit.commit() else {
            throw Failure(
              .unwritable, "the act cannot be put on record in the audit log",
              hint: "nothing was recorded in the ledger either")
          }
        })
    } catch {
      complain(error)
      // A refusal is an answer: nothing is wrong with the ledger or the arguments.
      throw error.code == .actRefused || error.code == .seenChanged
        ? ExitStatus.negative : ExitStatus.unusable
    }
    if let behind = outcome.clockBehind { ClockWarning.tell(behind) }
    var output = Output(STDOUT_FILENO, name: "the standard output")
    output.bytes += "\(act.noun) of \(outcome.record.key) is on record\n"
    for line in StatusText(status: outcome.status).lines.prefix(1) { output.bytes += line + "\n" }
    try output.flush()
  }

  /// Where nobody is asked, the key says what is meant: whole, it digests the request. What has
  /// been held before needs more, because the key is the same each time.
  private func expectWholeKey(_ hold: LedgerHold) throws(Failure) {
    guard HoldRecord.isKey(key.hasPrefix("sha256:") ? key : "sha256:" + key) else {
      throw Failure(
        .usage, "without a terminal, the beginning of a key is not enough",
        hint: "write the whole key, or add --seen and the digest that weir holds show prints")
    }
    guard hold.generation == 1 else {
      throw Failure(
        .usage, "this request is held for time number \(hold.generation), with the same key",
        hint: "add --seen and the digest that weir holds show prints")
    }
  }

  /// Shows the hold and asks.
  private func ask(
    _ act: HoldRecord.Act, _ hold: LedgerHold, _ ledger: Ledger, _ now: Timestamp
  ) throws {
    var output = Output(STDOUT_FILENO, name: "the standard output")
    output.bytes += try HoldView(
      hold, in: ledger, at: now, isColored: colors.color.isWanted(on: STDOUT_FILENO),
      width: TerminalWidth.columns
    ).whole()
    output.bytes += "\n\(act.rawValue) this? [y/N] "
    try output.flush()
    let answer = readLine(strippingNewline: true) ?? ""
    guard answer == "y" || answer == "Y" || answer == "yes" else {
      write("weir: nothing is on record\n")
      throw ExitStatus.negative
    }
  }
}

struct HoldsApprove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", _superCommandName: "weir holds", abstract: "Approve a hold.")
  @OptionGroup var options: ActOptions
  func run() throws { try options.perform(.approve) }
}

struct HoldsReject: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject", _superCommandName: "weir holds", abstract: "Reject a hold.")
  @OptionGroup var options: ActOptions
  func run() throws { try options.perform(.reject) }
}

struct HoldsOverride: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "override", _superCommandName: "weir holds",
    abstract: "Settle a hold alone, with a reason, where the policy lets you.")
  @OptionGroup var options: ActOptions
  func run() throws { try options.perform(.override) }
}

struct HoldsRevoke: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", _superCommandName: "weir holds",
    abstract: "Take an approval back before it is spent.")
  @OptionGroup var options: ActOptions
  func run() throws { try options.perform(.revoke) }
}

struct HoldsCancel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", _superCommandName: "weir holds",
    abstract: "Take the question back while it waits.")
  @OptionGroup var options: ActOptions
  func run() throws { try options.perform(.cancel) }
}

struct HoldsOpen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", _superCommandName: "weir holds",
    abstract: "Ask anew before the time after a denial is over, on record.")
  @OptionGroup var options: ActOptions
  func run() throws { try options.perform(.opened) }
}
