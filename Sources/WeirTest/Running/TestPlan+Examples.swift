// The examples that rules carry, as cases. The compiler has asked the rules about them; here the
// whole policy is judged with them, and has to say what it says today, so that they count for
// coverage, and a mutant that changes a verdict on one of them is noticed.

internal import Weir
internal import WeirAnalysis

extension TestPlan {
  /// Adds the examples of every policy, those of a file once.
  mutating func addExamples(_ filter: CaseFilter?) {
    var known: Set<ExactString> = []
    for (number, policy) in policies.enumerated() where policy.hasSources {
      let new = policy.openable.map { known.insert(ExactString($0.path)).inserted }
      for (file, source) in policy.openable.enumerated() where new[file] {
        let entries = entries(of: policy, number, file: Int32(file), source)
        let selected = entries.filter { filter?.selects($0.test.name, in: source.path) ?? true }
        skipped += entries.count - selected.count
        if selected.isEmpty { continue }
        suites.append(SuiteResult(path: source.path, cases: []))
        self.entries += selected.map { entry in
          var entry = entry
          entry.suite = suites.count - 1
          return entry
        }
      }
    }
  }

  private func entries(
    of policy: TestPolicy, _ number: Int, file: Int32, _ source: SourceFile
  ) -> [Entry] {
    var entries: [Entry] = []
    var evaluator = Evaluator(policy.program)
    for rule in policy.checked.rules where rule.nameRange.file == file {
      for (index, example) in rule.examples.enumerated() {
        let (line, column) = source.position(at: Int(example.range.start))
        let place = FixturePlace(path: source.path, line: line, column: column)
        let now = example.instant ?? Judge.anyInstant
        let verdict = evaluator.evaluate(example.request, now: now)
        var names = verdict.rules.map(\.name)
        names += verdict.holds.map(\.rule).filter { !names.contains($0) }
        var expectation = Expectation(
          verdict: Placed(verdict.effect, at: place), rules: Placed(names, at: place))
        if !verdict.uncertain.isEmpty {
          expectation.uncertain = Placed(
            verdict.uncertain.map { Expectation.UncertainRule(rule: $0.rule) }, at: place)
        }
        let word = example.isMatch ? "matches" : "no_match"
        entries.append(
          Entry(
            suite: 0, policy: number,
            test: TestCase(
              name: "\(rule.name) \(word) \(index + 1)", place: place,
              request: example.request, now: now, expectation: expectation)))
      }
    }
    return entries
  }
}
