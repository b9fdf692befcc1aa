// What an author says about findings that are meant: `@expect("rule", "reason")` before a
// declaration, and a comment `// weir: ignore rule: reason` above a line or at its end. (`ignore`
// is the word of other linters; `allow` would read as an effect.)

package import Weir

/// One rule that a policy's author has answered, at one place.
package struct LintSuppression: Sendable {
  /// The rule, as it is written.
  package var rule: ExactString
  /// Why, in the author's words; nil where nothing is said.
  package var reason: String?
  /// The annotation or the comment.
  package var range: SourceRange
  /// Findings that begin here are suppressed.
  package var reach: SourceRange
  /// Why it is no suppression at all; nil for one.
  package var mistake: String?

  package init(
    rule: ExactString, reason: String?, range: SourceRange, reach: SourceRange,
    mistake: String? = nil
  ) {
    self.rule = rule
    self.reason = reason
    self.range = range
    self.reach = reach
    self.mistake = mistake
  }

  /// Whether a finding is one that is meant.
  package func covers(_ finding: Diagnostic) -> Bool {
    finding.code == .rule(rule) && mistake == nil && finding.range.file == reach.file
      && finding.range.start >= reach.start && finding.range.start < max(reach.end, reach.start + 1)
  }
}
