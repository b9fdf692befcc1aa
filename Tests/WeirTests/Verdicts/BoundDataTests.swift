// Bound data means what the same value in a request means: to conditions, nulls and all, and in
// reasons.

import Foundation
import Testing
import Weir
import WeirTesting

@Suite struct BoundDataTests {
  private static let json =
    #"""
    {"z": {"CHF": null, "EUR": 1.50}, "list": ["é\"", null, [], {"b": 1, "a": null}], "n": \#
    9007199254740993, "text": "a\"b", "empty": {}, "long": [\#
    \#(Array(repeating: #""ä€""#, count: 90).joined(separator: ","))]}
    """#

  /// The policy over `d`, which is bound or a member of each request.
  private static func subject(
    _ rules: String, type: String, isBound: Bool
  ) throws -> Subject {
    let declaration =
      isBound ? "data d: \(type) from \"d.json\"" : "request { d: \(type), i: any, kind: any }"
    let document = try Array(json.utf8).withUnsafeBufferPointer { try parseJSON($0) }
    let environment = CompilerEnvironment(
      zoneRules: { _ in nil },
      document: { _, _ in
        .success(.init(content: document, digest: [1], path: "d.json"))
      })
    var mistakes: [String] = []
    let found = Subject(
      [SourceFile(path: "policy.weir", text: declaration + "\n" + rules)],
      environment: environment, mistakes: &mistakes)
    return try #require(found, "\(mistakes)")
  }

  private static let now = Timestamp(seconds: 1_772_452_800, nanoseconds: 0)

  private static let types = [
    "{ z: map number, list: [any], n: number, text: string, empty: any, long: [string] }",
    "{ z: map any, list: any, n: any, text: any, empty: map any, long: any }",
  ]

  /// What the machine says, and the reference with it, by a program that was written and read
  /// again.
  private func outcomes(
    _ rules: String, type: String, isBound: Bool, _ members: String
  ) throws -> [String] {
    let subject = try BoundDataTests.subject(rules, type: type, isBound: isBound)
    let d = isBound ? "" : #""d": \#(BoundDataTests.json), "#
    let request = Array("{\(d)\(members)}".utf8)
    #expect(subject.disagreement(on: request, now: BoundDataTests.now) == nil)
    let verdict = subject.verdict(on: request, now: BoundDataTests.now)
    var again = Evaluator(try Program(encoded: subject.program.encoded()))
    let second = request.withUnsafeBufferPointer {
      again.evaluate($0, now: BoundDataTests.now)
    }
    #expect(second == verdict)
    return ["\(verdict.effect)"]
      + verdict.rules.map { $0.name + ($0.because.map { ": " + $0 } ?? "") }
      + verdict.uncertain.map { "uncertain \($0.rule)" }
  }

  /// A condition, and what it comes to for `{"i": "CHF"}` and the like.
  @Test(arguments: types)
  func nullsKeepTheirPlaces(type: String) throws {
    let conditions = [
      #"i in d.z"#, #"not (i in d.z)"#, #"has d.z[i]"#, #"(d.z[i] ?? 7) == 7"#, #"d.z[i] == 1.5"#,
      #"any(k in d.z: k == i)"#, #"any(k, v in d.z: k == i and v == 1.5)"#,
      #"count(k, v in d.z: has v) == 1"#, #"length(d.z) == 2"#, #"i in keys(d.z)"#,
      #"length(values(d.z)) == 2"#, #"any(v in values(d.z): v == 1.5)"#,
      #"length(d.list) == 4"#, #"any(x in d.list: x == i)"#, #"i in d.list"#,
      #"any(n, x in d.list: n == 1 and not has x)"#, #"d.list[0] == i"#,
      #"(d.list[n] ?? "none") == "none""#,
    ].filter { !$0.contains("[n]") }
    let rules = conditions.enumerated().map { "allow r\($0) when \($1)" }.joined(separator: "\n")
    for key in [#""CHF""#, #""EUR""#, #""USD""#, #""é\"""#, "null", "7"] {
      let bound = try outcomes(rules, type: type, isBound: true, #""i": \#(key)"#)
      let read = try outcomes(rules, type: type, isBound: false, #""i": \#(key)"#)
      #expect(bound == read)
      if key == #""CHF""# {
        #expect(bound.contains("r0") && !bound.contains("r2") && bound.contains("r3"))
      }
    }
  }

  /// What is no record has no members, and what is no list no elements: that is not absence.
  @Test func stepsIntoOtherThings() throws {
    let uncertain = [
      "has d.text.a", "not has d.text[0]", #"not has d.n["a"]"#, #"(d.n.a ?? "x") == "x""#,
      #"(d.list.a ?? "x") == "x""#, #"(d.empty[0] ?? "x") == "x""#, #"(d.n[-1] ?? "x") == "x""#,
      #"(d.text[0.5] ?? "x") == "x""#, #"(d.text.a.b ?? "x") == "x""#, #"(d.z[0] ?? "x") == "x""#,
    ]
    let missing = [
      "not has d.empty.a", "not has d.list[9]", #"(d.list[-1] ?? "x") == "x""#,
      #"(d.list[0.5] ?? "x") == "x""#, #"(d.z.CHF.a ?? "x") == "x""#, "not has d.a.b",
    ]
    let rules = (uncertain + missing).enumerated().map { "allow r\($0) when \($1)" }
      .joined(separator: "\n")
    let bound = try outcomes(rules, type: "any", isBound: true, "")
    #expect(try outcomes(rules, type: "any", isBound: false, #""i": 1"#) == bound)
    #expect(bound == ["allow"] + missing.indices.map { "r\(uncertain.count + $0)" })
  }

  @Test(arguments: types)
  func reasonsAreTheSame(type: String) throws {
    let rules =
      #"deny all_of_it because "{d} {d.z} {d.list} {d.n} {d.text} {d.empty} {d.long}""#
    let bound = try outcomes(rules, type: type, isBound: true, "")
    #expect(try outcomes(rules, type: type, isBound: false, #""i": 1"#) == bound)
    #expect(
      bound[1].contains(
        #"{"CHF":null,"EUR":1.5} ["é\"",null,[],{"a":null,"b":1}] 9007199254740993 a"b {} ["#))
  }

  @Test func constantsAreShownAsValues() throws {
    let rules = """
      define when_built = timestamp("2026-01-01T01:00:00+01:00")
      define hosts = [ip("10.0.0.1"), ip("::1")]
      define span = 90m
      define release = semver("1.2.3")
      deny all_of_it because "{when_built} {hosts} {span} {release}"
      """
    let outcome = try outcomes(rules, type: "any", isBound: true, "")
    #expect(
      outcome[1] == #"all_of_it: 2026-01-01T00:00:00Z ["10.0.0.1","::1"] 1h30m 1.2.3"#)
  }
}
