// `weir holds`: what people do with the holds of a ledger.

internal import ArgumentParser
internal import Weir
internal import WeirAudit
internal import WeirHost
internal import WeirLedger

struct Holds: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "holds", _superCommandName: "weir",
    abstract: "Look at held requests, and decide them.",
    discussion: """
      A ledger is the file that 'weir eval --holds' and 'weir gate' keep.

        weir holds list --holds holds.db
        weir holds show 3fa9c2d1 --holds holds.db
        weir holds approve 3fa9c2d1 --holds holds.db --as ana --group treasury

      On a terminal an act shows the hold and asks. Elsewhere it takes the whole key, or a \
      prefix with --seen and the digest that 'show' prints, and is refused if anything shown \
      has changed since.
      """,
    subcommands: [
      HoldsList.self, HoldsShow.self, HoldsApprove.self, HoldsReject.self, HoldsOverride.self,
      HoldsRevoke.self, HoldsCancel.self, HoldsOpen.self, HoldsExpire.self, HoldsExport.self,
      HoldsKeygen.self, HoldsNotify.self, HoldsWatch.self,
    ])
}

/// `--holds`, `--clock` and `--trust`: which ledger, when, and whose signatures count.
struct LedgerOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The ledger.", valueName: "file"))
  var holds: String

  @Option(
    help: ArgumentHelp(
      "What 'now' is: wall, or a fixed time for a replay.", valueName: "clock"))
  var clock: String?

  @Option(help: ArgumentHelp("Whose signatures count, as YAML.", valueName: "file"))
  var trust: String?

  func open(_ access: Ledger.Access) throws(Failure) -> Ledger {
    let clock = try LedgerClock.of(clock)
    let filter = try TrustList.filter(trust)
    let ledger = try Ledger(holds, access, clock: clock)
    ledger.filter = filter
    return ledger
  }
}

/// `--as`, `--group` and `--role`: who acts, by the word of whoever runs the command.
struct PersonOptions: ParsableArguments {
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("Who acts, as the caller's system knows them.", valueName: "name"))
  var name: String?

  @Option(
    name: .customLong("group"), parsing: .singleValue,
    help: ArgumentHelp("A group that they are in. May be repeated.", valueName: "group"))
  var groups: [String] = []

  @Option(
    name: .customLong("role"), parsing: .singleValue,
    help: ArgumentHelp("A role that they have. May be repeated.", valueName: "role"))
  var roles: [String] = []

  /// Nil where nobody is named.
  func person() throws(Failure) -> HoldRecord.Person? {
    guard let name else {
      guard groups.isEmpty, roles.isEmpty else {
        throw Failure(
          .usage, "--group and --role say nothing without --as", hint: "add --as NAME")
      }
      return nil
    }
    return HoldRecord.Person(
      name: try Self.name(name, "--as"), groups: try groups.map(Self.group),
      roles: try roles.map(Self.role))
  }

  func required() throws(Failure) -> HoldRecord.Person {
    guard let person = try person() else {
      throw Failure(.usage, "nobody is named", hint: "say who acts: --as NAME --group GROUP")
    }
    return person
  }

  private static func group(_ text: String) throws(Failure) -> ExactString {
    try name(text, "--group")
  }

  private static func role(_ text: String) throws(Failure) -> ExactString {
    try name(text, "--role")
  }

  /// A name that people can see whole: what nobody sees would make another person of it.
  static func name(_ text: String, _ flag: String) throws(Failure) -> ExactString {
    let name = ExactString(text)
    guard !name.isBlank, VisibleText.escaped(text) == text, text.first?.isWhitespace == false,
      text.last?.isWhitespace == false
    else {
      throw Failure(
        .usage, "\(flag) \"\(text)\" is not a name",
        hint: "a name has something to see, and nothing that cannot be seen")
    }
    return name
  }
}

/// How holds are shown.
enum HoldsFormat: String, NamedChoice {
  case text, json, table
}
