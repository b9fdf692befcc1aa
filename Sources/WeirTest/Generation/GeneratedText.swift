// Writes generated cases as a fixture file for a person to review: a heading for each rule, the
// requests that satisfy it under names, and each case as a change to one of them.

internal import Weir

/// Writes fixtures.
struct GeneratedText {
  /// As the fixture names it; none where the command line or `weir.yaml` does.
  var policy: [String]
  var readsClock: Bool
  var rules: [GeneratedRule]

  var text: String {
    var lines = head
    if readsClock { lines += ["defaults:", "  now: \(ValuePool.noon)", ""] }
    // A request that nobody uses is a mistake in a fixture: its cases may have come up before.
    let named = rules.flatMap { rule in
      zip(names(of: rule), rule.bases).enumerated()
        .filter { index, _ in rule.cases.contains { $0.base == index && !$0.isVerbatim } }
        .map(\.element)
    }
    if !named.isEmpty {
      lines += ["# For each rule the least that satisfies it.", "requests:"]
      for (name, base) in named {
        lines += YAMLText.lines(name, base, indent: 2, isBlock: true)
      }
      lines.append("")
    }
    lines.append(rules.contains { !$0.cases.isEmpty } ? "cases:" : "cases: []")
    for rule in rules { lines += section(rule) }
    return lines.joined(separator: "\n") + "\n"
  }

  private var head: [String] {
    let cases = rules.reduce(0) { $0 + $1.cases.count }
    var lines = [
      """
      # Boundary cases, written by weir test --generate. The verdicts are those of the policy as \
      it was
      """,
      """
      # then: they say what it does, not what it should do. Review them; keep, rename or delete \
      cases as
      """,
      "# in any fixture.",
      "#",
      "# \(Plural.counted(rules.count, "rule")), \(Plural.counted(cases, "case"))",
      "",
    ]
    switch policy.count {
    case 0: break
    case 1: lines += ["policy: \(YAMLText.scalar(policy[0]))", ""]
    default: lines += YAMLText.lines("policy", .list(policy.map { .string($0) }), indent: 0) + [""]
    }
    return lines
  }

  /// What the bases of a rule are called.
  private func names(of rule: GeneratedRule) -> [String] {
    rule.bases.indices.map { $0 == 0 ? rule.name : "\(rule.name)/\($0 + 1)" }
  }

  // MARK: Rules

  private func section(_ rule: GeneratedRule) -> [String] {
    let title =
      "\(rule.isObserved ? "observe " : "")\(rule.effect.rawValue) \(rule.name), \(rule.at)"
    let rest = max(3, YAMLText.width - 7 - title.unicodeScalars.count)
    var lines = ["", "  # --- \(title) " + String(repeating: "-", count: rest)]
    for line in (rule.documentation ?? "").split(separator: "\n") {
      lines.append("  # \(GeneratedText.comment(String(line)))")
    }
    for remark in rule.remarks {
      lines.append("  # \(rule.name): \(GeneratedText.comment(remark))")
    }
    let names = names(of: rule)
    for (index, test) in rule.cases.enumerated() {
      lines += [""] + self.lines(of: test, rule, names, isFirst: index == 0)
    }
    return lines
  }

