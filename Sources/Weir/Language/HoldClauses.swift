// A hold as its clauses. What every hold has stands in properties that are not optional, so that
// nobody has to look for it; what goes through all clauses does so by `all`.

/// The clauses of one hold: each once, in the order of the table.
public struct HoldClauses<Name: Hashable & Sendable>: Hashable, Sendable {
  /// Who must approve.
  public var needs: Needs<Name>
  /// The deadline.
  public var within: SignedDuration
  /// How many rejections settle the hold: 1 where the policy does not say.
  public var rejectedBy: Int
  /// Who counts towards every factor later on, and from when.
  public var escalate: HoldEscalation<Name>?
  /// Who may settle the hold alone.
  public var override: Approvers<Name>?
  /// Where to tell people.
  public var notify: [HoldNotification]
  /// What an approval is good for.
  public var covers: HoldCovers

  package init(
    needs: Needs<Name>, within: SignedDuration, rejectedBy: Int, escalate: HoldEscalation<Name>?,
    override: Approvers<Name>?, notify: [HoldNotification], covers: HoldCovers
  ) {
    self.needs = needs
    self.within = within
    self.rejectedBy = rejectedBy
    self.escalate = escalate
    self.override = override
    self.notify = notify
    self.covers = covers
  }

  /// Nil where a clause is missing that a policy must have. The last of a kind counts.
  package init?(_ clauses: [HoldClause<Name>]) {
    var needs: Needs<Name>?
    var within: SignedDuration?
    var covers: HoldCovers?
    rejectedBy = 1
    notify = []
    for clause in clauses {
      switch clause {
      case .needs(let clause): needs = clause
      case .within(let deadline): within = deadline
      case .rejectedBy(let count): rejectedBy = count
      case .escalate(let clause): escalate = clause
      case .override(let approvers): override = approvers
      case .notify(let notifications): notify = notifications
      case .covers(let clause): covers = clause
      }
    }
    guard let needs, let within else { return nil }
    self.needs = needs
    self.within = within
    self.covers = covers ?? .once(for: within)
  }

  /// The clause of a kind; nil only where it is optional and the hold has none.
  package subscript(kind: HoldClauseKind) -> HoldClause<Name>? {
    switch kind {
    case .needs: .needs(needs)
    case .within: .within(within)
    case .rejectedBy: .rejectedBy(rejectedBy)
    case .escalate: escalate.map { .escalate($0) }
    case .override: override.map { .override(by: $0) }
    case .notify: .notify(notify)
    case .covers: .covers(covers)
    }
  }

  /// All clauses, in the order of the table.
  package var all: [HoldClause<Name>] { HoldClauseKind.allCases.compactMap { self[$0] } }

  /// The same clauses with people named in another way.
  package func renamed<Other>(_ rename: (Name) -> Other) -> HoldClauses<Other> {
    HoldClauses<Other>(
      needs: needs.renamed(rename), within: within, rejectedBy: rejectedBy,
      escalate: escalate.map { HoldEscalation(to: $0.to.renamed(rename), after: $0.after) },
      override: override?.renamed(rename), notify: notify, covers: covers)
  }

  /// How long an approval is good.
  public var coversFor: SignedDuration { covers.duration }
}

extension HoldClauses<PolicyApprover> {
  /// The paths that name people, in the order of the clauses.
  package var namedPaths: [RequestPath] {
    all.flatMap(\.approvers).flatMap(\.names).compactMap { name in
      switch name.name {
      case .text: nil
      case .path(let path): path
      }
    }
  }
}
