// The table of states, one nanosecond before, at, and after each instant at which something ends.

import Testing
import Weir

@Suite struct HoldStateTests {
  private static let key = "sha256:" + String(repeating: "0a", count: 32)

  /// `2 of group "t"`, within 10 s, escalating after 4 s, overridden by cfo, good for 6 s.
  private static func clauses(
    _ covers: HoldCovers = .once(for: SignedDuration(seconds: 6, nanoseconds: 0)),
    rejectedBy: Int = 1
  ) -> HoldClauses<VerdictApprover> {
    HoldClauses<VerdictApprover>([
      .needs(.factor(count: 2, .one(.group, .name("t")))),
      .within(SignedDuration(seconds: 10, nanoseconds: 0)), .rejectedBy(rejectedBy),
      .escalate(
        HoldEscalation(
          to: .one(.group, .name("oncall")), after: SignedDuration(seconds: 4, nanoseconds: 0))),
      .override(by: .one(.user, .name("cfo"))), .covers(covers),
    ])!
  }

  /// `3` is three seconds after the beginning, `3-` a nanosecond before that, `3+` one after.
  private static func instant(_ text: String) -> Timestamp {
    let seconds = Int64(text.filter(\.isNumber))!
    let whole = Timestamp(seconds: seconds, nanoseconds: 0)
    return switch text.last {
    case "-": Timestamp(seconds: seconds - 1, nanoseconds: 999_999_999)
    case "+": Timestamp(seconds: seconds, nanoseconds: 1)
    default: whole
    }
  }

  private static let people: [String: HoldRecord.Person] = [
    "ana": .init(name: "ana", groups: ["t"]), "bob": .init(name: "bob", groups: ["t"]),
    "cem": .init(name: "cem", groups: ["t"]), "olga": .init(name: "olga", groups: ["oncall"]),
    "cfo": .init(name: "cfo"), "eve": .init(name: "eve", groups: ["t"]),
  ]

  /// `approve ana 3; spend 5`: records, the first generation's unless `/2` follows the act.
  private static func records(_ text: String) -> [HoldRecord] {
    text.split(separator: ";").map { line in
      let words = line.split(separator: " ").map(String.init)
      let act = words[0].split(separator: "/")
      return HoldRecord(
        HoldRecord.Act(rawValue: String(act[0]))!, key: key,
        generation: act.count > 1 ? Int(act[1])! : 1, at: instant(words.last!),
        by: words.count > 2 ? people[words[1]] : nil, reason: "because")
    }
  }

  private static func status(
    _ records: String, at now: String, _ clauses: HoldClauses<VerdictApprover> = clauses()
  ) -> HoldStatus {
    HoldStatus(
      of: clauses, key: key, requester: ["eve"], records: Self.records(records), at: instant(now))
  }

  private static let approved = "opened 0; approve ana 2; approve bob 3"

  @Test(
    arguments: [
      // Nothing on record: it opens now.
      ("", "7", HoldState.pending, 1),
      // The deadline.
      ("opened 0", "10-", .pending, 1), ("opened 0", "10", .expired, 1),
      ("opened 0", "10+", .expired, 1),
      // The last approval in time, and too late.
      ("opened 0; approve ana 2; approve bob 10-", "10-", .approved, 1),
      ("opened 0; approve ana 2; approve bob 10", "10", .expired, 1),
      // An expired hold denies as long again, and then the request is held anew.
      ("opened 0", "20-", .expired, 1), ("opened 0", "20", .pending, 2),
      // The grant.
      (approved, "3-", .pending, 1), (approved, "3", .approved, 1), (approved, "9-", .approved, 1),
      (approved, "9", .pending, 2), (approved, "9+", .pending, 2),
      // Spent: held anew at once.
      (approved + "; spend 5", "5", .pending, 2), (approved + "; spend 5", "5+", .pending, 2),
      // A spend of which the clock is ahead of this one has used the approval up.
      (approved + "; spend 5", "5-", .pending, 2), (approved + "; spend 99", "4", .pending, 2),
      // It settles nothing else before its time.
      (approved + "; spend 99", "3-", .pending, 1),
      (approved + "; revoke cem 5; spend 99", "6", .revoked, 1),
      // A spend that is dated before its approval spends it all the same.
      (approved + "; spend 1", "4", .pending, 2),
      // Revoked: in time, and once the grant has lapsed.
      (approved + "; revoke cem 9-", "9-", .revoked, 1),
      (approved + "; revoke cem 9", "9", .pending, 2),
      (approved + "; revoke cem 5", "15-", .revoked, 1),
      (approved + "; revoke cem 5", "15", .pending, 2),
      // Revoked at the instant of the last approval: what ends comes after what begins.
      (approved + "; revoke cem 3", "3", .revoked, 1),
      // Rejected.
      ("opened 0; reject ana 2", "2-", .pending, 1), ("opened 0; reject ana 2", "2", .rejected, 1),
      ("opened 0; reject ana 2", "12-", .rejected, 1),
      ("opened 0; reject ana 2", "12", .pending, 2),
      // At one instant a rejection comes before the approval that would have met the needs.
      ("opened 0; approve ana 2; approve bob 3; reject cem 3", "3", .rejected, 1),
      // Cancelled by whoever asks.
      ("opened 0; cancel eve 2", "2", .cancelled, 1),
      ("opened 0; cancel eve 2", "12", .pending, 2),
      // Escalation: from its instant on, and not an approval from before.
      ("opened 0; approve ana 2; approve olga 4-", "5", .pending, 1),
      ("opened 0; approve ana 2; approve olga 4", "5", .approved, 1),
      // One who may settles it alone.
      ("opened 0; override cfo 1", "1", .approved, 1),
      ("opened 0; override ana 1", "1", .pending, 1),
      // Asked anew during a denial: by a person who does not ask, on record.
      ("opened 0; reject ana 2; opened/2 5", "6", .rejected, 1),
      ("opened 0; reject ana 2; opened/2 bob 5", "6", .pending, 2),
      ("opened 0; reject ana 2; opened/2 eve 5", "6", .rejected, 1),
      ("opened 0; reject ana 2; opened/2 bob 5", "15", .expired, 2),
      // What one generation has, no other has.
      (approved + "; spend 5; opened/2 6; approve/2 ana 7", "8", .pending, 2),
      (approved + "; spend 5; opened/2 6; approve/2 ana 7; approve/2 bob 8", "8", .approved, 2),
      // Dated before the hold, by the requester, twice by one person, in the future.
      ("opened 3; approve ana 2; approve bob 4", "5", .pending, 1),
      ("opened 0; approve eve 2; approve bob 4", "5", .pending, 1),
      ("opened 0; approve ana 2; approve ana 4", "5", .pending, 1),
      ("opened 0; approve ana 2; approve bob 8", "5", .pending, 1),
      // Who rejects takes the own approval back.
      ("opened 0; approve ana 2; reject ana 3", "4", .rejected, 1),
    ] as [(String, String, HoldState, Int)])
  func states(records: String, now: String, state: HoldState, generation: Int) {
    let status = Self.status(records, at: now)
    #expect(status.state == state)
    #expect(status.generation == generation)
  }

