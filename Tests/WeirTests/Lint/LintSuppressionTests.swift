// What suppresses a finding, and what is said of suppressions that are not needed, not explained or
// not understood.

import Testing
import Weir
import WeirAnalysis
import WeirTesting

@Suite struct LintSuppressionTests {
  private func findings(_ text: String, _ levels: LintLevels = LintLevels.few) -> [LintFinding] {
    let policy = CompiledPolicy([SourceFile(path: "policy.weir", text: text)])
    #expect(policy.errors == [])
    return LintRules.findings(in: policy, levels)
  }

  /// Codes of what is told.
  private func told(_ text: String) -> [String] {
    findings(text).filter { $0.acceptance == nil }.map(\.diagnostic.code.name)
  }

  @Test(arguments: [
    "// weir: ignore default-allow: new\ndefault allow",
    "default allow // weir: ignore default-allow: new",
    "//weir:ignore default-allow:new\ndefault allow",
    "// weir: ignore default-allow , default-hold: new\ndefault allow\n// x",
    "// weir: ignore default-allow: new\n\n// more\n/// doc\ndefault allow",
    "// weir: ignore default-allow: new\n@expect(\"x\")\n// x\n@expect\n\ndefault allow",
    "@expect(\"default-allow\", \"new\")\ndefault allow",
    "@expect('default-allow', 'new') default allow",
  ])
  func suppresses(_ text: String) throws {
    let found = findings(text + "\ndeny a when x == 1").filter { $0.rule == "default-allow" }
    #expect(found.map(\.acceptance) == [.inSource(reason: "new")])
  }

  @Test(arguments: [
    "/// weir: ignore default-allow: documentation is for people\ndefault allow",
    "// weir ignore default-allow: no colon\ndefault allow",
    "// weir: ignore default-allow: too far\ndeny a when x == 1\ndefault allow",
    "default allow\n// weir: ignore default-allow: below",
    "@expect(\"default-hold\", \"another\")\ndefault allow",
  ])
  func doesNotSuppress(_ text: String) {
    #expect(told(text + "\ndeny b when x == 1").contains("default-allow"))
  }

  /// An annotation reaches all of its declaration, and that of an `on` the rules inside.
  @Test func annotationsReachTheirDeclaration() {
    #expect(
      told(
        """
        allow z when y == 1
        @expect("presence-bypass", "both are optional")
        on kind == "x" {
          deny a when (amount ?? 0) > 1
          deny b when (other ?? 0) > 1
        }
        """) == [])
    #expect(
      told(
        """
        allow z when y == 1
        @expect("presence-bypass", "only a")
        deny a when (amount ?? 0) > 1
        deny b when (other ?? 0) > 1
        """) == ["presence-bypass"])
  }

  @Test(arguments: [
    ("// weir: ignore default-allow\ndefault allow", "suppression-without-reason"),
    ("// weir: ignore default-allow:  \ndefault allow", "suppression-without-reason"),
    ("@expect(\"default-allow\") default allow", "suppression-without-reason"),
    ("@expect(\"default-allow\", \" \") default allow", "suppression-without-reason"),
    ("// weir: ignore default-allow: gone", "unused-suppression"),
    ("@expect(\"default-allow\", \"gone\")", "unused-suppression"),
    ("// weir: ignore unknown-name: errors stay", "unused-suppression"),
    ("// weir: ignore", "unused-suppression"), ("// weir: ignore : why", "unused-suppression"),
    ("// weir: disable default-allow: no", "unused-suppression"),
    ("// weir: ignore default-allow,: no", "unused-suppression"),
    ("@expect", "unused-suppression"),
  ])
  func mistakes(_ text: String, _ code: String) {
    #expect(told(text + "\ndeny a when x == 1") == [code])
  }

  @Test func anUnknownRuleIsSpelt() throws {
    let found = findings("// weir: ignore default-alow: x\ndeny a when x == 1")
    #expect(found.map(\.diagnostic.hint) == ["did you mean `default-allow`?"])
  }

  /// A rule that is not asked cannot show that its suppression is needed.
  @Test func aRuleThatIsOffNeedsNoSuppression() {
    var levels = LintLevels.few
    levels.apply([(.rule("default-allow"), .off)])
    let text = "// weir: ignore default-allow: for others\ndefault allow\ndeny a when x == 1"
    #expect(findings(text, levels).isEmpty)
  }

  /// What rules find in part of a policy is not all that they find.
  @Test func errorsMakeNoSuppressionUnneeded() {
    let policy = CompiledPolicy([
      SourceFile(
        path: "policy.weir",
        text: "// weir: ignore unused-define: later\ndefine a = 1\nallow b when")
    ])
    #expect(LintRules.findings(in: policy, .few).isEmpty)
  }

  // MARK: What it must not change

  /// Annotations enter verdict lines; what is said to the linter does not, nor does it change the
  /// key of a hold.
  @Test func anExpectationIsNoPartOfAVerdict() throws {
    let hold = """
      requester who
      %hold a when x == 1
        needs 1 of group "g"
        within 1h
      """
    func lines(_ before: String) throws -> [String] {
      var mistakes: [String] = []
      let file = SourceFile(path: "p.weir", text: hold.replacing("%", with: before))
      let subject = try #require(
        Subject([file], environment: .empty, mistakes: &mistakes), "\(mistakes)")
      let verdict = subject.verdict(
        on: Array(#"{"who":"me","x":1}"#.utf8), now: Timestamp("2026-03-02T10:00:00Z")!)
      #expect(verdict.effect == .hold)
      // The policy's digest is that of its text.
      return VerdictLines.lines(verdict).filter { !$0.contains("policy") }
        + verdict.holds.map { "\($0.key)" }
    }
    let plain = try lines("@team(\"x\") ")
    #expect(try lines("@expect(\"default-hold\", \"y\") @team(\"x\") ") == plain)
    #expect(try lines("@expect(\"a\", \"y\") @team(\"x\") @expect(\"b\", \"y\") ") == plain)
  }

  @Test(arguments: [
    ("@team(\"x\") define a = 1\nallow b when x == a", "unknown-annotation"),
    ("@team(\"x\", \"y\") allow b when x == 1", "unknown-annotation"),
    ("@expect(\"x\",) allow b when x == 1", "expected-token"),
  ])
  func annotationsThatSayNothing(_ text: String, _ code: String) {
    let policy = CompiledPolicy([SourceFile(path: "policy.weir", text: text)])
    #expect(policy.errors.map(\.code.name) == [code])
  }
}
