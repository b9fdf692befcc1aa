// Diagnostics for programs: one JSON object each, with the same members always in the same order.
// Lines and columns count from 1, columns in Unicode scalars; the end is one past the last.

extension DiagnosticRenderer {
  /// One object: `code`, `severity`, `message`, `file`, `line`, `column`, `endLine`, `endColumn`,
  /// `hint` and `labels`, the last two where there are any. A finding about no file has no place.
  package func json(_ finding: Finding) -> String {
    var text = "{\"code\":" + quotedJSON(finding.code)
    text += ",\"severity\":" + quotedJSON(finding.severity.rawValue)
    text += ",\"message\":" + quotedJSON(finding.message)
    text += place(finding.range)
    if let hint = finding.hint { text += ",\"hint\":" + quotedJSON(hint) }
    if !finding.labels.isEmpty {
      let labels = finding.labels.map { label in
        "{\"message\":" + quotedJSON(label.text) + place(label.range) + "}"
      }
      text += ",\"labels\":[" + labels.joined(separator: ",") + "]"
    }
    return text + "}"
  }

  private func place(_ range: SourceRange) -> String {
    guard let location = range.location(in: files) else { return "" }
    return ",\"file\":" + quotedJSON(location.path)
      + ",\"line\":\(location.line),\"column\":\(location.column)"
      + ",\"endLine\":\(location.endLine),\"endColumn\":\(location.endColumn)"
  }
}

/// A text as JSON, with what is unseen as escapes.
package func quotedJSON(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case _ where isUnseen(scalar):
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
