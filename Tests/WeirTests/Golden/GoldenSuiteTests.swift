// The golden cases as files: every folder has its suite, every suite its cases, and no file is left
// that no case reads. And the form of the cases that are one file.

import Foundation
import Testing
import WeirTesting

@Suite struct GoldenSuiteTests {
  @Test func everyFolderHasASuite() throws {
    let cases = GoldenSuite.root.appending(path: "Tests/Cases")
    // Sessions of the command are no golden outputs (`TranscriptTests` runs them), nor are the
    // tables of readers (`CaseTable`).
    let folders = try FileManager.default.contentsOfDirectory(atPath: cases.path)
      .filter { !$0.hasPrefix(".") && $0 != "command" && $0 != "readers" }
    #expect(Set(folders) == Set(GoldenSuite.all.map(\.name)))
    for suite in GoldenSuite.all { #expect(try !suite.allCases.isEmpty, "\(suite.name)") }
  }

  @Test func noFileIsAStray() throws {
    #expect(try GoldenSuite.strayFiles() == [])
  }

  @Test func sections() throws {
    let text = "== a.weir\ndeny x\n\n== requests\n== verdicts\n{}\n"
    var file = try SectionedFile(Array(text.utf8))
    #expect(file.sections.map(\.name) == ["a.weir", "requests", "verdicts"])
    #expect(file.sections.map(\.text) == ["deny x\n\n", "", "{}\n"])
    #expect(file.bytes == Array(text.utf8))
    file["verdicts"] = []
    file["more"] = Array("1\n".utf8)
    #expect(
      String(decoding: file.bytes, as: UTF8.self)
        == "== a.weir\ndeny x\n\n== requests\n== verdicts\n== more\n1\n")
  }

  @Test(arguments: ["deny x\n", "== a\n== a\n"]) func brokenSections(text: String) {
    #expect(throws: SectionedFile.Mistake.self) { try SectionedFile(Array(text.utf8)) }
  }
}
