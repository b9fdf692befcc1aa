// Fixes: made in the text, once, without changing a verdict.

import Testing
import Weir
import WeirAnalysis
import WeirTesting

@Suite struct LintFixTests {
  private func fixed(_ text: String) throws -> String {
    let policy = CompiledPolicy([SourceFile(path: "policy.weir", text: text)])
    let run = try LintFixRun(policy, LintLevels.few)
    return String(decoding: run.policy.files[0].bytes, as: UTF8.self)
  }

  /// What a person would take away with a definition, and what they would leave.
  @Test(arguments: [
    ("define a = 1\nallow b when x == 1\n", "allow b when x == 1\n"),
    ("allow b when x == 1\n\ndefine a = 1\n", "allow b when x == 1\n"),
    ("allow b when x == 1\n\ndefine a = 1", "allow b when x == 1\n"),
    (
      "allow b when x == 1\ndefine a = 1 // old\nallow c when x == 2\n",
      "allow b when x == 1\nallow c when x == 2\n"
    ),
    ("/// Says.\n/// More.\ndefine a =\n  1\n\nallow b when x == 1\n", "allow b when x == 1\n"),
    ("// Limits.\n\ndefine a = 1\n\nallow b when x == 1\n", "// Limits.\n\nallow b when x == 1\n"),
    (
      "define a = b\ndefine b = 1\ntype T = { c: string }\nallow b2 when x == 1\n",
      "allow b2 when x == 1\n"
    ),
    ("define a = 1 define c = 2 allow b when x == c\n", "define c = 2 allow b when x == c\n"),
    ("define a = 1\r\n\r\nallow b when x == 1\r\n", "allow b when x == 1\r\n"),
    (
      "define a = 1 // weir: ignore unused-define: soon\nallow b when x == 1\n",
      "define a = 1 // weir: ignore unused-define: soon\nallow b when x == 1\n"
    ),
    (
      "@expect(\"default-hold\", \"x\")\ndefine a = 1\nallow b when x == 1\n",
      "allow b when x == 1\n"
    ),
  ])
  func definitionsGo(_ text: String, _ expected: String) throws {
    #expect(try fixed(text) == expected)
    #expect(try fixed(expected) == expected)
  }

  @Test func aPolicyWithErrorsStays() throws {
    let text = "define a = 1\nallow b when\n"
    #expect(try fixed(text) == text)
  }

  @Test func whatIsKnownStays() throws {
    let policy = CompiledPolicy([
      SourceFile(path: "p.weir", text: "define a = 1\nallow b when x == 1\n")
    ])
    let known = LintBaseline(of: LintRules.findings(in: policy, LintLevels.few), in: policy.files)
    #expect(try LintFixRun(policy, LintLevels.few, baseline: known).count == 0)
  }

  // MARK: Edits

  private func edit(_ start: Int32, _ end: Int32, _ text: String) -> Diagnostic.Fix.Edit {
    Diagnostic.Fix.Edit(SourceRange(file: 0, start: start, end: end), text)
  }

  private func apply(_ fixes: [[Diagnostic.Fix.Edit]]) -> (text: String?, count: Int) {
    let result = LintFixes(
      fixes.map { Diagnostic.Fix("fix", $0) }, in: [SourceFile(path: "a", text: "0123456789")])
    return (result.files[0].map { String(decoding: $0.bytes, as: UTF8.self) }, result.count)
  }

  /// The first of two that overlap wins, and a fix is made whole or not at all.
  @Test func theFirstWins() {
    #expect(apply([[edit(2, 4, "a")], [edit(3, 5, "b")], [edit(4, 6, "c")]]) == ("01ac6789", 2))
    #expect(apply([[edit(4, 6, "c")], [edit(3, 5, "b"), edit(0, 1, "")]]) == ("0123c6789", 1))
    #expect(apply([[edit(8, 9, ""), edit(0, 1, "")], [edit(1, 2, "x")]]) == ("x2345679", 2))
    #expect(apply([[edit(2, 2, "a")], [edit(2, 2, "b")]]) == ("01a23456789", 1))
    #expect(apply([[edit(2, 5, "a")], [edit(3, 3, "b")]]) == ("01a56789", 1))
    #expect(apply([[edit(8, 20, "a")], [edit(-1, 2, "a")], [edit(5, 4, "a")], []]) == (nil, 0))
  }

  // MARK: Properties

  /// Whatever is fixed compiles, is not fixed a second time, and decides every request as before.
  @Test func verdictsStay() throws {
    var fixes = 0
    for number in 0..<60 {
      let seed = baseSeed &+ 70_000 &+ UInt64(number)
      let policy = GeneratedPolicy(seed: seed)
      var random = SplitMix64(seed: seed)
      let files = policy.files().enumerated().map { index, file in
        index == 0
          ? SourceFile(path: file.path, bytes: Self.withUnused(file.bytes, &random)) : file
      }
      let compiled = CompiledPolicy(files)
      guard compiled.program != nil else {
        Issue.record("WEIR_SEED=\(seed) \(compiled.errors.map(\.message))\n\(policy.text)")
        continue
      }
      let run = try LintFixRun(compiled, LintLevels.few)
      fixes += run.count
      #expect(try LintFixRun(run.policy, LintLevels.few).count == 0, "WEIR_SEED=\(seed)")
      var mistakes: [String] = []
      guard let before = Subject(files, environment: .empty, mistakes: &mistakes),
        let after = Subject(run.policy.files, environment: .empty, mistakes: &mistakes)
      else {
        Issue.record("WEIR_SEED=\(seed) \(mistakes)")
        continue
      }
      var requests = RequestGenerator(seed: seed)
      for _ in 0..<20 {
        let request = requests.bytes(policy.shape)
        let now = requests.timestamp()
        let (first, second) = (
          before.verdict(on: request, now: now), after.verdict(on: request, now: now)
        )
        #expect(
          Self.decision(first) == Self.decision(second),
          "WEIR_SEED=\(seed) \(String(decoding: request, as: UTF8.self))")
      }
    }
    #expect(fixes > 60)
  }

  /// Definitions and types that nothing uses, before and after the declarations.
  private static func withUnused(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var text = String(decoding: bytes, as: UTF8.self)
    for index in 0..<(1 + random.below(3)) {
      let texts = [
        "define unused\(index) = \(index)", "/// Doc.\ntype Unused\(index) = { a: string }",
        "define unused\(index)(p: number) = p + 1 // why", "  define unused\(index) =\n\n    2",
      ]
      let added = texts[random.below(texts.count)]
      text = random.once(in: 2) ? "\(added)\n\n\(text)" : "\(text)\n\(added)\n"
    }
    return Array(text.utf8)
  }

  private static func decision(_ verdict: Verdict) -> String {
    var rules = verdict.rules.map(\.name) + verdict.uncertain.map(\.rule)
    rules.sort()
    return "\(verdict.effect) \(rules) \(verdict.holds.map { "\($0.key)" })"
  }
}
