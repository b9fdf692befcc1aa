// From records to a status: one generation after the other, until one has not ended.

extension HoldStatus {
  /// Where a hold stands at an instant.
  ///
  /// The result depends on the set of records and not on their order: they are taken in the order
  /// of their time, and of one instant the stricter ones first. Every record is counted, ignored
  /// with a reason, or of a generation that has ended.
  ///
  /// - Parameters:
  ///   - clauses: what the hold says.
  ///   - key: the hold's key; records of other keys count for nothing.
  ///   - requester: who asks, and may not decide; nil where that is not known.
  ///   - records: what is on record.
  ///   - now: the instant; what is dated later is not yet, but that a spend is.
  ///   - opensAnew: whether a generation that has ended is followed by one that opens now; without,
  ///     the status is of the last one on record.
  package init(
    of clauses: HoldClauses<VerdictApprover>, key: String, requester: [String]?,
    records: [HoldRecord], at now: Timestamp, opensAnew: Bool = true
  ) {
    var ignored: [Ignored] = []
    var future: Timestamp?
    var byGeneration: [Int: [HoldRecord]] = [:]
    let ownKey = ExactString(key)
    for record in records.sorted(by: HoldRecord.precedes) {
      if ExactString(record.key) != ownKey {
        ignored.append(Ignored(record: record, reason: .otherKey))
      } else if record.at > now, record.act != .spend {
        if future == nil { future = record.at }
        ignored.append(Ignored(record: record, reason: .inFuture))
      } else {
        if record.at > now, future == nil { future = record.at }
        byGeneration[record.generation, default: []].append(record)
      }
    }
    let match = NeedsMatch(clauses.needs)
    let people = HoldPeople(clauses, match, requester: requester)
    var number = 1
    var isOpened = false
    var generation: HoldGeneration?
    while true {
      let own = byGeneration[number] ?? []
      let opening = own.first { record in
        record.act == .opened && (generation?.mayOpenAnew(record) ?? true)
      }
      if let before = generation, opening == nil, !opensAnew || !before.isOver(at: now) {
        number -= 1
        break
      }
      isOpened = opening != nil
      var current = HoldGeneration(clauses, match, people, opening, orAt: now)
      current.follow(own, until: now)
      generation = current
      // A generation of which nothing is on record is the last.
      if current.state == .pending || current.state == .approved || own.isEmpty { break }
      number += 1
    }
    guard let generation else { preconditionFailure("a hold has a first generation") }
    // What is on record of generations that have ended is history, and had its say.
    for (other, records) in byGeneration where other > number || other < 1 {
      for record in records { ignored.append(Ignored(record: record, reason: .otherGeneration)) }
    }
    ignored += generation.ignored
    ignored.sort { HoldRecord.precedes($0.record, $1.record) }

    state = generation.state
    self.generation = number
    opened = generation.opened
    self.isOpened = isOpened
    deadline = generation.deadline
    since = generation.since
    counted = generation.counted
    self.ignored = ignored
    isOverridden = generation.isOverridden
    let following = generation.next(after: now)
    // At the last instant of all, nothing comes next.
    next = [following, future].compactMap(\.self).filter { $0 > now }.min()
    switch generation.state {
    case .pending:
      until = nil
      missing = generation.missing
      actors = generation.actors(at: now, requester: requester ?? [])
    case .approved:
      until = generation.grantEnd
      missing = nil
      actors = nil
    case .rejected, .expired, .cancelled, .revoked:
      until = generation.denialEnd
      missing = nil
      actors = nil
    case .spent, .lapsed:
      until = nil
      missing = nil
      actors = nil
    }
  }
}
