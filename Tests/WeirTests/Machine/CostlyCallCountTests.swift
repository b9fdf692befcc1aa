// How often a request computes costly calls, counted by the machine's own steps, and what they come
// to, and why they come to nothing, held to the reference evaluator.

import Testing
import WeirTesting

@testable import Weir

@Suite struct CostlyCallCountTests {
  private let now = Timestamp(seconds: 0, nanoseconds: 0)

  private func subject(_ policy: String) throws -> Subject {
    var mistakes: [String] = []
    let subject = Subject(
      [SourceFile(path: "p.weir", text: policy)], environment: .with(readers: [.words]),
      mistakes: &mistakes)
    return try #require(subject, "\(mistakes)")
  }

  /// How often a request makes the machine run an instruction, wherever it stands.
  private func runs(of opcode: Opcode, _ policy: String, _ request: String) throws -> Int {
    let subject = try subject(policy)
    var evaluator = subject.evaluator()
    var profile = Profile(subject.program.loaded)
    Array(request.utf8).withUnsafeBufferPointer {
      evaluator.count($0, now: now, in: &profile)
    }
    #expect(subject.disagreement(on: Array(request.utf8), now: now) == nil)
    let code = subject.program.loaded.image.code
    return code.indices.reduce(0) { count, word in
      code[word].opcodeByte == opcode.rawValue ? count + profile.counter.counts[word] : count
    }
  }

  @Test(arguments: [
    #"{"p": "{\"n\": 7}"}"#, #"{"p": "{\"n\": \"x\"}"}"#, #"{"p": "{\"n\": "}"#, #"{"p": 3}"#,
    #"{}"#, #"{"p": "[1]"}"#,
  ])
  func thirtyRulesComputeItOnce(request: String) throws {
    let effects = ["allow", "deny", "observe deny"]
    let rules = (0..<30).map { "\(effects[$0 % 3]) r\($0) when json(p).n > \($0)" }
    #expect(try runs(of: .call, rules.joined(separator: "\n"), request) == 1)
  }

