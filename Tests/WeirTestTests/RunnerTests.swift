// The runner: what a verdict is held against, and that neither threads nor the order of running
// show.

import Foundation
import Testing
import Weir
import WeirHost
import WeirAnalysis
import WeirTest
import WeirTesting

// Testing has one, too.
private typealias Expectation = WeirTest.Expectation

@Suite struct RunnerTests {
  private static let policy = """
    requester principal.id
    allow reads when action == "read" because "reading is free"
    deny secrets when action == "read" and path starts_with "secret/" because "{path} is secret"
    hold large
      when action == "transfer" and amount > 100
      because "{principal.id} wants to move {amount}"
      needs 2 of group "treasury"
      within 15m
      escalate to group "oncall" after 5m
      notify slack "#approvals"
    observe deny odd when amount == 101
    """

  /// A plan of cases that are judged by this policy.
  private func plan(
    _ cases: [TestCase], policy: String = policy, recordings: [Recording] = [],
    filter: String? = nil
  ) throws -> TestPlan {
    let folder = try Folder(["policy/a.weir": policy])
    let choice = PolicyChoice(paths: [folder("policy")], place: Self.place)
    var store = PolicyStore(standard: [])
    let group = CaseGroup(policy: choice, cases: cases, recordings: recordings)
    return TestPlan(
      [FixtureReading(path: "a.test.yaml", fixture: fixture([group]))], &store,
      filter: try filter.map { try CaseFilter($0) })
  }

  private func fixture(_ groups: [CaseGroup]) -> Fixture {
    Fixture(
      path: "a.test.yaml", groups: groups, source: SourceFile(path: "a.test.yaml", bytes: []))
  }

  private static let place = FixturePlace(path: "a.test.yaml", line: 1, column: 1)

  private func test(
    _ request: String, _ expectation: Expectation, named name: String = "a case"
  ) -> TestCase {
    TestCase(
      name: name, place: Self.place, request: Array(request.utf8),
      now: Timestamp("2026-01-01T00:00:00Z"), expectation: expectation)
  }

  private func placed<T: Sendable>(_ value: T) -> Placed<T> { Placed(value, at: Self.place) }

  /// What a case says that does not pass, a line a mismatch.
  private func complaints(_ request: String, _ expectation: Expectation) throws -> [String] {
    let result = try plan([test(request, expectation)]).run(RunOptions())
    return result.suites[0].cases[0].mismatches.map {
      "\($0.what.rawValue): \($0.expected.joined(separator: "; ")) | "
        + $0.actual.joined(separator: "; ")
    }
  }

  private static let read = #"{"action":"read","path":"a","amount":1}"#
  private static let secret = #"{"action":"read","path":"secret/a","amount":101}"#
  private static let large = #"{"action":"transfer","amount":250,"principal":{"id":"u3"}}"#

