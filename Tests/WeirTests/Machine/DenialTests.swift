// What a denial makes idle is left out of a run for the verdict, and of no other: the verdict is
// what it would be, a limit that a rule passes is passed all the same, and whoever asks for
// outcomes gets them all.

import Testing

@testable import Weir

@Suite struct DenialTests {
  /// Enough rules for a sieve; it answers all of each, or all but what makes each different.
  private static func policy(_ more: String = "", _ condition: String = "") -> String {
    (0..<40).map { rule in
      "\(rule % 2 == 0 ? "allow" : "deny") r\(rule) when kind == \"k\" and trusted\(condition)"
    }.joined(separator: "\n") + "\n" + more
  }

  private func evaluator(_ policy: String) throws -> Evaluator {
    let compilation = compile([SourceFile(path: "p.weir", text: policy)])
    return Evaluator(try #require(compilation.program))
  }

  private func verdict(_ policy: String, _ request: String) throws -> Verdict {
    var evaluator = try evaluator(policy)
    return Array(request.utf8).withUnsafeBufferPointer {
      evaluator.evaluate($0, now: Timestamp(seconds: 0, nanoseconds: 0))
    }
  }

  @Test(arguments: ["{}", #"{"kind":"k"}"#, #"{"trusted":true}"#])
  func uncertainDenialsAreAllThatIsNamed(request: String) throws {
    let verdict = try verdict(Self.policy(), request)
    #expect(verdict.effect == .deny)
    #expect(verdict.uncertain.map(\.rule) == (0..<16).map { "r\(2 * $0 + 1)" })
    #expect(verdict.uncertainOmitted == 4)
  }

  @Test func matchingDenialsAreAllThatIsListed() throws {
    let verdict = try verdict(Self.policy(), #"{"kind":"k","trusted":true}"#)
    #expect(verdict.effect == .deny)
    #expect(verdict.rules.map(\.name) == (0..<20).map { "r\(2 * $0 + 1)" })
    #expect(try self.verdict(Self.policy(), #"{"kind":"l","trusted":true}"#).rules.isEmpty)
  }

  /// Nothing denies for sure before it is tried, so nothing is left out.
  @Test func whatIsTriedDecides() throws {
    let verdict = try verdict(
      Self.policy("allow other when trusted and kind == \"k\"", " and level > 3"),
      #"{"kind":"k","trusted":true,"level":1}"#)
    #expect(verdict.effect == .allow)
    #expect(verdict.rules.map(\.name) == ["other"])
  }

  @Test func observedRulesAreNotLeftOut() throws {
    let more = "observe allow seen when kind == \"k\" and trusted"
    let verdict = try verdict(Self.policy(more), "{}")
    #expect(verdict.observed.map(\.rule.name) == ["seen"])
    #expect(verdict.observed.map(\.outcome) == [.uncertain])
  }

  @Test(arguments: ["deny", "allow"])
  func limitsArePassedAllTheSame(effect: String) throws {
    let list = Array(repeating: "1", count: 1001).joined(separator: ",")
    let more =
      """
      \(effect) slow when kind == \"k\" and trusted and any(a in x: any(b in x: a == b and a == 7))
      """
    let verdict = try verdict(
      Self.policy(more), "{\"kind\":\"k\",\"trusted\":true,\"x\":[\(list)]}")
    #expect(verdict.effect == .deny)
    #expect(verdict.error?.code == .limit)
  }

  @Test func whoeverAsksGetsAllOutcomes() throws {
    var evaluator = try evaluator(Self.policy())
    var counts: [Int] = []
    func see(_ interpreter: borrowing Interpreter) {
      counts.append(interpreter.matchedRules.count + interpreter.uncertainRules.count)
    }
    for request in ["{}", #"{"kind":"k","trusted":true}"#] {
      Array(request.utf8).withUnsafeBufferPointer { bytes in
        let now = Timestamp(seconds: 0, nanoseconds: 0)
        _ = evaluator.evaluate(bytes, now: now)
        _ = evaluator.observe(bytes, now: now, see)
      }
    }
    #expect(counts == [40, 40])
  }
}
