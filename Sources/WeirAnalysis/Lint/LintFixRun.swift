// Fixes until there are no more: one may make another possible, as the last use of a definition
// goes with a definition that nothing uses. A policy that a fix would break is not touched at all.

package import Weir

/// A policy with all that the linter's rules can fix.
package struct LintFixRun {
  /// Rules whose fixes made a policy that does not compile: a mistake in Weir.
  package struct Defect: Error {
    package var rules: [ExactString]
    package var errors: [Diagnostic]
  }

  /// The policy after all fixes.
  package private(set) var policy: CompiledPolicy
  /// How many fixes were made.
  package private(set) var count = 0

  /// More rounds than fixes that lead to each other ever need: two that undo each other end here.
  private static let rounds = 64

  /// - Parameter baseline: what is known, and stays as it is.
  package init(
    _ policy: CompiledPolicy, _ levels: LintLevels,
    surroundings: LintSurroundings = LintSurroundings(), baseline: LintBaseline? = nil
  ) throws(Defect) {
    self.policy = policy
    guard policy.program != nil else { return }
    for _ in 0..<LintFixRun.rounds {
      var findings = LintRules.findings(in: self.policy, levels, surroundings: surroundings)
      _ = baseline?.accept(&findings, in: self.policy.files)
      let fixable = findings.filter { $0.acceptance == nil && $0.diagnostic.fix != nil }
      let fixes = LintFixes(fixable.compactMap(\.diagnostic.fix), in: self.policy.files)
      guard fixes.count > 0 else { return }
      let files = self.policy.files.enumerated().map { fixes.files[$0] ?? $1 }
      let fixed = CompiledPolicy(files, environment: policy.environment)
      guard fixed.program != nil else {
        throw Defect(rules: Array(Set(fixable.map(\.rule))).sorted(), errors: fixed.errors)
      }
      self.policy = fixed
      count += fixes.count
    }
  }
}
