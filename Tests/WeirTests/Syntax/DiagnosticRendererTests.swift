// How diagnostics look: what golden cases of the parser do not reach (several files, labels,
// colour, JSON, findings without a place).

import Foundation
import Testing

@testable import Weir

@Suite struct DiagnosticRendererTests {
  private let files = [
    SourceFile(path: "a.weir", text: "allow one\n\n\n\nallow one\n"),
    SourceFile(path: "dir/b.weir", text: "deny one"),
  ]

  private func range(_ file: Int32, _ start: Int32, _ end: Int32) -> SourceRange {
    SourceRange(file: file, start: start, end: end)
  }

  @Test func labelsInTheSameFileShareASnippet() {
    let text = DiagnosticRenderer(files: files).render(
      Diagnostic(
        .duplicateName, "`one` is declared twice", at: range(0, 19, 22),
        labels: [.init(range(0, 6, 9), "first declared here")], hint: "rename one of them"))
    #expect(
      text == """
        error[duplicate-name]: `one` is declared twice
         --> a.weir:5:7
          |
        1 | allow one
          |       --- first declared here
        ...
        5 | allow one
          |       ^^^
          = help: rename one of them

        """)
  }

  @Test func labelsInOtherFilesHaveTheirOwn() {
    let text = DiagnosticRenderer(files: files).render(
      Diagnostic(
        .duplicateName, "`one` is declared twice", at: range(1, 5, 8),
        labels: [.init(range(0, 6, 9), "first declared here")]))
    #expect(
      text == """
        error[duplicate-name]: `one` is declared twice
         --> dir/b.weir:1:6
          |
        1 | deny one
          |      ^^^
         ::: a.weir:1:7
          |
        1 | allow one
          |       --- first declared here

        """)
  }

  @Test func aFindingWithoutAPlaceHasNone() {
    let text = DiagnosticRenderer(files: files).render(
      Diagnostic(
        code: .rule("default-allow"), severity: .warning, message: "everything is allowed",
        range: range(-1, 0, 0), hint: "think"))
    #expect(text == "warning[default-allow]: everything is allowed\n  = help: think\n")
  }

  @Test func textOfOthersIsEscaped() {
    let file = SourceFile(path: "x\u{1B}[2J.weir", text: "allow \u{202E}r\u{1B}")
    let text = DiagnosticRenderer(files: [file]).render(
      Diagnostic(
        .unknownName, "no `\u{1B}]0;x\u{7}`", at: range(0, 6, 10),
        labels: [.init(range(0, 0, 5), "a\nb\u{2066}")]))
    #expect(
      !text.unicodeScalars.contains {
        $0.value < 0x20 && $0 != "\n" || isInvisibleControl($0.value)
      })
    #expect(text.contains(#"x\u{1b}[2J.weir:1:7"#))
    #expect(text.contains(#"a\nb\u{2066}"#))
    #expect(text.contains(#"allow \u{202e}r\u{1b}"#))
  }

  @Test func colourIsAddedAndNothingElse() {
    let diagnostic = Diagnostic(.unknownName, "no `one`", at: range(0, 6, 9), hint: "h")
    let plain = DiagnosticRenderer(files: files).render(diagnostic)
    let colored = DiagnosticRenderer(files: files, isColored: true).render(diagnostic)
    #expect(colored != plain)
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
  }

  @Test func jsonHasStableMembers() throws {
    let renderer = DiagnosticRenderer(files: files)
    let diagnostic = Diagnostic(
      .duplicateName, "two \"one\"\u{202E}", at: range(1, 5, 8),
      labels: [.init(range(0, 6, 9), "first")], hint: "rename")
    #expect(
      renderer.render([diagnostic], as: .json)
        == #"""
        {"code":"duplicate-name","severity":"error","message":"two \#
        \"one\"\u202e","file":"dir/b.weir","line":1,"column":6,"endLine":1,"endColumn":9,\#
        "hint":"rename","labels":[{"message":"first","file":"a.weir","line":1,"column":7,\#
        "endLine":1,"endColumn":10}]}
        """#
        + "\n"
    )
    for list in [[], [diagnostic], [diagnostic, diagnostic]] {
      let lines = renderer.render(list, as: .json).split(separator: "\n")
      #expect(lines.count == list.count)
      for line in lines {
        #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
      }
    }
  }

  @Test func everyRangeOfEveryLengthIsRendered() {
    let text = "\t漢字 é\u{301} \u{FF}" + String(repeating: "long ", count: 60) + "\r\nend"
    let file = SourceFile(path: "w.weir", bytes: Array(text.utf8) + [0xFF, 0x0A])
    let renderer = DiagnosticRenderer(files: [file])
    for start in stride(from: 0, through: file.bytes.count, by: 3) {
      for length in [0, 1, 40, 1000] {
        let end = min(start + length, file.bytes.count)
        let text = renderer.render(
          Diagnostic(.unknownName, "m", at: range(0, Int32(start), Int32(end))))
        #expect(text.contains("^"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count < 130 })
      }
    }
  }

  @Test func everyCodeExplainsItself() {
    for code in CompileError.allCases {
      #expect(code.meaning.hasSuffix("."), "\(code)")
      #expect(code.meaning.count > 40, "\(code)")
      #expect(code.rawValue.allSatisfy { $0.isLowercase || $0 == "-" || $0.isNumber }, "\(code)")
    }
  }

  @Test(arguments: [
    ("amuont", "amount"), ("Allow", "allow"), ("startswith", "starts_with"), ("wen", "when"),
  ])
  func spellingIsSuggested(_ text: String, _ meant: String) {
    let words = ["amount", "allow", "starts_with", "when", "unless", "id"]
    #expect(Spelling.closest(to: text, among: words) == meant)
    #expect(Spelling.closest(to: text, among: words.reversed()) == meant)
  }

  @Test(arguments: ["x", "completely", "ab", ""])
  func nothingIsSuggestedForNothingLike(_ text: String) {
    #expect(Spelling.closest(to: text, among: ["amount", "allow", "when", "id"]) == nil)
  }
}
