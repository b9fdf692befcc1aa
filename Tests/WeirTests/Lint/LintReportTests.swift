// Findings in every format: foreign texts stay texts, and each format keeps what its readers ask.

import Foundation
import Testing
import Weir
import WeirTesting

@testable import WeirAnalysis

@Suite struct LintReportTests {
  /// Every scalar that is unseen, by Unicode's properties: no list of ours.
  private static let unseen: [Unicode.Scalar] =
    (0...0x10FFFF).compactMap(Unicode.Scalar.init).filter {
      switch $0.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: true
      default: $0.properties.isDefaultIgnorableCodePoint
      }
    }

  /// Texts that mean something to some format, each with something unseen or combining at its
  /// seams.
  private static let hostile: [String] =
    unseen.filter { $0.value < 0x1_0000 || $0.value % 64 == 1 }
    .map { "a\($0)<b\($0)\"\($0)" } + [
      "::error::\u{301}x", "x\n::error file=a::b", "x%0A::stop-commands::t", "a]]>\u{301}<c/>",
      "<\u{338}b>", "&\u{338}amp;", "\"\u{338} onload=\"x", "' onload='x", "\u{FFFE}\u{FFFF}",
      "\u{202E}gpj.exe", "\u{0}", "| a | b |", "[x](http://y)", "{0} {1}", "@everyone #1",
      "</script>", "`code`", "https://x.example", "\\", "../../etc", "a:b,c=d",
    ]

  private static let report: LintReport = {
    let files = hostile.enumerated().map { index, text in
      SourceFile(path: text, text: "allow r\(index) // \(text)\n")
    }
    let findings = hostile.indices.map { index in
      let range = SourceRange(file: Int32(index), start: 6, end: 8)
      let diagnostic = Diagnostic(
        code: .rule("default-allow"), severity: [.error, .warning, .note][index % 3],
        message: hostile[index], range: range, labels: [.init(range, hostile[index])],
        hint: hostile[index],
        fix: Diagnostic.Fix(hostile[index], [Diagnostic.Fix.Edit(range, hostile[index])]))
      return LintFinding(
        diagnostic, rule: "default-allow", category: .security,
        acceptance: index % 5 == 0 ? .inSource(reason: hostile[index]) : nil)
    }
    let error = Diagnostic(
      .unknownName, hostile[0], at: SourceRange(file: -1, start: 0, end: 0), hint: hostile[1])
    var report = LintReport(files: files, errors: [error], findings: findings, version: "1")
    report.stale = hostile.map { LintBaseline.Entry(rule: "default-hold", text: $0, count: 1) }
    return report
  }()

  private static var told: Int { report.told.count }

  @Test(arguments: LintFormat.allCases) func nothingUnseenComesThrough(format: LintFormat) {
    let found = Set(format.render(Self.report).unicodeScalars).intersection(Self.unseen)
    #expect(found.subtracting(["\n"]).isEmpty, "\(format)")
  }

  @Test(arguments: LintFormat.allCases) func nothingIsFound(format: LintFormat) {
    let file = SourceFile(path: "a.weir", text: "")
    let text = format.render(LintReport(files: [file], errors: [], findings: [], version: "1"))
    switch format {
    case .text, .json, .github: #expect(text.isEmpty)
    case .sarif, .junit, .checkstyle, .gitlab: #expect(text.hasSuffix("\n"))
    }
  }

  @Test func aFindingIsOneCommandOfGitHub() {
    let lines = LintFormat.github.render(Self.report).unicodeScalars.split(separator: "\n")
    #expect(lines.count == Self.told)
    for line in lines { #expect(String(line).utf8.starts(with: "::".utf8)) }
  }

  /// A row for each finding that GitHub does not show, of three cells, with nothing in it that
  /// Markdown would act on.
  @Test func theSummaryIsATable() throws {
    let text = try #require(Self.report.stepSummary())
    let found = Set(text.unicodeScalars).intersection(Self.unseen)
    #expect(found.subtracting(["\n"]).isEmpty)
    let rows = text.unicodeScalars.split(separator: "\n").map { String($0) }
      .filter { $0.utf8.starts(with: "| ".utf8) }.dropFirst()
    #expect(rows.count == min(500, Self.told - 30))
    for row in rows {
      let scalars = Array(row.unicodeScalars)
      let bars = scalars.indices.filter { scalars[$0] == "|" && (scalars[max($0 - 1, 0)] != "\\") }
      #expect(bars.count == 4, "\(row)")
      #expect(!scalars.contains("<") && !scalars.contains("@"))
    }
    let few = LintReport(files: [], errors: Self.report.errors, findings: [], version: "1")
    #expect(few.stepSummary() == nil)
  }

  @Test(arguments: [LintFormat.junit, .checkstyle]) func xmlIsXML(format: LintFormat) {
    let text = format.render(Self.report)
    #expect(XMLCharacters.areSound(in: text))
    let known = [
      "?xml", "testsuites", "/testsuites>", "testsuite", "/testsuite>", "testcase", "/testcase>",
      "failure", "/failure>", "error", "/error>", "checkstyle", "/checkstyle>", "file", "/file>",
    ]
    #expect(XMLCharacters.strangers(in: text, besides: known) == [])
  }

  @Test func linesAreJSON() throws {
    let lines = LintFormat.json.render(Self.report).unicodeScalars.split(separator: "\n")
    #expect(lines.count == Self.told)
    for line in lines {
      #expect(try JSONSerialization.jsonObject(with: Data(String(line).utf8)) is [String: Any])
    }
  }

  /// GitLab drops the second of two findings with one fingerprint.
  @Test func gitlabTellsFindingsApart() throws {
    let object = try JSONSerialization.jsonObject(
      with: Data(LintFormat.gitlab.render(Self.report).utf8))
    let list = try #require(object as? [[String: Any]])
    #expect(list.count == Self.told)
    #expect(Set(list.compactMap { $0["fingerprint"] as? String }).count == list.count)
  }

  // MARK: SARIF

  private func run(_ report: LintReport) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(
      with: Data(LintFormat.sarif.render(report).utf8))
    let log = try #require(object as? [String: Any])
    #expect(log["version"] as? String == "2.1.0")
    let runs = try #require(log["runs"] as? [[String: Any]])
    return try #require(runs.first)
  }

  private func rules(_ run: [String: Any]) throws -> [[String: Any]] {
    let driver = (run["tool"] as? [String: Any])?["driver"] as? [String: Any]
    return try #require(driver?["rules"] as? [[String: Any]])
  }

  /// What GitHub needs of each rule and each result, and its limits.
  @Test func sarifHasWhatGitHubNeeds() throws {
    let run = try run(Self.report)
    #expect(run["columnKind"] as? String == "unicodeCodePoints")
    let rules = try rules(run)
    for rule in rules {
      let summary = (rule["shortDescription"] as? [String: Any])?["text"] as? String
      #expect((1...1024).contains(summary?.unicodeScalars.count ?? 0))
      let help = try #require(rule["help"] as? [String: Any])
      #expect(help["text"] is String && help["markdown"] is String)
      let properties = try #require(rule["properties"] as? [String: Any])
      let tags = try #require(properties["tags"] as? [String])
      #expect((1...20).contains(tags.count))
      #expect((properties["security-severity"] != nil) == (tags == ["security"]))
    }
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count == Self.hostile.count + 1)
    var seen: Set<String> = []
    for result in results {
      let id = try #require(result["ruleId"] as? String)
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index]["id"] as? String == id)
      let prints = try #require(result["partialFingerprints"] as? [String: String])
      #expect(seen.insert(prints["weirFinding/v1"] ?? "").inserted)
      guard id == "default-allow" else { continue }
      #expect(prints["primaryLocationLineHash"] != nil)
      let places = try #require(result["locations"] as? [[String: Any]])
      let place = try #require(places[0]["physicalLocation"] as? [String: Any])
      let artifact = try #require(place["artifactLocation"] as? [String: String])
      let uri = try #require(artifact["uri"])
      #expect(uri.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
      #expect(URL(string: uri)?.scheme == nil)
      #expect(artifact["uriBaseId"] == "%SRCROOT%")
      #expect((result["fixes"] as? [Any])?.count == 1)
      // No text is filled in, and none makes a link.
      let text = (result["message"] as? [String: String])?["text"] ?? ""
      #expect(!text.replacing("\\](", with: "").contains("](http"))
    }
    let suppressed = results.filter { $0["suppressions"] != nil }
    #expect(suppressed.count == (Self.hostile.count + 4) / 5)
  }

  @Test func sarifKeepsToTheLimitOfResults() throws {
    let file = SourceFile(path: "a.weir", text: "default allow")
    let finding = LintFinding(
      Diagnostic(
        code: .rule("default-allow"), severity: .warning, message: "m",
        range: SourceRange(file: 0, start: 0, end: 7)),
      rule: "default-allow", category: .security)
    let report = LintReport(
      files: [file], errors: [], findings: Array(repeating: finding, count: 25_002), version: "1")
    let run = try run(report)
    #expect((run["results"] as? [Any])?.count == 25_000)
    let invocations = try #require(run["invocations"] as? [[String: Any]])
    #expect("\(invocations)".contains("2 further results"))
  }

  /// Fingerprints stay when other lines come and go.
  @Test func fingerprintsSurviveAMove() throws {
    func prints(_ text: String) throws -> [String: String] {
      let policy = CompiledPolicy([SourceFile(path: "a.weir", text: text)])
      let report = LintReport(
        files: policy.files, errors: [],
        findings: LintRules.findings(in: policy, LintLevels.few), version: "1")
      let results = try #require(try run(report)["results"] as? [[String: Any]])
      return try #require(results[0]["partialFingerprints"] as? [String: String])
    }
    let tail = "\ndefault allow\n" + String(repeating: "// the same lines after it\n", count: 9)
    #expect(
      try prints("deny a when x == 1" + tail) == prints("// new\n\ndeny b when y == 2" + tail))
  }

  /// The values that GitHub's own upload computes for these texts.
  @Test func lineHashesAreGitHubs() {
    func hashes(_ text: String, _ count: Int) -> [String] {
      let hashes = LineHashes(Array(text.utf8))
      #expect(hashes[count + 1] == nil && hashes[0] == nil)
      return (1...count).compactMap { hashes[$0] }
    }
    #expect(hashes("", 1) == ["c129715d7a2bc9a3:1"])
    #expect(
      hashes(" a\nb\n  \t\tc\n d", 4) == [
        "271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1",
      ])
    let ends = [
      "e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1",
      "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1", "c129715d7a2bc9a3:1",
    ]
    #expect(hashes(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", 7) == ends)
    #expect(hashes(" hello; \t\r\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", 7) == ends)
    let lines = hashes(String(repeating: "Lorem ipsum dolor sit amet.\n", count: 10), 11)
    #expect(lines.prefix(3) == ["a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3"])
    #expect(lines.last == "c129715d7a2bc9a3:1")
  }

  // MARK: Paths

  @Test(arguments: [
    ("/work/p/a.weir", "p/a.weir"), ("./p/a.weir", "p/a.weir"), ("p/a.weir", "p/a.weir"),
    ("/other/a.weir", "/other/a.weir"), ("../a.weir", "../a.weir"), ("/workp/a", "/workp/a"),
  ])
  func pathsAreRelative(_ path: String, _ expected: String) {
    let report = LintReport(
      files: [SourceFile(path: path, text: "")], errors: [], findings: [], version: "1",
      root: "/work")
    #expect(report.files[0].path == expected)
  }
}
