// Diagnostics for programs: one JSON object each, with the same members always in the same order.
// Lines and columns count from 1, columns in Unicode scalars; the end is one past the last.

extension DiagnosticRenderer {
  /// One object: `code`, `severity`, `message`, `file`, `line`, `column`, `endLine`, `endColumn`,
  /// `hint` and `labels`, the last two where there are any. A finding about no file has no place.
  ///
  /// - Parameter more: further members, each with a comma before it.
  package func json(_ finding: Finding, more: String = "") -> String {
    var text = "{\"code\":" + JSONString.visible(finding.code)
    text += ",\"severity\":" + JSONString.visible(finding.severity.rawValue)
    text += ",\"message\":" + JSONString.visible(finding.message)
    text += place(finding.range)
    if let hint = finding.hint { text += ",\"hint\":" + JSONString.visible(hint) }
    if !finding.labels.isEmpty {
      let labels = finding.labels.map { label in
        "{\"message\":" + JSONString.visible(label.text) + place(label.range) + "}"
      }
      text += ",\"labels\":[" + labels.joined(separator: ",") + "]"
    }
    return text + more + "}"
  }

  package func place(_ range: SourceRange) -> String {
    guard let location = range.location(in: files) else { return "" }
    return ",\"file\":" + JSONString.visible(location.path)
      + ",\"line\":\(location.line),\"column\":\(location.column)"
      + ",\"endLine\":\(location.endLine),\"endColumn\":\(location.endColumn)"
  }
}
