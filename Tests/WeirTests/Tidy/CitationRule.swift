// A comment, or a page for those who change Weir, that names a source file names one that is there.
// Files are renamed; what speaks of them is not compiled, and would go on sending readers astray.

import Foundation
import Weir

/// No mention of a source file that does not exist.
enum CitationRule {
  /// A file's name, as `Checker+Names.swift` or with folders before it.
  private static let pattern = "[A-Za-z0-9+]+\\.swift"

  /// What is wrong with the comments of sources, and with all of the pages.
  static func findings(in sources: SourceTree, files: Set<ExactString>) -> [TidyFinding] {
    sources.sorted { $0.key < $1.key }.flatMap { path, text -> [TidyFinding] in
      let isPage = path.hasSuffix(".md")
      return text.pieces(between: "\n").enumerated().flatMap { index, line -> [TidyFinding] in
        let comment = isPage ? line : comment(of: line)
        return names(in: comment).filter { !files.contains(ExactString($0)) }.map {
          TidyFinding(path: path, line: index + 1, message: "names \($0), which is not there")
        }
      }
    }
  }

  private static func comment(of line: String) -> String {
    line.range(of: "// ").map { String(line[$0.lowerBound...]) } ?? ""
  }

  private static func names(in text: String) -> [String] {
    var found: [String] = []
    var rest = text[...]
    while let range = rest.range(of: pattern, options: .regularExpression) {
      found.append(String(rest[range]))
      rest = rest[range.upperBound...]
    }
    return found
  }
}
