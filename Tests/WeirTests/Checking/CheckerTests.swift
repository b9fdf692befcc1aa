// What the golden cases do not show: that order means nothing, what bounds hold, that every code of
// the table is produced by a case.

import Foundation
import Testing
import WeirAnalysis
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
      let compiled = CheckedCase.compiled(files, documents: [:])
      let (policy, diagnostics) = (compiled.checked, LintRules.diagnostics(of: compiled))
      return (
        CheckedDump.text(policy), policy.digest,
        diagnostics.map { "\(files[Int($0.range.file)].path) \($0.range.start) \($0.message)" }
      )
    }
    let expected = outcome(CheckerTests.files)
    let actual = outcome(order.map { CheckerTests.files[$0] })
    #expect(actual == expected)
    // `unknown` is unknown, `payload` may be absent, and more that rules find.
    #expect(expected.2.count > 2)
  }

  // MARK: Canonical form

  private func hold(_ conditions: String, _ clauses: String = "needs 1 of group \"g\" within 5m")
    -> ExactString
  {
    let checked = CheckedCase(
      """
      request {
        a: number, b: string, c: bool, d: duration, t: timestamp, who: string, xs: [number], ys: \
      [string]
      }
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
    // Kleene's laws, and a rule as one conjunction.
    ("when c when small when b == \"x\"", "when (b == \"x\" and c) and small"),
    ("when c when c", "when c"), ("when c or c", "when c"), ("when true when c", "when c"),
    ("when not (c and small)", "when not c or not small"),
    ("unless c or small", "unless c unless small"), ("unless c", "when not c"),
    ("unless not c", "when c"), ("unless not (c and small)", "when c when small"),
    ("when (c or small) or (c and (small or c))", "when c or ((c or small) and c) or small"),
    // Both ends of a comparison.
    ("when a < 5", "when 5 > a"), ("when a <= 5", "when 5 >= a"),
    ("when not a < 5", "when a >= 5"), ("when not a > 5", "when a <= 5"),
    ("when b == who", "when who == b"), ("when b != who", "when not who == b"),
    ("when b not in ys", "when not b in ys"), ("when ys contains b", "when b in ys"),
    ("when ys overlaps [b, who]", "when [who, b, who] overlaps ys"),
    ("when b in [\"x\", \"y\", \"x\"]", "when b in [\"y\", \"x\"]"),
    // Sums and products.
    ("when a + 1 < xs[0] - 2", "when 1 + a < -2 + xs[0]"),
    ("when a - xs[0] < 0", "when -xs[0] + a < 0"), ("when a * xs[0] < 5", "when xs[0] * a < 5"),
    ("when a - (xs[0] - xs[1]) < 0", "when a + xs[1] - xs[0] < 0"),
    // Quantifiers: variables by structure, in whatever order they stand.
    (
      "when any(x in xs: x > 1) and all(y in ys: y == b)",
      "when all(z in ys: b == z) when any(w in xs: 1 < w)"
    ),
    (
      "when any(x in xs: any(y in ys: y == b) and any(z in xs: z > x))",
      "when any(p in xs: any(q in xs: p < q) and any(r in ys: r == b))"
    ),
    ("when not any(x in xs: x > 1)", "when all(x in xs: x <= 1)"),
    ("when not all(i, x in xs: x > i)", "when any(n, y in xs: y <= n)"),
    (
      "when count(x in xs: x > 1 and x < 5) > 2", "when 2 < count(x in xs: 5 > x and 1 < x)"
    ),
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
    ("when a < xs[0]", "when xs[0] < a"), ("when a - xs[0] > 0", "when xs[0] - a > 0"),
    ("when b starts_with who", "when who starts_with b"),
    ("when [b, who] == ys", "when [who, b] == ys"),
    ("when b == \"é\"", "when b == \"e\\u0301\""), ("when a + a < 5", "when a < 5"),
    ("when any(x in xs: any(y in xs: x < y))", "when any(x in xs: any(y in xs: y < x))"),
    ("when any(i, x in xs: i < x)", "when any(i, x in xs: x < i)"),
    ("when any(x in xs: x > 1) and c", "when any(x in xs: x > 1 and c)"),
    ("when any(x in xs: x > 1)", "when all(x in xs: x > 1)"),
    ("when has b", "when b == b"), ("when not has b", "when has b"),
    ("when t - d < now", "when t + d < now"), ("when b in ys", "when b == ys[0]"),
    ("when (c or small) and b == \"x\"", "when c or (small and b == \"x\")"),
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
    #expect(
      hold("when c", base + " covers a, b for 5m") == hold("when c", base + " covers b, a for 5m"))
    func needs(_ left: String, _ right: String) -> Bool {
      hold("when c", "needs \(left) within 5m") == hold("when c", "needs \(right) within 5m")
    }
    let (a, b, c) = ("1 of group \"a\"", "1 of group \"b\"", "2 of user who")
    #expect(needs("(\(a) and \(b)) and \(c)", "\(c) and (\(b) and \(a))"))
    #expect(needs("\(a) or (\(b) or \(a))", "\(b) or \(a)"))
    #expect(needs("1 of (group \"a\" or user \"u\")", "1 of (user \"u\" or group \"a\")"))
    // The same factor twice asks for two people.
    #expect(!needs("\(a) and \(a)", a))
    #expect(!needs("\(a) and \(b) or \(c)", "\(a) and (\(b) or \(c))"))
  }

  /// Conditions of `on` are a rule's own, however they nest.
  @Test func onsAreConditions() {
    func terms(_ rule: (String) -> String) -> ExactString? {
      let text = "requester who\n" + rule("needs 1 of group \"g\" within 5m")
      let checked = CheckedCase(text)
      #expect(checked.diagnostics.allSatisfy { $0.severity == .warning }, "\(checked.listing)")
      return checked.policy.rules.first.map { CanonicalForm.terms($0) }
    }
    let plain = terms { "hold h when a == 1 when b == 2 when c == 3 \($0)" }
    #expect(plain != nil)
    #expect(terms { "on a == 1 { on b == 2 { hold h when c == 3 \($0) } }" } == plain)
    #expect(terms { "on c == 3 and b == 2 { hold h when a == 1 \($0) }" } == plain)
    #expect(terms { "on a == 1 { hold h unless b != 2 or not (c == 3) \($0) }" } == plain)
    #expect(terms { "on a == 1 { hold h when b == 2 unless c == 3 \($0) }" } != plain)
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
    #expect(hold.needs.description == needs)
  }

  // MARK: Bounds

  @Test func longChainsOfDefinitionsAreRefusedAndNotFollowed() {
    var text = "request { n: number }\ndefine d0 = n == 0\n"
    for index in 1...20_000 { text += "define d\(index) = not d\(index - 1)\n" }
    let checked = CheckedCase(text + "allow a when d20000")
    #expect(Set(checked.diagnostics.map(\.code)) == [.error(.expansionTooLarge)])
    #expect(checked.diagnostics.count == 1)
  }

  @Test func longChainsOfCallsAreRefused() {
    var text = "request { n: number }\ndefine f0(x: number) = x == 0\n"
    for index in 1...1_000 { text += "define f\(index)(x: number) = f\(index - 1)(x + n)\n" }
    let checked = CheckedCase(text + "allow a when f1000(n)")
    #expect(Set(checked.diagnostics.map(\.code)) == [.error(.expansionTooLarge)])
  }

  @Test func callsThatDoubleAreRefusedBeforeTheyAreBuilt() {
    var text = "request { n: number }\ndefine f0(x: number) = x == n\n"
    for index in 1...60 {
      text += "define f\(index)(x: number) = f\(index - 1)(x + 1) and f\(index - 1)(x + 2)\n"
    }
    let clock = ContinuousClock()
    var checked: CheckedCase?
    let elapsed = clock.measure { checked = CheckedCase(text + "allow a when f60(n)") }
    #expect(Set(checked?.diagnostics.map(\.code) ?? []) == [.error(.expansionTooLarge)])
    #expect(elapsed < .seconds(20))
  }

  @Test func longAlternativesAreWalked() {
    let alternatives = (0..<20_000).map { "id == \"\($0)\"" }.joined(separator: " or ")
    let checked = CheckedCase("request { id: string }\nallow a when \(alternatives)")
    #expect(checked.diagnostics.map(\.code.name) == ["cost-over-budget"])
    guard case .or(let operands)? = checked.policy.rules.first?.conditions.first?.kind else {
      Issue.record("no alternatives")
      return
    }
    #expect(operands.count == 20_000)
  }

  // MARK: The table of codes

  @Test func everyCodeHasACase() throws {
    // The lexer's and the parser's own findings have their cases with them.
    var missing = Set(CompileError.allCases).subtracting([
      .invalidUTF8, .fileTooLarge, .invalidToken, .unterminatedString, .invalidEscape,
      .invalidNumber, .invalidDuration, .expectedToken, .expectedExpression,
      .expectedDeclaration, .expectedName, .chainedComparison, .tooManyErrors, .internalError,
    ])
    let url = GoldenSuite.root.appending(path: "Tests/Cases/diagnostics")
    for name in try FileManager.default.contentsOfDirectory(atPath: url.path)
    where name.hasSuffix(".weir") {
      let data = try Data(contentsOf: url.appending(path: name))
      let checked = CheckedCase(String(decoding: data, as: UTF8.self))
      for diagnostic in checked.diagnostics {
        switch diagnostic.code {
        case .error(let error): missing.remove(error)
        case .rule: break
        }
      }
    }
    #expect(missing == [])
  }
}
