// Findings for GitHub's actions. A step shows ten annotations of a kind and drops the rest without
// a word, so what is past ten is told in the step's summary as well.

internal import Weir

extension LintReport {
  /// Annotations of a kind that a step shows.
  private static let shown = 10
  /// Rows of the summary: its text may have one MiB, and nobody reads further.
  private static let rows = 500

  func workflowCommands() -> String {
    DiagnosticRenderer(files: files).render(told, as: .github)
  }

  /// A table of what GitHub will not show as annotations, in Markdown; nil where it shows all.
  package func stepSummary() -> String? {
    var counts: [Diagnostic.Severity: Int] = [:]
    let rest = told.filter { diagnostic in
      counts[diagnostic.severity, default: 0] += 1
      return (counts[diagnostic.severity] ?? 0) > LintReport.shown
    }
    guard !rest.isEmpty else { return nil }
    var text = """
      ### weir lint

      \(Plural.counted(rest.count, "more finding", one: "One")) than GitHub shows as annotations.

      | place | finding | what |
      |---|---|---|

      """
    for diagnostic in rest.prefix(LintReport.rows) {
      let place = location(of: diagnostic).map { "\($0.path):\($0.line)" } ?? ""
      let cells = [
        place, "\(diagnostic.severity.rawValue) \(diagnostic.code.name)", line(diagnostic),
      ]
      text += "| " + cells.map(MarkdownText.escaped).joined(separator: " | ") + " |\n"
    }
    if rest.count > LintReport.rows {
      text += "\nAnd \(rest.count - LintReport.rows) more, in the step's log.\n"
    }
    return text + "\n"
  }
}
