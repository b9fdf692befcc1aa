// Whoever reads a file has this repository and nothing else. So no file cites another that stands
// outside of it: the fact itself is stated, or the page here that states it is named.

import Weir

/// No mention of files that a reader does not have.
enum OutsideMentionRule {
  /// What earlier files cited, in pieces, so that this list does not break its own rule.
  static let names = ["DES" + "IGN"]

  static func findings(in sources: SourceTree) -> [TidyFinding] {
    sources.sorted { $0.key < $1.key }.flatMap { path, text in
      let held = names.filter { text.contains($0) }
      return held.isEmpty
        ? []
        : text.pieces(between: "\n").enumerated().flatMap { index, line in
          held.filter { line.contains($0) }.map {
            TidyFinding(path: path, line: index + 1, message: "cites \($0), which is not here")
          }
        }
    }
  }
}
