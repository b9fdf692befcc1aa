// From conditions to the verdict: of the rules that match, the strictest decides (deny, then hold,
// then allow), else the default; and a rule that is uncertain counts as matching where that is the
// safe side, so a denial or a hold, and never an allowance.

package import Weir

/// What the reference has to say of a request: the parts of a `Verdict` that the policy's meaning
/// decides.
package struct ReferenceVerdict {
  package var effect: Verdict.Effect = .deny
  /// The request is an error. `maybe` is where the language leaves it open: duplicate names inside
  /// a value that the policy reads as a whole or as a leaf.
  package enum Unreadable { case no, maybe, yes }
  package var unreadable = Unreadable.no
  package var id: String?
  package var rules: [(name: String, because: String?)] = []
  /// Names of the rules that hold; `default` for the policy's own.
  package var holds: [String] = []
  package var uncertain: [(rule: String, causes: Set<ReferenceCause>)] = []
  package var observed: [(rule: String, effect: Verdict.Effect, isMatch: Bool)] = []
}

/// A policy as the reference judges by it.
package struct ReferencePolicy {
  package var policy: CheckedPolicy
  private var readers: [QueryReader]
  private var reads: ReferenceReads

  package init(_ policy: CheckedPolicy, readers: [QueryReader] = []) {
    self.policy = policy
    self.readers = readers
    reads = ReferenceReads(policy)
  }

  package func verdict(
    on bytes: [UInt8], now: Timestamp, clock: ClockSource = .given
  ) -> ReferenceVerdict {
    var verdict = ReferenceVerdict()
    guard let request = try? ReferenceJSON.read(bytes), request.members != nil else {
      verdict.unreadable = .yes
      return verdict
    }
    switch reads.duplicates(in: request) {
    case .none: break
    case .inLeaf: verdict.unreadable = .maybe
    case .onPath:
      verdict.unreadable = .yes
      return verdict
    }
    switch request.member("id")?.kind {
    case .string(let id): verdict.id = id.description
    case .number(let id): verdict.id = id
    default: break
    }

    let evaluator = ReferenceEvaluator(
      request: request, now: instant(now, clock, request), readers: readers)
    let outcomes = policy.rules.map { (rule: $0, outcome: outcome(of: $0, by: evaluator)) }
    func rules(_ effect: PolicyEffect, _ isWanted: (ReferenceOutcome) -> Bool)
      -> [(rule: CheckedRule, outcome: ReferenceOutcome)]
    {
      outcomes.filter { !$0.rule.isObserved && $0.rule.effect == effect && isWanted($0.outcome) }
    }
    let isUncertain = { (outcome: ReferenceOutcome) in outcome.fault != nil }
    let denies = rules(.deny, \.isTrue)
    let maybeDenies = rules(.deny, isUncertain)
    let holds = rules(.hold, \.isTrue)
    let maybeHolds = rules(.hold, isUncertain)
    let allows = rules(.allow, \.isTrue)
    let maybeAllows = rules(.allow, isUncertain)

    // Every way the uncertain rules could fall, as far as the verdict can tell them apart.
    var worlds: [Verdict.Effect] = []
    for deny in maybeDenies.isEmpty ? [!denies.isEmpty] : [!denies.isEmpty, true] {
      for hold in maybeHolds.isEmpty ? [!holds.isEmpty] : [!holds.isEmpty, true] {
        for allow in maybeAllows.isEmpty ? [!allows.isEmpty] : [!allows.isEmpty, true] {
          worlds.append(deny ? .deny : hold ? .hold : allow ? .allow : defaultEffect)
        }
      }
    }
    verdict.effect =
      worlds.contains(.deny) ? .deny : worlds.contains(.hold) ? .hold : .allow

    var deciding: [(rule: CheckedRule, outcome: ReferenceOutcome)] = []
    var named: [(rule: CheckedRule, outcome: ReferenceOutcome)] = []
    let isDefaultPossible = denies.isEmpty && holds.isEmpty && allows.isEmpty
    switch verdict.effect {
    case .deny:
      deciding = denies
      if denies.isEmpty, !maybeDenies.isEmpty {
        named = maybeDenies
      } else if denies.isEmpty {
        named = maybeHolds + maybeAllows
      }
    case .hold:
      deciding = holds
      named = maybeHolds
      verdict.holds = (holds + maybeHolds).map(\.rule.name)
      if isDefaultPossible, defaultEffect == .hold {
        named += maybeAllows
        verdict.holds.append("default")
      }
    case .allow:
      deciding = allows
      if allows.isEmpty { named = maybeAllows }
    }
    verdict.rules = deciding.map { ($0.rule.name, because($0.rule, request)) }
    // In the policy's order.
    verdict.uncertain = outcomes.filter { candidate in
      named.contains { $0.rule.name == candidate.rule.name }
    }.map { ($0.rule.name, $0.outcome.fault!.causes) }
    for (rule, outcome) in outcomes where rule.isObserved && !outcome.isFalse {
      verdict.observed.append((rule.name, effect(rule.effect), outcome.isTrue))
    }
    if verdict.effect == .hold, ReferenceReads.hasDuplicates(request) {
      verdict.unreadable =
        holdsWhole(verdict, named: named.map(\.rule.name), request) ? .yes : verdict.unreadable
      if verdict.unreadable == .yes { return ReferenceVerdict(unreadable: .yes, id: verdict.id) }
    }
    return verdict
  }

  private func instant(
    _ now: Timestamp, _ clock: ClockSource, _ request: ReferenceJSON
  ) -> ReferenceOutcome {
    switch clock {
    case .given: return .value(.timestamp(now))
    case .request(let names):
      let outcome = ReferenceReading.read(
        names.map { .member(ExactString($0)) }, below: request, at: [], as: .timestamp)
      return ReferenceOutcome(result: outcome.result, reads: outcome.reads)
    }
  }

  private var defaultEffect: Verdict.Effect {
    switch policy.defaultVerdict {
    case .deny: .deny
    case .allow: .allow
    case .hold: .hold
    }
  }

  private func effect(_ effect: PolicyEffect) -> Verdict.Effect {
    switch effect {
    case .allow: .allow
    case .deny: .deny
    case .hold: .hold
    }
  }

  /// True if all conditions are, no exclusion is, and the instant lies in `[from, until)`.
  private func outcome(
    of rule: CheckedRule, by evaluator: ReferenceEvaluator
  ) -> ReferenceOutcome {
    var operands = rule.conditions.map { evaluator.evaluate($0) }
    operands += rule.exclusions.map { ReferenceOperators.negation(evaluator.evaluate($0)) }
    if let from = rule.from {
      operands.append(
        ReferenceOperators.compare(.greaterOrEqual, evaluator.now, .value(.timestamp(from))))
    }
    if let until = rule.until {
      operands.append(ReferenceOperators.compare(.less, evaluator.now, .value(.timestamp(until))))
    }
    return ReferenceOperators.conjunction(operands)
  }

  /// Whether some hold of the verdict covers the request whole: by `once`, or because its rule is
  /// uncertain or a covered value cannot be read.
  private func holdsWhole(
    _ verdict: ReferenceVerdict, named: [String], _ request: ReferenceJSON
  ) -> Bool {
    var holds = policy.rules.compactMap { rule in
      verdict.holds.contains(rule.name) ? rule.hold.map { (rule.name, $0) } : nil
    }
    if verdict.holds.contains("default"), case .hold(let hold, _) = policy.defaultVerdict {
      holds.append(("default", hold))
    }
    return holds.contains { name, hold in
      guard case .values(let paths, _) = hold.covers, !named.contains(name) else { return true }
      return paths.contains {
        ReferenceReading.read($0.steps, below: request, at: [], as: type(of: $0)).fault != nil
      }
    }
  }

  // MARK: Texts

  private func because(_ rule: CheckedRule, _ request: ReferenceJSON) -> String? {
    guard let template = rule.because else { return nil }
    return template.parts.map { part in
      switch part {
      case .text(let text), .constant(let text): return text.description
      case .path(let path):
        let outcome = ReferenceReading.read(path.steps, below: request, at: [], as: type(of: path))
        return outcome.value.flatMap { shown($0) } ?? "‹absent›"
      }
    }.joined()
  }

  /// The declared type of a path; `any` where nothing is declared.
  private func type(of path: RequestPath) -> Type {
    guard let shape = policy.shape else { return .any }
    return path.steps.reduce(.record(shape)) { type, step in
      switch (type, step) {
      case (.record(let shape), .member(let name)): shape.member(name)?.type ?? .any
      case (.map(let value), .member): value
      case (.list(let element), .index): element
      default: .any
      }
    }
  }

  /// A value in a text, cut at 256 bytes between two scalars.
  private func shown(_ value: ReferenceValue) -> String? {
    var shown: String
    switch value {
    case .string(let text): shown = text.description
    case .timestamp(let instant): shown = instant.description
    case .duration(let interval): shown = interval.description
    case .ip(let address): shown = address.description
    case .cidr(let block): shown = block.description
    case .path(let path), .folder(let path): shown = path.description
    default: shown = json(value)
    }
    if shown.utf8.count <= Limits.quotedBytes { return shown }
    while shown.utf8.count > Limits.quotedBytes { shown.unicodeScalars.removeLast() }
    return shown + "…"
  }

  /// A part of a list or record.
  private func json(_ part: ReferenceOutcome) -> String {
    if let value = part.value { return json(value) }
    return part.fault?.kind == .null ? "null" : "‹absent›"
  }

  private func json(_ value: ReferenceValue) -> String {
    switch value {
    case .bool(let truth): return truth ? "true" : "false"
    case .number(let number): return number.text
    case .string(let text): return GeneratedJSON.string(text.description).text
    case .timestamp(let instant): return GeneratedJSON.string(instant.description).text
    case .duration(let interval): return GeneratedJSON.string(interval.description).text
    case .ip(let address): return GeneratedJSON.string(address.description).text
    case .cidr(let block): return GeneratedJSON.string(block.description).text
    case .list(let elements):
      return "[" + elements.map { json($0) }.joined(separator: ",") + "]"
    case .record(let members):
      return "{"
        + members.sorted { $0.name < $1.name }.map { member in
          GeneratedJSON.string(member.name.description).text + ":" + json(member.value)
        }.joined(separator: ",") + "}"
    case .path(let path), .folder(let path): return GeneratedJSON.string(path.description).text
    case .hours, .version: return "…"
    }
  }
}
