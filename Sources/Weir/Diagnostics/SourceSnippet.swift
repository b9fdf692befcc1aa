// Lines of a policy with marks under them, as findings and explanations show them:
//
//        |
//     12 |   when payload.amuont > limit
//        |        ^^^^^^^^^^^^^^
//
// Control and bidirectional characters stand as code points. Long lines are cut around what is
// marked.

/// How pieces of source are shown.
package struct SourceSnippet: Sendable {
  /// Whether to colour with ANSI escapes.
  package var isColored: Bool
  /// Columns that line numbers take.
  package var gutter: Int
  /// Columns of source text that a line shows before it is cut.
  package var widest: Int
  /// Columns after which a label goes on a line of its own; nil for labels that stay where they
  /// are.
  package var margin: Int?

  package init(isColored: Bool, gutter: Int, widest: Int = 100, margin: Int? = nil) {
    self.isColored = isColored
    self.gutter = gutter
    self.widest = widest
    self.margin = margin
  }

  /// A place with what is said of it.
  package struct Mark: Sendable {
    package var range: SourceRange
    package var label: String
    /// What underlines it.
    package var sign: Character
    package var style: Style

    package init(range: SourceRange, label: String = "", sign: Character, style: Style) {
      self.range = range
      self.label = label
      self.sign = sign
      self.style = style
    }
  }

  /// The lines that marks begin on, in order, each with its marks below it as they are given.
  package func render(_ marks: [Mark], in file: SourceFile) -> String {
    let edge = String(repeating: " ", count: gutter + 1) + painted("|", .gutter)
    var text = edge + "\n"
    let byLine = Dictionary(grouping: marks) { file.line(at: Int($0.range.start)) }
    var previous: Int?
    for (line, marks) in byLine.sorted(by: { $0.key < $1.key }) {
      if let previous, line > previous + 1 {
        text += painted("...", .gutter) + "\n"
      }
      previous = line
      let shown = ShownLine(file, line: line, around: marks.map(\.range), widest: widest)
      let number = String(line)
      text +=
        String(repeating: " ", count: gutter - number.utf8.count)
        + painted(number + " |", .gutter) + (shown.text.isEmpty ? "" : " " + shown.text) + "\n"
      for mark in marks {
        let (start, width) = shown.columns(of: mark.range)
        let underline = String(repeating: mark.sign, count: width)
        for (indent, piece) in pieces(underline, VisibleText.escaped(mark.label), at: start) {
          text +=
            edge + " " + String(repeating: " ", count: indent) + painted(piece, mark.style) + "\n"
        }
      }
    }
    return text
  }

  /// An underline with its label behind it, or below it where the margin is too near.
  private func pieces(_ underline: String, _ label: String, at start: Int) -> [(Int, String)] {
    if label.isEmpty { return [(start, underline)] }
    let width = textColumns(of: label)
    guard let margin, start + underline.count + 1 + width > margin else {
      return [(start, underline + " " + label)]
    }
    return [(start, underline), (max(0, min(start, margin - width)), label)]
  }

  // MARK: Colour

  /// What colours mean.
  package enum Style: String, Sendable {
    case error = "1;31"
    case warning = "1;33"
    case good = "32"
    case strong = "1"
    case gutter = "1;34"
    case label = "34"
    case faint = "2"

    /// The text in this colour, if there are any.
    package func painting(_ text: String, _ isColored: Bool) -> String {
      isColored && !text.isEmpty ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }
  }

  private func painted(_ text: String, _ style: Style) -> String {
    style.painting(text, isColored)
  }
}

/// How many columns of a terminal a text takes.
package func textColumns(of text: String) -> Int {
  text.unicodeScalars.reduce(0) { $0 + VisibleText.columns(of: $1) }
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

  init(_ file: SourceFile, line: Int, around ranges: [SourceRange], widest: Int) {
    let whole = file.range(ofLine: line)
    let piece = ShownLine.piece(of: whole, file, around: ranges, widest: widest)
    start = piece.lowerBound
    let end = piece.upperBound
    let isCutLeft = start > whole.lowerBound
    let isCutRight = end < whole.upperBound
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
      } else if let (scalar, bytes) = UTF8Scalar.decode(file.bytes, at: position),
        position + bytes <= end
      {
        length = bytes
        VisibleText.append(scalar, to: &piece)
        width = piece.unicodeScalars.reduce(0) { $0 + VisibleText.columns(of: $1) }
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
    guard column > widest || isCutLeft || isCutRight else {
      text = pieces.map(\.text).joined()
      while text.last == " " { text.removeLast() }
      return
    }
    // A window that begins a little before the first mark.
    let first = ranges.map { self.column(ofByte: Int($0.start)) }.min() ?? 0
    let from = first + 20 < widest && !isCutLeft ? 0 : max(0, min(first - 20, column - widest))
    let to = from + widest
    let kept = pieces.filter { $0.column >= from && $0.column + $0.width <= to }
    let isOpenLeft = from > 0 || isCutLeft
    text =
      (isOpenLeft ? "…" : "") + kept.map(\.text).joined()
      + (to < column || isCutRight ? "…" : "")
    shift = (kept.first?.column ?? from) - (isOpenLeft ? 1 : 0)
    limit = kept.last.map { $0.column + $0.width } ?? to
  }

  /// The bytes of a line that are looked at. All of a short line; of a long one, only what is
  /// near the first mark: a thousand findings on a megabyte would read it a thousand times.
  private static func piece(
    of line: Range<Int>, _ file: SourceFile, around ranges: [SourceRange], widest: Int
  ) -> Range<Int> {
    // A scalar takes four bytes at most.
    let reach = 4 * widest
    guard line.count > 4 * reach else { return line }
    let first = ranges.map { Int($0.start) }.min() ?? line.lowerBound
    let mark = min(max(first, line.lowerBound), line.upperBound)
    var start = max(line.lowerBound, mark - reach)
    var end = min(line.upperBound, mark + 2 * reach)
    // To where scalars begin, which is never further than three bytes.
    for _ in 0..<3 where start > line.lowerBound && file.bytes[start] & 0xC0 == 0x80 { start -= 1 }
    for _ in 0..<3 where end < line.upperBound && file.bytes[end] & 0xC0 == 0x80 { end += 1 }
    return start..<end
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
