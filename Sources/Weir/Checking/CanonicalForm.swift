// Checked rules as text: S-expressions. Canonical, they leave out places and put operands whose order
// means nothing into byte order, so that what means the same reads the same; a hold's key holds a
// digest of that. As they stand, they are the golden dump of the checker.

package struct CanonicalForm {
  /// Operands whose order means nothing are sorted, and double negations gone.
  private let isCanonical: Bool
  /// A type stands behind each path.
  private let showsTypes: Bool

  private init(isCanonical: Bool, showsTypes: Bool) {
    self.isCanonical = isCanonical
    self.showsTypes = showsTypes
  }

  /// What approving a hold of this rule means: its conditions, its period, who, by when, for what.
  /// What is only said about it (reason, annotations, documentation, whom to notify) is not here: a
  /// better wording voids no approval.
  package static func terms(_ rule: CheckedRule) -> String {
    CanonicalForm(isCanonical: true, showsTypes: false).terms(rule)
  }

  /// What approving a hold of the default means.
  package static func terms(_ hold: CheckedHold) -> String {
    CanonicalForm(isCanonical: true, showsTypes: false).clauses(hold).joined(separator: "\n")
  }

  /// An expression, canonical.
  package static func text(_ expression: CheckedExpression) -> String {
    CanonicalForm(isCanonical: true, showsTypes: false).text(expression)
  }

  /// A whole policy as it was checked, for golden cases.
  package static func dump(_ policy: CheckedPolicy) -> String {
    CanonicalForm(isCanonical: false, showsTypes: true).dump(policy)
  }

  /// A constant as a policy spells it, or nearly.
  package static func spelling(_ constant: Constant) -> String {
    switch constant {
    case .null: return "null"
    case .bool(let truth): return "\(truth)"
    case .string(let text): return quoted(text)
    case .number(let decimal): return "\(decimal)"
    case .timestamp(let timestamp): return "\(timestamp)"
    case .duration(let interval): return "\(interval)"
    case .ip(let address): return "\(address)"
    case .cidr(let block): return "\(block)"
    case .hours(let hours): return "(hours \(quoted(Text(hours.text))) \(hours.zoneName))"
    case .version(let version):
      return "(version \(version.ordered.map { String($0, radix: 16) }.joined(separator: " ")))"
    case .list(let elements):
      return "[" + elements.map { spelling($0) }.joined(separator: " ") + "]"
    case .record(let members):
      return "{"
        + members.map { "\(quoted($0.name)): \(spelling($0.value))" }.joined(separator: " ") + "}"
    }
  }
}

// MARK: - Expressions

extension CanonicalForm {
  private func text(_ expression: CheckedExpression) -> String {
    switch expression.kind {
    case .constant(let constant): return CanonicalForm.spelling(constant)
    case .path(let path):
      let root = path.text
      return showsTypes ? "(path \(root) : \(expression.type.spelling))" : "(path \(root))"
    case .local(let variable, let steps):
      let steps = RequestPath.text(of: steps, root: "$\(variable)")
      return showsTypes ? "(\(steps) : \(expression.type.spelling))" : steps
    case .now: return "now"
    case .member(let base, let name): return "(member \(text(base)) \(quoted(name)))"
    case .element(let base, let key): return "(element \(text(base)) \(text(key)))"
    case .list(let elements): return form("list", elements.map { text($0) })
    case .not(let operand):
      if isCanonical, case .not(let inner) = operand.kind { return text(inner) }
      return form("not", [text(operand)])
    case .and(let operands): return form("and", sorted(operands.map { text($0) }))
    case .or(let operands): return form("or", sorted(operands.map { text($0) }))
    case .compare(let comparison, let left, let right):
      return form(comparison.spelling, [text(left), text(right)])
    case .arithmetic(let operation, let left, let right):
      return form(operation.spelling, [text(left), text(right)])
    case .negate(let operand): return form("negate", [text(operand)])
    case .coalesce(let left, let right): return form("??", [text(left), text(right)])
    case .has(let operand): return form("has", [text(operand)])
    case .quantifier(let quantifier):
      let variables =
        "$\(quantifier.variable)" + (quantifier.secondVariable.map { ",$\($0)" } ?? "")
      return form(
        quantifier.kind.rawValue, [variables, text(quantifier.subject), text(quantifier.body)])
    case .call(let builtin, let arguments):
      return form("call " + builtin.declaration.name, arguments.map { text($0) })
    }
  }

