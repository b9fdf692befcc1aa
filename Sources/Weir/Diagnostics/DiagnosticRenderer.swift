// Diagnostics as text for people:
//
//     error[unknown-name]: `payload.amuont` is not a member of the request
//       --> payments.weir:12:8
//        |
//     12 |   when payload.amuont > limit
//        |        ^^^^^^^^^^^^^^
//        = help: did you mean `amount`?
//
// Nothing that a policy's author wrote reaches the terminal as it is: messages and source lines
// show control and bidirectional characters as code points. (Lines with what is marked in them:
// SourceSnippet.)

/// A finding as it is shown, whatever table its code is from.
package struct Finding: Sendable {
  package var code: String
  package var severity: Diagnostic.Severity
  package var message: String
  package var range: SourceRange
  package var labels: [Diagnostic.Label]
  package var hint: String?

  package init(
    code: String, severity: Diagnostic.Severity, message: String, range: SourceRange,
    labels: [Diagnostic.Label] = [], hint: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.range = range
    self.labels = labels
    self.hint = hint
  }

  package init(_ diagnostic: Diagnostic) {
    self.init(
      code: diagnostic.code.name, severity: diagnostic.severity, message: diagnostic.message,
      range: diagnostic.range, labels: diagnostic.labels, hint: diagnostic.hint)
  }
}

/// Writes the findings about a policy, for people and for programs.
public struct DiagnosticRenderer: Sendable {
  /// How findings are written.
  public enum Format: String, Sendable, CaseIterable {
    /// For people: the finding, the marked lines, and the way out; a blank line after each.
    case text
    /// For programs: a JSON object a line.
    case json
    /// GitHub's workflow commands, which annotate the lines of a pull request.
    case github
  }

  /// The files that were compiled, in the order in which they were given to the compiler.
  public var files: [SourceFile]
  /// Whether text is coloured with ANSI escapes.
  public var isColored: Bool

  /// A renderer for the files that were compiled.
  public init(files: [SourceFile], isColored: Bool = false) {
    self.files = files
    self.isColored = isColored
  }

  /// All of them, one after the other, as a text that ends with a line feed; empty for none.
  public func render(_ diagnostics: [Diagnostic], as format: Format = .text) -> String {
    diagnostics.map { diagnostic in
      switch format {
      case .text: render(diagnostic) + "\n"
      case .json: json(Finding(diagnostic)) + "\n"
      case .github: workflowCommand(diagnostic)
      }
    }.joined()
  }

  /// One diagnostic; ends with a line feed.
  package func render(_ diagnostic: Diagnostic) -> String { render(Finding(diagnostic)) }

  /// One finding; ends with a line feed.
  package func render(_ finding: Finding) -> String {
    let style: SourceSnippet.Style =
      switch finding.severity {
      case .error: .error
      case .warning: .warning
      case .note: .label
      }
    var text =
      painted("\(finding.severity.rawValue)[\(finding.code)]", style)
      + painted(": " + VisibleText.escaped(finding.message), .strong) + "\n"
    let marks =
      [SourceSnippet.Mark(range: finding.range, sign: "^", style: style)]
      + finding.labels.map {
        SourceSnippet.Mark(range: $0.range, label: $0.text, sign: "-", style: .label)
      }
    let shown = marks.filter { isShown($0.range) }
    let last = shown.map { files[Int($0.range.file)].line(at: Int($0.range.start)) }.max() ?? 1
    let gutter = String(last).utf8.count
    let primaryFile = finding.range.file
    let otherFiles = Set(shown.map(\.range.file)).subtracting([primaryFile]).sorted()
    for file in [primaryFile] + otherFiles {
      let marks = shown.filter { $0.range.file == file }
      guard let first = marks.first else { continue }
      text += header(first, isPrimary: file == primaryFile, gutter: gutter)
      text += SourceSnippet(isColored: isColored, gutter: gutter).render(
        marks, in: files[Int(file)])
    }
    if let hint = finding.hint {
      let margin = shown.isEmpty ? "  " : String(repeating: " ", count: gutter + 1)
      text += margin + painted("= help: ", .gutter) + VisibleText.escaped(hint) + "\n"
    }
    return text
  }

  // MARK: Parts

  private func isShown(_ range: SourceRange) -> Bool {
    files.indices.contains(Int(range.file)) && range.start >= 0
      && Int(range.start) <= files[Int(range.file)].bytes.count
  }

  private func header(_ mark: SourceSnippet.Mark, isPrimary: Bool, gutter: Int) -> String {
    let file = files[Int(mark.range.file)]
    let place = file.position(at: Int(mark.range.start))
    return String(repeating: " ", count: gutter)
      + painted(isPrimary ? "--> " : "::: ", .gutter)
      + "\(VisibleText.escaped(file.path)):\(place.line):\(place.column)\n"
  }

  private func painted(_ text: String, _ style: SourceSnippet.Style) -> String {
    style.painting(text, isColored)
  }
}
