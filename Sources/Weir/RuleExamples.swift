// Whether rules do with their examples what these say. A rule is asked by itself, by the machine:
// what the policy's other rules make of the request is for tests to say.

/// Asks rules about their examples.
struct RuleExamples {
  /// A member that no request has, where the time is looked for that nobody knows.
  private static let noClock = "\u{0}"
  private static let clock = ExactString(
    RequestPath(steps: [.member(ExactString(noClock))]).text)

  private let policy: CheckedPolicy
  private let rules: [CheckedRule]
  private let readers: [QueryReader]

  /// Nil where no rule has one, which costs nothing.
  init?(_ policy: CheckedPolicy, readers: [QueryReader]) {
    rules = policy.rules.filter { !$0.examples.isEmpty }
    if rules.isEmpty { return nil }
    var policy = policy
    policy.rules = []
    policy.defaultVerdict = .deny
    policy.volatile = []
    self.policy = policy
    self.readers = readers
  }

  /// What is not as it says.
  func mistakes() -> [Diagnostic] {
    rules.flatMap { rule in
      mistakes(of: rule, rule.examples.filter { $0.instant == nil }, hasClock: false)
        + mistakes(of: rule, rule.examples.filter { $0.instant != nil }, hasClock: true)
    }.sorted { $0.range.start < $1.range.start }
  }

  private func mistakes(
    of rule: CheckedRule, _ examples: [CheckedExample], hasClock: Bool
  ) -> [Diagnostic] {
    guard !examples.isEmpty, let program = program(of: rule, hasClock: hasClock) else { return [] }
    // Where no time is given, none is known.
    var evaluator = Evaluator(program, clock: hasClock ? .given : .request([RuleExamples.noClock]))
    return examples.compactMap { example in
      let now = example.instant ?? Timestamp(seconds: 0, nanoseconds: 0)
      return mistake(example, of: rule, evaluator.evaluate(example.request, now: now))
    }
  }

  private func mistake(
    _ example: CheckedExample, of rule: CheckedRule, _ verdict: Verdict
  ) -> Diagnostic? {
    let word = example.isMatch ? "matches" : "no_match"
    let place = [Diagnostic.Label(rule.nameRange, "the rule")]
    if let causes = verdict.uncertain.first?.causes {
      let faults = causes.filter { ExactString($0.path) != RuleExamples.clock }
        .map { "\($0.path): \($0.fault.name)" }
      guard !faults.isEmpty else {
        return Diagnostic(
          .exampleFails, "`\(word)` fails: the rule asks for the time, and the example has none",
          at: example.range, labels: place,
          hint: "say when: `\(word) { … } at \"2026-03-01T00:00:00Z\"`")
      }
      return Diagnostic(
        .exampleFails,
        "`\(word)` fails: the rule is uncertain of this request "
          + "(\(faults.joined(separator: ", ")))",
        at: example.range, labels: place,
        hint: "add what the rule reads: a rule that is uncertain may decide as well")
    }
    let isMatch = verdict.effect == .allow
    if isMatch == example.isMatch { return nil }
    return Diagnostic(
      .exampleFails,
      isMatch
        ? "`no_match` fails: the rule matches this request"
        : "`matches` fails: the rule does not match this request",
      at: example.range, labels: place, hint: "correct the example, or what the rule asks for")
  }

  /// A policy of nothing but the rule, which allows what it matches. Without a clock its period
  /// does not count.
  private func program(of rule: CheckedRule, hasClock: Bool) -> Program? {
    var alone = policy
    var asked = rule
    asked.effect = .allow
    asked.isObserved = false
    asked.hold = nil
    asked.because = nil
    asked.annotations = []
    if !hasClock {
      asked.from = nil
      asked.until = nil
    }
    alone.rules = [asked]
    guard var program = try? Program(verifying: Emitter.emit(alone)) else { return nil }
    program.readers = readers
    return program
  }
}
