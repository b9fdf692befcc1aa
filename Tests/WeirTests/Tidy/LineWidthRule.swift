// Lines fit into 100 columns, comments and strings included: so a file and its diff stand side by
// side on a screen. `swift format` breaks code only, so this rule looks at everything.

import Weir

/// Lines of at most `limit` columns.
enum LineWidthRule {
  static let limit = 100

  static func findings(in sources: SourceTree) -> [TidyFinding] {
    sources.sorted { $0.key < $1.key }.flatMap { path, text in
      text.pieces(between: "\n").enumerated().compactMap { index, line in
        let width = width(of: line)
        return width <= limit
          ? nil : TidyFinding(path: path, line: index + 1, message: "\(width) columns")
      }
    }
  }

  /// As a terminal shows it.
  static func width(of line: String) -> Int {
    let bytes = line.utf8.count
    // No scalar takes more columns than bytes.
    return bytes <= limit
      ? bytes : line.unicodeScalars.reduce(0) { $0 + VisibleText.columns(of: $1) }
  }
}
