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

  /// What the person was shown of the hold, and how that is known.
  private enum Sight {
    /// The hold was shown and is agreed to, or its digest was given: what is judged inside the
    /// transaction has to match.
    case digest(String)
    /// The whole key was given, which digests the request: nothing was shown that could change.
    case key
  }

  /// Puts an act on record, and says what came of it.
  func perform(_ act: HoldRecord.Act) throws {
    let person = try person.required()
    if let seen { try HoldDigest.expectForm(seen) }
    let signingKey = try keyFile.map { path throws(Failure) in try SigningKey(file: path) }
    let audit = try audit.log()
    let ledger = try ledger.open(.write)
    let shown = try ledger.hold(key)
    let sight = try sight(act, shown, ledger)
    // What is recorded as seen is what the check inside the transaction compares with.
    let digest: String?
    switch sight {
    case .digest: digest = HoldDigest.text(shown, shown.status(in: ledger, at: try ledger.now()))
    case .key: digest = nil
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
          switch sight {
          case .key: try expectFirstTime(hold)
          case .digest(let given):
            let current = HoldDigest.text(hold, hold.status(in: ledger, at: now))
            guard current == digest, HoldDigest.matches(given, current) else {
              throw Failure(
                .seenChanged, "what was shown of the hold has changed since, or is another hold",
                hint: "look again: weir holds show \(hold.hold.key.dropFirst(7).prefix(8))")
            }
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

  /// How it is known that the person means this hold, asked for where a terminal is.
  private func sight(
    _ act: HoldRecord.Act, _ hold: LedgerHold, _ ledger: Ledger
  ) throws -> Sight {
    if let seen { return .digest(seen) }
    if System.isTerminal(STDIN_FILENO), System.isTerminal(STDOUT_FILENO) {
      let now = try ledger.now()
      let digest = HoldDigest.text(hold, hold.status(in: ledger, at: now))
      try ask(act, hold, ledger, now)
      return .digest(digest)
    }
    guard HoldRecord.isKey(key.hasPrefix("sha256:") ? key : "sha256:" + key) else {
      throw Failure(
        .usage, "without a terminal, the beginning of a key is not enough",
        hint: "write the whole key, or add --seen and the digest that weir holds show prints")
    }
    try expectFirstTime(hold)
    return .key
  }

  /// What has been held before needs more than a key, which is the same each time.
  private func expectFirstTime(_ hold: LedgerHold) throws(Failure) {
    guard hold.generation == 1 else {
      throw Failure(
        .usage, "this request is held for time number \(hold.generation), with the same key",
        hint: "add --seen and the digest that weir holds show prints")
    }
  }

  /// Shows the hold and asks, and shows it whole where that is wanted.
  private func ask(
    _ act: HoldRecord.Act, _ hold: LedgerHold, _ ledger: Ledger, _ now: Timestamp
  ) throws {
    var isFull = false
    while true {
      func view(isFull: Bool) throws(Failure) -> String {
        try HoldView(
          hold, in: ledger, at: now, isColored: colors.color.isWanted(on: STDOUT_FILENO),
          width: TerminalWidth.columns, isFull: isFull
        ).whole()
      }
      let text = try view(isFull: isFull)
      let isFolded = try !isFull && text != view(isFull: true)
      var output = Output(STDOUT_FILENO, name: "the standard output")
      let answers = isFolded ? "[y/N, f shows it whole]" : "[y/N]"
      output.bytes += text + "\n\(act.question) \(answers) "
      try output.flush()
      switch readLine(strippingNewline: true) {
      case "y", "Y", "yes": return
      case "f" where isFolded: isFull = true
      case nil:
        // The question's line has no end yet.
        write("\n")
        fallthrough
      default:
        write("weir: nothing is on record\n")
        throw ExitStatus.negative
      }
    }
  }
}

extension HoldRecord.Act {
  /// What somebody is asked who does it.
  fileprivate var question: String {
    switch self {
    case .opened: "ask for this anew?"
    case .approve: "approve this?"
    case .reject: "reject this?"
    case .override: "override this?"
    case .revoke: "revoke this approval?"
    case .cancel: "cancel this?"
    case .spend: "spend this approval?"
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
