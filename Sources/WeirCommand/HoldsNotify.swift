// `weir holds notify`: delivers what the ledger says people must be told.

internal import ArgumentParser
internal import Weir
internal import WeirHost
internal import WeirLedger

struct HoldsNotify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notify", _superCommandName: "weir holds",
    abstract: "Deliver the notices of holds, each at least once.",
    discussion: """
      A channel of a policy ('notify slack "#payments"') is delivered by a program, which gets \
      the payload on its standard input and runs without a shell. Its exit status 0 \
      acknowledges; with any other the notice is tried again, later each time.

        weir holds notify --holds holds.db --once --channel slack=slack:./post-to-slack
        weir holds notify --holds holds.db --watch --channel hooks=webhook:./post --secret s.key

      Forms of payloads: json, webhook, slack, pagerduty. The environment has WEIR_NOTICE_ID \
      (the same on each attempt), WEIR_CHANNEL, WEIR_TARGET, WEIR_KIND, WEIR_KEY and \
      WEIR_ATTEMPT; of a webhook also WEIR_WEBHOOK_TIMESTAMP and WEIR_WEBHOOK_SIGNATURE.
      """)

  @OptionGroup var ledger: LedgerOptions

  @Flag(help: "Deliver what is due, and end.")
  var once = false

  @Flag(help: "Go on until a signal.")
  var watch = false

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "How a channel is delivered. May be repeated.", valueName: "name=form:program"))
  var channel: [String] = []

  @Option(help: ArgumentHelp("The secret that signs webhooks, whsec_….", valueName: "file"))
  var secret: String?

  @Option(
    help: ArgumentHelp("How long a program may take; 10s unless said.", valueName: "duration"))
  var timeout: String?

  func run() throws {
    guard once != watch else {
      throw Failure(
        .usage, "say --once or --watch", hint: "--once delivers what is due, --watch goes on")
    }
    let channels = try channel.map { text throws(Failure) in try NoticeChannel(text) }
    guard !channels.isEmpty else {
      throw Failure(
        .usage, "no channel is given", hint: "as in --channel slack=slack:./post-to-slack")
    }
    var milliseconds = 10_000
    if let timeout {
      guard let length = SignedDuration(timeout), length > .zero, length.seconds < 3_600 else {
        throw Failure(.usage, "\"\(timeout)\" is not such a duration", hint: "write 10s or 2m")
      }
      milliseconds = Int(length.seconds) * 1000 + Int(length.nanoseconds / 1_000_000)
    }
    let signature = try secret.map { path throws(Failure) in try WebhookSignature(file: path) }
    if channels.contains(where: { $0.form == .webhook }), signature == nil {
      throw Failure(
        .usage, "a webhook is signed, and there is no secret", hint: "add --secret FILE")
    }
    let run = NotifyRun(
      try ledger.open(.write), channels, signature, milliseconds: milliseconds)
    try watch ? run.watch() : run.deliverAll()
  }
}

/// How one channel of policies is delivered.
struct NoticeChannel {
  let name: String
  let form: NoticeForm
  let program: String

  init(_ text: String) throws(Failure) {
    let parts = text.split(separator: "=", maxSplits: 1)
    let how = parts.last?.split(separator: ":", maxSplits: 1) ?? []
    guard parts.count == 2, how.count == 2 else {
      throw Failure(
        .usage, "\"\(text)\" does not say how a channel is delivered",
        hint: "write NAME=FORM:PROGRAM, as in slack=slack:./post-to-slack")
    }
    name = String(parts[0])
    form = try choice(String(how[0]), of: NoticeForm.self, for: "form of notices")
    program = try System.program(named: String(how[1]))
  }
}
