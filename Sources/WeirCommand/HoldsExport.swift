// `weir holds export`, `expire` and `keygen`.

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

struct HoldsExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", _superCommandName: "weir holds",
    abstract: "Print records as JSON lines, which weir eval --approvals reads.")

  @Argument(help: ArgumentHelp("The hold's key; all without one.", valueName: "key"))
  var key: String?

  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open(.read)
    let key = try key.map { key throws(Failure) in try ledger.hold(key).hold.key }
    var output = Output(STDOUT_FILENO, name: "the standard output")
    for record in try ledger.export(key) {
      output.bytes += record.line()
      output.bytes += "\n"
      try output.flushIfLarge()
    }
    try output.flush()
  }
}

struct HoldsExpire: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expire", _superCommandName: "weir holds",
    abstract: "List holds that nobody decided in time, each once, and drop their notices.",
    discussion: """
      A hold expires by its deadline, whoever looks. This says which have done so since it was \
      last run, for a log or a mail, and that nobody needs to be told of them any more. Nothing is \
      removed.
      """)

  @OptionGroup var ledger: LedgerOptions

  @OptionGroup var audit: AuditOptions

  func run() throws {
    let audit = try audit.log()
    let ledger = try ledger.open(.write)
    let expiry = try ledger.expire { holds, now throws(Failure) in
      guard let audit else { return }
      for hold in holds { audit.takeExpiry(of: hold, at: now) }
      guard audit.commit() else {
        throw Failure(
          .unwritable, "what expired cannot be put on record in the audit log",
          hint: "nothing was recorded in the ledger either: run it again")
      }
    }
    if let behind = expiry.clockBehind { ClockWarning.tell(behind) }
    var output = Output(STDOUT_FILENO, name: "the standard output")
    for hold in expiry.holds {
      output.bytes += "\(hold.hold.key)  \(VisibleText.escaped(hold.hold.rule))\n"
    }
    output.bytes +=
      "\(Plural.counted(expiry.holds.count, "hold")) expired, "
      + "\(Plural.counted(expiry.droppedNotices, "notice")) dropped\n"
    try output.flush()
  }
}

struct HoldsKeygen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keygen", _superCommandName: "weir holds",
    abstract: "Make a key that signs approvals and checkpoints.",
    discussion: """
      The private key goes to a new file that only its owner may read; the public one is printed, \
      as an entry for a trust file.
      """)

  @Argument(help: ArgumentHelp("Whose key it is: no blanks, no plus.", valueName: "name"))
  var name: String

  @Option(name: [.short, .long], help: ArgumentHelp("The private key's file.", valueName: "file"))
  var output: String

  func run() throws {
    guard let keyName = VerifierKey.Name(name), VisibleText.escaped(name) == name else {
      throw Failure(
        .usage, "\"\(name)\" cannot be the name of a key",
        hint: "a name has no blanks and no plus, as in mara.lindt")
    }
    guard !System.isTaken(output) else {
      throw Failure(
        .wouldOverwrite, "\(output) is there already", hint: "a key is never written over")
    }
    let key = try SigningKey.make(named: keyName)
    try System.makeFile(output, mode: 0o600)
    try OutputFile(output, .report).write(Array(key.text.utf8))
    var text = Output(STDOUT_FILENO, name: "the standard output")
    // Quoted where YAML would take the name for something else, such as `null`.
    let who = HoldsKeygen.isPlain(name) ? name : JSONString.literal(ExactString(name))
    text.bytes += "- who: \(who)\n  key: \(key.verifier.text)\n  groups: []\n"
    try text.flush()
  }
  /// Whether YAML reads a name as a string as it is.
  private static func isPlain(_ name: String) -> Bool {
    var reader = YAMLReader(Array(name.utf8), YAMLOptions())
    guard let document = try? reader.next()?.document, case .string(let text) = document.kind
    else { return false }
    return text == ExactString(name)
  }
}
