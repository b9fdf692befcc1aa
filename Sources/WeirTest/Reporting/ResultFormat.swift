// The one table of result formats: name, purpose, writer.

internal import Weir

/// A way to write a run's result.
package enum ResultFormat: String, Sendable, CaseIterable {
  case text, json, junit, tap, github

  /// What it is, for help and reference.
  package var meaning: String {
    switch self {
    case .text: "for people: failures with expected and actual side by side, and why"
    case .json: "one object, described by grammar/test-result.schema.json"
    case .junit: "JUnit's XML, which CI servers read"
    case .tap: "TAP 14, with YAML diagnostics"
    case .github: "GitHub's workflow commands, which annotate the fixture's lines"
    }
  }

  /// A run's result in this format.
  package func render(_ result: RunResult, _ context: ReportContext) -> String {
    switch self {
    case .text: TextReport(context).render(result)
    case .json: JSONReport(context).render(result)
    case .junit: JUnitReport().render(result)
    case .tap: TAPReport().render(result)
    case .github: GitHubReport().render(result)
    }
  }
}

/// What reports need beside the result.
package struct ReportContext: Sendable {
  /// The command's version.
  package var version: String
  package var isColored: Bool
  /// Whether text names cases that passed.
  package var isVerbose: Bool

  package init(version: String, isColored: Bool = false, isVerbose: Bool = false) {
    self.version = version
    self.isColored = isColored
    self.isVerbose = isVerbose
  }
}

extension RunResult {
  /// `12 cases, 11 passed, 1 failed`.
  package var summary: String {
    var parts = [Plural.counted(ran, "case"), "\(ran - failed) passed", "\(failed) failed"]
    if skipped > 0 { parts.append("\(skipped) skipped") }
    if broken > 0 { parts.append(Plural.counted(broken, "fixture") + " broken") }
    if count > 1 { parts.append("\(count) times each") }
    if let seed { parts.append("shuffled by \(seed)") }
    return parts.joined(separator: ", ")
  }
}

extension Mismatch {
  /// On one line, for reports that have no room for two columns.
  var line: String {
    "\(what.rawValue): expected \(Mismatch.phrase(expected)), actual \(Mismatch.phrase(actual))"
      + (hint.map { "; \($0)" } ?? "")
  }

  static func phrase(_ entries: [String]) -> String {
    entries.isEmpty ? "none" : entries.joined(separator: "; ")
  }
}

extension CaseResult {
  /// Where a report points: at what the fixture expects.
  var pointedAt: FixturePlace { mismatches.first?.place ?? place }
}
