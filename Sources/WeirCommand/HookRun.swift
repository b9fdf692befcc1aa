// One call, from the host's event to the answer. Whatever goes wrong on the way is thrown, and
// whoever catches it blocks.

internal import Weir
internal import WeirAudit
internal import WeirHook
internal import WeirHost
internal import WeirLedger
internal import WeirReaders

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// One call of a tool, judged.
struct HookRun {
  /// How the event is answered: the host's usual form until the event is known.
  private(set) var form: AnswerForm
  /// The event, once it is read.
  private(set) var event: JSONDocument?
  /// Whether another host than the one that the command names runs the hook.
  private var isGuest = false
  /// Where the agent works, once that is known.
  private var folders: AgentFolders?

  init(_ form: AnswerForm) { self.form = form }

  /// The event's bytes: all that the host writes.
  static func readEvent() throws(Failure) -> [UInt8] {
    let name = "the host's event"
    if System.isTerminal(STDIN_FILENO) {
      throw Failure(
        .usage, "\(name) comes from the host",
        hint: "weir hook install puts the hook into its settings")
    }
    do throws(Failure) {
      return try System.read(STDIN_FILENO, name: name, expecting: 0, limit: EventReader.eventBytes)
    } catch {
      // What is too long is read to its end all the same.
      System.skipRest(STDIN_FILENO)
      throw error
    }
  }

  /// Judges an event's call.
  mutating func answer(to bytes: [UInt8], _ options: HookOptions) throws -> HookAnswer {
    let row = try options.row()
    form = row.form
    let rehearsal = try HookRehearsal.asked()
    guard !options.policies.isEmpty else {
      throw Failure(.usage, "no policy is given", hint: "name one with -p")
    }
    rehearsal?.fail()
    let call: HookCall
    do throws(Failure) {
      call = try read(bytes, row, options)
      if row.knowsFolders { folders = AgentFolders(call.folders) }
      for (path, what) in options.files { try folders?.expectOutside(path, what) }
    } catch {
      if rehearsal == nil { try putOnRecord(bytes, options) }
      throw error
    }
    let request = call.request(
      principal: ExactString(options.principal ?? System.userName), context: try context(options))
    return try judge(request, options, rehearsal)
  }

  private mutating func read(
    _ bytes: [UInt8], _ own: HostRow, _ options: HookOptions
  ) throws(Failure) -> HookCall {
    let document = try EventReader.document(bytes)
    event = document
    let row = own.row(of: document)
    form = row.form
    isGuest = row.name != own.name
    let tools = try options.tools.map { text throws(Failure) in try ToolOption(text) }
    let reader = EventReader(
      row, tools, dialect: try options.dialect(), server: options.server)
    form = try reader.form(of: document)
    // From here on the watchdog answers in the event's own form.
    HookRun.unanswered(form, document).prepareWatchdog()
    return try reader.call(document).followingLinks()
  }

  /// What the watchdog says.
  static func unanswered(_ form: AnswerForm, _ event: JSONDocument?) -> HookAnswer {
    form.blocking(
      "weir: blocked: the call was not judged in time, or judging it failed [unanswered]",
      event: event)
  }

  private func context(_ options: HookOptions) throws(Failure) -> JSONDocument? {
    guard let path = options.context else { return nil }
    return try readYAMLFile(
      try System.read(path, limit: Limits.documentBytes), name: path,
      empty: JSONDocument(.record([]), offset: 0))
  }

  // MARK: Judging

