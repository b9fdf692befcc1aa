// Settling a request: judged, held, opened, joined or spent, in one transaction.

package import Weir
package import WeirHost

extension Ledger {
  /// What is asked for: the request, and what is kept of it where a hold is opened.
  package struct Question {
    /// The request's bytes, as it came.
    package var request: [UInt8]
    /// The command that waits for the answer; nil outside the gate.
    package var command: [String]?
    /// How many holds one requester may have pending.
    package var pendingLimit: Int
    /// Why the request is held, for whoever is asked; called where a hold is opened, at most once.
    package var explain: (Verdict, Timestamp) -> String?

    package init(
      request: [UInt8], command: [String]? = nil, pendingLimit: Int = Limits.pendingHolds,
      explain: @escaping (Verdict, Timestamp) -> String? = { _, _ in nil }
    ) {
      self.request = request
      self.command = command
      self.pendingLimit = pendingLimit
      self.explain = explain
    }
  }

  /// What came of it.
  package struct Settlement {
    /// The verdict, each hold with its status.
    package var verdict: Verdict
    /// The instant it was made at.
    package var now: Timestamp
    /// What was put on record: `opened`, `spend`.
    package var records: [HoldRecord]
    /// How far behind the ledger's highest time the clock was; nil where it was not.
    package var clockBehind: SignedDuration?
  }

  /// Judges a request and settles its holds, in one transaction. `judge` may be called again after
  /// a wait for the lock.
  package func settle(
    _ question: Question, _ judge: (Timestamp) -> Verdict
  ) throws(Failure) -> Settlement {
    throw Failure(.unreadable, "the ledger cannot be read")
  }
}
