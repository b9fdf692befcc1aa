// Proofs about conditions: what is said never to happen does not, and what is said to happen is
// shown by a request that the machine has judged. Small conditions by chance are held against all
// small requests, judged by the reference evaluator, both ways.

import Foundation
import Testing
import Weir
import WeirAnalysis
import WeirTesting

@Suite struct ConditionProverTests {
  private static func policy(_ rules: String) throws -> CheckedPolicy {
    let policy = CompiledPolicy([SourceFile(path: "a.weir", text: SmallRequests.head + rules)])
    try #require(policy.errors.isEmpty, "\(policy.errors.map(\.message)) in \(rules)")
    return policy.checked
  }

  // MARK: Cases

  enum Expected: Equatable, Sendable {
    case never, possible, notKnown

    init(_ answer: ProofAnswer) {
      switch answer {
      case .never: self = .never
      case .possible: self = .possible
      case .notKnown: self = .notKnown
      }
    }
  }

  static let cases: [(String, Expected)] = [
    ("n > 1", .possible),
    ("n > 2 and n < 1", .never),
    ("n > 1 and n < 2", .possible),
    ("n >= 1 and n <= 1 and n != 1", .never),
    ("b and not b", .never),
    ("e == \"x\" and e == \"y\"", .never),
    ("e != \"x\" and e != \"y\" and e != \"z\"", .never),
    ("not (e in [\"x\", \"y\", \"z\"])", .never),
    ("s starts_with \"ab\" and s starts_with \"b\"", .never),
    ("s starts_with \"ab\" and not (s starts_with \"a\")", .never),
    ("s starts_with \"a\" and s ends_with \"b\" and s includes \"c\"", .possible),
    ("s == \"abc\" and s starts_with \"b\"", .never),
    ("s starts_with \"a\" and s != \"a\" and not (s starts_with \"ab\")", .possible),
    ("not has p and p.n == 1", .never),
    ("not has p and has p.q.b", .never),
    ("has p and not has p.n", .possible),
    ("has p.n and p.n > 0 and not has p.q", .possible),
    ("has k and (k ?? 3) == 3", .possible),
    ("not has k and (k ?? 3) == 4", .never),
    ("x == 1 and x == \"a\"", .never),
    ("s like \"a*\" and s like \"b*\"", .notKnown),
    ("s like \"a*\" and not (s like \"a*\")", .never),
    ("s == \"ab\" and s like \"b*\"", .never),
    ("n < k and not (n < k)", .never),
    ("n < k and n >= k", .never),
    ("l contains \"a\" and not (l contains \"a\")", .never),
    ("any(i in l: i == \"a\") and not any(i in l: i == \"a\")", .never),
    ("length(s) < 0", .never),
    ("now < timestamp(\"2026-01-01T00:00:00Z\")", .possible),
    (
      "t < timestamp(\"2026-01-01T00:00:00Z\") and t > timestamp(\"2026-02-01T00:00:00Z\")", .never
    ),
    ("t > timestamp(\"2026-01-01T00:00:00Z\")", .possible),
  ]

  @Test(arguments: cases) func canMatch(_ text: String, _ expected: Expected) throws {
    let policy = try Self.policy("deny r when \(text)")
    var prover = ConditionProver(policy)
    let answer = prover.answer([Requirement(policy.rules[0], .isTrue)])
    #expect(Expected(answer) == expected, "\(answer)")
    #expect(prover.defect == nil)
  }

  /// What excludes each other is named, and nothing besides.
  @Test func theConditionsOfAProof() throws {
    let policy = try Self.policy("deny r when b when n > 2 when has k when n < 1")
    let prover = ConditionProver(policy)
    let all = policy.rules[0].conditions.map { Requirement($0, .isTrue) }
    #expect(prover.exclusion(all) == [1, 3])
  }

  /// Several rules may cover one together.
  @Test func coveringRules() throws {
    let policy = try Self.policy(
      "deny a when n < 10\ndeny b when n > 10\ndeny c when b\nallow r when n != 10")
    let prover = ConditionProver(policy)
    let rules = policy.rules
    let question =
      [Requirement(rules[3], .isTrue)] + rules[..<3].map { Requirement($0, .isFalse) }
    #expect(prover.exclusion(question) == [0, 1, 2])
  }

  // MARK: By brute force

  @Test(arguments: [true, false]) func byBruteForce(isExact: Bool) throws {
    let given = ProcessInfo.processInfo.environment["WEIR_SEED"].flatMap(UInt64.init)
    let seed = given ?? UInt64(Date().timeIntervalSince1970 * 1_000)
    var random = SplitMix64(seed: seed)
    var counts: [String: Int] = [:]
    for _ in 0..<150 {
      let one = SmallRequests.condition(&random, isExact: isExact)
      let other = SmallRequests.condition(&random, isExact: isExact)
      let policy = try Self.policy("deny a when \(one)\ndeny b when \(other)")
      let conditions = policy.rules.compactMap(\.conditions.first)
      let (requests, areAll) = SmallRequests.requests(
        SmallRequests.roots(conditions), limit: 3_000, &random)
      guard areAll else { continue }
      var pairs: Set<[Truth]> = []
      for request in requests {
        let json = try ReferenceJSON.read(Array(request.utf8))
        pairs.insert(conditions.map { SmallRequests.truth($0, json) })
      }
      for first in Requirement.Outcome.allCases {
        for second in Requirement.Outcome.allCases {
          var prover = ConditionProver(policy)
          let answer = prover.answer([
            Requirement(conditions[0], first), Requirement(conditions[1], second),
          ])
          let isSeen = pairs.contains { first.agrees(with: $0[0]) && second.agrees(with: $0[1]) }
          let found = Expected(answer)
          counts["\(found)", default: 0] += 1
          let isWrong =
            switch found {
            case .never: isSeen
            case .possible: false
            case .notKnown: isExact
            }
          guard isWrong || prover.defect != nil else { continue }
          Issue.record(
            """
            WEIR_SEED=\(seed): \(first) \(second), \(found), seen: \(isSeen)
            \(one)
            \(other)
            defect: \(prover.defect?.request ?? "none"): \(pairs)
            """)
          return
        }
      }
    }
    print("proofs: WEIR_SEED=\(seed) \(counts)")
    #expect(counts["never", default: 0] > 20)
    #expect(counts["possible", default: 0] > 100)
  }
}
