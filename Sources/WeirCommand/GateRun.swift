// What a gate does between the request and the command: asks, waits, asks again. It returns where
// the command may run, and throws in every other case, so that no way out is forgotten.

internal import Weir
internal import WeirHost
internal import WeirLedger

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// One gate, waiting.
struct GateRun: ~Copyable {
  private var evaluator: Evaluator
  private let ledger: Ledger
  private let request: [UInt8]
  private let command: [String]
  private let explainer: HoldExplainer
  private let text: VerdictText
  /// The ledger's path, for the command that a reviewer is told.
  private let holds: String
  /// Opens the audit log, where one is asked for.
  var openLog: () throws(Failure) -> AuditRecorder? = { () throws(Failure) in nil }
  private let isTerminal = System.isTerminal(STDERR_FILENO)

  /// How often the ledger is looked at while the gate waits.
  private static let interval = 250

  init(
    _ program: Program, _ ledger: Ledger, _ request: [UInt8], _ command: [String],
    _ explainer: HoldExplainer,
    text: VerdictText, holds: String
  ) {
    evaluator = Evaluator(program)
    self.ledger = ledger
    self.request = request
    self.command = command
    self.explainer = explainer
    self.text = text
    self.holds = holds
  }

  /// Returns once the verdict is allow and on record. The policy is read again after a wait: what
  /// it denies by then does not run.
  mutating func wait(atMost timeout: SignedDuration?, _ load: () throws -> Program) throws {
    let start = Timestamp.now()
    var joined: [Int] = []
    while true {
      let settlement = try settle(isRepeated: !joined.isEmpty)
      tell(settlement.clockBehind)
      try putOnRecord(settlement)
      switch settlement.verdict.effect {
      case .allow:
        clearLine()
        return
      case .deny:
        clearLine()
        write(text.text(settlement.verdict))
        throw settlement.verdict.couldNotBeJudged ? ExitStatus.unusable : ExitStatus.negative
      case .hold:
        let generations = settlement.verdict.holds.compactMap(\.status?.generation)
        if joined.isEmpty {
          ask(settlement.verdict)
          joined = generations
        }
        // What this gate waited for has ended, and the same request is held anew.
        guard generations == joined else {
          clearLine()
          write(text.text(settlement.verdict))
          throw ExitStatus.negative
        }
        guard try isSettled(settlement.verdict, start, timeout) else {
          clearLine()
          write(
            "weir: nobody has decided within \(timeout?.description ?? ""); nothing has run\n")
          throw ExitStatus.negative
        }
        evaluator = Evaluator(try load())
      }
    }
  }

  /// Puts the verdict in the audit log, where one is asked for; if that fails, nothing runs.
  private mutating func putOnRecord(_ settlement: Ledger.Settlement) throws {
    guard let log = try openLog() else { return }
    try log.take(
      settlement.verdict, settlement.records, on: request, at: settlement.now, &evaluator)
    guard log.commit() else { throw ExitStatus.unusable }
  }

  private mutating func settle(isRepeated: Bool) throws(Failure) -> Ledger.Settlement {
    let (request, explainer) = (self.request, self.explainer)
    var question = Ledger.Question(request: request, command: command) { verdict, now in
      explainer.text(request, verdict, now)
    }
    question.isRepeated = isRepeated
    return try ledger.settle(question) { now in evaluator.evaluate(request, now: now) }
  }

  /// Waits until some hold is no longer pending, or all are approved; false if time is over first.
  private func isSettled(
    _ verdict: Verdict, _ start: Timestamp, _ timeout: SignedDuration?
  ) throws(Failure) -> Bool {
    let end = timeout.map { start.advanced(by: $0) }
    while true {
      if let end, Timestamp.now() >= end { return false }
      System.sleep(milliseconds: GateRun.interval)
      let now = try ledger.now()
      var waiting: HoldStatus?
      for hold in verdict.holds {
        let status = try ledger.hold(hold.key).status(in: ledger, at: now)
        switch status.state {
        case .pending: waiting = waiting ?? status
        case .approved: break
        case .rejected, .expired, .cancelled, .spent, .revoked, .lapsed: return true
        }
      }
      guard let waiting else { return true }
      show(waiting, now)
    }
  }

  // MARK: Telling

  /// What is waited for, and how somebody else answers.
  private func ask(_ verdict: Verdict) {
    write(text.text(verdict))
    for hold in verdict.holds {
      write("       weir holds show \(hold.key) --holds \(VisibleText.escaped(holds))\n")
    }
  }

  private func tell(_ behind: SignedDuration?) {
    guard let behind else { return }
    clearLine()
    ClockWarning.tell(behind)
  }

  /// One line that counts down, on a terminal.
  private func show(_ status: HoldStatus, _ now: Timestamp) {
    guard isTerminal else { return }
    let left = status.deadline.since(now)
    let needs = status.missing.map { "\($0)" } ?? "a decision"
    let seconds = SignedDuration(seconds: left.seconds, nanoseconds: 0)
    write("\r\u{1B}[Kwaiting for \(VisibleText.escaped(needs)), \(seconds) left")
  }

  private func clearLine() {
    if isTerminal { write("\r\u{1B}[K") }
  }
}
