// What the golden cases do not show: that order means nothing, what bounds hold, that every code of
// the table is produced by a case.

import Foundation
import Testing
import WeirTesting

@testable import Weir

@Suite struct CheckerTests {
  // MARK: Order

  static let files = [
    SourceFile(
      path: "a.weir",
      text: """
        request { id: string, principal: { id: string } }
        requester principal.id
        volatile id
        allow one when principal.id == "x" or principal.id == "y"
        """),
    SourceFile(
      path: "b/c.weir",
      text: """
        module b
        define limit = 3
        request { payload?: { amount: number } }
        hold two when payload.amount > limit
          needs 1 of group "g"
          within 5m
        """),
    SourceFile(
      path: "b/a.weir",
      text: """
        module b
        volatile payload.trace
        request { payload?: { trace: string } }
        deny three when unknown == limit
        """),
  ]

  @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]])
  func theOrderOfFilesMeansNothing(_ order: [Int]) {
    func outcome(_ files: [SourceFile]) -> (String, [UInt8], [String]) {
      let (policy, diagnostics) = CheckedCase.check(files, documents: [:])
      return (
        CanonicalForm.dump(policy), policy.digest,
        diagnostics.map { "\(files[Int($0.range.file)].path) \($0.range.start) \($0.message)" }
      )
    }
    let expected = outcome(CheckerTests.files)
    let actual = outcome(order.map { CheckerTests.files[$0] })
    #expect(actual == expected)
    // `unknown` is unknown, and `payload` may be absent.
    #expect(expected.2.count == 2)
  }

  @Test func theDigestIsOfPathsAndBytes() {
    func digest(_ path: String, _ text: String, _ document: String = "1") -> [UInt8] {
      PolicyDigest.digest(
        files: [SourceFile(path: path, text: text)], documents: [("d.json", Array(document.utf8))])
    }
    let digests: Set<[UInt8]> = [
      digest("a.weir", "allow a"), digest("b.weir", "allow a"), digest("a.weir", "allow b"),
      digest("a.weir", "allow a", "2"), digest("a.weirallow", " a"),
    ]
    #expect(digests.count == 5)
    #expect(digest("a.weir", "allow a").count == 32)
  }

  // MARK: Canonical form

  private func hold(_ conditions: String, _ clauses: String = "needs 1 of group \"g\" within 5m")
    -> String
  {
    let checked = CheckedCase(
      """
      request { a: number, b: string, c: bool, who: string }
      requester who
      define small = a < 5
      hold h \(conditions)
        \(clauses)
      """)
    #expect(checked.diagnostics.allSatisfy { $0.severity == .warning }, "\(checked.listing)")
    return checked.policy.rules.first.map { CanonicalForm.terms($0) } ?? ""
  }

  @Test(arguments: [
    ("when small and c", "when c when a < 5"),
    ("when (c and small) and b == \"x\"", "when b == \"x\" and (a < 5 and c)"),
    ("when not not c", "when c"),
    ("when c or small or b == \"x\"", "when b == \"x\" or (c or a < 5)"),
    ("unless c unless small", "unless small unless c"),
    ("when a < 2 + 3", "when small"),
    ("when any(x in [b]: x == \"q\")", "when any(y in [b]: y == \"q\")"),
    ("when c because \"this\"", "@x(\"y\") when c because \"that\""),
  ])
  func whatMeansTheSameReadsTheSame(_ left: String, _ right: String) {
    if right.hasPrefix("@") {
      // Annotations stand before the rule.
      let parts = right.split(separator: " ", maxSplits: 1)
      #expect(hold(left) == hold(String(parts[1])))
    } else {
      #expect(hold(left) == hold(right))
    }
  }

  @Test(arguments: [
    ("when c", "when not c"), ("when c", "unless c"), ("when a < 5", "when a <= 5"),
    ("when a < 5", "when a < 6"), ("when c and small", "when c or small"),
    ("when b == \"a\"", "when b == \"b\""),
    ("when c until \"2026-01-01T00:00:00Z\"", "when c"),
  ])
  func whatMeansAnotherThingReadsOtherwise(_ left: String, _ right: String) {
    #expect(hold(left) != hold(right))
  }

  @Test func theClausesOfAHoldAreItsTerms() {
    let base = "needs 1 of group \"g\" within 5m"
    let others = [
      "needs 2 of group \"g\" within 5m", "needs 1 of role \"g\" within 5m",
      "needs 1 of group \"g\" within 6m", base + " rejected by 2", base + " covers b for 5m",
      base + " covers once for 6m", base + " override by user \"u\"",
      base + " escalate to user \"u\" after 1m",
    ]
    #expect(Set(others.map { hold("when c", $0) } + [hold("when c", base)]).count == 9)
    #expect(hold("when c", base + " notify slack \"#x\"") == hold("when c", base))
    #expect(hold("when c", base + " covers once for 5m") == hold("when c", base))
  }

  // MARK: Clauses as texts

  @Test(arguments: [
    "2 of group \"treasury\" and 1 of (group \"risk\" or user \"cfo\")",
    "1 of user b", "(1 of group \"a\" or 2 of group \"b\") and 1 of role \"c\"",
    "1 of group \"a\" and 2 of group \"b\" or 1 of role \"c\"",
    "1 of group \"a \\\"quoted\\\" one\"",
  ])
  func needsReadAsAPolicySpellsThem(_ needs: String) throws {
    let checked = CheckedCase(
      "request { b: string, who: string }\nrequester who\nhold h needs \(needs) within 5m")
    #expect(checked.diagnostics == [], "\(checked.listing)")
    let hold = try #require(checked.policy.rules.first?.hold)
    #expect(HoldText.text(HoldText.parts(of: hold.needs)) == needs)
  }

  // MARK: Bounds

  @Test func longChainsOfDefinitionsAreRefusedAndNotFollowed() {
    var text = "request { n: number }\ndefine d0 = n == 0\n"
    for index in 1...20_000 { text += "define d\(index) = not d\(index - 1)\n" }
    let checked = CheckedCase(text + "allow a when d20000")
    #expect(Set(checked.diagnostics.map(\.code)) == [.expansionTooLarge])
    #expect(checked.diagnostics.count == 1)
  }

  @Test func longChainsOfCallsAreRefused() {
    var text = "request { n: number }\ndefine f0(x: number) = x == 0\n"
    for index in 1...1_000 { text += "define f\(index)(x: number) = f\(index - 1)(x + n)\n" }
    let checked = CheckedCase(text + "allow a when f1000(n)")
    #expect(Set(checked.diagnostics.map(\.code)) == [.expansionTooLarge])
  }

  @Test func callsThatDoubleAreRefusedBeforeTheyAreBuilt() {
    var text = "request { n: number }\ndefine f0(x: number) = x == n\n"
    for index in 1...60 {
      text += "define f\(index)(x: number) = f\(index - 1)(x + 1) and f\(index - 1)(x + 2)\n"
    }
    let clock = ContinuousClock()
    var checked: CheckedCase?
    let elapsed = clock.measure { checked = CheckedCase(text + "allow a when f60(n)") }
    #expect(Set(checked?.diagnostics.map(\.code) ?? []) == [.expansionTooLarge])
    #expect(elapsed < .seconds(20))
  }

  @Test func longAlternativesAreWalked() {
    let alternatives = (0..<20_000).map { "id == \"\($0)\"" }.joined(separator: " or ")
    let checked = CheckedCase("request { id: string }\nallow a when \(alternatives)")
    #expect(checked.diagnostics == [])
    guard case .or(let operands)? = checked.policy.rules.first?.conditions.first?.kind else {
      Issue.record("no alternatives")
      return
    }
    #expect(operands.count == 20_000)
  }

  // MARK: The table of codes

  @Test func everyCodeHasACase() throws {
    // The lexer's and the parser's own findings have their cases with them.
    var missing = Set(DiagnosticCode.allCases).subtracting([
      .invalidUTF8, .fileTooLarge, .invalidToken, .unterminatedString, .invalidEscape,
      .invalidNumber, .invalidDuration, .expectedToken, .expectedExpression,
      .expectedDeclaration, .expectedName, .chainedComparison, .tooManyErrors, .internalError,
    ])
    let url = GoldenSuite.root.appending(path: "Tests/Cases/diagnostics")
    for name in try FileManager.default.contentsOfDirectory(atPath: url.path)
    where name.hasSuffix(".weir") {
      let data = try Data(contentsOf: url.appending(path: name))
      let checked = CheckedCase(String(decoding: data, as: UTF8.self))
      missing.subtract(checked.diagnostics.map(\.code))
    }
    #expect(missing == [])
  }
}
