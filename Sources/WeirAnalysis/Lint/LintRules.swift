// The rules of the linter, run over a policy, and their findings put between the compiler's errors.

package import Weir

/// The linter's rules. What they are stands in `LintRules+All.swift`.
package enum LintRules {
  /// A rule with what its file says above it.
  package struct Entry: Sendable {
    package let rule: any LintRule
    /// What its finding means and what to do about it, in Markdown.
    package let documentation: String

    /// The first sentence of the documentation.
    package var summary: String {
      let bytes = Array(documentation.utf8)
      let end = bytes.indices.first { index in
        bytes[index] == UInt8(ascii: ".")
          && (index + 1 == bytes.count || bytes[index + 1] == UInt8(ascii: " "))
      }
      return String(decoding: bytes[...(end ?? bytes.count - 1)], as: UTF8.self)
    }
  }

  /// A code that a finding may have, and what it means whenever it appears.
  package struct Explanation: Sendable {
    package let code: DiagnosticCode
    package let severity: Diagnostic.Severity
    package let meaning: String
  }

  /// Every code: the compiler's errors, then the rules.
  package static var explanations: [Explanation] {
    CompileError.allCases.map {
      Explanation(code: .error($0), severity: .error, meaning: $0.meaning)
    }
      + all.map {
        Explanation(
          code: .rule($0.rule.name), severity: $0.rule.severity, meaning: $0.documentation)
      }
  }

  /// What the rules find in a policy, ordered by file path and place.
  package static func findings(in policy: CompiledPolicy) -> [Diagnostic] {
    let context = LintContext(policy)
    return all.flatMap { $0.rule.findings(in: context) }.sorted { precedes($0, $1, policy.files) }
  }

  /// The compiler's errors and what the rules find, ordered by file path and place.
  package static func diagnostics(of policy: CompiledPolicy) -> [Diagnostic] {
    // Errors keep their own order, which a sort of all would change where several have one place.
    var merged: [Diagnostic] = []
    var errors = policy.errors[...]
    for finding in findings(in: policy) {
      while let error = errors.first, !precedes(finding, error, policy.files) {
        merged.append(error)
        errors.removeFirst()
      }
      merged.append(finding)
    }
    return merged + errors
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
