// What a rule of the linter is. Each stands in a file of its own in `Rules`, and nowhere else: its
// code, its category and level, its documentation, its examples and what it looks for. The tests
// write the list of them (`LintRules+All.swift`) from that folder.

package import Weir

/// Something about a policy that compiles and is unwise.
///
/// The doc comment of a rule is its documentation, which the reference and `weir lint --explain`
/// print. It says what the finding means, and then what to do about it.
package protocol LintRule: Sendable {
  /// The code of what it finds.
  var name: ExactString { get }
  var category: LintCategory { get }
  /// How much its findings matter, unless settings say otherwise.
  var level: LintLevel { get }
  /// A policy in which it finds what is marked, and nothing else.
  var bad: LintExample { get }
  /// A policy that means well in the same way, and in which it finds nothing.
  var good: LintExample { get }

  /// Whether it is asked after all others, about what the policy says of their findings.
  var isAboutSuppressions: Bool { get }

  /// Whether all is known that the rule asks for besides the policy. Without that, a suppression
  /// may be needed though nothing is found.
  func isInformed(_ surroundings: LintSurroundings) -> Bool

  /// Everything that the rule finds, in any order. The policy may have errors: what they keep from
  /// being known is not in `checked`.
  func findings(in context: LintContext) -> [Diagnostic]
}

extension LintRule {
  package var isAboutSuppressions: Bool { false }
  package func isInformed(_ surroundings: LintSurroundings) -> Bool { true }

  /// A finding of this rule. A fix must leave every verdict as it is, and the policy without this
  /// finding.
  package func finding(
    _ message: String, at range: SourceRange, labels: [Diagnostic.Label] = [], hint: String? = nil,
    fix: Diagnostic.Fix? = nil
  ) -> Diagnostic {
    Diagnostic(
      code: .rule(name), severity: level.severity ?? .note, message: message, range: range,
      labels: labels, hint: hint, fix: fix)
  }
}
