// Who is who among those who act on a hold. People are told apart by their folded names: somebody
// whose directory does not look at case must not be a second person, or approve his own request,
// by writing his name in capitals.

/// Tells people apart, and who may do what.
struct HoldPeople {
  /// Who asks, by folded names; nil where nobody knows.
  private let requesters: Set<ExactString>?
  private let match: NeedsMatch?
  private let escalation: ApproverSet?
  private let override: ApproverSet?

  /// A requester without a name is not known, and no requester is none: nobody may decide then.
  init(
    _ clauses: HoldClauses<VerdictApprover>, _ match: NeedsMatch?, requester: [String]?
  ) {
    let names = (requester ?? []).map { ExactString($0) }
    let isKnown = !names.isEmpty && !names.contains { $0.isBlank }
    requesters = isKnown ? Set(names.map(\.foldedName)) : nil
    self.match = match
    escalation = clauses.escalate.map { ApproverSet($0.to) }
    override = clauses.override.map { ApproverSet($0) }
  }

  /// Whether it is known who asks.
  var knowsRequester: Bool { requesters != nil }

  func isRequester(_ person: HoldRecord.Person) -> Bool {
    requesters?.contains(person.name.foldedName) ?? false
  }

  /// The factors that a person's approval may serve, before the hold escalates or from then on.
  func abilities(_ person: HoldRecord.Person, isEscalated: Bool) -> [Int] {
    guard let match else { return [] }
    if isEscalated, let escalation, escalation.contains(person) {
      return Array(match.factors.indices)
    }
    return match.factors.indices.filter { match.factors[$0].people.contains(person) }
  }

  /// Whether a person may settle the hold alone.
  func mayOverride(_ person: HoldRecord.Person) -> Bool { override?.contains(person) ?? false }

  /// Why a person may not do something; nil if nothing is in the way.
  func objection(
    to act: HoldRecord.Act, by person: HoldRecord.Person?, isEscalated: Bool
  ) -> HoldStatus.Reason? {
    guard let person, !person.name.isBlank else { return .noPerson }
    switch act {
    case .approve, .reject, .override:
      guard knowsRequester else { return .requesterUnknown }
      if isRequester(person) { return .byRequester }
      let may =
        act == .override
        ? mayOverride(person) : !abilities(person, isEscalated: isEscalated).isEmpty
      return may ? nil : .notEligible
    case .revoke, .cancel:
      let may =
        isRequester(person) || mayOverride(person)
        || !abilities(person, isEscalated: isEscalated).isEmpty
      return may ? nil : .notEligible
    case .opened, .spend: return nil
    }
  }

  /// Whether a person may have a hold opened anew while a denial lasts.
  func mayOpenEarly(_ person: HoldRecord.Person?) -> Bool {
    guard let person, !person.name.isBlank, knowsRequester else { return false }
    return !isRequester(person)
  }
}

extension HoldRecord.Person {
  /// Whether the person is one of a set, by exact names.
  package func belongs(to approvers: Approvers<VerdictApprover>) -> Bool {
    ApproverSet(approvers).contains(self)
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
