// The one table of the formats of findings: name, purpose, writer.

internal import Weir

/// A way to write what the linter found.
package enum LintFormat: String, Sendable, CaseIterable {
  case text, json, sarif, github, junit, checkstyle, gitlab

  /// What it is, for help and reference.
  package var meaning: String {
    switch self {
    case .text: "for people: the source with what is wrong in it, and the way out"
    case .json: "one JSON object a line, for each finding"
    case .sarif: "SARIF 2.1.0, which code scanning reads"
    case .github: "GitHub's workflow commands, which annotate the policy's lines"
    case .junit: "JUnit's XML, which CI servers read"
    case .checkstyle: "Checkstyle's XML, which review bots read"
    case .gitlab: "GitLab's report of code quality"
    }
  }

  /// The findings in this format.
  package func render(_ report: LintReport) -> String {
    switch self {
    case .text: report.text()
    case .json: report.json()
    case .sarif: report.sarif()
    case .github: report.workflowCommands()
    case .junit: report.junit()
    case .checkstyle: report.checkstyle()
    case .gitlab: report.gitlab()
    }
  }
}
