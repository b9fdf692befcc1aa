// Policies to format: every one that stands in the repository, and what is said of a result.

import Foundation
import Testing
import WeirFormat
import WeirTesting

@testable import Weir

/// A policy's text and where it stands.
struct FormatSubject: Sendable, CustomTestStringConvertible {
  var place: String
  var bytes: [UInt8]

  var testDescription: String { place }
  var text: String { String(decoding: bytes, as: UTF8.self) }

  init(_ place: String, _ bytes: [UInt8]) {
    self.place = place
    self.bytes = bytes
  }

  /// Every file below a folder of the repository.
  private static func files(below folder: String, ending: String) -> [FormatSubject] {
    let root = GoldenSuite.root.appending(path: folder)
    let names =
      FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(ending) && !$0.contains(".build/") }.sorted().compactMap {
      name in
      guard let data = try? Data(contentsOf: root.appending(path: name)) else { return nil }
      return FormatSubject("\(folder)/\(name)", [UInt8](data))
    }
  }

  /// The policies of the examples.
  static let examples = files(below: "examples", ending: ".weir")
  /// The policies of test cases, many of which have mistakes.
  static let cases = files(below: "Tests/Cases", ending: ".weir")

  /// The policies that pages show.
  static let pages: [FormatSubject] =
    (files(below: "Sources", ending: ".md") + files(below: "examples", ending: ".md")
    + files(below: ".", ending: "README.md").filter { $0.place == "./README.md" })
    .flatMap { page in
      FencedBlock.all(of: page.place, in: page.text)
        .filter { block in
          // Conditions alone are no policy.
          block.language == "weir"
            && !["true", "false", "uncertain"].contains { block.attributes[$0] != nil }
        }
        .map { FormatSubject($0.place, Array($0.text.utf8)) }
    }

  static let all = examples + cases + pages

  /// Those that have no mistake.
  static let sound = all.filter { formatted($0.bytes) != nil }
}

/// The formatted text; nil where there are mistakes.
func formatted(_ bytes: [UInt8]) -> [UInt8]? {
  switch PolicyFormatter.format(SourceFile(path: "a.weir", bytes: bytes)) {
  case .formatted(let text): text
  case .mistakes: nil
  case .defect(let range): Array("defect at \(range.start)".utf8)
  }
}

/// The syntax tree of a text, without its places.
func tree(_ bytes: [UInt8]) -> String {
  SyntaxDump.text(of: parse(SourceFile(path: "a.weir", bytes: bytes), index: 0).0, ranges: nil)
}

/// The texts of the tokens and comments. Commas are left out: one at a line's end goes.
func tokens(_ bytes: [UInt8]) -> [String] {
  let file = SourceFile(path: "a.weir", bytes: bytes)
  return lex(file, index: 0).tokens.filter { $0.kind != .lineBreak && $0.kind != .comma }.map {
    token in
    let text = file.text(in: token.range)
    guard token.kind.isTrivia else { return text }
    return String(text.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}

extension Array<UInt8> {
  var asText: String { String(decoding: self, as: UTF8.self) }
}
