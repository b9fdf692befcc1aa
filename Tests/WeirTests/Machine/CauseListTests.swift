// The causes of an uncertain rule: the first sixteen by path and a count, however many a request
// makes, in whatever order they are found, by both ways to them, and soon.

import Testing
import WeirTesting

@testable import Weir

@Suite struct CauseListTests {
  private func subject(_ policy: String) throws -> Subject {
    var mistakes: [String] = []
    let subject = Subject(
      [SourceFile(path: "p.weir", text: policy)], environment: .empty, mistakes: &mistakes)
    return try #require(subject, "\(mistakes)")
  }

  private let start = Timestamp(seconds: 0, nanoseconds: 0)

  private func line(_ subject: Subject, _ request: String) -> String {
    var evaluator = Evaluator(subject.program)
    var output: [UInt8] = []
    evaluator.write(Array(request.utf8), now: start, into: &output)
    return String(decoding: output, as: UTF8.self)
  }

  private func paths(_ count: Int) -> [String] {
    (0..<count).map { "a.m\(String(repeating: "0", count: 5 - "\($0)".count))\($0)" }
  }

  @Test(arguments: [" or ", " and "]) func manyPathsInEveryOrder(word: String) throws {
    for count in [15, 16, 17, 40] {
      let conditions = paths(count).map { "\($0) == 1" }
      var verdicts: Set<String> = []
      for order in [conditions, conditions.reversed(), conditions.shuffled()] {
        let subject = try subject("allow a when \(order.joined(separator: word))")
        #expect(subject.disagreement(on: Array(#"{"a":{}}"#.utf8), now: start) == nil)
        let verdict = subject.verdict(on: Array(#"{"a":{}}"#.utf8), now: start)
        let uncertainty = try #require(verdict.uncertain.first)
        #expect(uncertainty.causes.map(\.path) == Array(paths(count).prefix(16)))
        #expect(uncertainty.causesOmitted == max(count - 16, 0))
        verdicts.insert(VerdictLines.lines(verdict).joined(separator: "\n"))
      }
      #expect(verdicts.count == 1)
    }
  }

  /// The same path for two reasons is two causes; the same for one reason, however often, is one.
  @Test func causesAreCountedOnce() throws {
    let conditions = paths(20).flatMap { ["\($0) == 1", "\($0) == 2", "lower(\($0)) == \"b\""] }
    let subject = try subject("deny a when \(conditions.joined(separator: " or "))")
    for request in [#"{"a":{}}"#, #"{"a":{"m00003":true,"m00004":3,"m00019":"x"}}"#, "{}"] {
      #expect(subject.disagreement(on: Array(request.utf8), now: start) == nil)
    }
    let verdict = subject.verdict(on: Array(#"{"a":{}}"#.utf8), now: start)
    #expect(verdict.uncertain.first?.causesOmitted == 4)
  }

  @Test(arguments: [
    "any(x in l: x.a == 1)", "all(x in l: x.a == 1 or x.b.c == x.a)", "count(x in l: x.a > 1) > 3",
    "any(x in l: any(y in l: x.a == y.b))", "l overlaps [[1], [2]]", "[1, null_] in l",
    "any(k, v in m: any(x in v: x.a == 1))", "sum(x in l: x.a) > 3", "x.a in l",
    "any(x in l: x.a in l)", "l overlaps l", "m.k1 overlaps l", "any(x in l: x == m)",
    "min(x in l: x.a) > 3 or max(x in l: x.b) < 2", "(a ?? b ?? l[3].c) == 1",
    "any(x in l: (x.a ?? x.b) == 1)", "any(i, x in l: x.c[i] == 1)", "join(l, \",\") == \"x\"",
  ])
  func manyElements(condition: String) throws {
    let subject = try subject("deny a when \(condition.replacing("null_", with: "n"))")
    let elements = (0..<40).map { index in
      [
        "{}", #"{"a":null}"#, #"{"a":"x","b":2}"#, "7", "null", "[1,null]", #"{"c":[null]}"#, "[]",
      ][index % 8]
    }
    let list = "[\(elements.joined(separator: ","))]"
    let map = (0..<20).map { #""k\#($0)":\#(list)"# }.joined(separator: ",")
    for request in [
      #"{"l":\#(list),"m":{\#(map)},"x":{"a":3},"n":1}"#, #"{"m":{\#(map)},"l":[]}"#,
      #"{"l":[{}],"m":{"a":1},"x":{}}"#,
    ] {
      #expect(subject.disagreement(on: Array(request.utf8), now: start) == nil)
    }
  }

  /// A key as long as the request is shown in part, and the line stays short.
  @Test func longKeys() throws {
    let subject = try subject("deny a when any(k, v in m: any(x in v: x.a == 1))")
    for key in [
      String(repeating: "k", count: 50_000), String(repeating: "é\\u0000\\\"", count: 10_000),
    ] {
      let elements = Array(repeating: "{}", count: 1000).joined(separator: ",")
      let line = line(subject, #"{"m":{"\#(key)":[\#(elements)]}}"#)
      #expect(line.utf8.count < 32_000)
      #expect(line.contains(#""causesOmitted":984"#))
      #expect(line.contains("…"))
    }
    let short = #"{"m":{"\#(String(repeating: "é", count: 127))":[{},{}]}}"#
    #expect(subject.disagreement(on: Array(short.utf8), now: start) == nil)
    let long = #"{"m":{"\#(String(repeating: "é", count: 131))":[{}],"b c":[{}]}}"#
    #expect(subject.disagreement(on: Array(long.utf8), now: start) == nil)
    let word = #"{"m":{"\#(String(repeating: "w", count: 300))":[{}]}}"#
    #expect(subject.disagreement(on: Array(word.utf8), now: start) == nil)
  }

  /// The longest line that uncertainty can make of a policy of many rules.
  @Test func longestLine() throws {
    let rules = (0..<40).map { "deny r\($0) when any(k, v in m: v.a == \($0))" }
    let subject = try subject(rules.joined(separator: "\n"))
    let members = (0..<100).map {
      #""\u0001\#(String(repeating: "\\u0001", count: 300))\#($0)":{}"#
    }
    let line = line(subject, #"{"m":{\#(members.joined(separator: ","))}}"#)
    // 16 rules with 16 causes, each of a path of 256 bytes that are written as six.
    #expect(line.utf8.count < 16 * 16 * (256 * 6 + 100) + 1000)
    #expect(line.contains(#""causesOmitted":84"#))
    #expect(line.contains(#""uncertainOmitted":24"#))
  }
}