  @Test func verdicts() throws {
    #expect(try complaints(Self.read, Expectation(verdict: placed(.allow))) == [])
    #expect(
      try complaints(Self.read, Expectation(verdict: placed(.deny))) == ["verdict: deny | allow"])
  }

  @Test func rules() throws {
    #expect(try complaints(Self.secret, Expectation(rules: placed(["secrets"]))) == [])
    #expect(
      try complaints(Self.secret, Expectation(rules: placed(["reads"]))) == [
        "rules: reads | secrets"
      ])
    #expect(try complaints(#"{"action":"x"}"#, Expectation(rules: placed([]))) == [])
    #expect(try complaints(Self.read, Expectation(rules: placed([]))) == ["rules:  | reads"])
  }

  @Test(arguments: [
    ("secret/a is secret", true), ("secret*", true), ("*is secret", true), ("*/a*", true),
    ("*a*a*a*", false), ("", false), ("*", true), ("secret", false),
    (#"secret/a is secret\*"#, false),
  ])
  func reasons(glob: String, fits: Bool) throws {
    let complaints = try complaints(Self.secret, Expectation(because: [placed(glob)]))
    #expect(complaints == (fits ? [] : ["because: \(glob) | secret/a is secret"]))
  }

  @Test func uncertainty() throws {
    let request = #"{"action":"transfer"}"#
    let absent = [Expectation.Cause(path: "amount", fault: .absent)]
    func uncertain(_ causes: [Expectation.Cause]?) -> Expectation {
      Expectation(
        uncertain: placed([Expectation.UncertainRule(rule: "large", causes: causes)]))
    }
    #expect(try complaints(request, uncertain(nil)) == [])
    #expect(try complaints(request, uncertain(absent)) == [])
    #expect(
      try complaints(request, uncertain([Expectation.Cause(path: "amount", fault: .null)]))
        == ["uncertain: large (amount: null) | large (amount: absent)"])
    #expect(
      try complaints(request, Expectation(uncertain: placed([]))) == [
        "uncertain:  | large (amount: absent)"
      ])
  }

  @Test func holds() throws {
    var hold = Expectation.ExpectedHold()
    hold.needs = #"2 of group "treasury""#
    hold.within = "15m"
    hold.requester = ["u3"]
    #expect(try complaints(Self.large, Expectation(holds: [placed(hold)])) == [])
    hold.within = "20m"
    #expect(
      try complaints(Self.large, Expectation(holds: [placed(hold)])) == [
        #"""
        holds: needs: 2 of group "treasury"; within: 20m; requester: u3 | needs: 2 of group \#
        "treasury"; within: 15m; requester: u3
        """#
      ])
    #expect(
      try complaints(Self.read, Expectation(holds: [placed(hold)])).first?.hasSuffix("| ")
        == true)
  }

  /// Canonically equivalent texts are two.
  @Test func textsAreTheirBytes() throws {
    let request = #"{"action":"transfer","amount":250,"principal":{"id":"e\u0301"}}"#
    var hold = Expectation.ExpectedHold()
    hold.requester = ["\u{E9}"]
    #expect(try complaints(request, Expectation(holds: [placed(hold)])).count == 1)
    hold.requester = ["e\u{301}"]
    #expect(try complaints(request, Expectation(holds: [placed(hold)])).isEmpty)
    let secret = #"{"action":"read","path":"secret/\u212A","amount":1}"#
    #expect(
      try complaints(secret, Expectation(because: [placed("secret/K is secret")])).count == 1)
  }

  /// A verdict that no rule decided, only uncertainty.
  @Test func uncertaintyIsExpectedByName() throws {
    let hidden = #"{"action":"transfer"}"#
    for expectation in [
      Expectation(verdict: placed(.deny)), Expectation(rules: placed([])),
      Expectation(verdict: placed(.deny), rules: placed([])),
    ] {
      #expect(try complaints(hidden, expectation) == ["uncertain:  | large (amount: absent)"])
    }
    let named = Expectation(
      verdict: placed(.deny), uncertain: placed([Expectation.UncertainRule(rule: "large")]))
    #expect(try complaints(hidden, named) == [])
    // Nothing is uncertain, or a rule decides.
    #expect(
      try complaints(#"{"action":"x","amount":1}"#, Expectation(verdict: placed(.deny))) == [])
    let secret = #"{"action":"read","path":"secret/a"}"#
    #expect(try complaints(secret, Expectation(verdict: placed(.deny))) == [])
    // What an expectation does not speak of may be uncertain.
    #expect(try complaints(hidden, Expectation(observed: placed([]))).isEmpty == false)
    // A hold that is only uncertain, beside an allow.
    let policy = """
      requester who
      allow every when action == "a"
      hold big when amount > 1 needs 1 of group "g" within 1h
      """
    let held = #"{"action":"a","who":"u"}"#
    func mismatches(_ expectation: Expectation) throws -> Int {
      try plan([test(held, expectation)], policy: policy).run(RunOptions())
        .suites[0].cases[0].mismatches.count
    }
    #expect(try mismatches(Expectation(verdict: placed(.hold))) == 1)
    // Who names a hold expects one.
    var hold = Expectation.ExpectedHold()
    hold.rule = "big"
    #expect(try mismatches(Expectation(holds: [placed(hold)])) == 1)
    #expect(
      try mismatches(
        Expectation(
          verdict: placed(.hold), uncertain: placed([Expectation.UncertainRule(rule: "big")])))
        == 0)
  }

  @Test func observations() throws {
    #expect(try complaints(Self.secret, Expectation(observed: placed(["odd"]))) == [])
    #expect(
      try complaints(Self.read, Expectation(observed: placed(["odd"]))) == ["observed: odd | "])
  }

  /// A request that is broken by a slip does not pass for one that a rule denies.
  @Test func refusals() throws {
    let broken = #"{"action":"read""#
    #expect(try complaints(broken, Expectation(refused: placed(String?.none))) == [])
    #expect(try complaints(broken, Expectation(refused: placed("unexpected_end"))) == [])
    #expect(
      try complaints(broken, Expectation(refused: placed("invalid_json")))
        == ["refused: invalid_json | unexpected_end"])
    #expect(
      try complaints(Self.read, Expectation(refused: placed(String?.none)))
        == ["refused: any error | the request can be read"])
    #expect(
      try complaints(broken, Expectation(verdict: placed(.deny))).first?.hasPrefix(
        "refused: a request that can be read | unexpected_end") == true)
  }

  // MARK: Runs

  private func many() -> [TestCase] {
    (0..<500).map { number in
      test(
        #"{"action":"read","path":"p\#(number)","amount":\#(number)}"#,
        Expectation(verdict: placed(number % 100 == 42 ? .deny : .allow)),
        named: "case \(number)")
    }
  }

  private func names(_ result: RunResult) -> [String] {
    result.suites.flatMap { $0.cases.map { "\($0.name) \($0.hasPassed)" } }
  }

  @Test func threadsDoNotShow() throws {
    let plan = try plan(many())
    let one = plan.run(RunOptions(threads: 1))
    #expect(one.ran == 500)
    #expect(one.failed == 5)
    for threads in [2, 3, 8] {
      let other = plan.run(RunOptions(threads: threads))
      #expect(names(other) == names(one))
      #expect(other.suites[0].cases[42].mismatches == one.suites[0].cases[42].mismatches)
    }
    let shuffled = plan.run(RunOptions(threads: 2, seed: 7))
    #expect(names(shuffled) == names(one))
    #expect(shuffled.seed == 7)
    #expect(names(plan.run(RunOptions(threads: 2, count: 3))) == names(one))
  }

  @Test func failingFast() throws {
    let plan = try plan(many())
    for threads in [1, 4] {
      let result = plan.run(RunOptions(threads: threads, failsFast: true))
      #expect(result.ran == 43)
      #expect(result.failed == 1)
      #expect(result.skipped == 457)
      let shuffled = plan.run(RunOptions(threads: threads, failsFast: true, seed: 1))
      #expect(shuffled.failed == 1)
      #expect(shuffled.ran + shuffled.skipped == 500)
      #expect(
        names(shuffled) == names(plan.run(RunOptions(threads: 1, failsFast: true, seed: 1))))
    }
  }

  @Test(arguments: [
    ("case 42$", 1), ("^a.test.yaml/case 1", 111), ("CASE", 0), ("(?i)CASE", 500), ("4|5", 244),
  ])
  func filters(expression: String, count: Int) throws {
    let plan = try plan(many(), filter: expression)
    #expect(plan.entries.count == count)
    #expect(plan.skipped == 500 - count)
  }

  @Test func filtersThatAreNone() {
    for expression in ["(", "a)(b", "[z-a]"] {
      #expect(throws: Failure.self, "\(expression)") { try CaseFilter(expression) }
    }
  }

  @Test func failuresAreExplained() throws {
    let result = try plan([test(Self.secret, Expectation(verdict: placed(.allow)))])
      .run(RunOptions())
    let explanation = try #require(result.suites[0].cases[0].explanation)
    #expect(explanation.rules.first?.name == "secrets")
    #expect(explanation.values.contains { $0.path == "path" && $0.value == "\"secret/a\"" })
  }

  // MARK: Policies

  @Test func aClockThatNobodySets() throws {
    var late = test(Self.read, Expectation(verdict: placed(.allow)))
    late.now = nil
    let clock = "allow a when now < timestamp(\"2030-01-01T00:00:00Z\")"
    let problems = try plan([late], policy: clock).suites[0].problems
    #expect(problems.map(\.code) == ["missing-now"])
    let period = "allow a from \"2020-01-01T00:00:00Z\" when action == \"read\""
    #expect(try plan([late], policy: period).suites[0].problems.map(\.code) == ["missing-now"])
    #expect(try plan([late]).suites[0].problems.isEmpty)
    #expect(try plan([late]).run(RunOptions()).failed == 0)
  }

  @Test func dataOfItsOwn() throws {
    let folder = try Folder([
      "p/a.weir": """
      module m
      data people: [string] from "people.yaml"
      allow a when who in people
      """, "p/people.yaml": "[ann]",
    ])
    func load(_ data: [(name: String, document: JSONDocument)]) throws -> TestPolicy {
      try TestPolicy.load(
        PolicyChoice(paths: [folder("p")], data: data, place: Self.place), standard: [])
    }
    let bob = JSONDocument(.list([JSONDocument(.string("bob"), offset: 0)]), offset: 0)
    let (plain, replaced) = (try load([]), try load([("m.people", bob)]))
    #expect(plain.program.digest != replaced.program.digest)
    let request = test(#"{"who":"bob"}"#, Expectation(verdict: placed(.allow)))
    var judge = Judge(plain.program)
    #expect(judge.verdict(on: request).effect == .deny)
    judge = Judge(replaced.program)
    #expect(judge.verdict(on: request).effect == .allow)
    #expect(throws: PolicyProblem.self) { try load([("people", bob)]) }
    #expect(throws: PolicyProblem.self) {
      try load([("m.people", JSONDocument(.bool(true), offset: 0))])
    }
  }

  @Test func builtPolicies() throws {
    let folder = try Folder(["p/a.weir": Self.policy, "q/b.yaml": "[x]"])
    try folder.write("q/a.weir", "data b: [string] from \"b.yaml\"\nallow a when c in b\n")
    for (name, hasSources) in [("p", true), ("q", false)] {
      let program = try #require(try LoadedPolicy([folder(name)]).program)
      try Data(program.encoded()).write(to: URL(filePath: folder("\(name).weirc")))
      let policy = try TestPolicy.load(
        PolicyChoice(paths: [folder("\(name).weirc")], place: Self.place), standard: [])
      #expect(policy.program.digest == program.digest)
      #expect(policy.hasSources == hasSources, "\(name)")
    }
  }

  // MARK: Recordings

  @Test func recordings() throws {
    let folder = try Folder(["r.jsonl": Self.read + "\n\n" + Self.large + "\n"])
    let recording = Recording(
      requests: placed(folder("r.jsonl")), verdicts: placed(folder("r.verdicts.jsonl")),
      now: nil, clock: nil)
    var plan = try plan([], recordings: [recording])
    #expect(names(plan.run(RunOptions())) == ["r.jsonl false"])
    let update = try #require(plan.updates().first)
    #expect(update.old == nil)
    #expect(
      String(decoding: update.new, as: UTF8.self) == """
        {"verdict":"allow","rules":[{"name":"reads","because":"reading is free"}]}
        {"verdict":"hold","rules":[{"name":"large","because":"u3 wants to move \
        250"}],"holds":[{"rule":"large","needs":"2 of group \\"treasury\\"","within":"15m",\
        "escalate":{"to":"group \\"oncall\\"","after":"5m"},"notify":[{"channel":"slack",\
        "target":"#approvals"}],"covers":"once","coversFor":"15m","requester":["u3"]}]}

        """)
    try OutputFile(update.path, .record(isLine: Verdict.isRecorded)).write(update.new)
    plan = try self.plan([], recordings: [recording])
    #expect(names(plan.run(RunOptions())) == ["r.jsonl:1 true", "r.jsonl:3 true"])
    #expect(plan.updates().isEmpty)
    // Blanks and the order of members are no difference; a verdict is.
    try folder.write(
      "r.verdicts.jsonl",
      """
      { "rules": [{"name":"reads","because":"reading is free"}], "verdict": "deny" }
      {}
      {}
      """)
    let result = try self.plan([], recordings: [recording]).run(RunOptions())
    #expect(names(result) == ["r.jsonl false", "r.jsonl:1 false", "r.jsonl:3 false"])
    #expect(result.suites[0].cases[1].mismatches[0].expected == [#"verdict: "deny""#])
    #expect(result.suites[0].cases[1].mismatches[0].actual == [#"verdict: "allow""#])
  }
}
