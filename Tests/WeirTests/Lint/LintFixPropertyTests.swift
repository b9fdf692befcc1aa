// Every fix of every rule, on policies by chance that are written in all the ways that rules mind:
// whatever is fixed compiles, needs no second fix, and answers every request with the same line.

import Foundation
import Testing
import Weir
import WeirAnalysis
import WeirTesting

@Suite struct LintFixPropertyTests {
  /// Conditions over the small requests, each of which some rule would write in another way.
  private static let odd = [
    "not (n == 1)", "not (n in [0, 1])", "not (n < 2)", "not not b", "not (not (b or has k))",
    "1 < n", "\"a\" == s", "e in [\"x\"]", "e not in [\"x\"]", "k in [1]",
    "(s == \"a\" or s == \"ab\")", "(n == 0 or n == 1 or n == 2)", "any(i in l: i == \"a\")",
    "not any(i in l: not (i == \"a\"))", "not all(i in l: not (i == s))", "(b)", "((b or has p))",
    "b == true", "b != true", "p.q.b == false", "s matches 'ab'", "s matches 'a.*'",
    "s matches '.*b'", "s like \"ab\"", "s matches \"a\\\\w*\"", "1 == 1", "x in [1]",
    "x == true", "(x == 1 or x == 2)",
  ]

  private static func condition(_ random: inout SplitMix64, depth: Int = 0) -> String {
    if depth < 2, random.once(in: 2) {
      let word = random.pick(["and", "or"])
      let left = condition(&random, depth: depth + 1)
      return "(\(left) \(word) \(condition(&random, depth: depth + 1)))"
    }
    if random.once(in: 6) { return "not (\(condition(&random, depth: depth + 1)))" }
    if random.once(in: 3) { return SmallRequests.condition(&random, isExact: false, depth: 2) }
    return random.pick(odd)
  }

  private static func policy(_ random: inout SplitMix64) -> String {
    var text = SmallRequests.head + "\nrequester e\n"
    text += "define shared = \(condition(&random))\n// weir: ignore default-allow: old\n"
    text += "define idle = 120m\ntype Idle = { a: string }\n"
    for number in 0..<(2 + random.below(3)) {
      let effect = random.pick(["allow", "deny", "deny", "hold"])
      let body = random.once(in: 4) ? "shared and \(condition(&random))" : condition(&random)
      text += "\(effect) r\(number)\n  when \(body)\n"
      if random.once(in: 3) { text += "  unless not \(condition(&random, depth: 2))\n" }
      if random.once(in: 3) { text += "  when (\(condition(&random, depth: 2)))\n" }
      if effect == "hold" { text += "  needs 1 of group \"g\"\n  within 120m\n" }
    }
    return text
  }

  /// All rules asked, also those that are off.
  private static let all: LintLevels = {
    var levels = LintLevels()
    levels.apply(LintRules.all.map { (.rule($0.rule.name), .warning) })
    return levels
  }()

  private static func lines(_ program: Program, _ requests: [String]) -> [String] {
    var evaluator = Evaluator(program)
    return requests.map { request in
      var output: [UInt8] = []
      evaluator.write(
        Array(request.utf8), line: 1, now: Timestamp("2026-01-01T00:00:00Z")!, into: &output)
      // Lines move, and the policy is another text.
      return String(decoding: output, as: UTF8.self)
        .replacing(/"at":"[^"]*"/, with: "").replacing(/"policy":"[^"]*"/, with: "")
    }
  }

  @Test func noVerdictChanges() throws {
    var fixes = 0
    for number in 0..<120 {
      let seed = baseSeed &+ 90_000 &+ UInt64(number)
      var random = SplitMix64(seed: seed)
      let text = Self.policy(&random)
      let before = CompiledPolicy([SourceFile(path: "a.weir", text: text)])
      guard let program = before.program else {
        Issue.record("WEIR_SEED=\(seed) \(before.errors.map(\.message)) in\n\(text)")
        continue
      }
      let run = try LintFixRun(before, Self.all)
      fixes += run.count
      let after = String(decoding: run.policy.files[0].bytes, as: UTF8.self)
      #expect(
        try LintFixRun(run.policy, Self.all).count == 0, "WEIR_SEED=\(seed) in\n\(after)")
      let roots = SmallRequests.roots(
        before.checked.rules.flatMap { $0.conditions + $0.exclusions })
      let (requests, _) = SmallRequests.requests(roots, limit: 60, &random)
      let (old, new) = (
        Self.lines(program, requests), Self.lines(try #require(run.policy.program), requests)
      )
      for (place, request) in requests.enumerated() where old[place] != new[place] {
        Issue.record(
          """
          WEIR_SEED=\(seed) \(request)
          \(old[place])\(new[place])\(text)
          ---
          \(after)
          """)
        break
      }
    }
    #expect(fixes > 300)
  }
}
