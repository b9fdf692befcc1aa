// The clauses of a hold, a case each. Whoever encodes, digests, prints, compares, mutates or
// documents a hold goes through its clauses (`HoldClauses.all`) and switches over every case, with
// no default: a new clause is a case here, and the compiler then lists everything that it touches.

/// One clause of a hold, complete. (In a file that is being parsed it is a `SyntaxHoldClause`.)
package enum HoldClause<Name: Hashable & Sendable>: Hashable, Sendable {
  case needs(Needs<Name>)
  case within(SignedDuration)
  case rejectedBy(Int)
  case escalate(HoldEscalation<Name>)
  case override(by: Approvers<Name>)
  case notify([HoldNotification])
  case covers(HoldCovers)

  package var kind: HoldClauseKind {
    switch self {
    case .needs: .needs
    case .within: .within
    case .rejectedBy: .rejectedBy
    case .escalate: .escalate
    case .override: .override
    case .notify: .notify
    case .covers: .covers
    }
  }

  /// The sets of people that the clause names.
  package var approvers: [Approvers<Name>] {
    switch self {
    case .needs(let needs): needs.approvers
    case .escalate(let escalation): [escalation.to]
    case .override(let approvers): [approvers]
    case .within, .rejectedBy, .notify, .covers: []
    }
  }
}
