// The fenced blocks of a Markdown page, with the words behind their languages: what makes examples
// of a page run.

import Foundation

/// One fenced block of a page.
package struct FencedBlock: Sendable {
  package var page: String
  /// The line of the opening fence, from 1.
  package var line: Int
  package var language: String
  /// The words after the language: `name` or `name=value`.
  package var attributes: [String: String]
  package var text: String

  package var place: String { "\(page):\(line)" }
  package var lines: [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      .filter { !$0.allSatisfy(\.isWhitespace) }
  }

  /// The blocks of a page.
  package static func all(of page: String, in text: String) -> [FencedBlock] {
    var blocks: [FencedBlock] = []
    var open: FencedBlock?
    for (index, line) in text.components(separatedBy: "\n").enumerated() {
      if var block = open {
        if line == "```" {
          blocks.append(block)
          open = nil
        } else {
          block.text += line + "\n"
          open = block
        }
      } else if line.hasPrefix("```") {
        let words = line.dropFirst(3).split(separator: " ")
        var attributes: [String: String] = [:]
        for word in words.dropFirst() {
          let parts = word.split(separator: "=", maxSplits: 1)
          attributes[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        open = FencedBlock(
          page: page, line: index + 1, language: words.first.map(String.init) ?? "",
          attributes: attributes, text: "")
      }
    }
    return blocks
  }
}
