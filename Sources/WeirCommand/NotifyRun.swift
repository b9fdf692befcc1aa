// The delivery of notices: one after the other, leased, handed to a program, acknowledged or given
// back. Whoever is killed in between leaves a lease that runs out, and the notice is told again
// with the same identifier.

internal import Weir
internal import WeirHost
internal import WeirLedger

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// One notifier at work.
struct NotifyRun {
  private let ledger: Ledger
  private let channels: [NoticeChannel]
  private let signature: WebhookSignature?
  private let milliseconds: Int
  private let holder = "\(getpid())"

  /// The first wait before another attempt, and the longest, in seconds.
  private static let firstWait = 5
  private static let longestWait = 3_600

  init(
    _ ledger: Ledger, _ channels: [NoticeChannel], _ signature: WebhookSignature?,
    milliseconds: Int
  ) {
    self.ledger = ledger
    self.channels = channels
    self.signature = signature
    self.milliseconds = milliseconds
  }

  /// Delivers what is due. Ends with status 1 if something was not delivered, or waits on a channel
  /// that nobody delivers.
  func deliverAll() throws {
    var isWell = true
    while let isDelivered = try deliverNext() { isWell = isWell && isDelivered }
    let names = Set(channels.map { ExactString($0.name) })
    for (channel, count) in try ledger.waitingChannels() where !names.contains(ExactString(channel))
    {
      isWell = false
      write(
        """
        weir: warning[no-channel]: \(Plural.counted(count, "notice")) on channel \
        \(VisibleText.escaped(channel)), which no --channel delivers

        """)
    }
    if !isWell { throw ExitStatus.negative }
  }

  /// Goes on until a signal that asks to end; the delivery at hand is finished.
  func watch() throws {
    var ending = sigset_t()
    sigemptyset(&ending)
    for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&ending, signal) }
    pthread_sigmask(SIG_BLOCK, &ending, nil)
    while true {
      if NotifyRun.isAskedToEnd { return }
      if try deliverNext() == nil { System.sleep(milliseconds: 500) }
    }
  }

  private static var isAskedToEnd: Bool {
    var pending = sigset_t()
    sigemptyset(&pending)
    sigpending(&pending)
    return [SIGTERM, SIGINT, SIGHUP].contains { sigismember(&pending, $0) == 1 }
  }

  /// Delivers one notice; nil where none is due.
  private func deliverNext() throws(Failure) -> Bool? {
    // As long as the program may take, and then some for writing it down.
    let lease = SignedDuration(seconds: Int64(milliseconds / 1000) + 30, nanoseconds: 0)
    guard let notice = try ledger.takeNotice(on: channels.map(\.name), by: holder, for: lease),
      let channel = channels.first(where: { $0.name.utf8.elementsEqual(notice.channel.utf8) })
    else { return nil }
    let problem: String
    do throws(Failure) {
      switch try run(channel, notice) {
      case .exited(0):
        try ledger.acknowledge(notice)
        return true
      case .exited(let status): problem = "the program ended with status \(status)"
      case .killed(let signal): problem = "the program was ended by signal \(signal)"
      case .timedOut: problem = "the program took too long"
      }
    } catch {
      problem = error.message
    }
    let wait = NotifyRun.wait(after: notice.attempt, notice.id)
    try ledger.giveBack(notice, problem, after: SignedDuration(seconds: wait, nanoseconds: 0))
    write(
      """
      weir: warning[not-delivered]: \(VisibleText.escaped("\(notice.channel) \(notice.target)")): \
      \(VisibleText.escaped(problem)); attempt \(notice.attempt), again in \(wait)s

      """)
    return false
  }

  private func run(
    _ channel: NoticeChannel, _ notice: LedgerNotice
  ) throws(Failure) -> ChildProcess.End {
    let body = channel.form.payload(notice)
    let seconds = try ledger.now().seconds
    var environment: [(name: String, value: String)] = [
      ("WEIR_NOTICE_ID", notice.id), ("WEIR_CHANNEL", notice.channel),
      // A variable ends at a NUL, and would say less than the policy does.
      (
        "WEIR_TARGET",
        notice.target.utf8.contains(0) ? VisibleText.escaped(notice.target) : notice.target
      ),
      ("WEIR_KIND", notice.kind.rawValue), ("WEIR_KEY", notice.hold.hold.key),
      ("WEIR_ATTEMPT", "\(notice.attempt)"),
    ]
    switch channel.form {
    case .webhook:
      environment.append(("WEIR_WEBHOOK_TIMESTAMP", "\(seconds)"))
      environment.append(
        ("WEIR_WEBHOOK_SIGNATURE", signature?.text(notice.id, seconds: seconds, body) ?? ""))
    case .json, .slack, .pagerduty: break
    }
    return try ChildProcess.run(
      channel.program, environment, input: body, milliseconds: milliseconds)
  }

  /// Seconds until the next attempt: twice as long each time, and up to a fifth more by the
  /// notice's identifier, so that many do not come at once.
  static func wait(after attempt: Int, _ id: String) -> Int64 {
    let doubled = firstWait << min(attempt - 1, 20)
    let wait = min(doubled, longestWait)
    let spread = id.utf8.reduce(0) { ($0 * 31 + Int($1)) % 1_000 }
    return Int64(wait + wait * spread / 5_000)
  }
}
