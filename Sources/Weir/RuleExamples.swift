// Whether rules do with their examples what these say. A rule is asked by itself, by the machine:
// what the policy's other rules make of the request is for tests to say.

/// Asks rules about their examples.
struct RuleExamples {
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
    rules.flatMap { rule in rule.examples.compactMap { mistake($0, of: rule) } }
  }

  private func mistake(_ example: CheckedExample, of rule: CheckedRule) -> Diagnostic? {
    let word = example.isMatch ? "matches" : "no_match"
    let place = [Diagnostic.Label(rule.nameRange, "the rule")]
    guard let verdict = verdict(on: example, by: rule) else { return nil }
    if let error = verdict.error {
      return Diagnostic(
        .exampleFails, "this request is refused: \(error.code.message)", at: example.range,
        labels: place, hint: "no rule is asked about it")
    }
    if let causes = verdict.uncertain.first?.causes {
      let faults = causes.map { "\($0.path): \($0.fault.name)" }.joined(separator: ", ")
      return Diagnostic(
        .exampleFails, "`\(word)` fails: the rule is uncertain of this request (\(faults))",
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
      at: example.range, labels: place,
      hint: "correct the example, or what the rule asks for")
  }

  /// The verdict of a policy of nothing but the rule, which allows what it matches.
  private func verdict(on example: CheckedExample, by rule: CheckedRule) -> Verdict? {
    var alone = policy
    var asked = rule
    asked.effect = .allow
    asked.isObserved = false
    asked.hold = nil
    asked.because = nil
    asked.annotations = []
    if example.instant == nil {
      asked.from = nil
      asked.until = nil
    }
    alone.rules = [asked]
    guard var program = try? Program(verifying: Emitter.emit(alone)) else { return nil }
    program.readers = readers
    // Where no time is given, none is known.
    var evaluator = Evaluator(program, clock: example.instant == nil ? .request([""]) : .given)
    return evaluator.evaluate(
      example.request, now: example.instant ?? Timestamp(seconds: 0, nanoseconds: 0))
  }
}