  @Test func aReaderIsAskedOnceInEachRequest() throws {
    let policy = (0..<30).map { "deny r\($0) when words(q).count == \($0)" }
      .joined(separator: "\n")
    #expect(try runs(of: .read, policy, #"{"q": "a b c"}"#) == 1)
    var evaluator = try subject(policy).evaluator()
    for (query, rule) in [("a", "r1"), ("a b c", "r3"), ("", "r0"), ("a b", "r2")] {
      let verdict = evaluator.evaluate(Array(#"{"q": "\#(query)"}"#.utf8), now: now)
      #expect(verdict.rules.map(\.name) == [rule])
    }
  }

  @Test func aCallThatStandsOnceInAQuantifierIsComputedOnce() throws {
    let request = #"{"p": "{\"n\": 3}", "list": [1, 2, 3, 4]}"#
    #expect(try runs(of: .call, "allow a when all(x in list: json(p).n < 9 + x)", request) == 1)
    #expect(try runs(of: .call, "allow a when any(k in keys(json(p)): k == \"n\")", request) == 2)
  }

  @Test func aQuantifiersVariableIsAskedEachTime() throws {
    let request = #"{"list": ["1", "2", "3", "9"], "q": "x"}"#
    #expect(try runs(of: .call, "allow a when all(x in list: json(x) < 10)", request) == 4)
    #expect(try runs(of: .read, "allow a when all(x in list: words(x).count == 1)", request) == 4)
    let inner = "any(x in list: any(y in [q]: words(join([x, y], \" \")).count == 3))"
    #expect(try runs(of: .read, "allow a when \(inner)", request) == 4)
  }

  /// The variable of a quantifier within the call is not one from around it.
  @Test func aCallMayHaveAQuantifierOfItsOwn() throws {
    let call = #"words(join([q, max(x in list: x)], " ")).count"#
    let policy = "allow a when any(y in list: \(call) > 2)\ndeny b when \(call) > 3"
    #expect(try runs(of: .read, policy, #"{"list": ["a", "b"], "q": "c"}"#) == 1)
  }

  @Test func differentCallsHaveDifferentCells() throws {
    let policy = """
      allow a when json(p).n == 1 and json(q).n == 2
      allow b when json(q).n == 1 and json(p).n == 2
      """
    let request = #"{"p": "{\"n\": 1}", "q": "{\"n\": 2}"}"#
    let subject = try subject(policy)
    #expect(subject.verdict(on: Array(request.utf8), now: now).rules.map(\.name) == ["a"])
    #expect(try runs(of: .call, policy, request) == 2)
  }

  @Test(arguments: ["json(p).ok or action == \"read\"", "not (json(p).ok and action != \"read\")"])
  func whatIsCheapIsAskedFirstWithinACondition(condition: String) throws {
    let policy = "allow a when b == true or (\(condition))"
    for (request, calls) in [
      (#"{"action": "read", "p": "{\"ok\": false}"}"#, 0),
      (#"{"action": "write", "p": "{\"ok\": true}"}"#, 1),
      (#"{"action": "write", "p": "{\"ok\": false}"}"#, 1), (#"{"p": "x"}"#, 1), ("{}", 1),
    ] {
      #expect(try runs(of: .call, policy, request) == calls, "\(request)")
    }
  }

  /// Work that is done once is counted once, and what is done again and again as before.
  @Test func limitsCountWhatIsDone() throws {
    let text = String(repeating: "7", count: 20)
    let list = Array(repeating: #""\#(text)""#, count: 100).joined(separator: ",")
    let request = Array(#"{"p": "\#(text)", "list": [\#(list)]}"#.utf8)
    for (condition, isPast) in [
      ("any(x in list: json(p) == 1)", false), ("any(x in list: json(x) == 1)", true),
      ("any(x in list: words(p).count == 9)", false),
      ("any(x in list: words(x).count == 9)", true),
    ] {
      var program = try subject("deny d when \(condition)").program
      program.limits.comparisons = 3000
      var evaluator = try Evaluator(program, readers: [.words])
      let verdict = evaluator.evaluate(request, now: now)
      #expect((verdict.error?.code == .limit) == isPast, "\(condition)")
      #expect(verdict.limit?.rule == (isPast ? "d" : nil), "\(condition)")
    }
  }

  /// What readers read is what the reference takes from them, uncertainties and their causes too.
  @Test(arguments: [
    #"{"q": "select all", "tags": []}"#, #"{"q": "drop table", "tags": ["x ok", "y"]}"#,
    #"{"q": "select a b c", "tags": ["!", "ok"]}"#, #"{"q": "select!", "tags": ["!", "no"]}"#,
    #"{"q": "", "tags": []}"#, #"{"q": 3, "tags": [3]}"#, #"{"tags": null}"#, "{}",
  ])
  func theReferenceAgrees(request: String) throws {
    let subject = try subject(
      """
      request { q: string, tags: [string] }
      deny drops when words(q).first == "drop"
      deny long when words(q).count > 3
      allow select when words(q).first in ["select", "show"]
      observe allow tagged when any(tag in tags: words(tag).words contains "ok")
      observe deny first when any(tag in tags: words(q).first == tag)
      allow constant when words("a b").count == 3
      """)
    #expect(subject.disagreement(on: Array(request.utf8), now: now) == nil)
  }

  /// A policy is known by the declarations of the readers that it calls, and by no others.
  @Test func theDigestCountsDeclarations() throws {
    var declaration = QueryReader.words.declaration
    declaration.result = .record(RecordShape(members: [.init(name: "count", type: .number)]))
    let changed = declaration
    let other = QueryReader("words", declared: { changed }, read: QueryReader.words.read)
    func digest(_ policy: String, _ readers: [QueryReader]) throws -> String {
      let files = [SourceFile(path: "p.weir", text: policy)]
      return try #require(compile(files, environment: .with(readers: readers)).program).digest
    }
    let calling = "allow a when words(q).count == 1"
    #expect(try digest(calling, [.words]) != digest(calling, [other]))
    #expect(try digest("allow a when n == 1", [.words]) == digest("allow a when n == 1", []))
  }
}
