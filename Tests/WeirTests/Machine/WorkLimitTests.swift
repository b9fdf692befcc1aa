// Work that grows with the square of a request is bounded: past the limit the request is denied
// with
// `limit_exceeded`, soon, and the error names the limit and the rule that has spent most of it.

import Testing
import WeirTesting

@testable import Weir

@Suite struct WorkLimitTests {
  private func verdict(
    _ policy: String, _ request: String, limits: RequestLimits = RequestLimits()
  ) throws -> Verdict {
    let compilation = compile([SourceFile(path: "p.weir", text: policy)])
    var program = try #require(compilation.program, "\(compilation.diagnostics.map(\.message))")
    program.limits = limits
    var evaluator = Evaluator(program)
    return Array(request.utf8).withUnsafeBufferPointer {
      evaluator.evaluate($0, now: Timestamp(seconds: 0, nanoseconds: 0))
    }
  }

  private func list(_ count: Int) -> String {
    "[\(Array(repeating: "1", count: count).joined(separator: ","))]"
  }

  @Test(arguments: [
    "any(a in x: any(b in x: a == b and a == 7))",
    "any(a in x: any(b in x: any(c in x: any(d in x: a == 7))))",
  ])
  func quantifierSteps(condition: String) throws {
    let verdict = try verdict("allow a when \(condition)", "{\"x\":\(list(1001))}")
    #expect(verdict.effect == .deny)
    #expect(verdict.error?.code == .limit)
    #expect(verdict.limit?.name == "steps")
    #expect(verdict.limit?.value == Limits.quantifierSteps)
    #expect(verdict.limit?.rule == "a")
  }

