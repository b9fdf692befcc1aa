// Finds a request on which a survivor and the policy differ: what a person needs to write the
// missing case. It takes the suite's own requests and changes one value at a time, to values that
// the differing rules ask about.

import Weir

struct WitnessSearch: Sendable {
  private let cases: MutationCases
  /// A few subjects, unlike each other in what decides them; their requests read.
  private let seeds: [Seed]

  private struct Seed {
    var subject: Int
    var document: JSONDocument
    /// The rules that decide.
    var rules: [String]
  }

  private static let seedCount = 60
  /// Requests tried for one survivor: a suite with none that tells is not worth more.
  private static let trialCount = 1500

  init(_ cases: MutationCases) {
    self.cases = cases
    var seeds: [Seed] = []
    var known: Set<[String]> = []
    for (index, subject) in cases.subjects.enumerated()
    where seeds.count < WitnessSearch.seedCount {
      let rules = subject.verdict.rules.map(\.name)
      let names = subject.verdict.holds.map(\.rule) + subject.verdict.uncertain.map(\.rule)
      guard known.insert([subject.verdict.effect.rawValue] + rules + names).inserted,
        let document = try? subject.request.withUnsafeBufferPointer({ try parseJSON($0) })
      else { continue }
      seeds.append(Seed(subject: index, document: document, rules: rules))
    }
    self.seeds = seeds
  }

  /// The witness that a subject is, changed or not.
  func witness(_ subject: Int, change: String?, _ verdict: Verdict, before: Verdict? = nil)
    -> MutantWitness
  {
    let before = before ?? cases.subjects[subject].verdict
    let (what, old, new) = difference(before, verdict)
    return MutantWitness(
      name: cases.subjects[subject].name, change: change, what: what, before: old, after: new)
  }

  /// Tries changed requests on both programs.
  func search(_ mutant: CheckedPolicy, _ program: Program) -> MutantWitness? {
    let policy = cases.target.policy
    var trials = Trials()
    var changed: Set<ExactString> = []
    for (before, after) in zip(policy.checked.rules, mutant.rules)
    where CanonicalForm.terms(before) != CanonicalForm.terms(after)
      || before.effect != after.effect || before.isObserved != after.isObserved
    {
      changed.insert(ExactString(before.name))
      for rule in [before, after] {
        for condition in rule.conditions + rule.exclusions { trials.collect(condition) }
        trials.instants.formUnion([rule.from, rule.until].compactMap(\.self))
      }
    }
    var before = Evaluators(policy.program, cases.clocks)
    var after = Evaluators(program, cases.clocks)
    // Another effect shows more than other names do.
    var best: MutantWitness?
    func note(_ subject: Int, _ change: String, _ one: Verdict, _ other: Verdict) -> Bool {
      if one == other { return false }
      if one.effect != other.effect || best == nil {
        best = witness(subject, change: change, other, before: one)
      }
      return one.effect != other.effect
    }
    // What a changed rule decided is near to where the two differ.
    let near = seeds.filter { !changed.isDisjoint(with: $0.rules.map { ExactString($0) }) }
    let far = seeds.filter { changed.isDisjoint(with: $0.rules.map { ExactString($0) }) }
    var left = WitnessSearch.trialCount
    for seed in near + far where left > 0 {
      let subject = seed.subject
      let (now, clock) = (cases.subjects[subject].now, cases.subjects[subject].clock)
      for (path, type) in trials.paths {
        for value in trials.values(of: type, now) where left > 0 {
          guard let changed = seed.document.setting(path.steps[...], to: value) else { continue }
          left -= 1
          let request = CanonicalJSON.encode(changed)
          let one = before.verdict(on: request, now: now, clock: clock)
          let other = after.verdict(on: request, now: now, clock: clock)
          let shown = value.map { String(decoding: CanonicalJSON.encode($0), as: UTF8.self) }
          if note(subject, "\(path.text) \(shown ?? "left out")", one, other) { return best }
        }
      }
      guard clock == 0 else { continue }
      for instant in trials.moments {
        let request = cases.subjects[subject].request
        let one = before.verdict(on: request, now: instant, clock: clock)
        let other = after.verdict(on: request, now: instant, clock: clock)
        if note(subject, "now \(instant)", one, other) { return best }
      }
    }
    return best
  }

