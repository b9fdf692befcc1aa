// From a verdict's hold to where it stands.

extension Verdict.Hold {
  /// Where the hold stands, given what is on record of it, at an instant.
  public func status(of records: [HoldRecord], at now: Timestamp) -> HoldStatus {
    HoldStatus(of: clauses, key: key, requester: requester, records: records, at: now)
  }
}
