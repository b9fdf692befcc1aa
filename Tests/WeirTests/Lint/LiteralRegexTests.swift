// Patterns that are none, and the comparisons that say the same of every value.

import Testing
import Weir
import WeirAnalysis
import WeirTesting

@Suite struct LiteralRegexTests {
  private static let values = [
    "null", "7", "true", "[]", "{}", #"["abc"]"#, #""""#, #""abc""#, #""ABC""#, #""abcabc""#,
    #""xabc""#, #""abcx""#, #""xabcx""#, #""abc\n""#, #""\nabc""#, #""a\nbc""#, #""a.c""#,
    #""a*c""#,
    #""x a.c y""#, #""ab""#, #""äbc""#, #""a\u0308bc""#, #""äb\n""#, #""\u0000äb""#, #""it's""#,
    #""a\"c""#, #""a\\c""#, #""\\""#,
  ]

  /// What a pattern is rewritten to has the verdicts that the pattern had.
  @Test(arguments: [
    (#"n matches 'abc'"#, #"n == "abc""#),
    (#"n matches 'abc.*'"#, #"n starts_with "abc""#),
    (#"n matches '.*abc'"#, #"n ends_with "abc""#),
    (#"n matches ".*abc.*""#, #"n includes "abc""#),
    (#"n matches 'a\.c'"#, #"n == "a.c""#),
    (#"n matches '.*a\.c.*'"#, #"n includes "a.c""#),
    (#"n matches 'a\*c'"#, #"n == "a*c""#),
    (#"n matches 'äb.*'"#, #"n starts_with "äb""#),
    (#"n matches '.*äb'"#, #"n ends_with "äb""#),
    (#"n matches "it's""#, #"n == "it's""#),
    (#"n matches 'a"c'"#, #"n == "a\"c""#),
    (#"n matches 'a\\c'"#, #"n == "a\\c""#),
    (#"n matches '\\'"#, #"n == "\\""#),
    (#"n matches '^abc$'"#, #"n == "abc""#),
    (#"n matches '^abc.*'"#, #"n starts_with "abc""#),
    (#"n matches '.*abc$'"#, #"n ends_with "abc""#),
    (#"n like "abc""#, #"n == "abc""#),
    (#"n like 'a"c'"#, #"n == "a\"c""#),
    (#"n ?? "abc" matches 'abc'"#, #"n ?? "abc" == "abc""#),
    (#"(n) matches 'abc'"#, #"(n) == "abc""#),
    (#"n.m matches 'abc'"#, #"n.m == "abc""#),
    (#"n  matches  'abc'"#, #"n == "abc""#),
  ])
  func verdictsStay(_ pattern: String, _ written: String) throws {
    let text = "deny a when \(pattern)\nallow b unless \(pattern)\nallow c when x == 1\n"
    let policy = CompiledPolicy([SourceFile(path: "p.weir", text: text)])
    let run = try LintFixRun(policy, LintLevels())
    let fixed = String(decoding: run.policy.files[0].bytes, as: UTF8.self)
    #expect(fixed.contains("deny a when \(written)\nallow b unless \(written)\n"), "\(fixed)")
    var mistakes: [String] = []
    let before = try #require(Subject(policy.files, environment: .empty, mistakes: &mistakes))
    let after = try #require(Subject(run.policy.files, environment: .empty, mistakes: &mistakes))
    let now = try #require(Timestamp("2026-01-01T00:00:00Z"))
    let requests =
      Self.values.map { #"{"x":1,"n":\#($0)}"# } + Self.values.map { #"{"n":{"m":\#($0)}}"# }
      + [#"{"x":1}"#, "{}"]
    for request in requests {
      let (first, second) = (
        before.verdict(on: Array(request.utf8), now: now),
        after.verdict(on: Array(request.utf8), now: now)
      )
      #expect(first.effect == second.effect, "\(pattern) \(request)")
      #expect(first.rules.map(\.name) == second.rules.map(\.name), "\(pattern) \(request)")
      #expect(
        first.uncertain.map(\.rule) == second.uncertain.map(\.rule), "\(pattern) \(request)")
    }
  }

  /// What says more than one text, or less than all that begin so, stays a pattern.
  @Test(arguments: [
    #"n matches '(?i)abc'"#, #"n matches 'a.c'"#, #"n matches 'a|b'"#, #"n matches '[abc]'"#,
    #"n matches 'abc+'"#, #"n matches 'abc?'"#, #"n matches '\Aabc'"#, #"n matches 'a\nb'"#,
    #"n matches '\Qabc\E'"#, #"n matches 'abc.+'"#, #"n matches 'abc\.*'"#, #"n matches '.*'"#,
    #"n matches '.*.*'"#, #"n matches ''"#, #"n like "abc*""#, #"n like "a?c""#,
    #"n like 'a\*c'"#, #"n like "**abc""#, #"n matches '\pN'"#, #"n matches 'a{2}'"#,
    #"n matches '\x41'"#, #"n matches '^abc'"#,
    #"n matches 'abc$'"#, #"n matches '^ab\$'"#, #"n matches '^^abc$'"#, #"n matches '^$'"#,
  ])
  func patternsStay(_ pattern: String) throws {
    let policy = CompiledPolicy([SourceFile(path: "p.weir", text: "deny a when \(pattern)\n")])
    #expect(policy.errors.isEmpty)
    let run = try LintFixRun(policy, LintLevels())
    #expect(run.count == 0)
  }

  /// A fix takes no more away than the operator and the pattern.
  @Test(arguments: [
    "deny a when n // why\n  matches 'abc'\n",
    "deny a when n matches ('abc')\n",
    "define f(p: string) = n matches p\ndeny b when n == 1\ndeny a when f('abc')\n",
    "request { n: string, k: \"x\" | \"y\" }\ndeny a when f(n)\ndeny b when f(k)\n"
      + "define f(x: string) = x matches 'abc'\n",
    "requester n\ndefine f(x: any) = x matches 'abc'\ndeny b when f(n)\nhold a when f(m)\n"
      + "  needs 1 of group \"g\"\n  within 1h\n",
    "define p = 'abc'\ndeny a when n matches p\n",
    "request { n: \"x\" | \"abcd\" }\ndeny a when n matches 'abc'\n",
    "requester n\nhold a when n matches 'abc'\n  needs 1 of group \"g\"\n  within 1h\n",
    "requester n\ndefine f = n matches 'abc'\ndeny b when f\nhold a when f\n"
      + "  needs 1 of group \"g\"\n  within 1h\n",
  ])
  func othersStay(_ text: String) throws {
    let policy = CompiledPolicy([SourceFile(path: "p.weir", text: text)])
    #expect(policy.errors.isEmpty)
    let findings = LintRules.findings(in: policy, LintLevels()).map(\.diagnostic)
    let found = findings.filter { $0.code == .rule("literal-regex") }
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { $0.fix == nil })
  }
}
