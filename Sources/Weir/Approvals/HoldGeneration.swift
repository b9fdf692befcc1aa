// What became of a hold after it was opened once: its records, one after the other.

/// One generation of a hold, from its opening to the instant asked for.
struct HoldGeneration {
  private let clauses: HoldClauses<VerdictApprover>
  private let match: NeedsMatch?
  private let people: HoldPeople
  /// What opened it; nil where it opens at the instant asked for.
  private let opening: HoldRecord?
  private var isOpeningCounted = false
  let opened: Timestamp
  let deadline: Timestamp
  /// From when the hold escalates.
  private let escalation: Timestamp?

  private(set) var state = HoldState.pending
  private(set) var since: Timestamp
  /// When the grant ends, once there is one.
  private(set) var grantEnd: Timestamp?
  private(set) var counted: [HoldRecord] = []
  private(set) var ignored: [HoldStatus.Ignored] = []
  private(set) var isOverridden = false
  /// What the needs lack while the hold is pending.
  private(set) var missing: Needs<VerdictApprover>?

  /// What each person did, by folded name: approved with these abilities, or rejected.
  private var deeds: [ExactString: Deed] = [:]
  /// How many people have approved who may serve the same factors.
  private var classes: [[Int]: Int] = [:]
  private var rejections = 0
  /// So many more people have to approve before the needs can be met.
  private var leastLacking: Int
  /// A spend that is dated before the approval. It spends it all the same: a clock that went back
  /// must not double an approval.
  private var earlySpend: HoldRecord?

  private struct Deed {
    /// Nil for a rejection.
    var abilities: [Int]?
    var record: HoldRecord
  }

  init(
    _ clauses: HoldClauses<VerdictApprover>, _ match: NeedsMatch?, _ people: HoldPeople,
    _ opening: HoldRecord?, orAt now: Timestamp
  ) {
    self.clauses = clauses
    self.match = match
    self.people = people
    self.opening = opening
    opened = opening?.at ?? now
    since = opened
    deadline = opened.advanced(by: clauses.within)
    escalation = clauses.escalate.map { [opened] in opened.advanced(by: $0.after) }
    leastLacking = match?.leastLacking([:]) ?? .max
  }

  /// Takes the generation's records in the order of their time, and then the time itself. Of what
  /// is dated later only spends are among them.
  mutating func follow(_ records: [HoldRecord], until now: Timestamp) {
    let begun = records.prefix { $0.at <= now }
    for record in begun { take(record) }
    pass(to: now)
    for record in records[begun.endIndex...] { spendAhead(record) }
    // It waited for an approval that never came.
    if let earlySpend, !isGranted { ignore(earlySpend, .notApproved) }
    if state == .pending { missing = findMissing() }
    counted += deeds.values.map(\.record)
    counted.sort(by: HoldRecord.precedes)
  }

  private var isGranted: Bool { grantEnd != nil }

  private func isEscalated(at instant: Timestamp) -> Bool {
    escalation.map { instant >= $0 } ?? false
  }

  // MARK: Time

  /// What the time alone brings about up to an instant, that included.
  private mutating func pass(to instant: Timestamp) {
    if state == .pending, instant >= deadline { settle(.expired, at: deadline) }
    if state == .approved, let grantEnd, instant >= grantEnd { settle(.lapsed, at: grantEnd) }
  }

  private mutating func settle(_ state: HoldState, at instant: Timestamp) {
    self.state = state
    since = instant
  }

  // MARK: Records

  private mutating func take(_ record: HoldRecord) {
    if record.act == .spend { return spend(record) }
    guard record.at >= opened else { return ignore(record, .beforeHold) }
    pass(to: record.at)
    switch (record.act, state) {
    case (.opened, _):
      guard record == opening, !isOpeningCounted else { return ignore(record, .alreadyOpened) }
      isOpeningCounted = true
      counted.append(record)
    case (.approve, .pending), (.reject, .pending), (.override, .pending), (.cancel, .pending),
      (.revoke, .approved):
      if let objection = people.objection(
        to: record.act, by: record.by, isEscalated: isEscalated(at: record.at))
      {
        return ignore(record, objection)
      }
      act(record)
    case (.approve, .expired), (.reject, .expired), (.override, .expired), (.cancel, .expired):
      ignore(record, .afterDeadline)
    case (.approve, _), (.reject, _), (.override, _), (.cancel, _):
      ignore(record, .alreadySettled)
    case (.revoke, _): ignore(record, .notApproved)
    case (.spend, _): break
    }
  }

