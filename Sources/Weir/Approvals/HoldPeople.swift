// Who is who among those who act on a hold. People are told apart by their folded names: somebody
// whose directory does not look at case must not be a second person, or approve his own request,
// by writing his name in capitals. Membership is by exact names: a policy's `group "treasury"` is
// not `Treasury`.

/// Tells people apart, and who may do what.
struct HoldPeople {
  /// Who asks, by folded names; nil where nobody knows.
  private let requesters: Set<ExactString>?
  private let match: NeedsMatch?
  private let escalate: HoldEscalation<VerdictApprover>?
  private let override: Approvers<VerdictApprover>?
  private let escalation: Timestamp?

  init(
    _ clauses: HoldClauses<VerdictApprover>, _ match: NeedsMatch?, requester: [String]?,
    opened: Timestamp
  ) {
    requesters = requester.map { Set($0.map { ExactString($0).foldedName }) }
    self.match = match
    escalate = clauses.escalate
    override = clauses.override
    escalation = clauses.escalate.map { opened.advanced(by: $0.after) }
  }

  /// From when the hold escalates.
  var escalationTime: Timestamp? { escalation }

  func isRequester(_ person: HoldRecord.Person) -> Bool {
    requesters?.contains(person.name.foldedName) ?? false
  }

  /// The factors that a person's approval may serve at an instant.
  func abilities(_ person: HoldRecord.Person, at instant: Timestamp) -> [Int] {
    guard let match else { return [] }
    if let escalate, let escalation, instant >= escalation, person.belongs(to: escalate.to) {
      return Array(match.factors.indices)
    }
    return match.factors.indices.filter { person.belongs(to: match.factors[$0].approvers) }
  }

  /// Whether a person may settle the hold alone.
  func mayOverride(_ person: HoldRecord.Person) -> Bool {
    override.map { person.belongs(to: $0) } ?? false
  }

  /// Why a person may not do something at an instant; nil if nothing is in the way.
  func objection(
    to act: HoldRecord.Act, by person: HoldRecord.Person?, at instant: Timestamp
  ) -> HoldStatus.Reason? {
    guard let person, !person.name.isBlank else { return .noPerson }
    switch act {
    case .approve, .reject, .override:
      guard requesters != nil else { return .requesterUnknown }
      if isRequester(person) { return .byRequester }
      let may =
        act == .override ? mayOverride(person) : !abilities(person, at: instant).isEmpty
      return may ? nil : .notEligible
    case .revoke, .cancel:
      let may =
        isRequester(person) || mayOverride(person) || !abilities(person, at: instant).isEmpty
      return may ? nil : .notEligible
    case .opened, .spend: return nil
    }
  }

  /// Whether a person may have a hold opened anew while a denial lasts.
  func mayOpenEarly(_ person: HoldRecord.Person?) -> Bool {
    guard let person, !person.name.isBlank, requesters != nil else { return false }
    return !isRequester(person)
  }
}

extension HoldRecord.Person {
  /// Whether the person is one of a set, by exact names.
  package func belongs(to approvers: Approvers<VerdictApprover>) -> Bool {
    switch approvers {
    case .any(let parts): parts.contains { belongs(to: $0) }
    case .one(.user, let named): named.names.contains(name)
    case .one(.group, let named): named.names.contains { groups.contains($0) }
    case .one(.role, let named): named.names.contains { roles.contains($0) }
    }
  }
}

extension ExactString {
  /// The name by which people are told apart: without white space around it, case folded.
  package var foldedName: ExactString {
    bytes.withUnsafeBufferPointer { all in
      let part = UnsafeBufferPointer(rebasing: all[UnicodeText.trimmed(all)])
      return UnicodeText.normalised(part, folded: true) { ExactString(validated: Array($0)) }
        ?? self
    }
  }

  /// Whether nothing of it can be seen.
  package var isBlank: Bool { bytes.withUnsafeBufferPointer { UnicodeText.isBlank($0) } }
}

extension Timestamp {
  /// The instant so much later; the last of all where there is none.
  package func advanced(by duration: SignedDuration) -> Timestamp {
    adding(duration) ?? Timestamp(seconds: .max, nanoseconds: 999_999_999)
  }
}
