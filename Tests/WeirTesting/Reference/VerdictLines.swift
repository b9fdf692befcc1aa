// A verdict as lines of text, in one form wherever it comes from (the machine's `Verdict`, its JSON
// line, the reference), so that two can be compared and shown.

package import Weir

package enum VerdictLines {
  /// The machine's verdict.
  package static func lines(_ verdict: Verdict) -> [String] {
    if let error = verdict.error {
      return ["\(verdict.effect.rawValue), unreadable: \(error.code.rawValue)"]
    }
    var lines = ["\(verdict.effect.rawValue)\(verdict.id.map { ", id \($0)" } ?? "")"]
    lines += verdict.rules.map { "rule \($0.name)\($0.because.map { ": \($0)" } ?? "")" }
    lines += verdict.holds.map { "hold by \($0.rule)" }
    for uncertainty in verdict.uncertain {
      lines.append("uncertain \(uncertainty.rule)")
      lines += causes(
        uncertainty.causes.map { ($0.path, $0.fault.name, $0.byte) },
        omitted: uncertainty.causesOmitted)
    }
    if verdict.uncertainOmitted > 0 { lines.append("and \(verdict.uncertainOmitted) more") }
    lines += verdict.observed.map {
      "observed \($0.effect.rawValue) \($0.rule.name): \($0.outcome.rawValue)"
    }
    return lines
  }

  /// The reference's.
  package static func lines(_ verdict: ReferenceVerdict) -> [String] {
    if verdict.unreadable == .yes { return ["deny, unreadable"] }
    var lines = ["\(verdict.effect.rawValue)\(verdict.id.map { ", id \($0)" } ?? "")"]
    lines += verdict.rules.map { "rule \($0.name)\($0.because.map { ": \($0)" } ?? "")" }
    lines += verdict.holds.map { "hold by \($0)" }
    for (rule, causes) in verdict.uncertain.prefix(Limits.namedUncertainRules) {
      lines.append("uncertain \(rule)")
      let sorted = causes.map { cause in
        (path: shown(cause.path), fault: cause.fault, byte: cause.byte)
      }.sorted { left, right in
        left.path != right.path
          ? left.path.utf8.lexicographicallyPrecedes(right.path.utf8)
          : left.fault.rawValue < right.fault.rawValue
      }
      lines += self.causes(
        sorted.prefix(16).map { ($0.path, $0.fault.name, $0.byte) },
        omitted: max(sorted.count - 16, 0))
    }
    let omitted = verdict.uncertain.count - Limits.namedUncertainRules
    if omitted > 0 { lines.append("and \(omitted) more") }
    lines += verdict.observed.map {
      "observed \($0.effect.rawValue) \($0.rule): \($0.isMatch ? "matched" : "uncertain")"
    }
    return lines
  }

  /// The machine's, from its line of JSON.
  package static func lines(json line: [UInt8]) throws(ReferenceJSONError) -> [String] {
    let verdict = try ReferenceJSON.read(line)
    func text(_ node: ReferenceJSON?, _ name: ExactString) -> String? {
      if case .string(let text) = node?.member(name)?.kind { return text.description }
      return nil
    }
    func integer(_ node: ReferenceJSON?, _ name: ExactString) -> Int? {
      if case .number(let text) = node?.member(name)?.kind { return Int(text) }
      return nil
    }
    func list(_ node: ReferenceJSON?, _ name: ExactString) -> [ReferenceJSON] {
      node?.member(name)?.elements ?? []
    }
    let effect = text(verdict, "verdict") ?? "none"
    if let error = verdict.member("error") {
      return ["\(effect), unreadable: \(text(error, "code") ?? "none")"]
    }
    let id: String? =
      if case .number(let text) = verdict.member("id")?.kind { text } else { text(verdict, "id") }
    var lines = ["\(effect)\(id.map { ", id \($0)" } ?? "")"]
    for rule in list(verdict, "rules") {
      let because = text(rule, "because").map { ": \($0)" } ?? ""
      lines.append("rule \(text(rule, "name") ?? "none")\(because)")
    }
    for hold in list(verdict, "holds") { lines.append("hold by \(text(hold, "rule") ?? "none")") }
    for uncertainty in list(verdict, "uncertain") {
      lines.append("uncertain \(text(uncertainty, "rule") ?? "none")")
      lines += causes(
        list(uncertainty, "causes").map {
          (text($0, "path") ?? "none", text($0, "fault") ?? "none", integer($0, "byte"))
        }, omitted: integer(uncertainty, "causesOmitted") ?? 0)
    }
    if let omitted = integer(verdict, "uncertainOmitted") { lines.append("and \(omitted) more") }
    for rule in list(verdict, "observed") {
      lines.append(
        "observed \(text(rule, "effect") ?? "none") \(text(rule, "name") ?? "none"): "
          + (text(rule, "outcome") ?? "none"))
    }
    return lines
  }

  /// Whether the machine says what the reference says. Which error an unreadable request is, and
  /// whether duplicate names inside a leaf are one, is not the reference's to say.
  package static func agree(_ machine: Verdict, _ reference: ReferenceVerdict) -> Bool {
    switch reference.unreadable {
    case .yes: machine.error != nil && machine.effect == .deny
    case .maybe:
      machine.error?.code == .duplicateKey && machine.effect == .deny
        || lines(machine) == lines(reference)
    case .no: lines(machine) == lines(reference)
    }
  }

  private static func causes(
    _ causes: [(path: String, fault: String, byte: Int?)], omitted: Int
  ) -> [String] {
    causes.map { "  \($0.path) \($0.fault) at \($0.byte.map(String.init) ?? "none")" }.sorted()
      + (omitted > 0 ? ["  and \(omitted) more causes"] : [])
  }

  /// A path as a verdict shows it: 256 bytes, cut between two scalars.
  private static func shown(_ path: String) -> String {
    guard path.utf8.count > 256 else { return path }
    var shown = path
    while shown.utf8.count > 256 { shown.unicodeScalars.removeLast() }
    return shown + "…"
  }
}
