// The ledger, through its face: what is opened, joined, decided and spent, and what bad files do.

import CSQLite
import Foundation
import Testing
import Weir
import WeirHost
import WeirTesting

@testable import WeirLedger

/// A ledger in a folder of its own, and a policy that holds.
struct LedgerScene {
  let folder: Folder
  private let program: Program

  static let policy = """
    requester who
    volatile id
    allow small when amount < 10
    hold big when amount >= 10 because "{who} moves {amount}"
      needs 2 of group "t"
      within 10m
      rejected by 1
      escalate to group "oncall" after 5m
      notify chat "#a", mail "b"
      covers once for 5m
    hold strange when amount >= 1000
      needs 1 of user "cfo"
      within 10m
      covers who for 1h
    """

  init(_ policy: String = policy) throws {
    folder = try Folder()
    program = try #require(compile([SourceFile(path: "p.weir", text: policy)]).program)
  }

  var path: String { folder.url.appending(path: "holds.db").path }

  func ledger(_ seconds: Int64, _ access: Ledger.Access = .create) throws -> Ledger {
    try Ledger(path, access, clock: .fixed(Timestamp(seconds: seconds, nanoseconds: 0)))
  }

  /// Asks about a transfer at some second.
  func ask(
    _ seconds: Int64, _ amount: Int = 50, id: String = "1", by who: String = "eve",
    limit: Int = 100, command: [String]? = nil
  ) throws -> Ledger.Settlement {
    let request = Array(#"{"id":"\#(id)","who":"\#(who)","amount":\#(amount)}"#.utf8)
    let question = Ledger.Question(request: request, command: command, pendingLimit: limit)
    var evaluator = Evaluator(program)
    return try ledger(seconds).settle(question) { evaluator.evaluate(request, now: $0) }
  }

  @discardableResult
  func act(
    _ act: HoldRecord.Act, _ key: String, _ seconds: Int64, by name: ExactString,
    groups: [ExactString] = ["t"], reason: String? = nil
  ) throws -> Ledger.Outcome {
    try ledger(seconds).record(
      Ledger.Deed(act, by: .init(name: name, groups: groups), reason: reason), on: key)
  }
}

@Suite struct LedgerTests {
  private func failure(_ body: () throws -> Void) -> Failure.Code? {
    do {
      try body()
      return nil
    } catch { return (error as? Failure)?.code }
  }

  @Test func anApprovalIsSpentOnce() throws {
    let scene = try LedgerScene()
    let opened = try scene.ask(0)
    let key = try #require(opened.verdict.holds.first?.key)
    #expect(opened.verdict.effect == .hold)
    #expect(opened.records.map(\.act) == [.opened])
    // The same request, with another id, joins.
    #expect(try scene.ask(10, id: "2").records.isEmpty)
    #expect(try scene.ledger(11).hold(key).asked == 2)
    try scene.act(.approve, key, 20, by: "ana")
    #expect(try scene.ask(21).verdict.effect == .hold)
    try scene.act(.approve, key, 22, by: "bob")
    let allowed = try scene.ask(23, id: "7")
    #expect(allowed.verdict.effect == .allow)
    #expect(allowed.records.map(\.act) == [.spend])
    #expect(allowed.records.first?.requestID == "7")
    // The same id again buys no second pass.
    let again = try scene.ask(24, id: "7")
    #expect(again.verdict.effect == .hold)
    #expect(again.verdict.holds.first?.status?.generation == 2)
  }

  @Test func everyHoldMustBeSatisfied() throws {
    let scene = try LedgerScene()
    let opened = try scene.ask(0, 5_000)
    let (big, strange) = (opened.verdict.holds[0].key, opened.verdict.holds[1].key)
    try scene.act(.approve, big, 1, by: "ana")
    try scene.act(.approve, big, 2, by: "bob")
    let half = try scene.ask(3, 5_000)
    #expect(half.verdict.effect == .hold)
    #expect(half.records.isEmpty)
    try scene.act(.approve, strange, 4, by: "cfo", groups: [])
    #expect(try scene.ask(5, 5_000).verdict.effect == .allow)
    // The grant of values lives on; what covers once was spent.
    let next = try scene.ask(6, 5_000)
    #expect(next.verdict.holds.map { $0.status?.state } == [.pending, .approved])
  }

