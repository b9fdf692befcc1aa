// Texts are their bytes: the operators that every target sees, and a scan of the sources for what
// those cannot reach.

import Foundation
import Testing
import Weir
import WeirTesting

@Suite struct TextIdentityTests {
  /// Pairs that Swift's library holds equal, two of them with ASCII.
  static let equivalents = [
    ("\u{E9}", "e\u{301}"), ("K", "\u{212A}"), (";", "\u{37E}"), ("`", "\u{1FEF}"),
    ("\u{1EAD}", "a\u{323}\u{302}"), ("\u{AC00}", "\u{1100}\u{1161}"),
  ]

  private func librarySays<Value: Equatable>(_ left: Value, _ right: Value) -> Bool {
    left == right
  }

  @Test(arguments: equivalents) func equivalentTextsDiffer(left: String, right: String) {
    #expect(librarySays(left, right))
    let isEqual = left == right
    let differs = left != right
    #expect(!isEqual && differs)
    let optional: String? = left
    let other: String? = right
    let areEqual = optional == other
    #expect(!areEqual)
    let listsAreEqual = [left] == [right]
    #expect(!listsAreEqual)
    let isContained = [left].contains(right)
    #expect(!isContained && [left].firstIndex(of: right) == nil)
    let begins = "\(left)/a".hasPrefix(right)
    let ends = "a/\(left)".hasSuffix(right)
    #expect(!begins && !ends)
    let piecesAreEqual = Substring(left) == Substring(right)
    #expect(!piecesAreEqual)
    switch left {
    case right: Issue.record("a switch holds them equal")
    default: break
    }
    struct Named: Equatable {
      var name: String
      var nickname: String?
    }
    let recordsAreEqual =
      Named(name: left, nickname: nil) == Named(name: right, nickname: nil)
      || Named(name: "", nickname: left) == Named(name: "", nickname: right)
    #expect(!recordsAreEqual)
    #expect(left == String(decoding: Array(left.utf8), as: UTF8.self))
  }

  @Test func bytesAreNotHiddenByWhatCombines() {
    #expect(".\u{301}x".hasPrefix("."))
    #expect("a/\u{338}b".pieces(between: "/") == ["a", "\u{338}b"])
    #expect("a//b/".pieces(between: "/") == ["a", "", "b", ""])
    #expect("a//b/".pieces(between: "/", omittingEmpty: true) == ["a", "b"])
    #expect("e\u{301}a".droppingBytes(3) == "a")
    #expect(["b", "e\u{301}", "\u{E9}", "a"].sorted() == ["a", "b", "e\u{301}", "\u{E9}"])
  }

  // MARK: The sources

  /// Where Swift's own idea of a text's identity is harmless, and why.
  static let allowed: [String: String] = [
    "Weir/Checking/Checker+Calls.swift": "a table of our own names, for names that are ASCII",
    "Weir/Checking/Checker.swift": "names of declarations are ASCII: the lexer has no others",
    "Weir/Language/RequestPaths.swift": "words are ASCII; quoted names are looked up as texts",
    "Weir/Checking/Checker+Rules.swift": "names of annotations are ASCII",
    "Weir/Checking/Checker+Shapes.swift": "a table of our own names, for names that are ASCII",
    "Weir/Syntax/Lexer+Numbers.swift": "hints for units of other languages",
    "Weir/Syntax/Parser+Mistakes.swift": "hints for words of other languages",
    "Weir/Syntax/TokenKind.swift": "words of the grammar, which are ASCII",
    "WeirCommand/NamedChoice.swift": "asked for by the library of the command line",
    "WeirReaders/Tools/AwsView.swift": "names of options are a table of ours, and ASCII",
    "WeirReaders/Tools/CurlOptions.swift": "names of options are a table of ours, and ASCII",
    "WeirReaders/Tools/GitCommand.swift": "names of options are a table of ours, and ASCII",
    "WeirReaders/Tools/PostgresConnection.swift": "names of options are a table of ours, and ASCII",
    "WeirReaders/Tools/ProgramEffects+Remote.swift":
      "names of options are a table of ours, and ASCII",
    "WeirTest/Coverage/Explainer.swift": "which rules are shown, by names that are ASCII",
    "WeirTest/Generation/Oracle.swift": "names of rules are ASCII",
    "WeirTest/Generation/BaseFinder.swift": "names of rules are ASCII",
    "WeirTest/Generation/YAMLText.swift":
      "words that some reader takes for others: more are quoted",
  ]

  /// Keys that are `String`s: the library hashes and compares them.
  private static let forbidden = [
    #"\[String\s*:"#, #"Set<String>"#, #"Dictionary<String\b"#, #"OrderedSet<String>"#,
  ]

  @Test func keysAreTexts() throws {
    let patterns = try Self.forbidden.map { try NSRegularExpression(pattern: $0) }
    let root = GoldenSuite.root.appending(path: "Sources")
    let files = try #require(FileManager.default.enumerator(atPath: root.path))
    var found: Set<ExactString> = []
    var count = 0
    for case let path as String in files where path.hasSuffix(".swift") {
      count += 1
      let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
      let target = path.pieces(between: "/")[0]
      let isOfOthers = target.hasPrefix("C")
      // Without the import, the library's operators are found instead of ours.
      if ["WeirAnalysis", "WeirHost", "WeirTest", "WeirCommand"].contains(target) {
        let hasImport = text.pieces(between: "\n").contains { $0.hasSuffix("import Weir") }
        #expect(hasImport, "\(path) does not import Weir, so its texts are compared as Swift does")
      }
      for line in text.pieces(between: "\n") where !isOfOthers {
        let code = line.components(separatedBy: "//")[0]
        let range = NSRange(code.startIndex..., in: code)
        guard patterns.contains(where: { $0.firstMatch(in: code, range: range) != nil }) else {
          continue
        }
        found.insert(ExactString(path))
        #expect(
          Self.allowed.keys.contains { $0 == path },
          "\(path): a key that is a String is another's if it is canonically equivalent; use Text")
      }
    }
    #expect(count > 200)
    // A line of the list that nothing needs would let something in.
    for path in Self.allowed.keys {
      #expect(found.contains(ExactString(path)), "\(path) needs no allowance")
    }
  }
}
