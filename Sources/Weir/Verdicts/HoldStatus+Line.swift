// Which members tell of a status in a verdict's line.

extension HoldStatus {
  private typealias Member = VerdictLine.StatusMember

  var lineValue: LineValue {
    let told = counted.filter { record in
      switch record.act {
      case .approve, .reject, .override, .revoke, .cancel: true
      case .opened, .spend: false
      }
    }
    let named = ignored.prefix(Limits.namedCauses)
    let omitted = ignored.count - named.count
    return .object([
      .init(Member.state, .text(state.rawValue)),
      .init(Member.generation, .integer(generation)),
      .init(Member.opened, .text(opened.description)),
      .init(Member.deadline, .text(deadline.description)),
      .init(Member.since, .text(since.description)),
      .init(Member.until, until.map { .text($0.description) }),
      .init(Member.next, next.map { .text($0.description) }),
      .init(Member.missing, missing.map { .text($0.description) }),
      .init(Member.decisions, .list(orNil: told) { .object($0.decisionEntries) }),
      .init(
        Member.ignored,
        .list(orNil: Array(named)) { ignored in
          .object(
            ignored.record.decisionEntries
              + [.init(VerdictLine.IgnoredMember.why, .text(ignored.reason.rawValue))])
        }),
      .init(Member.ignoredOmitted, omitted > 0 ? .integer(omitted) : nil),
    ])
  }
}

extension HoldRecord {
  private typealias Part = VerdictLine.DecisionMember

  fileprivate var decisionEntries: [LineValue.Entry] {
    [
      .init(Part.act, .text(act.rawValue)),
      .init(Part.by, by.map { .text($0.name.description) }),
      .init(Part.at, .text(at.description)),
      .init(Part.reason, .text(orNil: reason)),
    ]
  }
}
