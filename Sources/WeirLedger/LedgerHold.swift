// A hold as the ledger has it.

package import Weir

/// One generation of a hold, with all that is on record of its key.
package struct LedgerHold {
  /// The hold as it was opened: rule, key, clauses, requester.
  package var hold: Verdict.Hold
  package var generation: Int
  package var opened: Timestamp
  /// How often the request has been made while it waited, the first time included.
  package var asked: Int
  package var lastAsked: Timestamp
  /// The request that opened it, as it came.
  package var request: [UInt8]
  /// The verdict that opened it: its rules say why.
  package var verdict: Verdict
  /// The decisive conditions in the policy's source, where the opener had it.
  package var explanation: String?
  /// The command that waits, where a gate opened it.
  package var command: [String]?
  /// All records of the key, of every generation, in the order in which they came.
  package var records: [HoldRecord]

  /// Where this generation of the hold stands: one that has ended stays ended, whatever came after.
  package func status(in ledger: Ledger, at now: Timestamp) -> HoldStatus {
    let own = records.filter { $0.generation <= generation }
    return ledger.status(of: hold, own, at: now, opensAnew: false)
  }
}
