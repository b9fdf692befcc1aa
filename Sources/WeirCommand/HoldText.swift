// How a hold's page is laid out: sections, entries with their names before them, and values folded
// into lines of the terminal's width. Everything passes `VisibleText.escaped` here, once.

internal import Weir
internal import WeirHost

struct HoldText {
  /// Where values begin, and how many lines one may take.
  private static let column = 11
  private static let foldedLines = 6

  let width: Int
  /// Whether long values are shown whole.
  let isFull: Bool
  let isColored: Bool

  func section(_ name: String) -> String { "\n" + paint(name, 1) + "\n" }

  func entry(_ name: String, _ value: String, _ color: Int? = nil) -> String {
    let head =
      "  " + name + String(repeating: " ", count: max(1, HoldText.column - 2 - name.utf8.count))
    return folded(value, indent: HoldText.column, head: head, color)
  }

  /// What happened, as one item of a list. A line feed in it begins no line: the next one would
  /// read as something else that happened.
  func item(_ text: String) -> String {
    folded(VisibleText.escaped(text), indent: 4, head: "  ")
  }

  /// A value in lines; what is left out is counted.
  func folded(_ value: String, indent: Int, head: String, _ color: Int? = nil) -> String {
    let room = max(20, width - indent)
    var lines: [String] = []
    for line in value.split(separator: "\n", omittingEmptySubsequences: false) {
      lines += HoldText.wrap(VisibleText.escaped(String(line)), room)
    }
    if !isFull, lines.count > HoldText.foldedLines {
      // Its end as well: what a statement does may stand there.
      let left = lines[(HoldText.foldedLines - 2)..<(lines.count - 1)]
      let count = left.reduce(0) { $0 + $1.unicodeScalars.count }
      lines =
        lines.prefix(HoldText.foldedLines - 2)
        + [leftOut(Plural.counted(count, "character"))]
        + lines.suffix(1)
    }
    let margin = String(repeating: " ", count: indent)
    return lines.enumerated().map { index, line in
      (index == 0 ? head : margin) + (color.map { paint(line, $0) } ?? line)
    }.map { $0.trimmingEnd + "\n" }.joined()
  }

  func leftOut(_ what: String) -> String { "… \(what) left out, --full shows them …" }

  func paint(_ text: String, _ color: Int) -> String {
    isColored ? "\u{1B}[\(color)m\(text)\u{1B}[0m" : text
  }

  private static func wrap(_ text: String, _ room: Int) -> [String] {
    var lines: [String] = []
    var line: [Unicode.Scalar] = []
    var used = 0
    func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars)
      return text
    }
    for scalar in text.unicodeScalars {
      let columns = VisibleText.columns(of: scalar)
      if used + columns > room {
        // At the last blank of the line's second half, or in the word.
        if let blank = line.lastIndex(of: " "), blank > line.count / 2 {
          lines.append(string(line[..<blank]))
          line.removeFirst(blank + 1)
        } else {
          lines.append(string(line))
          line = []
        }
        used = line.reduce(0) { $0 + VisibleText.columns(of: $1) }
      }
      line.append(scalar)
      used += columns
    }
    return lines + [string(line)]
  }
}
