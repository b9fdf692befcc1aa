// A hold's clauses as S-expressions: as they were written, for the checker's dump, and in the form
// in which what means the same reads the same, for a hold's terms and so for its key.

/// How the clauses of a hold are spelled.
enum ClauseForm {
  case asWritten
  /// Alternatives and covered paths in the order of their bytes, each once; nested factors as one
  /// list. What is only said about a hold is left out: a better wording voids no approval.
  case canonical

  /// A line for each clause, in the table's order.
  func lines(_ hold: HoldClauses<PolicyApprover>) -> [String] { hold.all.flatMap { lines($0) } }

  private func lines(_ clause: HoldClause<PolicyApprover>) -> [String] {
    switch clause {
    case .needs(let needs): return [form("needs", [text(needs)])]
    case .within(let deadline): return [form("within", ["\(deadline)"])]
    case .rejectedBy(let count): return [form("rejected-by", ["\(count)"])]
    case .escalate(let escalation):
      return [form("escalate", [text(escalation.to), "\(escalation.after)"])]
    case .override(let approvers): return [form("override", [text(approvers)])]
    case .notify(let notifications):
      switch self {
      case .asWritten:
        return notifications.map { form("notify", [$0.channel, quoted($0.target)]) }
      case .canonical: return []
      }
    case .covers(.once(let duration)): return [form("covers", ["once", "\(duration)"])]
    case .covers(.values(let paths, let duration)):
      return [form("covers", set(paths.map { text($0) }) + ["\(duration)"])]
    }
  }

  private func text(_ needs: Needs<PolicyApprover>) -> String {
    switch needs {
    case .factor(let count, let approvers): return "(\(count) \(text(approvers)))"
    case .all(let parts):
      switch self {
      case .asWritten: return form("and", parts.map { text($0) })
      // Twice the same factor asks for other people: both count.
      case .canonical: return form("and", factors(needs, isAll: true).inOrder)
      }
    case .any(let parts):
      switch self {
      case .asWritten: return form("or", parts.map { text($0) })
      case .canonical: return either(factors(needs, isAll: false))
      }
    }
  }

  /// The operands of one `and` or `or`, however it is nested.
  private func factors(_ needs: Needs<PolicyApprover>, isAll: Bool) -> [String] {
    switch (needs, isAll) {
    case (.all(let parts), true), (.any(let parts), false):
      parts.flatMap { factors($0, isAll: isAll) }
    case (.factor, _), (.all, false), (.any, true): [text(needs)]
    }
  }

  private func text(_ approvers: Approvers<PolicyApprover>) -> String {
    switch approvers {
    case .one(let kind, .text(let name)): return "(\(kind.rawValue) \(quoted(name)))"
    case .one(let kind, .path(let path)): return "(\(kind.rawValue) \(text(path)))"
    case .any(let parts):
      switch self {
      case .asWritten: return form("or", parts.map { text($0) })
      case .canonical: return either(alternatives(approvers))
      }
    }
  }

  private func alternatives(_ approvers: Approvers<PolicyApprover>) -> [String] {
    switch approvers {
    case .one: [text(approvers)]
    case .any(let parts): parts.flatMap { alternatives($0) }
    }
  }

  private func text(_ path: RequestPath) -> String { "(path \(path.text))" }

  private func either(_ texts: [String]) -> String {
    let texts = texts.asSet
    return texts.count == 1 ? texts[0] : form("or", texts)
  }

  private func set(_ texts: [String]) -> [String] {
    switch self {
    case .asWritten: texts
    case .canonical: texts.asSet
    }
  }

  private func form(_ head: String, _ operands: [String]) -> String {
    CanonicalForm.form(head, operands)
  }
}
