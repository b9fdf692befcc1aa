// Work that grows with the square of a request is bounded: past the limit the request is denied with
// `limit_exceeded`, and soon.

import Testing

@testable import Weir

@Suite struct WorkLimitTests {
  private func verdict(_ policy: String, _ request: String) throws -> Verdict {
    let compilation = compile([SourceFile(path: "p.weir", text: policy)])
    var evaluator = Evaluator(try #require(compilation.program))
    return Array(request.utf8).withUnsafeBufferPointer {
      evaluator.evaluate($0, now: Timestamp(seconds: 0, nanoseconds: 0))
    }
  }

  @Test(arguments: [
    "any(a in x: any(b in x: a == b and a == 7))",
    "any(a in x: any(b in x: any(c in x: any(d in x: a == 7))))",
  ])
  func quantifierSteps(condition: String) throws {
    let list = Array(repeating: "1", count: 1001).joined(separator: ",")
    let verdict = try verdict("allow a when \(condition)", "{\"x\":[\(list)]}")
    #expect(verdict.effect == .deny)
    #expect(verdict.error?.code == .limit)
  }

  @Test(arguments: [
    "x.s includes \"q\"", "lower(x.s) == x.s", "x.s == x.t", "x.s < x.t", "x.s like \"*q\"",
    "x.s matches \"[^q]*q\"",
  ])
  func longTexts(condition: String) throws {
    let text = String(repeating: "a", count: 8 << 20)
    let list = Array(repeating: "1", count: 600).joined(separator: ",")
    let request = #"{"l":[\#(list)],"x":{"s":"\#(text)","t":"\#(text)"}}"#
    let verdict = try verdict(
      "allow a when any(i in l: \(condition) and i == 2)", request)
    #expect(verdict.effect == .deny)
    #expect(verdict.error?.code == .limit)
    // Once is no matter.
    #expect(try self.verdict("allow a when \(condition)", request).error == nil)
  }

  /// What comparing takes note of; whole requests that reach the limit take long without optimisation.
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
