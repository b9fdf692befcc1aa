// What holds for every rule of the linter: it is listed, documented as its file says, and its
// examples show what it finds. (What each rule finds and what it does not:
// Tests/Cases/diagnostics.)

import Foundation
import Testing
import Weir
import WeirAnalysis
import WeirReaders
import WeirTesting

@Suite struct LintRuleTests {
  static let names = LintRules.all.map(\.rule.name)

  private func entry(_ name: ExactString) throws -> LintRules.Entry {
    try #require(LintRules.all.first { $0.rule.name == name })
  }

  @Test func everyFileIsARuleOfTheList() throws {
    let expected = try LintRulesSource().text
    let actual = try String(contentsOf: LintRulesSource.list, encoding: .utf8)
    if ProcessInfo.processInfo.environment["WEIR_BLESS"] == "1", actual != expected {
      try expected.write(to: LintRulesSource.list, atomically: true, encoding: .utf8)
    } else {
      #expect(actual == expected, "run `make bless`")
    }
  }

  /// Names are what people search for: one a rule, after its type, and none of the compiler's.
  @Test func namesAreUnique() throws {
    #expect(Set(Self.names).count == Self.names.count)
    for entry in LintRules.all {
      #expect(CompileError(rawValue: entry.rule.name.description) == nil, "\(entry.rule.name)")
      let words = entry.rule.name.description.split(separator: "-").map(\.capitalized)
      #expect("\(type(of: entry.rule))" == words.joined())
    }
  }

  @Test(arguments: names) func documentationIsWhole(_ name: ExactString) throws {
    let entry = try entry(name)
    #expect(entry.documentation.hasSuffix("."))
    #expect(entry.documentation.count > 40)
    #expect(entry.documentation.hasPrefix(entry.summary))
    #expect(entry.summary.hasSuffix("."))
  }

  @Test(arguments: names) func theBadExampleIsFound(_ name: ExactString) throws {
    let rule = try entry(name).rule
    let policy = Self.compiled(rule.bad)
    #expect(policy.errors == [])
    let findings = findings(of: rule, in: policy)
    #expect(!rule.bad.marks.isEmpty)
    #expect(findings.map(\.range) == rule.bad.marks, "\(findings.map(\.message))")
    #expect(findings.allSatisfy { $0.code == .rule(name) })
    #expect(findings.allSatisfy { $0.severity == rule.level.severity ?? .warning })
  }

  @Test(arguments: names) func theGoodExampleIsNot(_ name: ExactString) throws {
    let rule = try entry(name).rule
    let policy = Self.compiled(rule.good)
    #expect(policy.errors == [])
    #expect(rule.good.marks == [])
    #expect(findings(of: rule, in: policy).map(\.message) == [])
  }

  /// What counts in an example: warnings of every rule, and all that its own one says, which may be
  /// off unless somebody asks. Notes of others, as of a denial without a reason, would only
  /// lengthen it.
  private func findings(of rule: any LintRule, in policy: CompiledPolicy) -> [Diagnostic] {
    var levels = LintLevels()
    levels.apply([(.rule(rule.name), rule.level == .off ? .warning : rule.level)])
    return LintRules.findings(in: policy, levels, surroundings: .tests(of: rule.name))
      .filter { $0.acceptance == nil && ($0.diagnostic.severity != .note || $0.rule == rule.name) }
      .map(\.diagnostic)
  }

  /// Golden cases show each rule in more than its examples.
  @Test func everyRuleHasACase() throws {
    let folder = GoldenSuite.root.appending(path: "Tests/Cases/diagnostics")
    var missing = Set(Self.names)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasSuffix(".txt") {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      missing = missing.filter { !text.contains("[\($0)]") }
    }
    #expect(missing == [])
  }

  private static func compiled(_ example: LintExample) -> CompiledPolicy {
    var environment = CompilerEnvironment.documentation(["people.yaml": #"["ann", "bob"]"#])
    environment.readers = QueryReader.all
    return CompiledPolicy(
      [SourceFile(path: "policy.weir", text: example.text)], environment: environment)
  }
}
