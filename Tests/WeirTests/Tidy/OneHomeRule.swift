// Some things are done in one file and nowhere else. Each is known by how code that does it looks:
// a pattern that no other file may have.

import Foundation
import Weir

/// What has one home.
struct OneHomeRule {
  /// What is done there.
  var what: String
  /// How a line of source looks that does it.
  var pattern: String
  /// The files that may.
  var homes: [String]
  /// The folder that the rule is for.
  var folder: String

  static let all = [
    // Quoted: a backslash before a quote, or before `u` and digits.
    OneHomeRule(
      what: "writes JSON's escapes", pattern: #""(?:[^"\\]|\\.)*\\\\(?:\\"|u(?:00)?")"#,
      homes: ["Sources/Weir/Text/JSONString.swift"], folder: "Sources/"),
    OneHomeRule(
      what: "puts a noun into the plural",
      pattern: #"== 1 \? "(?:[^"]* )?([a-z]*)" : "[^"]*\1s""#,
      homes: ["Sources/Weir/Text/Plural.swift"], folder: "Sources/"),
    OneHomeRule(
      what: "is a SplitMix64", pattern: "0x[bB][fF]58_?476[dD]_?1[cC][eE]4_?[eE]5[bB]9",
      homes: ["Sources/Weir/Values/SplitMix64.swift"], folder: ""),
    OneHomeRule(
      what: "ends the process", pattern: #"(?<![.\w])_?exit\(|\bExitCode\("#,
      homes: [
        "Sources/WeirCommand/WeirMain.swift", "Sources/WeirHook/Answers/HookAnswer.swift",
        "Sources/WeirHost/System+Process.swift",
      ],
      folder: "Sources/"),
    OneHomeRule(
      what: "says what a status is", pattern: #"\bstatus\w*: Int32\b|-> Int32\b"#,
      homes: [], folder: "Sources/WeirCommand/"),
  ]

  static func findings(in sources: SourceTree) -> [TidyFinding] {
    all.flatMap { $0.findings(in: sources) }
  }

  func findings(in sources: SourceTree) -> [TidyFinding] {
    guard let expression = try? NSRegularExpression(pattern: pattern) else {
      return [TidyFinding(path: "OneHomeRule", line: 0, message: "\(pattern) is not a pattern")]
    }
    return sources.sorted { $0.key < $1.key }.flatMap { path, text -> [TidyFinding] in
      guard path.hasSuffix(".swift"), path.hasPrefix(folder), !homes.contains(where: { $0 == path })
      else { return [] }
      let whole = NSRange(text.startIndex..., in: text)
      guard expression.firstMatch(in: text, range: whole) != nil else { return [] }
      return text.pieces(between: "\n").enumerated().compactMap { index, line in
        let isComment = line.drop(while: { $0 == " " }).hasPrefix("//")
        let range = NSRange(line.startIndex..., in: line)
        guard !isComment, expression.firstMatch(in: line, range: range) != nil else { return nil }
        let home = homes.isEmpty ? "nobody does here" : "\(homes.joined(separator: " and ")) does"
        return TidyFinding(path: path, line: index + 1, message: "\(what), as \(home)")
      }
    }
  }
}