  // MARK: Differences

  private func difference(_ before: Verdict, _ after: Verdict) -> (String, String, String) {
    func names(_ rules: [Verdict.Rule]) -> String {
      rules.isEmpty ? "none" : rules.map(\.name).joined(separator: ", ")
    }
    if before.effect != after.effect {
      return ("verdict", before.effect.rawValue, after.effect.rawValue)
    }
    if before.rules.map(\.name) != after.rules.map(\.name) {
      return ("rules", names(before.rules), names(after.rules))
    }
    let observed = (before.observed.map(\.rule), after.observed.map(\.rule))
    if before.observed != after.observed {
      return ("observed", names(observed.0), names(observed.1))
    }
    if before.uncertain != after.uncertain {
      func text(_ verdict: Verdict) -> String {
        verdict.uncertain.isEmpty
          ? "none"
          : verdict.uncertain.map { uncertainty in
            var causes = uncertainty.causes.map { "\($0.path) \($0.fault.name)" }
            if uncertainty.causesOmitted > 0 { causes.append("\(uncertainty.causesOmitted) more") }
            return "\(uncertainty.rule) (\(causes.joined(separator: ", ")))"
          }.joined(separator: ", ")
      }
      return ("uncertain", text(before), text(after))
    }
    for (one, other) in zip(before.holds, after.holds) where one != other {
      for kind in HoldClauseKind.allCases {
        for (old, new) in zip(parts(kind, one), parts(kind, other)) where old.text != new.text {
          return (old.name, old.text, new.text)
        }
      }
      if one.requester != other.requester {
        return ("requester", text(one.requester), text(other.requester))
      }
    }
    return ("holds", names(before.rules), names(after.rules))
  }

  /// What a hold says in a clause, under the names of reports.
  private func parts(
    _ kind: HoldClauseKind, _ hold: Verdict.Hold
  ) -> [(name: String, text: String)] {
    switch kind {
    case .needs: return [("needs", "\(hold.needs)")]
    case .within: return [("within", "\(hold.within)")]
    case .rejectedBy: return [("rejected_by", "\(hold.rejectedBy)")]
    case .escalate:
      let escalation = hold.escalate.map { "to \($0.to) after \($0.after)" }
      return [("escalate", escalation ?? "never")]
    case .override: return [("override", hold.override?.description ?? "nobody")]
    case .notify:
      let places = hold.notify.map { "\($0.channel) \(quoted($0.target))" }
      return [("notify", places.isEmpty ? "nobody" : places.joined(separator: ", "))]
    case .covers: return [("covers", "\(hold.covers)"), ("covers_for", "\(hold.coversFor)")]
    }
  }

  private func text(_ requester: [String]?) -> String {
    requester.map { $0.isEmpty ? "nobody" : $0.joined(separator: ", ") } ?? "uncertain"
  }
}

/// The values worth trying on the paths that some conditions read.
private struct Trials {
  private(set) var paths: [(path: RequestPath, type: Type)] = []
  var instants: Set<Timestamp> = []
  private var constants: [Constant] = []

  mutating func collect(_ expression: CheckedExpression) {
    switch expression.kind {
    case .path(let path):
      if !paths.contains(where: { $0.path == path }) { paths.append((path, expression.type)) }
    case .constant(.list(let elements)):
      for element in elements.prefix(20) where !constants.contains(element) {
        constants.append(element)
      }
    case .constant(let constant): if !constants.contains(constant) { constants.append(constant) }
    case .local, .now, .member, .element, .list, .not, .and, .or, .compare, .arithmetic, .negate,
      .coalesce, .has, .quantifier, .call:
      break
    }
    for operand in expression.operands { collect(operand) }
  }

