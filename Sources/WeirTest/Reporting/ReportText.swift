// How each report format escapes text from outside: names of cases and files, reasons, values of
// requests. There is one function per format. Each works on scalars, because Swift's characters
// join what formats separate, and each also escapes what is invisible everywhere
// (`VisibleText.isUnseen`). JSON uses `JSONString.visible`, XML and HTML
// `XMLText.escaped`, GitHub's commands `WorkflowCommand.line`.

internal import Weir

/// Foreign texts in reports.
enum ReportText {
  /// A text as the description of a TAP line. A hash begins a directive, so it is escaped, and so
  /// is what escapes it.
  static func tapDescription(_ text: String) -> String {
    var result = ""
    for scalar in VisibleText.escaped(text).unicodeScalars {
      if scalar == "#" || scalar == "\\" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  /// A text in TAP's YAML block.
  static func tapBlock(_ text: String) -> String { YAMLText.quoted(text) }

  /// A text on a line of an LCOV file, which ends where the line does and cannot be quoted.
  static func lcov(_ text: String) -> String { VisibleText.escaped(text) }
}
