// The list of rules, written from the files of Sources/WeirAnalysis/Rules: a rule is added by its
// file, and `make bless` enters it.

import Foundation
import WeirTesting

/// The sources of the rules, and the list that follows from them.
struct LintRulesSource {
  static let folder = GoldenSuite.root.appending(path: "Sources/WeirAnalysis/Rules")
  static let list = GoldenSuite.root.appending(
    path: "Sources/WeirAnalysis/Lint/LintRules+All.swift")

  struct Rule {
    /// The rule's type, which its file is named after.
    var type: String
    /// The doc comment above the type: paragraphs, each on one line.
    var paragraphs: [String]
  }

  var rules: [Rule] = []

  init() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted() {
      let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
      rules.append(try Self.rule(String(name.dropLast(".swift".count)), in: text))
    }
  }

  private static func rule(_ type: String, in text: String) throws -> Rule {
    var comment: [[String]] = [[]]
    for line in text.components(separatedBy: "\n") {
      if line == "///" {
        comment.append([])
      } else if line.hasPrefix("/// ") {
        comment[comment.count - 1].append(String(line.dropFirst(4)))
      } else if line.hasPrefix("struct \(type): LintRule"), comment != [[]] {
        return Rule(type: type, paragraphs: comment.map { $0.joined(separator: " ") })
      } else {
        comment = [[]]
      }
    }
    throw NoRule(description: "\(type).swift declares no documented `struct \(type): LintRule`")
  }

  struct NoRule: Error, CustomStringConvertible {
    var description: String
  }

  // MARK: The list

  var text: String {
    """
    // Every rule of the linter, with its documentation, which stands above it in its file. The
    // tests write this file (`make bless`): a rule is added by its own file alone.

    import Weir

    extension LintRules {
      /// Every rule, in the order of the files' names.
      package static let all: [Entry] = [
    \(rules.map(Self.entry).joined(separator: "\n"))
      ]
    }

    """
  }

  private static func entry(_ rule: Rule) -> String {
    let indent = String(repeating: " ", count: 8)
    let lines = rule.paragraphs.map { paragraph in
      wrapped(paragraph.replacing("\\", with: "\\\\"), columns: 88).map { indent + $0 }
        .joined(separator: " \\\n")
    }
    return """
          Entry(
            rule: \(rule.type)(),
            documentation: \"""
      \(lines.joined(separator: "\n\n"))
              \"""),
      """
  }

  private static func wrapped(_ text: String, columns: Int) -> [String] {
    var lines: [String] = [""]
    for word in text.components(separatedBy: " ") {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = word
      } else if last.count + 1 + word.count <= columns {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(word)
      }
    }
    return lines
  }
}
