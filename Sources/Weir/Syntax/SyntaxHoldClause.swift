// The clauses of a hold as a file has them: a case for each kind of `HoldClause`.

/// One clause of a hold, parsed.
package enum SyntaxHoldClause: Sendable {
  case needs(SyntaxNeeds)
  case within(SyntaxDuration)
  case rejectedBy(SyntaxCount)
  case escalate(to: SyntaxSelector, after: SyntaxDuration)
  case override(by: SyntaxSelector)
  case notify([SyntaxNotification])
  case covers(Covers)

  package enum Covers: Sendable {
    case once(for: SyntaxDuration?)
    case values([SyntaxExpression], for: SyntaxDuration)
  }

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
}

extension HoldClauseKind {
  /// The keyword that the parser knows the clause by.
  package var keyword: Keyword {
    switch self {
    case .needs: .needs
    case .within: .within
    case .rejectedBy: .rejected
    case .escalate: .escalate
    case .override: .override
    case .notify: .notify
    case .covers: .covers
    }
  }

  /// The clause that begins with a keyword; nil for every other keyword.
  package init?(_ keyword: Keyword) {
    guard let kind = HoldClauseKind.allCases.first(where: { $0.keyword == keyword }) else {
      return nil
    }
    self = kind
  }
}
