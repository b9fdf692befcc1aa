// Holds that nobody decided in time. They expire by their deadlines, whoever looks; what is kept is
// up to which instant that was told, so that each is told of once.

package import Weir
package import WeirHost

extension Ledger {
  /// What became of holds and their notices since somebody last asked for that.
  package struct Expiry {
    /// Every time that a hold was opened and expired, the first to expire first.
    package var holds: [LedgerHold]
    /// How many notices nobody needs any more.
    package var droppedNotices: Int
    package var clockBehind: SignedDuration?
  }

  /// Which holds have passed their deadlines undecided since this was last asked, and drops the
  /// notices of all that are settled, in one transaction. `witness` is told last of all: if it
  /// fails, they are told of the next time.
  package func expire(
    witness: ([LedgerHold], Timestamp) throws(Failure) -> Void = { _, _ in }
  ) throws(Failure) -> Expiry {
    try connection.transaction { () throws(Failure) in
      let (now, behind) = try takeTime()
      let told = try instant(.expiryTold)
      // By whole seconds, for the index; exactly below.
      let holds = try read(
        "deadline_s >= ? AND deadline_s <= ? ORDER BY deadline_s, id",
        [.integer(told.map { Int($0.seconds) } ?? 0), .integer(Int(now.seconds))]
      ).filter { hold in
        let status = hold.status(in: self, at: now)
        return status.state == .expired && (told.map { status.since > $0 } ?? true)
      }
      let dropped = try dropNotices(at: now)
      try set(.expiryTold, to: now)
      try witness(holds, now)
      return Expiry(holds: holds, droppedNotices: dropped, clockBehind: behind)
    }
  }
}
