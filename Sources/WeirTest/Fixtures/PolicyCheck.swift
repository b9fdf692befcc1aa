// Fixture mistakes that only the policy reveals: names it does not have, verdicts its rules cannot
// give. A case that expects a misspelled rule would fail, and look as if the policy were wrong.

package import Weir

/// The facts about a policy that fixtures are checked against.
package struct PolicyFacts: Sendable {
  package struct Rule: Sendable {
    package var name: String
    package var effect: Verdict.Effect
    package var isObserved: Bool
  }

  package var rules: [Rule]
  /// Whether it has `default hold`, which verdicts name as a rule.
  package var holdsByDefault: Bool
  package var readsClock: Bool
  /// What hand-written requests are checked against.
  package var requests: RequestFit

  package init(_ policy: TestPolicy) {
    // Taken from the program, which a built policy has too.
    let image = policy.program.loaded.image
    rules = image.rules.map {
      let effect: Verdict.Effect =
        switch $0.effect {
        case .allow: .allow
        case .deny: .deny
        case .hold: .hold
        }
      return Rule(name: $0.name, effect: effect, isObserved: $0.isObserved)
    }
    switch image.defaultVerdict {
    case .hold: holdsByDefault = true
    case .allow, .deny: holdsByDefault = false
    }
    readsClock = policy.readsClock
    requests = RequestFit(policy)
  }
}

extension Fixture {
  /// The mistakes in a group's cases that its policy reveals; nil if there are none.
  package func errors(in group: CaseGroup, against policy: PolicyFacts) -> FixtureErrors? {
    var check = PolicyCheck(
      text: FixtureText(path: source.path, bytes: source.bytes), policy: policy)
    for test in group.cases {
      if policy.readsClock, test.now == nil, test.expectation.refused == nil {
        check.missingNow(test.name, at: test.place)
      }
      check.check(test.expectation)
      if let request = test.document { check.checkShape(of: request, test.misfits) }
    }
    for recording in group.recordings
    where policy.readsClock && recording.now == nil && recording.clock == nil {
      check.missingNow(recording.requests.value, at: recording.requests.place)
    }
    let mistakes = check.mistakes
    return mistakes.isEmpty ? nil : FixtureErrors(source: source, mistakes: mistakes)
  }

  /// The names below `data:` that the policy does not declare.
  package func unknownData(_ names: [String], declared: [String]) -> FixtureErrors {
    let text = FixtureText(path: source.path, bytes: source.bytes)
    return FixtureErrors(
      source: source,
      mistakes: names.prefix(Limits.errorsPerFile + 1).map { name in
        FixtureMistake(
          .unknownData, "the policy declares no data `\(name)`",
          at: dataOffsets[ExactString(name)].map { text.range(at: $0) },
          hint: Spelling.closest(to: name, among: declared).map { "did you mean `\($0)`?" }
            ?? (declared.isEmpty
              ? "it declares none" : "it declares \(shortList(declared.sorted()))"))
      })
  }
}

private struct PolicyCheck {
  let text: FixtureText
  let policy: PolicyFacts
  let rules: [ExactString: PolicyFacts.Rule]
  var mistakes: [FixtureMistake] = []
  /// Rows share the expectations of their case: a mistake there is reported once.
  private var seen: Set<FixturePlace> = []
  /// Cases share what their requests are merged from.
  private var misfits: Set<Int> = []
  /// How many more mistakes are explained by a search through all names.
  private var explanationsLeft = Limits.explainedMistakes
  /// Nothing is explained once more mistakes are known than will be reported.
  private var isFull: Bool { mistakes.count > Limits.errorsPerFile }