  /// What a person does who may do it.
  private mutating func act(_ record: HoldRecord) {
    guard let person = record.by else { return }
    let name = person.name.foldedName
    let before = deeds[name]
    switch record.act {
    case .approve:
      guard before == nil else { return ignore(record, .repeated) }
      let abilities = people.abilities(person, isEscalated: isEscalated(at: record.at))
      deeds[name] = Deed(abilities: abilities, record: record)
      if add(abilities) { approve(record) }
    case .reject:
      if let before {
        guard let abilities = before.abilities else { return ignore(record, .repeated) }
        classes[abilities, default: 0] -= 1
        ignore(before.record, .takenBack)
      }
      deeds[name] = Deed(abilities: nil, record: record)
      rejections += 1
      if rejections >= clauses.rejectedBy { settle(.rejected, at: record.at) }
    case .override:
      if let before, before.abilities == nil { return ignore(record, .repeated) }
      guard let reason = record.reason, !ExactString(reason).isBlank else {
        return ignore(record, .noReason)
      }
      counted.append(record)
      isOverridden = true
      approve(record)
    case .revoke:
      counted.append(record)
      settle(.revoked, at: record.at)
    case .cancel:
      counted.append(record)
      settle(.cancelled, at: record.at)
    case .opened, .spend: break
    }
  }

  /// Whether one more person with such abilities meets the needs. People are matched only where
  /// that may be: not while more have to come, and not for those of whom there are enough.
  private mutating func add(_ abilities: [Int]) -> Bool {
    guard let match else { return false }
    let before = classes[abilities, default: 0]
    classes[abilities] = before + 1
    if match.isEnough(before, abilities) { return false }
    leastLacking -= 1
    if leastLacking > 0 { return false }
    leastLacking = match.leastLacking(classes)
    return leastLacking == 0
  }

  /// What the needs lack now. Needs that are too many to be matched are nobody's to satisfy.
  private func findMissing() -> Needs<VerdictApprover>? {
    match.map { $0.missing(classes) } ?? clauses.needs
  }

  private mutating func approve(_ record: HoldRecord) {
    settle(.approved, at: record.at)
    grantEnd = record.at.advanced(by: clauses.coversFor)
    if let earlySpend { spend(earlySpend) }
  }

  private mutating func spend(_ record: HoldRecord) {
    switch clauses.covers {
    case .values: ignore(record, .notOnce)
    case .once:
      pass(to: record.at)
      switch state {
      case .approved:
        counted.append(record)
        settle(.spent, at: max(record.at, since))
      case .pending:
        guard earlySpend == nil else { return ignore(record, .notApproved) }
        earlySpend = record
      case .rejected, .expired, .cancelled, .spent, .revoked, .lapsed:
        ignore(record, .notApproved)
      }
    }
  }

  /// A spend that is dated later than the instant asked for: by a clock that is ahead of this one.
  /// The approval is used up all the same; nothing else follows from it yet.
  private mutating func spendAhead(_ record: HoldRecord) {
    switch (clauses.covers, state) {
    case (.once, .approved):
      counted.append(record)
      settle(.spent, at: record.at)
    case (.once, _), (.values, _): ignore(record, .inFuture)
    }
  }

  private mutating func ignore(_ record: HoldRecord, _ reason: HoldStatus.Reason) {
    ignored.append(HoldStatus.Ignored(record: record, reason: reason))
  }

  // MARK: What follows

  /// The next instant at which the time alone changes something, after `now`.
  func next(after now: Timestamp) -> Timestamp? {
    switch state {
    case .pending:
      if let escalation, escalation > now { return min(escalation, deadline) }
      return deadline
    case .approved: return grantEnd
    case .rejected, .expired, .cancelled, .revoked: return denialEnd
    case .spent, .lapsed: return nil
    }
  }

  /// Until when a denial lasts: as long again as the hold could have waited.
  var denialEnd: Timestamp { since.advanced(by: clauses.within) }

  /// Who may still act.
  func actors(at now: Timestamp, requester: [String]) -> HoldStatus.Actors {
    guard people.knowsRequester, let match else {
      return HoldStatus.Actors(approvers: [], override: nil, barred: [])
    }
    var sets: [Approvers<VerdictApprover>] = []
    for factor in match.factors where !sets.contains(factor.approvers) {
      sets.append(factor.approvers)
    }
    if let escalate = clauses.escalate, isEscalated(at: now), !sets.contains(escalate.to) {
      sets.append(escalate.to)
    }
    let acted = deeds.values.compactMap(\.record.by?.name).sorted()
    return HoldStatus.Actors(
      approvers: sets, override: clauses.override,
      barred: requester.map { ExactString($0) } + acted)
  }

  /// Whether a record opens the next generation, given when this one ended.
  func mayOpenAnew(_ record: HoldRecord) -> Bool {
    switch state {
    case .spent, .lapsed: record.at >= since
    case .rejected, .expired, .cancelled, .revoked:
      record.at >= denialEnd || (record.at >= since && people.mayOpenEarly(record.by))
    case .pending, .approved: false
    }
  }

  /// Whether the same request is a new hold at an instant without anybody's doing.
  func isOver(at now: Timestamp) -> Bool {
    switch state {
    case .spent, .lapsed: true
    case .rejected, .expired, .cancelled, .revoked: now >= denialEnd
    case .pending, .approved: false
    }
  }
}
