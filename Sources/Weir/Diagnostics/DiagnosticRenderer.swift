// Diagnostics as text for people:
//
//     error[unknown-name]: `payload.amuont` is no member of the request
//       --> payments.weir:12:8
//        |
//     12 |   when payload.amuont > limit
//        |        ^^^^^^^^^^^^^^
//        = help: did you mean `amount`?
//
// Nothing that a policy's author wrote reaches the terminal as it is: messages and source lines show
// control and bidirectional characters as code points. Long lines are cut around what is marked.

/// Renders diagnostics of the given files.
package struct DiagnosticRenderer: Sendable {
  /// The files that ranges index.
  package var files: [SourceFile]
  /// Whether to colour with ANSI escapes.
  package var isColored: Bool

  /// Columns of source text that a line shows before it is cut.
  static let widest = 100

  /// A renderer for the files that were compiled.
  package init(files: [SourceFile], isColored: Bool = false) {
    self.files = files
    self.isColored = isColored
  }

  /// All of them, a blank line behind each.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { render($0) + "\n" }.joined()
  }

  /// One diagnostic; ends with a line feed.
  package func render(_ diagnostic: Diagnostic) -> String {
    let style: Style = diagnostic.severity == .error ? .error : .warning
    var text =
      painted("\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]", style)
      + painted(": " + escaped(diagnostic.message), .strong) + "\n"
    let marks =
      [Mark(range: diagnostic.range, label: "", isPrimary: true)]
      + diagnostic.labels.map { Mark(range: $0.range, label: $0.text, isPrimary: false) }
    let shown = marks.filter { isShown($0.range) }
    let last = shown.map { files[Int($0.range.file)].line(at: Int($0.range.start)) }.max() ?? 1
    let gutter = String(last).utf8.count
    let primaryFile = diagnostic.range.file
    let otherFiles = Set(shown.map(\.range.file)).subtracting([primaryFile]).sorted()
    for file in [primaryFile] + otherFiles {
      let marks = shown.filter { $0.range.file == file }
      guard let first = marks.first else { continue }
      text += header(first, gutter: gutter)
      text += snippet(marks, in: files[Int(file)], gutter: gutter, style: style)
    }
    if let hint = diagnostic.hint {
      let margin = shown.isEmpty ? "  " : String(repeating: " ", count: gutter + 1)
      text += margin + painted("= help: ", .gutter) + escaped(hint) + "\n"
    }
    return text
  }

  // MARK: Parts

  private struct Mark {
    var range: SourceRange
    var label: String
    var isPrimary: Bool
  }

  private func isShown(_ range: SourceRange) -> Bool {
    files.indices.contains(Int(range.file)) && range.start >= 0
      && Int(range.start) <= files[Int(range.file)].bytes.count
  }

  private func header(_ mark: Mark, gutter: Int) -> String {
    let file = files[Int(mark.range.file)]
    let place = file.position(at: Int(mark.range.start))
    return String(repeating: " ", count: gutter)
      + painted(mark.isPrimary ? "--> " : "::: ", .gutter)
      + "\(escaped(file.path)):\(place.line):\(place.column)\n"
  }

  /// The lines that marks begin on, in order, each with its marks below it.
  private func snippet(_ marks: [Mark], in file: SourceFile, gutter: Int, style: Style) -> String {
    let margin = String(repeating: " ", count: gutter + 1) + painted("|", .gutter)
    var text = margin + "\n"
    let byLine = Dictionary(grouping: marks) { file.line(at: Int($0.range.start)) }
    var previous: Int?
    for (line, marks) in byLine.sorted(by: { $0.key < $1.key }) {
      if let previous, line > previous + 1 {
        text += painted("...", .gutter) + "\n"
      }
      previous = line
      let shown = ShownLine(file, line: line, around: marks.map(\.range))
      let number = String(line)
      text +=
        String(repeating: " ", count: gutter - number.utf8.count)
        + painted(number + " |", .gutter) + (shown.text.isEmpty ? "" : " " + shown.text) + "\n"
      for mark in marks.sorted(by: { $0.isPrimary && !$1.isPrimary }) {
        let (start, width) = shown.columns(of: mark.range)
        let underline = String(repeating: mark.isPrimary ? "^" : "-", count: width)
        let label = mark.label.isEmpty ? "" : " " + escaped(mark.label)
        text +=
          margin + " " + String(repeating: " ", count: start)
          + painted(underline + label, mark.isPrimary ? style : .label) + "\n"
      }
    }
    return text
  }

  // MARK: Colour

  private enum Style: String {
    case error = "1;31"
    case warning = "1;33"
    case strong = "1"
    case gutter = "1;34"
    case label = "34"
  }

  private func painted(_ text: String, _ style: Style) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}

/// A source line as a terminal shows it, and which columns its bytes take there.
private struct ShownLine {
  private(set) var text = ""
  private let start: Int
  /// The first column of each byte, and of the line's end.
  private var columns: [Int] = []
  /// What was cut away on the left, in columns, less what stands for it.
  private var shift = 0
  private var limit = 0

  init(_ file: SourceFile, line: Int, around ranges: [SourceRange]) {
    start = file.lineStarts[line - 1]
    var end = line < file.lineStarts.count ? file.lineStarts[line] : file.bytes.count
    while end > start, file.bytes[end - 1] == 0x0A || file.bytes[end - 1] == 0x0D { end -= 1 }
    // Pieces of text with their width, and the column of every byte.
    var pieces: [(text: String, column: Int, width: Int)] = []
    var column = 0
    var position = start
    while position < end {
      var piece = ""
      var length = 1
      var width = 0
      if file.bytes[position] == 0x09 {
        width = 4 - column % 4
        piece = String(repeating: " ", count: width)
      } else if let (scalar, bytes) = decodeScalar(file.bytes, at: position),
        position + bytes <= end
      {
        length = bytes
        appendVisible(scalar, to: &piece)
        width = piece.unicodeScalars.reduce(0) { $0 + Weir.columns(of: $1) }
      } else {
        piece = "\u{FFFD}"
        width = 1
      }
      pieces.append((piece, column, width))
      for _ in 0..<length { columns.append(column) }
      column += width
      position += length
    }
    columns.append(column)
    limit = column
    let widest = DiagnosticRenderer.widest
    guard column > widest else {
      text = pieces.map(\.text).joined()
      while text.last == " " { text.removeLast() }
      return
    }
    // A window that begins a little before the first mark.
    let first = ranges.map { self.column(ofByte: Int($0.start)) }.min() ?? 0
    let from = first + 20 < widest ? 0 : min(first - 20, column - widest)
    let to = from + widest
    let kept = pieces.filter { $0.column >= from && $0.column + $0.width <= to }
    text = (from > 0 ? "…" : "") + kept.map(\.text).joined() + (to < column ? "…" : "")
    shift = (kept.first?.column ?? from) - (from > 0 ? 1 : 0)
    limit = kept.last.map { $0.column + $0.width } ?? to
  }

  private func column(ofByte offset: Int) -> Int {
    columns[min(max(offset - start, 0), columns.count - 1)]
  }

  /// Where an underline begins and how wide it is: at least one column, to the line's end at most.
  func columns(of range: SourceRange) -> (start: Int, width: Int) {
    let first = max(min(column(ofByte: Int(range.start)), limit), shift)
    let last = min(column(ofByte: Int(range.end)), limit)
    return (first - shift, max(1, last - first))
  }
}