  private func form(_ head: String, _ operands: [String]) -> String {
    "(" + ([head] + operands).joined(separator: " ") + ")"
  }

  private func sorted(_ texts: [String]) -> [String] {
    isCanonical ? texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } : texts
  }
}

// MARK: - Rules

extension CanonicalForm {
  private func terms(_ rule: CheckedRule) -> String {
    var lines = conditions(rule)
    if let hold = rule.hold { lines += clauses(hold) }
    return lines.joined(separator: "\n")
  }

  /// A rule's conditions are one conjunction, however it is spread over clauses.
  private func conditions(_ rule: CheckedRule) -> [String] {
    var conditions = rule.conditions
    if isCanonical {
      conditions = conditions.flatMap { condition in
        if case .and(let operands) = condition.kind { return operands }
        return [condition]
      }
    }
    var lines = sorted(conditions.map { "(when \(text($0)))" })
    lines += sorted(rule.exclusions.map { "(unless \(text($0)))" })
    if let from = rule.from { lines.append("(from \(from))") }
    if let until = rule.until { lines.append("(until \(until))") }
    return lines
  }

  private func clauses(_ hold: CheckedHold) -> [String] {
    var lines = ["(needs \(text(hold.needs)))", "(within \(hold.within))"]
    lines.append("(rejected-by \(hold.rejectedBy))")
    if let escalation = hold.escalation {
      lines.append("(escalate \(text(escalation.to)) \(escalation.after))")
    }
    if let override = hold.override { lines.append("(override \(text(override)))") }
    switch hold.covers {
    case .once(let duration): lines.append("(covers once \(duration))")
    case .values(let paths, let duration):
      lines.append("(covers \(sorted(paths.map(\.text)).joined(separator: ", ")) \(duration))")
    }
    return lines
  }

  private func text(_ needs: CheckedNeeds) -> String {
    switch needs {
    case .factor(let count, let selector): "(\(count) \(text(selector)))"
    case .all(let parts): form("and", sorted(parts.map { text($0) }))
    case .any(let parts): form("or", sorted(parts.map { text($0) }))
    }
  }

  private func text(_ selector: CheckedSelector) -> String {
    switch selector {
    case .one(let kind, .text(let name)): "(\(kind.rawValue) \(quoted(name)))"
    case .one(let kind, .path(let path)): "(\(kind.rawValue) (path \(path.text)))"
    case .any(let parts): form("or", sorted(parts.map { text($0) }))
    }
  }

  private func dump(_ policy: CheckedPolicy) -> String {
    var lines: [String] = []
    if !policy.requester.isEmpty {
      lines.append("(requester \(policy.requester.map(\.text).joined(separator: ", ")))")
    }
    if !policy.volatile.isEmpty {
      lines.append("(volatile \(policy.volatile.map(\.text).joined(separator: ", ")))")
    }
    switch policy.defaultVerdict {
    case .deny: break
    case .allow: lines.append("(default allow)")
    case .hold(let hold, _): lines += ["(default hold)"] + clauses(hold).map { "  " + $0 }
    }
    for rule in policy.rules {
      lines.append(
        "\(rule.isObserved ? "observe " : "")\(rule.effect.rawValue) \(rule.name)")
      for annotation in rule.annotations {
        lines.append("  (@\(annotation.name) \(quoted(Text(annotation.value))))")
      }
      lines += conditions(rule).map { "  " + $0 }
      if let because = rule.because {
        let parts = because.parts.map { part in
          switch part {
          case .text(let text): quoted(text)
          case .path(let path): "(path \(path.text))"
          case .constant(let text): "(constant \(quoted(text)))"
          }
        }
        lines.append("  (because \(parts.joined(separator: " ")))")
      }
      if let hold = rule.hold {
        lines += clauses(hold).map { "  " + $0 }
        for notification in hold.notifications {
          lines.append("  (notify \(notification.channel) \(quoted(notification.target)))")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
