// `weir test --generate`: from a policy to a fixture of boundary cases that it passes. Each rule is
// worked on by itself and within a bound, so that a large policy takes as much longer as it has
// rules.

package import Weir

/// A generated fixture and what there is to say of it.
package struct GeneratedFixture: Sendable {
  package var rules: [GeneratedRule]
  /// The file.
  package var text: String

  /// Makes the cases of a policy's rules.
  ///
  /// - Parameters: - paths: the policy as the fixture is to name it, relative to where the fixture
  ///   will be; none
  ///     where the command line or `weir.yaml` names it.
  ///   - isWanted: which rules, by name.
  package init(
    _ policy: TestPolicy, paths: [String], isWanted: (_ rule: String) -> Bool = { _ in true }
  ) throws(ProgramError) {
    let finder = try BaseFinder(policy)
    rules = []
    text = ""
    for rule in policy.checked.rules where isWanted(rule.name) {
      let file = policy.files[Int(rule.nameRange.file)]
      let at = "\(file.path):\(file.line(at: Int(rule.nameRange.start)))"
      var maker = RuleCaseMaker(rule, at: at, finder)
      rules.append(maker.run())
    }
    readBack(policy)
    text = GeneratedText(policy: paths, readsClock: policy.readsClock, rules: rules).text
  }

  /// Reads what was made as a run would. A case that does not come through (a member of its request
  /// is called `use`, say, which means something in a fixture) gets its request's very text, or is
  /// left out.
  private mutating func readBack(_ policy: TestPolicy) {
    let facts = PolicyFacts(policy)
    var judge = Judge(policy.program)
    func passes(_ rules: [GeneratedRule]) -> Bool {
      let text = GeneratedText(policy: [], readsClock: policy.readsClock, rules: rules).text
      guard let fixture = try? Fixture.read(Array(text.utf8), path: "generated.test.yaml") else {
        return false
      }
      return fixture.groups.allSatisfy { group in
        fixture.errors(in: group, against: facts) == nil
          && group.cases.allSatisfy { judge.mismatches(of: $0).isEmpty }
      }
    }
    if !rules.contains(where: { !$0.cases.isEmpty }) || passes(rules) { return }
    for index in rules.indices {
      var kept: [GeneratedCase] = []
      for test in rules[index].cases {
        var alone = rules[index]
        for isVerbatim in [false, true] {
          alone.cases = [test]
          alone.cases[0].isVerbatim = isVerbatim
          if passes([alone]) {
            kept.append(alone.cases[0])
            break
          }
        }
      }
      let lost = rules[index].cases.count - kept.count
      rules[index].cases = kept
      if lost > 0 {
        rules[index].remarks.append(
          "\(Plural.counted(lost, "case")) left out: no fixture can say so")
      }
    }
  }
}
