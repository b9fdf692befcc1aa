// What approvals make of a verdict. They satisfy holds and nothing else: every rule is computed
// anew each time, and a verdict that is not a hold stays what it is.

extension Verdict.Hold {
  /// Where the hold stands, given what is on record of it, at an instant.
  public func status(of records: [HoldRecord], at now: Timestamp) -> HoldStatus {
    HoldStatus(of: clauses, key: key, requester: requester, records: records, at: now)
  }
}

extension Verdict {
  /// The verdict once each of its holds has a status: deny where one of them denies, allow where
  /// all are approved, else hold. The rules that it lists stay those that hold.
  public func settled(_ status: (Hold) -> HoldStatus) -> Verdict {
    guard effect == .hold else { return self }
    var settled = self
    var effects: [PolicyEffect] = []
    for index in settled.holds.indices {
      let found = status(settled.holds[index])
      settled.holds[index].status = found
      effects.append(found.state.effect)
    }
    settled.effect =
      if effects.contains(.deny) {
        .deny
      } else if !effects.isEmpty, effects.allSatisfy({ $0 == .allow }) {
        .allow
      } else {
        .hold
      }
    return settled
  }
}
