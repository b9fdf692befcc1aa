// A checked policy as S-expressions, as it stands: the golden dump of the checker. (`CanonicalForm`
// is the form in which what means the same reads the same.)

package enum CheckedDump {
  /// A whole policy as it was checked.
  package static func text(_ policy: CheckedPolicy) -> String {
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
    case .hold(let hold, _):
      lines += ["(default hold)"] + ClauseForm.asWritten.lines(hold).map { "  " + $0 }
    }
    for rule in policy.rules { lines += CheckedDump.lines(rule) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(_ rule: CheckedRule) -> [String] {
    var lines = ["\(rule.isObserved ? "observe " : "")\(rule.effect.rawValue) \(rule.name)"]
    for annotation in rule.annotations {
      lines.append("  (@\(annotation.name) \(quoted(ExactString(annotation.value))))")
    }
    lines += rule.conditions.map { "  (when \(text($0)))" }
    lines += rule.exclusions.map { "  (unless \(text($0)))" }
    if let from = rule.from { lines.append("  (from \(from))") }
    if let until = rule.until { lines.append("  (until \(until))") }
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
    if let hold = rule.hold { lines += ClauseForm.asWritten.lines(hold).map { "  " + $0 } }
    return lines
  }

  private static func form(_ head: String, _ operands: [String]) -> String {
    "(" + ([head] + operands).joined(separator: " ") + ")"
  }
}

// MARK: - Expressions

extension CheckedDump {
  private static func text(_ expression: CheckedExpression) -> String {
    switch expression.kind {
    case .constant(let constant): return CanonicalForm.spelling(constant)
    case .path(let path): return "(path \(path.text) : \(expression.type.spelling))"
    case .local(let variable, let steps):
      let steps = RequestPath.text(of: steps, root: "$\(variable)")
      return "(\(steps) : \(expression.type.spelling))"
    case .now: return "now"
    case .member(let base, let name): return form("member", [text(base), quoted(name)])
    case .element(let base, let key): return form("element", [text(base), text(key)])
    case .list(let elements): return form("list", elements.map { text($0) })
    case .not(let operand): return form("not", [text(operand)])
    case .and(let operands): return form("and", operands.map { text($0) })
    case .or(let operands): return form("or", operands.map { text($0) })
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
    case .call(let callee, let arguments):
      return form("call " + callee.name, arguments.map { text($0) })
    }
  }
}
