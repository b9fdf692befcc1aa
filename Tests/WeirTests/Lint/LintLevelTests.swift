// Levels of rules and categories, and the baseline of what is known.

import Foundation
import Testing
import Weir
import WeirAnalysis

@Suite struct LintLevelTests {
  private static let text = """
    default allow
    define unused = 1
    deny a when (amount ?? 0) > 1
    """

  private func policy(_ text: String = text) -> CompiledPolicy {
    CompiledPolicy([SourceFile(path: "policy.weir", text: text)])
  }

  private func levels(_ statements: [(LintLevels.Target, LintLevel)]) -> LintLevels {
    var levels = LintLevels.few
    levels.apply(statements.map { (target: $0.0, level: $0.1) })
    return levels
  }

  private func told(_ levels: LintLevels) -> [String] {
    LintRules.findings(in: policy(), levels).map {
      "\($0.diagnostic.severity.rawValue) \($0.rule)"
    }
  }

  @Test func rulesHaveTheirOwnLevel() {
    #expect(
      told(LintLevels.few)
        == ["warning default-allow", "warning unused-define", "warning presence-bypass"])
  }

  /// A rule wins over its category, wherever either stands.
  @Test func aRuleWinsOverItsCategory() {
    let first = levels([(.category(.security), .off), (.rule("default-allow"), .error)])
    let second = levels([(.rule("default-allow"), .error), (.category(.security), .off)])
    #expect(told(first) == ["error default-allow", "warning unused-define"])
    #expect(told(second) == told(first))
    #expect(
      told(levels([(.category(.correctness), .note), (.category(.correctness), .off)]))
        == ["warning default-allow", "warning presence-bypass"])
  }

  @Test func levelsAreOrdered() {
    #expect(LintLevel.allCases.sorted() == [.off, .note, .warning, .error])
  }

  @Test func namesAreTold() {
    let names = LintLevels.targets.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func styleIsOff() {
    for entry in LintRules.all where entry.rule.category == .style {
      #expect(entry.rule.level == .off, "\(entry.rule.name)")
    }
  }

  // MARK: Baseline

  private func baseline(_ text: String) throws -> LintBaseline {
    let policy = policy(text)
    let written = LintBaseline(
      of: LintRules.findings(in: policy, LintLevels.few), in: policy.files)
    let read = try LintBaseline(parsing: JSONDocument(parsing: Array(written.text.utf8)))
    #expect(read.entries == written.entries)
    #expect(read.text == written.text)
    return read
  }

  private func left(_ baseline: LintBaseline, of text: String) -> (
    told: [String], stale: [LintBaseline.Entry]
  ) {
    let policy = policy(text)
    var findings = LintRules.findings(in: policy, LintLevels.few)
    let stale = baseline.accept(&findings, in: policy.files)
    return (findings.filter { $0.acceptance == nil }.map(\.rule.description), stale)
  }

  /// Lines move, blanks and comments change, files are another.
  @Test func aBaselineKnowsWhatHasMoved() throws {
    let baseline = try baseline(Self.text)
    let moved = """
      // a file of rules
      define  unused = 1

      deny b when (  amount // how much
        ?? 0) > 1

      default   allow
      """
    #expect(left(baseline, of: moved).told == [])
    #expect(left(baseline, of: moved).stale == [])
  }

  @Test func newFindingsAreTold() throws {
    let baseline = try baseline(Self.text)
    #expect(left(baseline, of: Self.text + "\ndefine other = 1").told == ["unused-define"])
    // As many equal ones as were known, and no more.
    let twice = Self.text + "\ndeny c when (amount ?? 0) < 0"
    #expect(left(baseline, of: twice).told == ["presence-bypass"])
  }

  @Test func whatIsGoneIsTold() throws {
    let stale = left(try baseline(Self.text), of: "deny a when x == 1").stale
    #expect(stale.map(\.rule) == ["default-allow", "presence-bypass", "unused-define"])
    #expect(stale.map(\.text) == ["default allow", "( amount ?? 0 )", "unused"])
    #expect(stale.allSatisfy { $0.count == 1 })
  }

  @Test func whatIsSuppressedIsNotKnown() throws {
    let text = "// weir: ignore default-allow: x\ndefault allow\ndeny a when x == 1"
    #expect(try baseline(text).entries.isEmpty)
  }

  @Test(arguments: [
    "{}", "[]", #"{"weir-lint-baseline":2,"findings":[]}"#, #"{"weir-lint-baseline":1}"#,
    #"{"weir-lint-baseline":1,"findings":[{}]}"#,
    #"{"weir-lint-baseline":1,"findings":[{"rule":"a","text":"b","count":0}]}"#,
    #"{"weir-lint-baseline":1,"findings":[{"rule":"a","text":"b","count":1,"more":1}]}"#,
    #"{"weir-lint-baseline":1,"findings":[{"rule":1,"text":"b","count":1}]}"#,
  ])
  func whatIsNoBaselineIsRefused(_ text: String) throws {
    let document = try JSONDocument(parsing: Array(text.utf8))
    #expect(throws: LintBaseline.Mistake.self) { try LintBaseline(parsing: document) }
  }
}
