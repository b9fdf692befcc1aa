// What people do with holds, and what there is to see of them.

package import Weir
package import WeirHost

extension Ledger {
  /// Which holds to list.
  package struct Filter {
    package var states: Set<HoldState> = []
    package var rule: ExactString?
    package var requester: ExactString?
    /// Holds on which this person could act now.
    package var approver: HoldRecord.Person?

    package init() {}
  }

  /// The instant of a reading: the clock's, or the ledger's highest time if that is later.
  package func now() throws(Failure) -> Timestamp { throw Failure(.unreadable, "no ledger") }

  /// The newest generation of each hold that a filter lets pass, the one that opened last first.
  package func holds(_ filter: Filter = Filter()) throws(Failure) -> [LedgerHold] {
    throw Failure(.unreadable, "no ledger")
  }

  /// The newest generation of the hold whose key begins so. Throws where there is none or there
  /// are several.
  package func hold(_ keyOrPrefix: String) throws(Failure) -> LedgerHold {
    throw Failure(.unreadable, "no ledger")
  }

  /// What somebody does.
  package struct Deed {
    package var act: HoldRecord.Act
    package var by: HoldRecord.Person
    package var reason: String?
    /// The digest of what the person was shown, where the person was shown it.
    package var seen: String?

    package init(
      _ act: HoldRecord.Act, by: HoldRecord.Person, reason: String? = nil, seen: String? = nil
    ) {
      self.act = act
      self.by = by
      self.reason = reason
      self.seen = seen
    }
  }

  /// Puts on record what somebody does with a hold, in one transaction, and says where it stands
  /// then. Refuses what would count for nothing, with the reason. `check` is asked inside the
  /// transaction whether the hold still is what the person has seen.
  package func record(
    _ deed: Deed, on key: String, sign: (HoldRecord) throws(Failure) -> String? = { _ in nil },
    check: (LedgerHold) throws(Failure) -> Void = { _ in }
  ) throws(Failure) -> (record: HoldRecord, status: HoldStatus) {
    throw Failure(.unreadable, "no ledger")
  }
}