  @Test func aRejectionDeniesForAsLongAgain() throws {
    let scene = try LedgerScene()
    let key = try #require(try scene.ask(0).verdict.holds.first?.key)
    try scene.act(.reject, key, 60, by: "ana", reason: "no")
    #expect(try scene.ask(61).verdict.effect == .deny)
    #expect(try scene.ask(659).verdict.effect == .deny)
    #expect(failure { try scene.act(.opened, key, 660 - 60, by: "eve") } == .actRefused)
    try scene.act(.opened, key, 659, by: "bob", reason: "again")
    #expect(try scene.ask(659).verdict.effect == .hold)
    #expect(try scene.ledger(659).hold(key).generation == 2)
  }

  @Test func whatWouldCountForNothingIsRefused() throws {
    let scene = try LedgerScene()
    let key = try #require(try scene.ask(0).verdict.holds.first?.key)
    #expect(failure { try scene.act(.approve, key, 1, by: "eve") } == .actRefused)
    #expect(failure { try scene.act(.approve, key, 1, by: "EVE") } == .actRefused)
    #expect(failure { try scene.act(.approve, key, 1, by: "zoe", groups: []) } == .actRefused)
    #expect(failure { try scene.act(.override, key, 1, by: "ana", reason: "x") } == .actRefused)
    #expect(failure { try scene.act(.revoke, key, 1, by: "ana") } == .actRefused)
    #expect(failure { try scene.act(.approve, key, 600, by: "ana") } == .actRefused)
    #expect(failure { try scene.act(.approve, "sha256:00000000", 1, by: "ana") } == .noHold)
    #expect(failure { try scene.act(.approve, "xyz", 1, by: "ana") } == .usage)
    #expect(try scene.ledger(1).export(key).map(\.act) == [.opened])
  }

  @Test func somebodyWhoAsksTooMuchIsDenied() throws {
    let scene = try LedgerScene()
    for amount in 50..<53 { #expect(try scene.ask(0, amount, limit: 3).verdict.effect == .hold) }
    let refused = try scene.ask(1, 60, limit: 3)
    #expect(refused.verdict.effect == .deny)
    #expect(refused.verdict.error?.code == .tooManyHolds)
    // Joining is not limited, in other case is the same person, others have limits of their own.
    #expect(try scene.ask(2, 50, limit: 3).verdict.effect == .hold)
    #expect(try scene.ask(2, 61, by: "EVE", limit: 3).verdict.effect == .deny)
    #expect(try scene.ask(2, 60, by: "kim", limit: 3).verdict.effect == .hold)
    // Once they have expired, there is room.
    #expect(try scene.ask(700, 60, limit: 3).verdict.effect == .hold)
  }

  @Test func timeNeverGoesBack() throws {
    let scene = try LedgerScene()
    let key = try #require(try scene.ask(1_000).verdict.holds.first?.key)
    let behind = try scene.ask(400)
    #expect(behind.clockBehind == SignedDuration(seconds: 600, nanoseconds: 0))
    #expect(behind.now == Timestamp(seconds: 1_000, nanoseconds: 0))
    let outcome = try scene.act(.approve, key, 0, by: "ana")
    #expect(outcome.record.at > Timestamp(seconds: 1_000, nanoseconds: 0))
    #expect(
      try scene.ledger(0).hold(key).status(in: scene.ledger(0), at: behind.now).opened
        == Timestamp(seconds: 1_000, nanoseconds: 0))
  }

  @Test func aGateRunsTheCommandThatWasShown() throws {
    let scene = try LedgerScene()
    let key = try #require(try scene.ask(0, command: ["ls"]).verdict.holds.first?.key)
    try scene.act(.approve, key, 1, by: "ana")
    try scene.act(.approve, key, 2, by: "bob")
    let other = try scene.ask(3, command: ["rm", "-rf", "/"])
    #expect(other.verdict.effect == .deny)
    #expect(other.verdict.error?.code == .otherCommand)
    #expect(try scene.ledger(3).verdictCount() == 0)
    #expect(try scene.ask(4, command: ["ls"]).verdict.effect == .allow)
    #expect(try scene.ledger(4).verdictCount() == 1)
  }

