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
    abstract: "List holds that nobody decided in time, and drop their notices.",
    discussion: """
      A hold expires by its deadline, whoever looks. This says which have done so, and puts on \
      record that nobody needs to be told of them any more. Nothing is removed.
      """)

  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let ledger = try ledger.open(.write)
    var filter = Ledger.Filter()
    filter.states = [.expired]
    let holds = try ledger.holds(filter)
    let dropped = try ledger.dropNotices()
    var output = Output(STDOUT_FILENO, name: "the standard output")
    for hold in holds {
      output.bytes += "\(hold.hold.key)  \(VisibleText.escaped(hold.hold.rule))\n"
    }
    output.bytes +=
      "\(Plural.counted(holds.count, "hold")) expired, "
      + "\(Plural.counted(dropped, "notice")) dropped\n"
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
    text.bytes += "- who: \(name)\n  key: \(key.verifier.text)\n  groups: []\n"
    try text.flush()
  }
}