  /// Values for a path of a type; nil leaves the member out.
  func values(of type: Type, _ now: Timestamp) -> [JSONDocument?] {
    let isUnknown = type == .any
    var values: [JSONDocument?] = [nil]
    func add(_ kind: JSONDocument.Kind) { values.append(JSONDocument(kind, offset: 0)) }
    switch type {
    case .bool, .any:
      add(.bool(true))
      add(.bool(false))
    case .list(let element):
      add(.list([]))
      for value in self.values(of: element, now) { if let value { add(.list([value])) } }
    case .choice(let texts): for text in texts { add(.string(text)) }
    case .string, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .path, .folder,
      .record, .map:
      break
    }
    for constant in constants {
      switch constant {
      case .string(let text) where type == .string || isUnknown:
        add(.string(text))
        add(.string(ExactString(text.description + "x")))
        add(.string(ExactString("x" + text.description)))
      case .number(let number) where type == .number || isUnknown:
        let step = Decimal(1)
        for near in [number, number.adding(step), number.subtracting(step)] {
          if let near { add(.number("\(near)")) }
        }
      case .duration(let interval) where type == .timestamp || isUnknown:
        let second = SignedDuration(seconds: 1, nanoseconds: 0)
        for near in [interval, interval.adding(second), interval.subtracting(second)] {
          if let near, let then = now.subtracting(near) { add(.string(ExactString("\(then)"))) }
        }
      case .timestamp(let instant) where type == .timestamp || isUnknown:
        add(.string(ExactString("\(instant)")))
      case .ip(let address) where type == .ip || isUnknown: add(.string(ExactString("\(address)")))
      case .null, .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
        .path, .folder,
        .list, .record:
        break
      }
    }
    return values
  }

  /// Instants worth judging at: the ends of periods, and where hours are asked for a whole week.
  var moments: [Timestamp] {
    var moments = instants.sorted().flatMap { instant in
      [instant, instant.subtracting(SignedDuration(seconds: 1, nanoseconds: 0))].compactMap(\.self)
    }
    let asksHours = constants.contains { if case .hours = $0 { true } else { false } }
    if asksHours {
      // From a Monday on, at every full hour, and a minute before and after it.
      let monday: Int64 = 1_767_571_200
      for hour in Int64(0)..<168 {
        for minute in [Int64(-1), 0, 1] {
          moments.append(Timestamp(seconds: monday + hour * 3600 + minute * 60, nanoseconds: 0))
        }
      }
    }
    return moments
  }
}

extension JSONDocument {
  /// The document with another value at a path, or none; nil where the path does not lead anywhere.
  fileprivate func setting(_ steps: ArraySlice<RequestPath.Step>, to value: JSONDocument?)
    -> JSONDocument?
  {
    guard let step = steps.first else { return value }
    let rest = steps.dropFirst()
    switch (step, kind) {
    case (.member(let name), .record(var members)):
      if let index = members.firstIndex(where: { $0.name == name }) {
        guard rest.isEmpty else {
          guard let inner = members[index].value.setting(rest, to: value) else { return nil }
          members[index].value = inner
          return JSONDocument(.record(members), offset: offset)
        }
        if let value { members[index].value = value } else { members.remove(at: index) }
      } else {
        guard rest.isEmpty, let value else { return nil }
        members.append(JSONDocument.Member(name, value))
      }
      return JSONDocument(.record(members), offset: offset)
    case (.index(let index), .list(var elements)):
      guard elements.indices.contains(index) else { return nil }
      guard rest.isEmpty else {
        guard let inner = elements[index].setting(rest, to: value) else { return nil }
        elements[index] = inner
        return JSONDocument(.list(elements), offset: offset)
      }
      if let value { elements[index] = value } else { elements.remove(at: index) }
      return JSONDocument(.list(elements), offset: offset)
    case (.member, _), (.index, _): return nil
    }
  }
}
