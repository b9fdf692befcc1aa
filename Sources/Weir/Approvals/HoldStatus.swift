// What follows from a hold, what is on record of it, and the time.

/// Where a hold stands at an instant, and what may become of it.
///
/// A status is of the newest generation that has begun. One that has ended and after which the same
/// request is a new hold (spent, lapsed, or the time after a denial is over) is followed by a
/// pending one that opens at the instant asked for, with ``isOpened`` false.
public struct HoldStatus: Hashable, Sendable {
  /// A record that counts for nothing, and why.
  public struct Ignored: Hashable, Sendable {
    /// The record.
    public var record: HoldRecord
    /// Why it does not count.
    public var reason: Reason

    /// A record and why it does not count.
    package init(record: HoldRecord, reason: Reason) {
      self.record = record
      self.reason = reason
    }
  }

  /// Who may still act on a hold.
  public struct Actors: Hashable, Sendable {
    /// Whose approval or rejection counts now; empty where nobody's does.
    public var approvers: [Approvers<VerdictApprover>]
    /// Who may settle the hold alone.
    public var override: Approvers<VerdictApprover>?
    /// Who may not, though they are among them: the requester, and whoever has acted.
    public var barred: [ExactString]
  }

  /// Where it stands.
  public var state: HoldState
  /// Which time the hold was opened, from 1.
  public var generation: Int
  /// When it was opened.
  public var opened: Timestamp
  /// Whether that is on record; where not, it opens at the instant asked for.
  public var isOpened: Bool
  /// When it expires unless it is decided before.
  public var deadline: Timestamp
  /// When it came to where it stands: the last approval, the last rejection, the deadline.
  public var since: Timestamp
  /// The next instant at which something of this status changes by itself; nil if nothing does.
  public var next: Timestamp?
  /// While it is approved, when the grant ends; after a denial, when the same request may be held
  /// anew; nil in other states.
  public var until: Timestamp?
  /// The records that count in this generation, in the order of their time.
  public var counted: [HoldRecord]
  /// The records that count for nothing, in the order of their time.
  public var ignored: [Ignored]
  /// What the needs still lack while it is pending; nil in other states.
  public var missing: Needs<VerdictApprover>?
  /// Who may act on it while it is pending; nil in other states.
  public var actors: Actors?
  /// Whether somebody settled it alone.
  public var isOverridden: Bool
}

extension HoldStatus {
  /// Whether somebody could act on the hold now.
  package func awaits(_ person: HoldRecord.Person) -> Bool {
    guard state == .pending, let actors else { return false }
    let name = person.name.foldedName
    guard !actors.barred.contains(where: { $0.foldedName == name }) else { return false }
    return (actors.approvers + [actors.override].compactMap(\.self)).contains {
      person.belongs(to: $0)
    }
  }
}
