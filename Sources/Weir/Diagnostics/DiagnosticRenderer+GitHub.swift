// Diagnostics as GitHub's workflow commands, which annotate the lines of a pull request.

extension DiagnosticRenderer {
  /// One annotation of the line that the diagnostic is about; ends with a line feed.
  func workflowCommand(_ diagnostic: Diagnostic) -> String {
    var properties: [(String, String)] = []
    let title = ("title", "weir \(diagnostic.code.name)")
    if let location = diagnostic.range.location(in: files) {
      properties = [
        ("file", VisibleText.escaped(location.path)), ("line", "\(location.line)"),
        ("endLine", "\(location.endLine)"), title,
      ]
      // Columns count within one line only.
      if location.line == location.endLine {
        properties += [
          ("col", "\(location.column)"),
          ("endColumn", "\(max(location.column, location.endColumn - 1))"),
        ]
      }
    } else {
      properties = [title]
    }
    let message = diagnostic.hint.map { "\(diagnostic.message); \($0)" } ?? diagnostic.message
    let command =
      switch diagnostic.severity {
      case .error: "error"
      case .warning: "warning"
      case .note: "notice"
      }
    return WorkflowCommand.line(
      command, properties, VisibleText.escaped(message))
  }
}
