// Histories of holds, generated and judged twice: by the function, and by a model that follows the
// prose (`ReferenceHold`).

import Testing
import Weir
import WeirTesting

@Suite struct HoldHistoryTests {
  /// Instants near each other, many of them equal, so that ties and borders come up.
  private struct History {
    var hold: ReferenceHold
    var records: [HoldRecord]
    var now: Timestamp

    var text: String {
      records.map { String(decoding: $0.line(), as: UTF8.self) }.joined(separator: "\n")
    }
  }

  private static let key = "sha256:" + String(repeating: "0a", count: 32)
  private static let other = "sha256:" + String(repeating: "0b", count: 32)

  private static func seconds(_ count: Int64) -> SignedDuration {
    SignedDuration(seconds: count, nanoseconds: 0)
  }

  private static func instant(_ random: inout SplitMix64, upTo limit: Int) -> Timestamp {
    let whole = Timestamp(seconds: Int64(random.below(limit)), nanoseconds: 0)
    switch random.below(6) {
    case 0: return whole.advanced(by: SignedDuration(seconds: 0, nanoseconds: 1))
    case 1: return whole.advanced(by: SignedDuration(seconds: -1, nanoseconds: 999_999_999))
    default: return whole
    }
  }

  private static let people: [HoldRecord.Person] = [
    .init(name: "ana", groups: ["a"]), .init(name: "Ana", groups: ["a", "b"]),
    .init(name: "bob", groups: ["a", "b"]), .init(name: "carl", groups: ["b"], roles: ["r"]),
    .init(name: "dora", groups: ["c"]), .init(name: "eve", groups: ["a", "b", "c"]),
    .init(name: "EVE", groups: ["a"]), .init(name: "fred", groups: ["on-call"]),
    .init(name: "mallory"), .init(name: " ", groups: ["a", "b"]),
  ]

  private static func needs(_ random: inout SplitMix64, depth: Int = 0) -> Needs<VerdictApprover> {
    if depth == 2 || random.below(3) == 0 {
      let sets: [Approvers<VerdictApprover>] = [
        .one(.group, .name("a")), .one(.group, .name("b")), .one(.user, .name("dora")),
        .one(.role, .name("r")), .any([.one(.group, .name("b")), .one(.user, .name("ana"))]),
      ]
      return .factor(count: 1 + random.below(2), sets[random.below(sets.count)])
    }
    let parts = (0..<2).map { _ in needs(&random, depth: depth + 1) }
    return random.below(2) == 0 ? .all(parts) : .any(parts)
  }

  private static func history(_ random: inout SplitMix64) -> History {
    let isOnce = random.below(3) > 0
    let grant = seconds(Int64(3 + random.below(6)))
    let clauses = HoldClauses<VerdictApprover>(
      [
        .needs(needs(&random)), .within(seconds(10)), .rejectedBy(1 + random.below(3)),
        .covers(isOnce ? .once(for: grant) : .values([], for: grant)),
      ]
        + (random.below(2) == 0
          ? [.escalate(HoldEscalation(to: .one(.group, .name("on-call")), after: seconds(4)))] : [])
        + (random.below(2) == 0 ? [.override(by: .one(.user, .name("carl")))] : []))
    let hold = ReferenceHold(
      clauses: clauses!, key: key, requester: random.below(12) == 0 ? nil : ["eve"])
    var records =
      switch random.below(3) {
      case 0: scattered(&random)
      case 1: busy(&random)
      default: generations(&random)
      }
    // Some come twice.
    if let first = records.first, random.below(5) == 0 { records.append(first) }
    // Sometimes whenever, sometimes shortly after something was done.
    var now = instant(&random, upTo: 40)
    if !records.isEmpty, random.below(3) > 0 {
      let last = records[random.below(records.count)].at
      now = max(last, instant(&random, upTo: 3).plus(Int(last.seconds)))
    }
    return History(hold: hold, records: records, now: now)
  }

  /// Anything at any time.
  private static func scattered(_ random: inout SplitMix64) -> [HoldRecord] {
    var records = (0..<random.below(14)).map { _ in
      let generation = [1, 1, 1, 1, 2, 2, 3][random.below(7)]
      return record(acts, generation, at: instant(&random, upTo: 32), &random)
    }
    if random.below(4) > 0 {
      records.append(
        HoldRecord(
          .opened, key: key, at: Timestamp(seconds: Int64(random.below(3)), nanoseconds: 0)))
    }
    return records
  }

  /// Many people who change their minds before the deadline.
  private static func busy(_ random: inout SplitMix64) -> [HoldRecord] {
    let acts: [HoldRecord.Act] = [.approve, .approve, .approve, .approve, .reject]
    let opening = HoldRecord(.opened, key: key, at: Timestamp(seconds: 0, nanoseconds: 0))
    return [opening]
      + (0..<random.below(12)).map { _ in
        record(acts, 1, at: instant(&random, upTo: 11), &random)
      }
  }

