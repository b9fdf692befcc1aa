// Findings as GitHub's workflow commands, which annotate the lines of a pull request. (Text and
// JSON are the core's: `DiagnosticRenderer`.)

internal import Weir
internal import WeirHost

/// GitHub's workflow commands: one annotation a finding, on the line it is about.
func renderWorkflowCommands(_ diagnostics: [Diagnostic], in files: [SourceFile]) -> String {
  var text = ""
  for diagnostic in diagnostics {
    let file = files[Int(diagnostic.range.file)]
    let start = file.position(at: Int(diagnostic.range.start))
    let end = file.position(at: Int(diagnostic.range.end))
    var properties = [
      ("file", escaped(file.path)), ("line", "\(start.line)"), ("endLine", "\(end.line)"),
      ("title", "weir \(diagnostic.code.name)"),
    ]
    // Columns count within one line only.
    if start.line == end.line {
      properties += [
        ("col", "\(start.column)"), ("endColumn", "\(max(start.column, end.column - 1))"),
      ]
    }
    let message = diagnostic.hint.map { "\(diagnostic.message); \($0)" } ?? diagnostic.message
    text += workflowCommand(diagnostic.severity.rawValue, properties, escaped(message))
  }
  return text
}
