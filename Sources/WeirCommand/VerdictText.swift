// Verdicts for people: a line each with the verdict, the request's identity and the reason; below
// it what a hold waits for. Everything that comes from a request or a policy is escaped.

internal import Weir
internal import WeirHost

struct VerdictText {
  var isColored: Bool

  /// The text for a request that could not be handed to the evaluator.
  func text(refusal error: InputError, line: Int) -> String {
    "\(painted(.deny))  line \(line)  \(self.line(error))\n"
  }

  /// A verdict as text.
  func text(_ verdict: Verdict) -> String {
    let subject =
      verdict.id.map { VisibleText.escaped($0) } ?? verdict.line.map { "line \($0)" } ?? "-"
    var reasons = reasons(verdict)
    let first = reasons.isEmpty ? "" : "  " + reasons.removeFirst()
    var text = "\(painted(verdict.effect))  \(subject)\(first)\n"
    for reason in reasons { text += "       \(reason)\n" }
    return text
  }

  private func painted(_ effect: Verdict.Effect) -> String {
    // Padded to the longest.
    switch effect {
    case .allow: paint("allow", 32)
    case .deny: paint("deny ", 31)
    case .hold: paint("hold ", 33)
    }
  }

  private func paint(_ text: String, _ color: Int) -> String {
    isColored ? "\u{1B}[1;\(color)m\(text)\u{1B}[0m" : text
  }

  /// A line for each thing that explains the verdict.
  func reasons(_ verdict: Verdict) -> [String] {
    var lines: [String] = []
    if let error = verdict.error {
      lines.append(line(error, verdict.errorMessage))
    }
    lines += verdict.rules.map(line)
    for uncertainty in verdict.uncertain {
      var causes = uncertainty.causes.map(line).joined(separator: ", ")
      if uncertainty.causesOmitted > 0 { causes += ", and \(uncertainty.causesOmitted) more" }
      lines.append("uncertain: \(VisibleText.escaped(uncertainty.rule)) (\(causes))")
    }
    if verdict.uncertainOmitted > 0 {
      lines.append("uncertain: \(verdict.uncertainOmitted) more")
    }
    if lines.isEmpty {
      lines.append("no rule matches, and the policy's default is \(verdict.effect.rawValue)")
    }
    for hold in verdict.holds { lines += self.lines(hold) }
    for observed in verdict.observed {
      let outcome = observed.outcome == .uncertain ? " (uncertain)" : ""
      lines.append("observed: would \(observed.effect.rawValue)\(outcome): \(line(observed.rule))")
    }
    return lines
  }

  private func line(_ rule: Verdict.Rule) -> String {
    let name = VisibleText.escaped(rule.name)
    return rule.because.map { "\(name): \(VisibleText.escaped($0))" } ?? name
  }

  private func line(_ error: InputError, _ message: String? = nil) -> String {
    let message = message ?? error.message
    return "error[\(error.code.rawValue)]: \(VisibleText.escaped(message)) (byte \(error.byte))"
  }

  private func line(_ cause: Verdict.Cause) -> String {
    let fault = cause.fault.name.split(separator: "_").joined(separator: " ")
    let why = cause.why.map { ": \(VisibleText.escaped($0))" } ?? ""
    return cause.path.isEmpty
      ? "\(fault), whatever the request\(why)"
      : "\(VisibleText.escaped(cause.path)): \(fault)\(why)"
  }

  /// What a clause adds to the line that says what a hold waits for.
  private func phrase(_ clause: HoldClause<VerdictApprover>) -> String {
    switch clause {
    case .needs(let needs): "needs \(needs)"
    case .within(let deadline): " within \(deadline)"
    case .rejectedBy(let count): count == 1 ? "" : ", rejected by \(count)"
    case .escalate(let escalation): ", escalates to \(escalation.to) after \(escalation.after)"
    case .override(let approvers): ", override by \(approvers)"
    // For whoever delivers the notice, not for whoever waits.
    case .notify: ""
    // Already in the line with the key.
    case .covers: ""
    }
  }

  private func lines(_ hold: Verdict.Hold) -> [String] {
    let terms = hold.clauses.all.map(phrase).joined()
    let requester: String
    switch hold.requester {
    case nil: requester = "; nobody may approve: who asks is not known"
    case .some(let people) where people.isEmpty: requester = ""
    case .some(let people): requester = ", not by \(people.joined(separator: ", "))"
    }
    return [
      VisibleText.escaped(terms + requester),
      VisibleText.escaped("covers \(hold.covers) for \(hold.coversFor)  \(hold.key)"),
    ] + (hold.status.map { StatusText(status: $0).lines } ?? [])
  }
}
