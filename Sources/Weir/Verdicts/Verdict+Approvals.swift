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
  ///
  /// - Parameter statuses: one for each of ``holds``, in their order. Where there are fewer, the
  ///   verdict stays a hold.
  public func settled(_ statuses: [HoldStatus]) -> Verdict {
    guard effect == .hold, statuses.count == holds.count else { return self }
    var settled = self
    for (index, status) in statuses.enumerated() { settled.holds[index].status = status }
    let effects = statuses.map(\.state.effect)
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

extension Verdict {
  /// Makes it a denial for a reason that lies outside the request.
  package mutating func deny(_ code: InputError.Code) {
    effect = .deny
    rules = []
    holds = []
    error = InputError(code, at: 0)
  }

  /// A denial of which nothing else is known.
  package static func denied(_ code: InputError.Code) -> Verdict {
    var verdict = Verdict(effect: .deny)
    verdict.deny(code)
    return verdict
  }

  /// Whether the error is that the request could not be judged: some are judgements.
  package var couldNotBeJudged: Bool {
    guard let error else { return false }
    return error.code != .tooManyHolds && error.code != .otherCommand
  }
}
