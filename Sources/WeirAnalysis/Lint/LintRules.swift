// The rules of the linter, run over a policy.

package import Weir

/// The linter's rules. What they are stands in `LintRules+All.swift`.
package enum LintRules {
  /// A rule with what its file says above it.
  package struct Entry: Sendable {
    package let rule: any LintRule
    /// What its finding means and what to do about it, in Markdown.
    package let documentation: String

    /// The first sentence of the documentation.
    package var summary: String { LintRules.summary(of: documentation) }

    /// The documentation with both examples, in Markdown.
    package var markdown: String {
      """
      \(documentation)

      Found:

      ```weir
      \(rule.bad.text)
      ```

      Not found:

      ```weir
      \(rule.good.text)
      ```
      """
    }
  }

  /// The first sentence of a text.
  static func summary(of text: String) -> String {
    let bytes = Array(text.utf8)
    let end = bytes.indices.first { index in
      bytes[index] == UInt8(ascii: ".")
        && (index + 1 == bytes.count || bytes[index + 1] == UInt8(ascii: " "))
    }
    return String(decoding: bytes[...(end ?? bytes.count - 1)], as: UTF8.self)
  }

  /// A code that a finding may have, and what it means whenever it appears.
  package struct Explanation: Sendable {
    package let code: DiagnosticCode
    /// Nil for what the compiler finds.
    package let category: LintCategory?
    package let level: LintLevel
    package let meaning: String
  }

  /// Every code: the compiler's errors, then the rules.
  package static var explanations: [Explanation] {
    CompileError.allCases.map {
      Explanation(code: .error($0), category: nil, level: .error, meaning: $0.meaning)
    }
      + all.map {
        Explanation(
          code: .rule($0.rule.name), category: $0.rule.category, level: $0.rule.level,
          meaning: $0.documentation)
      }
  }

  /// What the rules find in a policy, ordered by file path and place, with each rule at its own
  /// level and without what the policy suppresses.
  package static func findings(in policy: CompiledPolicy) -> [Diagnostic] {
    findings(in: policy, LintLevels()).filter { $0.acceptance == nil }.map(\.diagnostic)
  }

  /// As above, with all that became of them. A rule that is off is not asked.
  package static func findings(
    in policy: CompiledPolicy, _ levels: LintLevels,
    surroundings: LintSurroundings = LintSurroundings()
  ) -> [LintFinding] {
    let context = LintContext(policy, levels, surroundings: surroundings)
    var findings: [LintFinding] = []
    func add(_ entry: Entry) {
      guard let severity = levels[entry.rule.name].severity else { return }
      for var diagnostic in entry.rule.findings(in: context) {
        diagnostic.severity = severity
        findings.append(
          LintFinding(
            diagnostic, rule: entry.rule.name, category: entry.rule.category,
            acceptance: context.suppress(diagnostic)))
      }
    }
    for entry in all where !entry.rule.isAboutSuppressions { add(entry) }
    // What is not needed is known once everybody else is done.
    for entry in all where entry.rule.isAboutSuppressions { add(entry) }
    return findings.sorted { precedes($0.diagnostic, $1.diagnostic, policy.files) }
  }

  /// The compiler's errors, all of them, and then what the rules find, each ordered by file path
  /// and place.
  package static func diagnostics(of policy: CompiledPolicy) -> [Diagnostic] {
    policy.errors + findings(in: policy)
  }

  private static func precedes(
    _ left: Diagnostic, _ right: Diagnostic, _ files: [SourceFile]
  ) -> Bool {
    let (a, b) = (left.range, right.range)
    if a.file != b.file {
      return ExactString(files[Int(a.file)].path) < ExactString(files[Int(b.file)].path)
    }
    if a.start != b.start { return a.start < b.start }
    if a.end != b.end { return a.end < b.end }
    if left.code != right.code { return left.code.name < right.code.name }
    return left.message < right.message
  }
}
