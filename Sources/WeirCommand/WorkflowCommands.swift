// Findings as GitHub's workflow commands, which annotate the lines of a pull request. (Text and JSON are
// the core's: `DiagnosticRenderer`.)

internal import Weir

/// GitHub's workflow commands: one annotation a finding, on the line it is about.
func renderWorkflowCommands(_ diagnostics: [Diagnostic], in files: [SourceFile]) -> String {
  var text = ""
  for diagnostic in diagnostics {
    let file = files[Int(diagnostic.range.file)]
    let start = file.position(at: Int(diagnostic.range.start))
    let end = file.position(at: Int(diagnostic.range.end))
    var properties = [
      ("file", file.path), ("line", "\(start.line)"), ("endLine", "\(end.line)"),
      ("title", "weir \(diagnostic.code.rawValue)"),
    ]
    // Columns count within one line only.
    if start.line == end.line {
      properties += [
        ("col", "\(start.column)"), ("endColumn", "\(max(start.column, end.column - 1))"),
      ]
    }
    let list = properties.map { "\($0)=\(commandText($1, inProperty: true))" }.joined(
      separator: ",")
    let message = diagnostic.hint.map { "\(diagnostic.message); \($0)" } ?? diagnostic.message
    text +=
      "::\(diagnostic.severity.rawValue) \(list)::\(commandText(message, inProperty: false))\n"
  }
  return text
}

/// As GitHub's runner unescapes it.
private func commandText(_ text: String, inProperty: Bool) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "%": result += "%25"
    case "\r": result += "%0D"
    case "\n": result += "%0A"
    case ":" where inProperty: result += "%3A"
    case "," where inProperty: result += "%2C"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