  @Test func listsAreFiltered() throws {
    let scene = try LedgerScene()
    let key = try #require(try scene.ask(0).verdict.holds.first?.key)
    _ = try scene.ask(1, 60, by: "kim")
    var filter = Ledger.Filter()
    filter.requester = "Kim"
    #expect(try scene.ledger(2).holds(filter).map(\.hold.requester) == [["kim"]])
    filter = Ledger.Filter()
    filter.approver = .init(name: "kim", groups: ["t"])
    #expect(try scene.ledger(2).holds(filter).map(\.hold.key) == [key])
    filter.approver = .init(name: "olga", groups: ["oncall"])
    #expect(try scene.ledger(2).holds(filter).isEmpty)
    #expect(try scene.ledger(301).holds(filter).count == 2)
    filter = Ledger.Filter()
    filter.states = [.pending]
    #expect(try scene.ledger(601).holds(filter).isEmpty)
    filter.states = [.expired]
    #expect(try scene.ledger(601).holds(filter).count == 2)
  }

  // MARK: Notices

  @Test func aNoticeIsToldAtLeastOnce() throws {
    let scene = try LedgerScene()
    _ = try scene.ask(0)
    let lease = SignedDuration(seconds: 30, nanoseconds: 0)
    let first = try #require(try scene.ledger(1).takeNotice(on: ["chat"], by: "a", for: lease))
    #expect(first.attempt == 1)
    // Leased, it is nobody else's; the lease over, it is anyone's, with the same identifier.
    #expect(try scene.ledger(2).takeNotice(on: ["chat"], by: "b", for: lease) == nil)
    let second = try #require(try scene.ledger(31).takeNotice(on: ["chat"], by: "b", for: lease))
    #expect(second.id == first.id)
    #expect(second.attempt == 2)
    try scene.ledger(32).giveBack(second, "no", after: lease)
    #expect(try scene.ledger(61).takeNotice(on: ["chat"], by: "b", for: lease) == nil)
    let third = try #require(try scene.ledger(62).takeNotice(on: ["chat"], by: "b", for: lease))
    try scene.ledger(63).acknowledge(third)
    #expect(try scene.ledger(200).takeNotice(on: ["chat"], by: "b", for: lease) == nil)
    // The escalation comes due with its instant.
    let later = try #require(try scene.ledger(300).takeNotice(on: ["chat"], by: "b", for: lease))
    #expect(later.kind == .escalated)
    #expect(try scene.ledger(300).waitingChannels().map(\.channel) == ["chat", "mail"])
  }

  @Test func nobodyIsToldOfWhatIsSettled() throws {
    let scene = try LedgerScene()
    let key = try #require(try scene.ask(0).verdict.holds.first?.key)
    try scene.act(.reject, key, 1, by: "ana")
    let lease = SignedDuration(seconds: 30, nanoseconds: 0)
    #expect(try scene.ledger(2).takeNotice(on: ["chat"], by: "a", for: lease) == nil)
    #expect(try scene.ledger(2).expire().droppedNotices == 3)
  }

  @Test func whatExpiresIsToldOfOnce() throws {
    let scene = try LedgerScene()
    let key = try #require(try scene.ask(0).verdict.holds.first?.key)
    let other = try #require(try scene.ask(60, 60).verdict.holds.first?.key)
    let rejected = try #require(try scene.ask(61, 61).verdict.holds.first?.key)
    try scene.act(.reject, rejected, 62, by: "ana")
    #expect(try scene.ledger(599).expire().holds.map(\.hold.key) == [])
    // At the deadline itself, and not once more.
    #expect(try scene.ledger(600).expire().holds.map(\.hold.key) == [key])
    #expect(try scene.ledger(600).expire().holds.map(\.hold.key) == [])
    // Where it could not be told, it is told the next time.
    let failure = Failure(.unwritable, "no")
    #expect(
      self.failure {
        _ = try scene.ledger(660).expire { _, _ throws(Failure) in throw failure }
      } == .unwritable)
    #expect(try scene.ledger(661).expire().holds.map(\.hold.key) == [other])
    // The same request, held anew once the denial is over, expires once more.
    _ = try scene.ask(1_200)
    let again = try scene.ledger(1_800).expire().holds
    #expect(again.map(\.hold.key) == [key])
    #expect(again.map(\.generation) == [2])
  }
}