  /// Functions of long texts, patterns and comparisons within quantifiers.
  @Test(arguments: [
    "x.s includes \"q\"", "lower(x.s) == x.s", "x.s == x.t", "x.s < x.t", "x.s like \"*q\"",
    "x.s matches \"[^q]*q\"", "length(x.s) == 3", "upper(x.s) == x.t", "nfc(x.u) == x.s",
    "fold(x.u) == x.s", "lower(x.u) == x.s", "trim(x.s) == \"\"", "split(x.s, \"b\") == [i]",
    "replace(x.s, \"b\", \"c\") == x.t", "join([x.s], \"\") == \"\"", "url(x.s).host == \"\"",
    "semver(x.s) == x.t", "timestamp(x.s) == x.t", "duration(x.s) == x.t", "ip(x.s) == x.t",
    "cidr(x.s) == x.t", "json(x.s) == x.t", "x.s matches \"(.*a.{30}|.*b.{29}a)q\"",
    "keys(m) == [x.s]", "values(m) == [x.s]", "has m[x.s]", "m[x.s] == 1",
  ])
  func longTexts(condition: String) throws {
    let text = String(repeating: "a", count: 1 << 20)
    let request =
      #"""
      {"l":\#(list(600)),"m":{"\#(text)":1,"b\#(text.dropFirst())":2},"x":{"s":"\#(text)",\#
      "t":"\#(text)","u":"\#(text)é"}}
      """#
    // A 16th of the usual: a debug build is slow.
    var limits = RequestLimits()
    limits.comparisons = Limits.comparedPairs / 16
    // Of quantifiers' variables: what is costly and the same each time is computed once.
    let repeated = condition.replacing("(x.s", with: "(s").replacing("(x.u", with: "(u")
    let verdict = try verdict(
      "allow a when count(i in l: any(s in [x.s]: any(u in [x.u]: \(repeated)))) == 3",
      request, limits: limits)
    #expect(verdict.effect == .deny)
    #expect(verdict.error?.code == .limit)
    // Once is no matter.
    #expect(try self.verdict("allow a when \(condition)", request, limits: limits).error == nil)
  }

  /// A text can be made so that a search takes its time at every byte; that of a single byte does
  /// not.
  @Test(arguments: [
    "s includes \"ab\"", "s includes p", "length(split(s, p)) == i + 1",
    "replace(s, p, \"\") == p",
  ])
  func searches(condition: String) throws {
    let text = String(repeating: "a", count: 1 << 16)
    let request = #"{"l":\#(list(200)),"p":"\#(text.prefix(99))b","s":"\#(text)"}"#
    var limits = RequestLimits()
    limits.comparisons = Limits.comparedPairs / 16
    let repeated = condition.replacing("(s,", with: "(t,")
    let verdict = try verdict(
      "deny d when any(i in l: any(t in [s]: \(repeated)))", request, limits: limits)
    #expect(verdict.limit?.name == "comparisons")
    let short = try self.verdict(
      "deny d when any(i in l: s includes \"b\")", request, limits: limits)
    #expect(short.error == nil)
  }

  /// Two lists multiply, whatever lies in them.
  @Test func overlappingLists() throws {
    var limits = RequestLimits()
    limits.comparisons = 100_000
    for (element, count) in [("1", 400), ("\"x\"", 400), ("[1]", 50), (#"{"a":1}"#, 50)] {
      let list = Array(repeating: element, count: count).joined(separator: ",")
      let other = list.replacing("1", with: "2").replacing("x", with: "y")
      let request = #"{"a":[\#(list)],"b":[\#(other)]}"#
      let verdict = try verdict("deny d when a overlaps b", request, limits: limits)
      #expect(verdict.limit?.name == "comparisons")
      #expect(verdict.limit?.rule == "d")
      #expect(try self.verdict("deny d when a overlaps b", request).error == nil)
    }
  }

  @Test func theCostliestRuleIsNamed() throws {
    let policy = """
      allow cheap when any(a in x: a == 7)
      deny dear when any(a in x: any(b in x: a == b + 1))
      deny later when any(a in x: a == 3)
      """
    var limits = RequestLimits()
    limits.steps = 1000
    let denied = try verdict(policy, "{\"x\":\(list(40))}", limits: limits)
    #expect(denied.limit?.rule == "dear")
    #expect(
      denied.errorMessage
        == "the quantifiers look at more than 1000 elements, 960 of them for rule dear; "
        + "--limit steps=N grants more")
    limits.steps = 10_000
    #expect(try verdict(policy, "{\"x\":\(list(40))}", limits: limits).error == nil)
    // The line says the same, and keeps to the schema.
    var program = try #require(compile([SourceFile(path: "p.weir", text: policy)]).program)
    program.limits.steps = 1000
    var evaluator = Evaluator(program)
    var line: [UInt8] = []
    evaluator.write(
      Array("{\"x\":\(list(40))}".utf8), now: Timestamp(seconds: 0, nanoseconds: 0), into: &line)
    let text = String(decoding: line, as: UTF8.self)
    #expect(text.contains(#""limit":"steps","rule":"dear""#))
    #expect(try SchemaValidator.verdicts().failures(ofLine: text) == [])
  }

  /// Who makes too much is named as well, and what is too much to be read is no rule's doing.
  @Test func memory() throws {
    let text = String(repeating: "ab", count: 200_000)
    let policy = #"allow a when any(i in l: any(t in [s]: length(split(t, "a")) == i))"#
    var limits = RequestLimits()
    limits.comparisons = RequestLimits.Name.comparisons.maximum
    let verdict = try verdict(policy, #"{"l":\#(list(40)),"s":"\#(text)"}"#, limits: limits)
    #expect(verdict.limit?.name == "values")
    #expect(verdict.limit?.rule == "a")
    let long = String(repeating: "{},", count: Limits.arenaValues)
    let unread = try self.verdict("allow a when any(x in l: x.a == 1)", #"{"l":[\#(long){}]}"#)
    #expect(unread.limit?.name == "values")
    #expect(unread.limit?.rule == nil)
  }

  /// What comparing takes note of; whole requests that reach the limit take long without
  /// optimisation.
  @Test func comparisonsAreCounted() {
    var memory = Memory(
      constantBytes: UnsafeBufferPointer(start: nil, count: 0),
      constantValues: UnsafeBufferPointer(start: nil, count: 0))
    memory.reset(slots: 0)
    let list = memory.makeList(Array(repeating: Value.true, count: 1000))
    let start = memory.comparisonsLeft
    #expect(Operations.isMember(.false, of: list, memory, hours: []).isFalse)
    #expect(start - memory.comparisonsLeft == 1000)
    #expect(Operations.isMember(.true, of: list, memory, hours: []).isTrue)
    #expect(start - memory.comparisonsLeft < 1010)
    #expect(Operations.equal(list, list, memory).isTrue)
    #expect(start - memory.comparisonsLeft >= 2000)
  }
}
