// Every help text of the compiler has a golden case: somebody has seen it beside the mistake that
// it answers. The texts are read off the sources, so that a new one without a case is found.

import Foundation
import Testing
import WeirTesting

@Suite struct HelpTextTests {
  /// What no case of these suites can show: files of 64 MiB, ten million parts, a machine without
  /// zones, mistakes of Weir itself; a thousand errors, which `compile` counts; and what the parser
  /// or a tighter limit is asked about first.
  private static let withoutCase = [
    "split it: all files of a policy share one namespace",
    "use shorter definitions, or bind data instead",
    "its file is no TZif file of version 2 or later",
    "it is one of the IANA database, which this machine seems not to have: install tzdata",
    "this is a defect of Weir; please report it with the policy",
    "make it of shorter texts", "correct the first ones, and see what is left",
    "functions stand in front of their arguments: `lower(action)`",
    "write the chain of definitions shorter", "name a member of it: `request.action`",
  ]

  @Test func everyHelpTextStandsBesideAMistake() throws {
    let shown = try Self.goldenOutputs()
    let texts = try Self.helpTexts()
    #expect(texts.count > 200)
    let missing = texts.filter { text in
      !shown.contains(text.longest) && !Self.withoutCase.contains(text.longest)
    }
    #expect(missing.map { "\($0.place): \($0.longest)" } == [])
    // An exception that has a case is none.
    #expect(Self.withoutCase.filter { shown.contains($0) } == [])
  }

  private struct HelpText {
    var place: String
    /// The longest part between two values that are filled in.
    var longest: String
  }

  private static func goldenOutputs() throws -> String {
    let folder = GoldenSuite.root.appending(path: "Tests/Cases")
    var shown = ""
    for suite in ["diagnostics", "diagnostics-syntax"] {
      let folder = folder.appending(path: suite)
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      where !name.hasSuffix(".weir") {
        shown += try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      }
    }
    return shown
  }

  /// The string literals that stand after `hint:` or `hint =`, as far as its expression goes.
  private static func helpTexts() throws -> [HelpText] {
    let folder = GoldenSuite.root.appending(path: "Sources/Weir")
    let names = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
    // Records of approvals are no part of a policy: `HoldRecordLineTests` has their mistakes.
    let sources = names.filter { $0.hasSuffix(".swift") && !$0.hasPrefix("Approvals/") }
    return try sources.sorted().flatMap { name in
      let source = Array(
        try String(contentsOf: folder.appending(path: name), encoding: .utf8).utf8)
      return helpTexts(of: source, name)
    }
  }

  private static func helpTexts(of source: [UInt8], _ name: String) -> [HelpText] {
    var texts: [HelpText] = []
    // The renderings of a finding have the word as well, and no help of their own.
    if name.hasPrefix("Diagnostics/Diagnostic") { return [] }
    for label in ["hint:", "hint ="] {
      let label = Array(label.utf8)
      for start in source.indices where source[start...].starts(with: label) {
        let isWord = start > 0 && (source[start - 1] | 0x20) &- 0x61 < 26
        if isWord { continue }
        let line = source[..<start].count { $0 == UInt8(ascii: "\n") } + 1
        let isAssignment = label.last == UInt8(ascii: "=")
        for literal in literals(of: source, from: start + label.count, isAssignment) {
          let longest = parts(of: literal).max { $0.utf8.count < $1.utf8.count } ?? ""
          // What is shorter says nothing by itself.
          if longest.utf8.count >= 8 {
            texts.append(HelpText(place: "\(name):\(line)", longest: longest))
          }
        }
      }
    }
    return texts
  }

  /// The insides of the literals of one expression: up to its comma or closing parenthesis.
  private static func literals(
    of source: [UInt8], from start: Int, _ isAssignment: Bool
  ) -> [[UInt8]] {
    var literals: [[UInt8]] = []
    var position = start
    var depth = 0
    while position < source.count {
      let byte = source[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\"") where source[position...].starts(with: Array("\"\"".utf8)):
        let lines = source[(position + 2)...].split(
          separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let inside = lines.dropFirst().prefix { !$0.isClosing }
        literals.append(joined(inside.map { Array($0) }))
        position = inside.last?.endIndex ?? position
        position = (source[position...].firstIndex(of: UInt8(ascii: "\"")) ?? position) + 3
      case UInt8(ascii: "\""):
        let begin = position
        var inner = 0
        while position < source.count, inner > 0 || source[position] != UInt8(ascii: "\"") {
          if source[position] == UInt8(ascii: "\\") {
            if source[position + 1] == UInt8(ascii: "(") { inner += 1 }
            position += 1
          } else if inner > 0 {
            if source[position] == UInt8(ascii: "(") { inner += 1 }
            if source[position] == UInt8(ascii: ")") { inner -= 1 }
          }
          position += 1
        }
        literals.append(Array(source[begin..<min(position, source.count)]))
        position += 1
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth < 0 { return literals }
      case UInt8(ascii: ",") where depth == 0: return literals
      case UInt8(ascii: "\n") where isAssignment && depth == 0 && !literals.isEmpty:
        // An assignment goes on in the next line with an operator.
        let next = source[position...].first { $0 != UInt8(ascii: " ") } ?? 0
        if !"?:+".utf8.contains(next) { return literals }
      default: break
      }
    }
    return literals
  }

  /// The lines of a long literal without the blanks before them, those that end in a backslash one
  /// with the next.
  private static func joined(_ lines: [[UInt8]]) -> [UInt8] {
    var text: [UInt8] = []
    for line in lines {
      text += line.drop { $0 == UInt8(ascii: " ") }
      if text.last == UInt8(ascii: "\\") {
        text.removeLast()
      } else {
        text.append(UInt8(ascii: "\n"))
      }
    }
    if text.last == UInt8(ascii: "\n") { text.removeLast() }
    return text
  }

  /// What stands between the values that a literal fills in, its escapes read.
  private static func parts(of literal: [UInt8]) -> [String] {
    var parts: [[UInt8]] = [[]]
    var position = 0
    while position < literal.count {
      let byte = literal[position]
      position += 1
      guard byte == UInt8(ascii: "\\"), position < literal.count else {
        parts[parts.count - 1].append(byte)
        continue
      }
      let escaped = literal[position]
      position += 1
      if escaped == UInt8(ascii: "(") {
        var depth = 1
        while depth > 0, position < literal.count {
          if literal[position] == UInt8(ascii: "(") { depth += 1 }
          if literal[position] == UInt8(ascii: ")") { depth -= 1 }
          position += 1
        }
        parts.append([])
      } else {
        parts[parts.count - 1].append(escaped)
      }
    }
    return parts.map { String(decoding: $0, as: UTF8.self) }
  }
}

extension ArraySlice<UInt8> {
  /// Whether a line closes a long literal.
  fileprivate var isClosing: Bool {
    drop { $0 == UInt8(ascii: " ") }.starts(with: Array("\"\"\"".utf8))
  }
}