  init(text: FixtureText, policy: PolicyFacts) {
    self.text = text
    self.policy = policy
    rules = Dictionary(
      policy.rules.map { (ExactString($0.name), $0) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func missingNow(_ name: String, at place: FixturePlace) {
    if isFull { return }
    mistakes.append(
      FixtureMistake(
        .missingNow, "`\(name)` does not say when it is judged, and the policy reads the clock",
        at: text.range(at: place),
        hint: "write `now: 2026-03-02T15:00:00Z` in the case, or in `defaults`"))
  }

  /// Checks a request against the policy's shape, and against what the case says of misfits.
  mutating func checkShape(of request: JSONDocument, _ expected: [ExpectedMisfit]) {
    // For each path that a case names: whether something below it does not fit.
    var isFound = Dictionary(
      expected.map { ($0.path.steps, false) }, uniquingKeysWith: { first, _ in first })
    let lengths = Set(expected.map(\.path.steps.count))
    for misfit in policy.requests.misfits(of: request) {
      var isMeant = false
      for length in lengths where length <= misfit.path.count {
        let start = Array(misfit.path.prefix(length))
        guard isFound[start] != nil else { continue }
        isFound[start] = true
        isMeant = true
      }
      guard !isMeant, misfits.insert(misfit.offset).inserted, !isFull else { continue }
      explanationsLeft -= 1
      mistakes.append(
        FixtureMistake(
          misfit.code, misfit.message, at: text.range(at: misfit.offset),
          hint: misfit.hint(isExplained: explanationsLeft >= 0)))
    }
    for expected in expected where isFound[expected.path.steps] == false {
      guard !isFull, isNew(expected.place) else { continue }
      let isThere = request.has(expected.path.steps[...])
      mistakes.append(
        FixtureMistake(
          .noMisfit,
          isThere
            ? "`\(expected.text)` is as the policy declares it, and the case says that it is not"
            : "the request has no `\(expected.text)`, and what is absent fits",
          at: text.range(at: expected.place), hint: "remove the path from `misfits`, or correct it")
      )
    }
  }

  mutating func check(_ expectation: Expectation) {
    if let expected = expectation.rules, isNew(expected.place) {
      let verdict = expectation.verdict?.value
      for name in expected.value {
        guard let rule = known(name, at: expected.place) else { continue }
        decides(rule, verdict, among: expected.value, at: expected.place)
      }
    }
    if let expected = expectation.uncertain, isNew(expected.place) {
      for uncertain in expected.value { _ = known(uncertain.rule, at: expected.place) }
    }
    if let expected = expectation.observed, isNew(expected.place) {
      for name in expected.value {
        guard let rule = known(name, at: expected.place), !rule.isObserved else { continue }
        impossible(
          name, "is not under observation", at: expected.place,
          hint: "rules under observation are declared with `observe`")
      }
    }
    for hold in expectation.holds where isNew(hold.place) {
      guard let name = hold.value.rule else { continue }
      if name == "default", policy.holdsByDefault { continue }
      guard let rule = known(name, at: hold.place), rule.effect != .hold else { continue }
      impossible(name, "is no hold", at: hold.place, hint: "it says \(rule.effect.rawValue)")
    }
  }

  private mutating func isNew(_ place: FixturePlace) -> Bool { seen.insert(place).inserted }

  private mutating func known(_ name: String, at place: FixturePlace) -> PolicyFacts.Rule? {
    if let rule = rules[ExactString(name)] { return rule }
    if isFull { return nil }
    explanationsLeft -= 1
    let names = explanationsLeft >= 0 ? policy.rules.map(\.name) : []
    // A rule of a module is often meant by its last name alone.
    let qualified = names.filter { $0.hasSuffix("." + name) }
    mistakes.append(
      FixtureMistake(
        .unknownRule, "the policy has no rule `\(name)`", at: text.range(of: name, behind: place),
        hint: (qualified.count == 1 ? qualified.first : Spelling.closest(to: name, among: names))
          .map { "did you mean `\($0)`?" } ?? "weir inspect lists the rules of a policy"))
    return nil
  }

  /// Only rules of the verdict's own effect are listed, and none that is under observation.
  private mutating func decides(
    _ rule: PolicyFacts.Rule, _ verdict: Verdict.Effect?, among names: [String],
    at place: FixturePlace
  ) {
    if rule.isObserved {
      impossible(
        rule.name, "is under observation and decides nothing", at: place,
        hint: "expect it below `observed:`")
      return
    }
    if let verdict {
      guard rule.effect != verdict else { return }
      impossible(
        rule.name, "is among the rules of no \(verdict.rawValue): it says \(rule.effect.rawValue)",
        at: place, hint: "a verdict lists the rules of its own effect only")
      return
    }
    let rules = self.rules
    let first = names.compactMap { rules[ExactString($0)] }.first { !$0.isObserved }
    guard let first, first.effect != rule.effect else { return }
    impossible(
      rule.name,
      "says \(rule.effect.rawValue), and `\(first.name)` says \(first.effect.rawValue)",
      at: place, hint: "a verdict lists the rules of its own effect only")
  }

  private mutating func impossible(
    _ name: String, _ what: String, at place: FixturePlace, hint: String
  ) {
    if isFull { return }
    mistakes.append(
      FixtureMistake(
        .impossibleExpectation, "`\(name)` \(what)", at: text.range(of: name, behind: place),
        hint: hint))
  }
}
