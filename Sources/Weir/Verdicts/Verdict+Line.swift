// Which members a verdict's line has: the one place where verdicts as data are put into its form.

extension Verdict {
  private typealias Member = VerdictLine.VerdictMember

  /// The whole line.
  var lineValue: LineValue {
    .object([
      .init(Member.id, id.map { hasNumericID ? .number($0) : .text($0) }),
      .init(Member.line, line.map { .integer($0) }),
      .init(Member.verdict, .text(effect.rawValue)),
      .init(Member.rules, .list(orNil: rules) { $0.lineValue }),
      .init(Member.holds, .list(orNil: holds) { $0.lineValue }),
      .init(Member.uncertain, .list(orNil: uncertain) { $0.lineValue }),
      .init(Member.uncertainOmitted, uncertainOmitted > 0 ? .integer(uncertainOmitted) : nil),
      .init(Member.observed, .list(orNil: observed) { $0.lineValue }),
      .init(Member.error, error.map { lineValue(of: $0) }),
      .init(Member.policy, .text(orNil: policy)),
    ])
  }

  private func lineValue(of error: InputError) -> LineValue {
    typealias Member = VerdictLine.ErrorMember
    return .object([
      .init(Member.code, .text(error.code.rawValue)),
      .init(Member.message, .text(limit?.message ?? error.message)),
      .init(Member.limit, .text(orNil: limit?.name)),
      .init(Member.rule, .text(orNil: limit?.rule)),
      .init(Member.byte, .integer(error.byte)),
    ])
  }
}

extension Verdict.Rule {
  fileprivate var lineEntries: [LineValue.Entry] {
    [
      .init(RuleMember.name, .text(name)),
      .init(RuleMember.because, .text(orNil: because)),
      .init(RuleMember.at, .text(at)),
      .init(RuleMember.annotations, annotations.isEmpty ? nil : .map(annotations)),
    ]
  }

  var lineValue: LineValue { .object(lineEntries) }
}

extension Verdict.Observation {
  private typealias Member = VerdictLine.ObservationMember

  var lineValue: LineValue {
    .object(
      rule.lineEntries + [
        .init(Member.effect, .text(effect.rawValue)),
        .init(Member.outcome, .text(outcome.rawValue)),
      ])
  }
}

extension Verdict.Uncertainty {
  private typealias Member = VerdictLine.UncertaintyMember

  var lineValue: LineValue {
    .object([
      .init(Member.rule, .text(rule)),
      .init(Member.causes, .list(orNil: causes) { $0.lineValue }),
      .init(Member.causesOmitted, causesOmitted > 0 ? .integer(causesOmitted) : nil),
    ])
  }
}

extension Verdict.Cause {
  private typealias Member = VerdictLine.CauseMember

  var lineValue: LineValue {
    .object([
      .init(Member.path, .text(path)),
      .init(Member.fault, .text(fault.name)),
      .init(Member.why, why.map { .text($0) }),
      .init(Member.line, line.map { .integer($0) }),
      .init(Member.byte, byte.map { .integer($0) }),
    ])
  }
}

// MARK: - Holds

extension Verdict.Hold {
  private typealias Member = VerdictLine.HoldMember

  var lineValue: LineValue {
    .object(
      [.init(Member.rule, .text(rule)), .init(Member.key, .text(key))]
        + clauses.all.flatMap(\.lineEntries)
        + [
          .init(Member.requester, requester.map { .list($0.map { .text($0) }) }),
          .init(Member.status, status?.lineValue),
        ])
  }
}

extension HoldClause<VerdictApprover> {
  private typealias Member = VerdictLine.HoldMember

  /// The members that tell of the clause.
  fileprivate var lineEntries: [LineValue.Entry] {
    switch self {
    case .needs(let needs): [.init(Member.needs, .text(needs.description))]
    case .within(let deadline): [.init(Member.within, .text(deadline.description))]
    case .rejectedBy(let count): [.init(Member.rejectedBy, count == 1 ? nil : .integer(count))]
    case .escalate(let escalation): [.init(Member.escalate, escalation.lineValue)]
    case .override(let approvers): [.init(Member.override, .text(approvers.description))]
    case .notify(let notifications):
      [.init(Member.notify, .list(orNil: notifications) { $0.lineValue })]
    case .covers(let covers):
      [
        .init(Member.covers, .text(covers.description)),
        .init(Member.coversFor, .text(covers.duration.description)),
      ]
    }
  }
}

extension HoldEscalation<VerdictApprover> {
  private typealias Member = VerdictLine.EscalationMember

  var lineValue: LineValue {
    .object([
      .init(Member.to, .text(to.description)), .init(Member.after, .text(after.description)),
    ])
  }
}

extension HoldNotification {
  private typealias Member = VerdictLine.NotificationMember

  var lineValue: LineValue {
    .object([
      .init(Member.channel, .text(channel)), .init(Member.target, .text(target.description)),
    ])
  }
}
