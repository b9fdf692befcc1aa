// Texts in columns of a terminal.

internal import Weir

extension ReportText {
  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - textColumns(of: text)))
  }

  static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }

  /// The text as a terminal may show it, in lines of at most so many columns, broken at blanks or
  /// commas where there are any.
  static func wrapped(_ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var line: [(scalar: Unicode.Scalar, width: Int)] = []
    var used = 0
    func joined(_ scalars: some Sequence<(scalar: Unicode.Scalar, width: Int)>) -> String {
      var text = ""
      for scalar in scalars { text.unicodeScalars.append(scalar.scalar) }
      return trimmed(text)
    }
    for scalar in VisibleText.escaped(text).unicodeScalars {
      let columns = textColumns(of: String(scalar))
      if used + columns > width {
        // After a blank or a comma in the line's second half is a good place; else in the middle
        // of the word.
        let place = line.lastIndex { $0.scalar == " " || $0.scalar == "," }
        if let place, place >= line.count / 2 {
          lines.append(joined(line[...place]))
          line.removeFirst(place + 1)
        } else {
          lines.append(joined(line))
          line = []
        }
        used = line.reduce(0) { $0 + $1.width }
      }
      if line.isEmpty, !lines.isEmpty, scalar == " " { continue }
      line.append((scalar, columns))
      used += columns
    }
    lines.append(joined(line))
    return lines
  }
}
