// A notice: that a hold was opened, or has escalated, for one place where people are told.

package import Weir

/// What somebody has to be told.
package struct LedgerNotice {
  /// What is told.
  package enum Kind: String, CaseIterable, Sendable {
    /// The hold was opened.
    case opened
    /// Others count from now on.
    case escalated
  }

  /// The same on each delivery, so that a receiver can tell a repetition.
  package var id: String
  package var hold: LedgerHold
  package var kind: Kind
  package var channel: String
  package var target: String
  package var due: Timestamp
  /// Which attempt this is, from 1.
  package var attempt: Int
}