  private func judge(
    _ request: [UInt8], _ options: HookOptions, _ rehearsal: HookRehearsal?
  ) throws -> HookAnswer {
    let choice = PathChoice(paths: options.policies)
    var evaluator = Evaluator(try program(options))
    let clock = try LedgerClock.of(options.clock)
    var now = HookRun.instant(clock)
    var ledger: Ledger?
    if let path = options.holds, rehearsal == nil {
      let opened = try Ledger(path, .create, clock: clock)
      opened.filter = try TrustList.filter(options.trust)
      now = try opened.now()
      ledger = opened
    } else if options.trust != nil, options.holds == nil {
      throw Failure(
        .usage, "--trust says nothing without a ledger", hint: "name one with --holds FILE")
    }
    // Taken before the ledger is: what holds it back, holds nothing else back. A rehearsal lets no
    // call pass that is not on record either.
    let log = try options.audit.map { path throws(Failure) in
      try AuditRecorder(path, .weir, isOptional: false, waits: true)
    }
    var verdict = evaluator.evaluate(request, now: now)
    func putOnRecord(_ verdict: Verdict, _ records: [HoldRecord], _ now: Timestamp) throws(Failure)
    {
      guard let log else { return }
      try log.take(verdict, records, on: request, at: now, &evaluator)
      guard log.commit() else {
        throw Failure(.unwritable, "the verdict cannot be put on record in the audit log")
      }
    }
    if verdict.effect == .hold, let ledger {
      let explainer = HoldExplainer(choice, assuming: HookShape.assumed)
      // On record before the ledger's own transaction ends: no approval is spent for a call that
      // then cannot run.
      let question = Ledger.Question(request: request) { explainer.text(request, $0, $1) }
      let settlement = try ledger.settle(question) {
        evaluator.evaluate(request, now: $0)
      } witness: { settlement throws(Failure) in
        try putOnRecord(settlement.verdict, settlement.records, settlement.now)
      }
      if let behind = settlement.clockBehind { ClockWarning.tell(behind) }
      verdict = settlement.verdict
      now = settlement.now
    } else {
      try putOnRecord(verdict, [], now)
    }
    if let answer = rehearsed(rehearsal, options) { return answer }
    switch verdict.effect {
    case .allow: return options.grant || isGuest && form.wantsAnswers ? form.granting : form.silent
    case .deny, .hold:
      return form.blocking(
        HookReason.text(verdict, holds: options.holds, trust: options.trust, at: now), event: event)
    }
  }

  private static func instant(_ clock: Ledger.Clock) -> Timestamp {
    switch clock {
    case .wall: .now()
    case .fixed(let instant): instant
    }
  }

  private func program(_ options: HookOptions) throws(Failure) -> Program {
    let policy = try LoadedPolicy(
      options.policies, withSources: false, readers: QueryReader.all,
      assuming: HookShape.assumed)
    // A file of the policy may be a link into the agent's folder.
    for file in policy.files where file.path != HookShape.assumed.name {
      try folders?.expectOutside(file.path, "policy")
    }
    if let program = policy.program { return program }
    let first = policy.diagnostics.first
    throw Failure(
      .noPolicy, "the policy does not compile\(first.map { ": \($0.message)" } ?? "")",
      hint: "weir lint -p \(options.policies.joined(separator: " -p ")) says all that is wrong")
  }

  /// The answer that `weir hook check` asks for; nil where the policy's own counts.
  private func rehearsed(_ rehearsal: HookRehearsal?, _ options: HookOptions) -> HookAnswer? {
    switch rehearsal {
    case .files?:
      form.blocking(
        options.files.map { "\($0.what): \($0.path)" }.joined(separator: "\n"), event: event)
    case .deny?: form.blocking("weir: denied: a rehearsal", event: event)
    case .hold?: form.blocking("weir: held: a rehearsal", event: event)
    case .crash?, .killed?, .timeOut?: form.blocking("weir: blocked: a rehearsal", event: event)
    case .judge?, nil: nil
    }
  }

  // MARK: On record

  /// Puts an event that is no call on record, as a denial.
  private func putOnRecord(_ bytes: [UInt8], _ options: HookOptions) throws(Failure) {
    guard let path = options.audit else { return }
    let now = HookRun.instant(try LedgerClock.of(options.clock))
    let log = try AuditRecorder(path, .weir, isOptional: false, waits: true)
    let verdict = Verdict.denied(.unreadable)
    verdict.lineText.withUnsafeBufferPointer { line in
      bytes.withUnsafeBufferPointer { bytes in
        log.take(line, bytes, at: now, .deny, hiding: nil)
      }
    }
    _ = log.commit()
  }
}