  @Test func threeTimesAreThree() {
    let pending = Self.status("opened 2", at: "3")
    #expect(pending.opened == Self.instant("2"))
    #expect(pending.deadline == Self.instant("12"))
    #expect(pending.next == Self.instant("6"))
    #expect(Self.status("opened 2", at: "6").next == Self.instant("12"))
    let approved = Self.status("opened 2; approve ana 3; approve bob 5", at: "6")
    #expect(approved.until == Self.instant("11"))
    #expect(approved.deadline == Self.instant("12"))
  }

  @Test func aGrantOfValuesIsNotSpent() {
    let clauses = Self.clauses(.values([], for: SignedDuration(seconds: 6, nanoseconds: 0)))
    let status = Self.status(Self.approved + "; spend 4", at: "5", clauses)
    #expect(status.state == .approved)
    #expect(status.ignored.map(\.reason) == [.notOnce])
  }

  @Test func oneRejectionOfTwoTakesAnApprovalBack() {
    let clauses = Self.clauses(rejectedBy: 2)
    let status = Self.status(
      "opened 0; approve ana 1; reject ana 2; approve bob 3; approve ana 4", at: "5", clauses)
    #expect(status.state == .pending)
    #expect(status.missing?.description == "1 of group \"t\"")
    #expect(status.ignored.map(\.reason) == [.takenBack, .repeated])
  }

  @Test(
    arguments: [
      // One person, however the name is written; the requester, too.
      (["Straße", "STRASSE"], HoldState.pending), (["ana", " ANA\t"], .pending),
      (["jos\u{E9}", "JOSE\u{301}"], .pending), (["ana", "EVE"], .pending),
      (["ana", "bob"], .approved),
    ] as [([String], HoldState)])
  func namesAreFolded(names: [String], state: HoldState) {
    let acts = names.enumerated().map { index, name in
      HoldRecord(
        .approve, key: Self.key, at: Self.instant("\(index + 1)"),
        by: .init(name: ExactString(name), groups: ["t"]))
    }
    let status = HoldStatus(
      of: Self.clauses(), key: Self.key, requester: ["Eve"],
      records: Self.records("opened 0") + acts, at: Self.instant("5"))
    #expect(status.state == state)
  }

  /// What no policy says, somebody may have written into a verdict.
  @Test func needsOfNobodyAreNeverMet() {
    var clauses = Self.clauses()
    clauses.override = nil
    for needs: Needs<VerdictApprover> in [
      .all([]), .any([]), .factor(count: 0, .one(.group, .name("t"))),
      .factor(count: .max, .one(.group, .name("t"))),
    ] {
      clauses.needs = needs
      let status = Self.status(Self.approved, at: "5", clauses)
      #expect(status.state == .pending)
      #expect(status.missing == needs)
      #expect(status.actors?.approvers.isEmpty == true)
    }
  }

  @Test func atTheEndOfTimeNothingComesNext() {
    let last = Timestamp("9999-12-31T23:59:59.999999999Z")!
    let status = HoldStatus(
      of: Self.clauses(), key: Self.key, requester: ["eve"],
      records: [HoldRecord(.opened, key: Self.key, at: last)], at: last)
    #expect(status.state.effect == .deny)
    #expect(status.next == nil)
  }

  @Test func whatIsOpenIsNotOpenedAgain() {
    let status = Self.status("opened 0; opened 0; opened 2", at: "11")
    #expect(status.state == .expired)
    #expect(status.ignored.map(\.reason) == [.alreadyOpened, .alreadyOpened])
  }

  @Test func aSpendOfNoApprovalIsTold() {
    let status = Self.status("opened 0; spend 1; spend 2", at: "3")
    #expect(status.state == .pending)
    #expect(status.ignored.map(\.reason) == [.notApproved, .notApproved])
  }

  @Test(arguments: [nil, [], [" "], ["ana", ""]] as [[String]?])
  func nobodyMayDecideForNobody(requester: [String]?) {
    let status = HoldStatus(
      of: Self.clauses(), key: Self.key, requester: requester,
      records: Self.records(Self.approved + "; override cfo 4; cancel ana 5"),
      at: Self.instant("5"))
    #expect(status.state == .cancelled)
    #expect(Set(status.ignored.map(\.reason)) == [.requesterUnknown])
  }
}
