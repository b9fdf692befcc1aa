// Holds as the architecture page tells of them, followed word by word: slow, obvious, and sharing
// nothing with the function that it judges. People are assigned to factors by trying every way;
// folded names are lower-case ones, which is enough for the names of the tests.

package import Weir

/// A hold's history, followed by hand.
package struct ReferenceHold {
  package var clauses: HoldClauses<VerdictApprover>
  package var key: String
  package var requester: [String]?

  package init(clauses: HoldClauses<VerdictApprover>, key: String, requester: [String]?) {
    self.clauses = clauses
    self.key = key
    self.requester = requester
  }

  /// Where it stands.
  package struct Standing: Equatable {
    package var state: HoldState
    package var generation: Int
    package var opened: Timestamp
    package var isOpened: Bool
    package var deadline: Timestamp
    package var since: Timestamp
    package var until: Timestamp?
    package var next: Timestamp?
    package var isOverridden: Bool
    package var needsAreMet: Bool
    package var counted: Set<HoldRecord>
  }

  /// What the function says, in the same words; it does not say whether needs that were overridden
  /// are met.
  package static func standing(_ status: HoldStatus, needsAreMet: Bool) -> Standing {
    Standing(
      state: status.state, generation: status.generation, opened: status.opened,
      isOpened: status.isOpened, deadline: status.deadline, since: status.since,
      until: status.until, next: status.next, isOverridden: status.isOverridden,
      needsAreMet: status.state == .pending ? status.missing == nil : needsAreMet,
      counted: Set(status.counted))
  }

  package func standing(_ all: [HoldRecord], at now: Timestamp) -> Standing {
    let own = all.filter { $0.key == key }
    var standing = newest(own.filter { $0.at <= now || $0.act == .spend }, at: now)
    let ahead = ([standing.next].compactMap { $0 } + own.map(\.at)).filter { $0 > now }
    standing.next = ahead.min()
    return standing
  }

  /// The newest generation that has begun.
  private func newest(_ records: [HoldRecord], at now: Timestamp) -> Standing {
    var number = 1
    var before: Standing?
    while true {
      let own = records.filter { $0.generation == number }
      let openings = own.filter { $0.act == .opened && mayOpen($0, after: before) }
      let opening = openings.min { earlier($0, $1) }
      if let before, opening == nil, !hasEnded(before, at: now) { return before }
      let standing = follow(own, opening, number, at: now)
      switch standing.state {
      case .pending, .approved: return standing
      case .rejected, .expired, .cancelled, .revoked, .spent, .lapsed:
        if own.isEmpty { return standing }
        before = standing
        number += 1
      }
    }
  }

  // MARK: Generations

  private func mayOpen(_ record: HoldRecord, after before: Standing?) -> Bool {
    guard let before else { return true }
    switch before.state {
    case .pending, .approved: return false
    case .spent, .lapsed: return record.at >= before.since
    case .rejected, .expired, .cancelled, .revoked:
      if record.at >= before.since.advanced(by: clauses.within) { return true }
      guard let person = record.by, !isBlank(person), let requester else { return false }
      return record.at >= before.since && !requester.contains { same($0, person) }
    }
  }

  private func hasEnded(_ standing: Standing, at now: Timestamp) -> Bool {
    switch standing.state {
    case .pending, .approved: false
    case .spent, .lapsed: true
    case .rejected, .expired, .cancelled, .revoked:
      now >= standing.since.advanced(by: clauses.within)
    }
  }

  // MARK: One generation

  private func follow(
    _ records: [HoldRecord], _ opening: HoldRecord?, _ number: Int, at now: Timestamp
  ) -> Standing {
    let opened = opening?.at ?? now
    let deadline = opened.advanced(by: clauses.within)
    var standing = Standing(
      state: .pending, generation: number, opened: opened, isOpened: opening != nil,
      deadline: deadline, since: opened, until: nil, next: nil, isOverridden: false,
      needsAreMet: false, counted: [])
    if let opening { standing.counted.insert(opening) }
    var approvals: [HoldRecord] = []
    var rejections: [HoldRecord] = []
    var grantEnd: Timestamp?
    var spends = records.filter { $0.act == .spend }.sorted(by: earlier)
    if case .values = clauses.covers { spends = [] }

    func end(_ state: HoldState, _ instant: Timestamp) {
      standing.state = state
      standing.since = instant
    }
    func passTime(_ instant: Timestamp) {
      if standing.state == .pending, instant >= deadline { end(.expired, deadline) }
      if standing.state == .approved, let grantEnd, instant >= grantEnd { end(.lapsed, grantEnd) }
    }
    func grant(_ instant: Timestamp) {
      end(.approved, instant)
      grantEnd = instant.advanced(by: clauses.coversFor)
      // One that was dated before has used it up already.
      if let early = spends.first, early.at <= instant, earlierAct(early, thanGrantAt: instant) {
        standing.counted.insert(early)
        passTime(early.at)
        end(.spent, instant)
      }
    }

    for record in records.sorted(by: earlier) where record.act != .opened {
      if record.act == .spend {
        guard spends.contains(record) else { continue }
        // One that is dated later than now uses up what there is now.
        passTime(min(record.at, now))
        if standing.state == .approved {
          standing.counted.insert(record)
          end(.spent, max(record.at, standing.since))
        }
        continue
      }
      guard record.at >= opened else { continue }
      passTime(record.at)
      guard let person = record.by, !isBlank(person) else { continue }
      let isRequester = requester.map { $0.contains { same($0, person) } }
      let serves = factors(person, at: record.at, opened)
      let mayOverride = clauses.override.map { belongs(person, $0) } ?? false
      switch record.act {
      case .approve where standing.state == .pending:
        guard isRequester == false, !serves.isEmpty,
          !(approvals + rejections).contains(where: { samePerson($0, record) })
        else { continue }
        approvals.append(record)
        if isMet(approvals, opened) { grant(record.at) }
      case .reject where standing.state == .pending:
        guard isRequester == false, !serves.isEmpty,
          !rejections.contains(where: { samePerson($0, record) })
        else { continue }
        approvals.removeAll { samePerson($0, record) }
        rejections.append(record)
        if rejections.count >= clauses.rejectedBy { end(.rejected, record.at) }
      case .override where standing.state == .pending:
        guard isRequester == false, mayOverride, record.reason?.contains("x") == true,
          !rejections.contains(where: { samePerson($0, record) })
        else { continue }
        standing.counted.insert(record)
        standing.isOverridden = true
        grant(record.at)
      case .cancel where standing.state == .pending:
        guard isRequester == true || mayOverride || !serves.isEmpty else { continue }
        standing.counted.insert(record)
        end(.cancelled, record.at)
      case .revoke where standing.state == .approved:
        guard isRequester == true || mayOverride || !serves.isEmpty else { continue }
        standing.counted.insert(record)
        end(.revoked, record.at)
      case .approve, .reject, .override, .cancel, .revoke, .opened, .spend: continue
      }
    }
    passTime(now)
    standing.counted.formUnion(approvals)
    standing.counted.formUnion(rejections)
    standing.needsAreMet = isMet(approvals, opened)
    switch standing.state {
    case .pending:
      let escalation = clauses.escalate.map { opened.advanced(by: $0.after) } ?? deadline
      standing.next = escalation > now ? min(escalation, deadline) : deadline
    case .approved:
      standing.until = grantEnd
      standing.next = grantEnd
    case .rejected, .expired, .cancelled, .revoked:
      standing.until = standing.since.advanced(by: clauses.within)
      standing.next = standing.until
    case .spent, .lapsed: break
    }
    return standing
  }

  /// Whether a spend comes before what was granted at an instant: at the same one, every spend
  /// comes after.
  private func earlierAct(_ spend: HoldRecord, thanGrantAt instant: Timestamp) -> Bool {
    spend.at < instant
  }

  private func earlier(_ left: HoldRecord, _ right: HoldRecord) -> Bool {
    let order: [HoldRecord.Act] = [
      .opened, .cancel, .reject, .override, .approve, .revoke, .spend,
    ]
    if left.at != right.at { return left.at < right.at }
    if left.act != right.act {
      return order.firstIndex(of: left.act)! < order.firstIndex(of: right.act)!
    }
    return HoldRecord.precedes(left, right)
  }

  // MARK: People

  private func same(_ name: String, _ person: HoldRecord.Person) -> Bool {
    name.lowercased() == person.name.description.lowercased()
  }

  private func isBlank(_ person: HoldRecord.Person) -> Bool {
    person.name.description.allSatisfy(\.isWhitespace)
  }

  private func samePerson(_ left: HoldRecord, _ right: HoldRecord) -> Bool {
    left.by!.name.description.lowercased() == right.by!.name.description.lowercased()
  }

  private func belongs(
    _ person: HoldRecord.Person, _ approvers: Approvers<VerdictApprover>
  ) -> Bool {
    approvers.names.contains { kind, name in
      switch kind {
      case .user: name.names.contains(person.name)
      case .group: !Set(name.names).isDisjoint(with: person.groups)
      case .role: !Set(name.names).isDisjoint(with: person.roles)
      }
    }
  }

  /// Whether the needs could be met if everybody who ever approved did so in time, and after the
  /// escalation; or somebody who may has overridden. If not, no history leads to an approval.
  package func couldBeApproved(_ records: [HoldRecord]) -> Bool {
    guard let requester else { return false }
    let acts = records.filter { record in
      guard record.key == key, let person = record.by else { return false }
      return !requester.contains { same($0, person) }
    }
    if let override = clauses.override,
      acts.contains(where: { $0.act == .override && belongs($0.by!, override) })
    {
      return true
    }
    // One person under several names, or in several groups, is still one person.
    var abilities: [String: Set<Int>] = [:]
    for record in acts where record.act == .approve {
      let late = Timestamp(seconds: .max, nanoseconds: 0)
      let own = factors(record.by!, at: late, record.at)
      abilities[record.by!.name.description.lowercased(), default: []].formUnion(own)
    }
    return ReferenceHold.isMet(clauses.needs, abilities: abilities.values.map { Array($0) })
  }

  /// The factors that a person may serve, by their places in the text.
  private func factors(
    _ person: HoldRecord.Person, at instant: Timestamp, _ opened: Timestamp
  ) -> [Int] {
    let all = clauses.needs.approvers
    if let escalation = clauses.escalate, belongs(person, escalation.to),
      instant >= opened.advanced(by: escalation.after)
    {
      return Array(all.indices)
    }
    return all.indices.filter { belongs(person, all[$0]) }
  }

  private func isMet(_ approvals: [HoldRecord], _ opened: Timestamp) -> Bool {
    ReferenceHold.isMet(
      clauses.needs, abilities: approvals.map { factors($0.by!, at: $0.at, opened) })
  }

  /// Whether people can meet needs, given which factors each may serve, by their places in the
  /// text. Tries every way to give each person one factor, or none.
  package static func isMet(_ needs: Needs<VerdictApprover>, abilities: [[Int]]) -> Bool {
    var counts = [Int](repeating: 0, count: needs.approvers.count)
    func assign(_ index: Int) -> Bool {
      guard index < abilities.count else {
        var place = 0
        return isMet(needs, counts, &place)
      }
      for factor in abilities[index] {
        counts[factor] += 1
        defer { counts[factor] -= 1 }
        if assign(index + 1) { return true }
      }
      return assign(index + 1)
    }
    return assign(0)
  }

  private static func isMet(
    _ needs: Needs<VerdictApprover>, _ counts: [Int], _ place: inout Int
  ) -> Bool {
    switch needs {
    case .factor(let count, _):
      place += 1
      return counts[place - 1] >= count
    case .all(let parts):
      return parts.map { isMet($0, counts, &place) }.allSatisfy { $0 }
    case .any(let parts):
      return parts.map { isMet($0, counts, &place) }.contains(true)
    }
  }
}