  /// One generation after the other.
  private static func generations(_ random: inout SplitMix64) -> [HoldRecord] {
    var records: [HoldRecord] = []
    var start = random.below(2)
    for generation in 1...3 {
      records.append(
        record([.opened], generation, at: instant(&random, upTo: 1).plus(start), &random))
      for _ in 0..<random.below(7) {
        let at = instant(&random, upTo: 6).plus(start)
        records.append(record(acts, generation, at: at, &random))
      }
      start += 5 + random.below(10)
    }
    return records
  }

  private static let acts: [HoldRecord.Act] = [
    .opened, .approve, .approve, .approve, .approve, .reject, .override, .revoke, .cancel,
    .spend,
  ]

  private static func record(
    _ acts: [HoldRecord.Act], _ generation: Int, at: Timestamp, _ random: inout SplitMix64
  ) -> HoldRecord {
    let act = acts[random.below(acts.count)]
    let isAnonymous = act == .spend || (act == .opened && random.below(3) > 0)
    return HoldRecord(
      act, key: random.below(25) == 0 ? other : key, generation: generation, at: at,
      by: isAnonymous ? nil : people[random.below(people.count)],
      reason: random.below(2) == 0 ? "x" : " ")
  }

  private static func status(_ history: History, _ records: [HoldRecord]) -> HoldStatus {
    HoldStatus(
      of: history.hold.clauses, key: key, requester: history.hold.requester, records: records,
      at: history.now)
  }

  @Test func theModelAgrees() {
    var states: [HoldState: Int] = [:]
    /// In which generations holds are approved.
    var generations: [Int: Int] = [:]
    for number in 0..<50_000 {
      let seed = baseSeed &+ UInt64(number)
      var random = SplitMix64(seed: seed)
      let history = Self.history(&random)
      let status = Self.status(history, history.records)
      let standing = history.hold.standing(history.records, at: history.now)
      states[status.state, default: 0] += 1
      if status.state == .approved { generations[status.generation, default: 0] += 1 }
      let found = ReferenceHold.standing(status, needsAreMet: standing.needsAreMet)
      // Whoever is approved is so by enough people, or by one who may.
      let isSafe =
        status.state != .approved
        || history.hold.couldBeApproved(history.records)
          && (status.isOverridden || standing.needsAreMet)
      if found != standing || !isSafe {
        Issue.record(
          """
          WEIR_SEED=\(seed)
          \(history.hold.clauses)
          now \(history.now)
          \(history.text)
          \(found)
          \(standing)
          """)
        return
      }
    }
    // A generator that never comes there would show nothing.
    for state in HoldState.allCases where state != .spent && state != .lapsed {
      #expect(states[state, default: 0] > 10, "\(state)")
    }
    #expect(Set(generations.keys) == [1, 2, 3])
  }

  @Test func noOrderOfArrivalMatters() {
    for number in 0..<5_000 {
      var random = SplitMix64(seed: baseSeed &+ 100_000 &+ UInt64(number))
      let history = Self.history(&random)
      let shuffled = history.records.shuffled(using: &random)
      #expect(Self.status(history, history.records) == Self.status(history, shuffled))
    }
  }

  @Test func everyRecordIsCountedIgnoredOrHistory() {
    for number in 0..<5_000 {
      let seed = baseSeed &+ 300_000 &+ UInt64(number)
      var random = SplitMix64(seed: seed)
      let history = Self.history(&random)
      let status = Self.status(history, history.records)
      var left: [HoldRecord: Int] = [:]
      for record in history.records { left[record, default: 0] += 1 }
      for record in status.counted + status.ignored.map(\.record) { left[record, default: 0] -= 1 }
      for (record, count) in left where count != 0 {
        let isHistory =
          count > 0 && record.key == Self.key && record.generation < status.generation
          && (record.at <= history.now || record.act == .spend)
        #expect(isHistory, "WEIR_SEED=\(seed)\n\(history.text)")
      }
    }
  }

  @Test func nothingChangesBeforeTheNextInstant() {
    for number in 0..<5_000 {
      var random = SplitMix64(seed: baseSeed &+ 200_000 &+ UInt64(number))
      var history = Self.history(&random)
      let status = Self.status(history, history.records)
      // What is not on record opens whenever somebody looks.
      guard status.isOpened, let next = status.next else { continue }
      #expect(next > history.now)
      let before = next.advanced(by: SignedDuration(seconds: -1, nanoseconds: 999_999_999))
      guard before >= history.now else { continue }
      history.now = before
      let later = Self.status(history, history.records)
      #expect(later == status)
    }
  }

  @Test func everyReasonComesUp() {
    var reasons: Set<HoldStatus.Reason> = []
    for number in 0..<20_000 {
      var random = SplitMix64(seed: UInt64(number))
      let history = Self.history(&random)
      reasons.formUnion(Self.status(history, history.records).ignored.map(\.reason))
    }
    // What the signatures of records decide, callers decide before.
    let others: Set<HoldStatus.Reason> = [.unsigned, .wrongSignature, .notTrusted]
    #expect(Set(HoldStatus.Reason.allCases).subtracting(reasons) == others)
  }
}

extension Timestamp {
  fileprivate func plus(_ seconds: Int) -> Timestamp {
    advanced(by: SignedDuration(seconds: Int64(seconds), nanoseconds: 0))
  }
}
