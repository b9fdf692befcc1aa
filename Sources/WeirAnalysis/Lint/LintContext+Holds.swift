// The holds of a policy, with the places of their clauses.

internal import Weir

/// What a rule or the default holds requests by.
struct LintHold {
  /// `hold large`, as messages name it.
  let title: String
  let clauses: HoldClauses<PolicyApprover>
  /// Nil for the default.
  let rule: CheckedRule?
  /// Where the name stands, or the default.
  let range: SourceRange
  let syntax: [SyntaxClause]

  /// Where a clause stands; where the name does, if it is not written.
  func place(_ kind: HoldClauseKind) -> SourceRange {
    for clause in syntax {
      guard case .hold(let hold) = clause.kind else { continue }
      switch (hold, kind) {
      case (.needs, .needs), (.within, .within), (.rejectedBy, .rejectedBy),
        (.escalate, .escalate), (.override, .override), (.notify, .notify), (.covers, .covers):
        return clause.range
      case (_, _): continue
      }
    }
    return range
  }
}

extension LintContext {
  /// Every hold, in the order of the rules; those that are only observed do not wait for anybody.
  func findHolds() -> [LintHold] {
    var holds = checked.rules.compactMap { rule -> LintHold? in
      guard let clauses = rule.hold, !rule.isObserved else { return nil }
      return LintHold(
        title: "hold `\(rule.name)`", clauses: clauses, rule: rule, range: rule.nameRange,
        syntax: clausesByRule[rule.nameRange] ?? [])
    }
    if case .hold(let clauses, let range) = checked.defaultVerdict {
      holds.append(
        LintHold(
          title: "`default hold`", clauses: clauses, rule: nil, range: range,
          syntax: defaultDeclaration?.syntax.clauses ?? []))
    }
    return holds
  }
}
