// Foreign texts in every format of reports: whatever a case, a file or a reason is called, it makes
// no line, no element and no directive of its own, and nothing that a terminal acts on comes
// through.

import Foundation
import Testing
import Weir
import WeirHost
import WeirTest
import WeirTesting

@Suite struct ReportTextsTests {
  /// Every scalar that is unseen, by Unicode's properties: no list of ours.
  static let unseen: [Unicode.Scalar] = (0...0x10FFFF).compactMap(Unicode.Scalar.init).filter {
    switch $0.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: $0.properties.isDefaultIgnorableCodePoint
    }
  }

  /// Texts that mean something to some format, each with something unseen or combining at its
  /// seams.
  static let hostile: [String] =
    unseen.map { "a\($0)# TODO\($0)<b\($0)\"\($0)" } + [
      "\u{0600}# TODO", "#\u{301} SKIP", "\\\u{301}# TODO", "x\r\nok 99 - y", "x\nnot ok 99",
      "::error::\u{301}x", "x\n::error file=a::b", "x%0A::stop-commands::t", "a]]>\u{301}<c/>",
      "<\u{338}b>", "&\u{338}amp;", "\"\u{338} onload=\"x", "' onload='x", "end_of_record\nSF:x",
      "\u{FFFE}\u{FFFF}\u{1FFFE}", "\u{202E}gpj.exe", "\u{0}", "e\u{301}\u{323}", "...", "---",
      "\u{FEFF}\u{85}\u{2028}", "\u{E0041}\u{E007F}",
    ]

  static let result: RunResult = {
    let place = FixturePlace(path: hostile[0], line: 1, column: 1)
    let cases = hostile.flatMap { text in
      [
        CaseResult(name: text, place: FixturePlace(path: text, line: 1, column: 1)),
        CaseResult(
          name: text, place: place,
          mismatches: [
            Mismatch(
              what: .because, expected: [text], actual: [text],
              place: FixturePlace(path: text, line: 1, column: 1), hint: text)
          ]),
      ]
    }
    let problems = hostile.map {
      SuiteProblem(
        place: place, code: "unreadable", message: $0, hint: $0, text: VisibleText.escaped($0))
    }
    return RunResult(suites: [
      SuiteResult(path: hostile[1], cases: cases, problems: problems)
    ])
  }()

  private func render(_ format: ResultFormat) -> String {
    format.render(Self.result, ReportContext(version: "1", isVerbose: true))
  }

  @Test(arguments: ResultFormat.allCases) func nothingUnseenComesThrough(format: ResultFormat) {
    let found = Set(render(format).unicodeScalars).intersection(Self.unseen)
    #expect(found.subtracting(["\n"]).isEmpty, "\(format)")
  }

  @Test func aCaseIsOneLineOfTAP() {
    let lines = render(.tap).unicodeScalars.split(separator: "\n").map { String($0) }
    let points = lines.filter { $0.utf8.starts(with: "ok ".utf8) }
    let failures = lines.filter { $0.utf8.starts(with: "not ok ".utf8) }
    #expect(points.count == Self.hostile.count)
    #expect(failures.count == 2 * Self.hostile.count)
    for line in points + failures {
      let scalars = Array(line.unicodeScalars)
      for (index, scalar) in scalars.enumerated() where scalar == "#" {
        // Escaped, by an odd number of backslashes.
        let before = scalars[..<index].reversed().prefix { $0 == "\\" }.count
        #expect(before % 2 == 1, "\(line)")
      }
    }
  }

  @Test func aFailureIsOneCommandOfGitHub() {
    let lines = render(.github).unicodeScalars.split(separator: "\n").map { String($0) }
    #expect(lines.count == 2 * Self.hostile.count + 1)
    for line in lines { #expect(line.utf8.starts(with: "::".utf8)) }
  }

  @Test func junitIsXML() throws {
    let text = render(.junit)
    #expect(XMLCharacters.areSound(in: text))
    let known = [
      "?xml", "testsuites", "/testsuites>", "testsuite", "/testsuite>", "testcase", "/testcase>",
      "failure", "/failure>", "error", "/error>",
    ]
    #expect(XMLCharacters.strangers(in: text, besides: known) == [])
  }

  @Test func jsonIsJSON() throws {
    let object = try JSONSerialization.jsonObject(with: Data(render(.json).utf8))
    let suites = try #require((object as? [String: Any])?["suites"] as? [[String: Any]])
    let cases = try #require(suites[0]["cases"] as? [[String: Any]])
    let names = cases.compactMap { $0["name"] as? String }
    for (index, text) in Self.hostile.enumerated() {
      #expect(names[2 * index].utf8.elementsEqual(text.utf8))
    }
  }

  @Test func tapBlocksAreYAML() throws {
    let text = render(.tap)
    let blocks = text.components(separatedBy: "\n  ---\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n  ...\n").first
    }
    #expect(blocks.count == 2 * Self.hostile.count)
    // A sample: the reader is tested elsewhere.
    for block in blocks.suffix(200) {
      #expect(throws: Never.self) { try JSONDocument(parsingYAML: Array(block.utf8)) }
    }
  }

  @Test func lcovHasOneFileOfAName() throws {
    for text in ["a\nend_of_record\nSF:b.weir", "a\r\u{301}b", "\u{2028}x.weir"] {
      let file = SourceFile(path: text, text: "allow one when a == 1\n")
      let policy = try #require(GenerationTests.policy([file]))
      let report = try CoverageCollector(policy).report
      let lines = report.lcov().unicodeScalars.split(separator: "\n").map { String($0) }
      #expect(lines.count { $0.utf8.starts(with: "SF:".utf8) } == 1)
      #expect(lines.count { $0.utf8.elementsEqual("end_of_record".utf8) } == 1)
      for format in CoverageFormat.allCases {
        let found = Set(format.render(report).unicodeScalars).intersection(Self.unseen)
        #expect(found.subtracting(["\n"]).isEmpty, "\(format)")
      }
    }
  }
}