  /// What a comment may hold: nothing that ends its line.
  private static func comment(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .format, .surrogate, .privateUse,
        .unassigned:
        result.append("\u{B7}")
      default: result.append(scalar.value == 0xFEFF ? "\u{B7}" : scalar)
      }
    }
    return String(result)
  }

  // MARK: Cases

  private func lines(
    of test: GeneratedCase, _ rule: GeneratedRule, _ names: [String], isFirst: Bool
  ) -> [String] {
    var lines: [String] = test.also.map { "  # also: \(GeneratedText.comment($0))" }
    lines.append("  - name: \(YAMLText.scalar(test.name))")
    if test.isVerbatim {
      lines += YAMLText.lines("input", .string(test.request.text), indent: 4)
      return lines + ending(of: test, rule, isFirst)
    }
    let (changed, removed) = GeneratedText.difference(rule.bases[test.base], test.request)
    let name = names[test.base]
    if case .record(let members) = changed, members.isEmpty {
      lines.append("    request: \(YAMLText.scalar(name))")
    } else if case .record(let members) = changed {
      let overlay = JSONPart.record([.init(name: "use", value: .string(name))] + members)
      lines += YAMLText.lines("request", overlay, indent: 4)
    }
    if !removed.isEmpty {
      lines += YAMLText.lines(
        "without", .list(removed.map { .string($0) }), indent: 4)
    }
    if !test.misfits.isEmpty {
      lines += YAMLText.lines(
        "misfits", .list(test.misfits.map { .string($0.text) }), indent: 4)
    }
    return lines + ending(of: test, rule, isFirst)
  }

  /// When a case is judged, and what it expects.
  private func ending(of test: GeneratedCase, _ rule: GeneratedRule, _ isFirst: Bool) -> [String] {
    var lines: [String] = []
    if readsClock, test.now != ValuePool.noon { lines.append("    now: \(test.now)") }
    lines += YAMLText.lines("expect", expectation(test.verdict, rule, isFirst), indent: 4)
    return lines
  }

  /// What a request has that its base has not, and which paths it lacks.
  static func difference(_ base: JSONPart, _ request: JSONPart) -> (JSONPart, [String]) {
    var removed: [RequestPath] = []
    let changed = difference(base, request, [], &removed) ?? .record([])
    return (changed, removed.map(\.text))
  }

  private static func difference(
    _ base: JSONPart, _ request: JSONPart, _ path: [RequestPath.Step],
    _ removed: inout [RequestPath]
  ) -> JSONPart? {
    if base == request { return nil }
    guard case .record(let old) = base, case .record(let new) = request else { return request }
    var members: [JSONPart.Member] = []
    for member in new {
      let step = path + [.member(ExactString(member.name))]
      guard let known = old.first(where: { ExactString($0.name) == ExactString(member.name) })
      else {
        members.append(member)
        continue
      }
      if let value = difference(known.value, member.value, step, &removed) {
        members.append(.init(name: member.name, value: value))
      }
    }
    for member in old
    where !new.contains(where: { ExactString($0.name) == ExactString(member.name) }) {
      removed.append(RequestPath(steps: path + [.member(ExactString(member.name))]))
    }
    // What has only lost something is not named again.
    return members.isEmpty && (path.isEmpty || !old.isEmpty) ? nil : .record(members)
  }

  // MARK: Expectations

  private func expectation(_ verdict: Verdict, _ rule: GeneratedRule, _ isFirst: Bool) -> JSONPart {
    if let error = verdict.error {
      return .record([.init(name: "refused", value: .string(error.code.rawValue))])
    }
    var members: [JSONPart.Member] = [
      .init(name: "verdict", value: .string(verdict.effect.rawValue)),
      .init(name: "rules", value: .list(verdict.rules.map { .string($0.name) })),
    ]
    // That other rules are uncertain as well is the base's doing, and no point of this case, unless
    // nothing else decided.
    if verdict.isFromUncertainty || verdict.uncertain.contains(where: { $0.rule == rule.name }) {
      let shown = verdict.uncertain.map { uncertainty($0, isFull: $0.rule == rule.name) }
      members.append(.init(name: "uncertain", value: .list(shown)))
    }
    if isFirst, let hold = verdict.holds.first(where: { $0.rule == rule.name }) {
      members.append(
        .init(
          name: "holds",
          value: .record([
            .init(name: "rule", value: .string(hold.rule)),
            .init(name: "needs", value: .string(hold.needs.description)),
            .init(name: "within", value: .string(hold.within.description)),
          ])))
    }
    if rule.isObserved {
      members.append(
        .init(name: "observed", value: .list(verdict.observed.map { .string($0.rule.name) })))
    }
    return .record(members)
  }

  /// An uncertain rule: with its causes where it is the case's own, else by name.
  private func uncertainty(_ uncertainty: Verdict.Uncertainty, isFull: Bool) -> JSONPart {
    guard isFull else { return .string(uncertainty.rule) }
    let causes = uncertainty.causes.map { cause -> JSONPart in
      .record([
        .init(name: "path", value: .string(cause.path)),
        .init(name: "fault", value: .string(cause.fault.name)),
      ])
    }
    return .record([
      .init(name: "rule", value: .string(uncertainty.rule)),
      .init(name: "causes", value: .list(causes)),
    ])
  }
}
