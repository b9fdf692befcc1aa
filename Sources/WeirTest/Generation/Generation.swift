// `weir test --generate`: from a policy to a fixture of boundary cases that it passes. Each rule is
// worked on by itself and within a bound, so that a large policy takes as much longer as it has rules.

package import Weir

/// A generated fixture and what there is to say of it.
package struct GeneratedFixture: Sendable {
  package var rules: [GeneratedRule]
  /// The file.
  package var text: String

  /// Makes the cases of a policy's rules.
  ///
  /// - Parameters:
  ///   - paths: the policy as the fixture is to name it, relative to where the fixture will be; none
  ///     where the command line or `weir.yaml` names it.
  ///   - isWanted: which rules, by name.
  package init(
    _ policy: TestPolicy, paths: [String], isWanted: (_ rule: String) -> Bool = { _ in true }
  ) throws(ProgramError) {
    let finder = try BaseFinder(policy)
    rules = []
    for rule in policy.checked.rules where isWanted(rule.name) {
      let file = policy.files[Int(rule.nameRange.file)]
      let at = "\(file.path):\(file.line(at: Int(rule.nameRange.start)))"
      var prober = RuleProber(rule, at: at, finder)
      rules.append(prober.run())
    }
    text = GeneratedText(policy: paths, readsClock: policy.readsClock, rules: rules).text
  }
}
