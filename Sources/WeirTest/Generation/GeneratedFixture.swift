// `weir test --generate`: makes a fixture of boundary cases from a policy, which the policy passes.
// Each rule is handled on its own and within a bound, so the time grows with the number of rules.

package import Weir

/// A generated fixture, and the remarks on its rules.
package struct GeneratedFixture: Sendable {
  package var rules: [GeneratedRule]
  /// The file.
  package var text: String

  /// Makes the cases of a policy's rules.
  ///
  /// - Parameters:
  ///   - paths: the policy as the fixture names it, relative to the fixture; empty if the command
  ///     line or `weir.yaml` names it.
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

  /// Reads the fixture back as a run would. A case that is not read back right (a member of its
  /// request is called `use`, say, which is a key of fixtures) gets its request as literal text, or
  /// is left out.
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
