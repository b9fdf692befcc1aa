// Order never matters: not of rules, files, declarations, operands, or members.

import Testing
import Weir
import WeirTesting

@Suite struct OrderTests {
  @Test func shuffling() {
    for number in 0..<60 {
      let seed = baseSeed &+ 10_000 &+ UInt64(number)
      let policy = GeneratedPolicy(seed: seed)
      let shuffled = policy.files(shuffledBy: SplitMix64(seed: seed))
      var mistakes: [String] = []
      guard let subject = Subject(policy),
        let other = Subject(shuffled, environment: .empty, mistakes: &mistakes)
      else {
        Issue.record("WEIR_SEED=\(seed) does not compile: \(mistakes)\n\(policy.text)")
        continue
      }
      var requests = RequestGenerator(seed: seed)
      for _ in 0..<20 {
        let tree = requests.request(policy.shape)
        var none: SplitMix64?
        var variation: SplitMix64? = requests.random
        let plain = Array(tree.text(variedBy: &none).utf8)
        let varied = Array(tree.text(variedBy: &variation).utf8)
        let now = requests.timestamp()
        let first = unordered(subject.verdict(on: plain, now: now))
        for second in [
          unordered(subject.verdict(on: varied, now: now)),
          unordered(other.verdict(on: plain, now: now)),
        ] where first != second {
          Issue.record(
            """
            WEIR_SEED=\(seed)
            \(policy.text)
            \(shuffled.map { String(decoding: $0.bytes, as: UTF8.self) }.joined())
            \(String(decoding: plain, as: UTF8.self))
            \(String(decoding: varied, as: UTF8.self))
            \(first)
            \(second)
            """)
          return
        }
      }
    }
  }

  /// What a verdict says whatever the order of rules and bytes: lines sorted, places of causes left
  /// out. Which sixteen uncertain rules are named is a matter of order; policies here have fewer.
  private func unordered(_ verdict: Verdict) -> [String] {
    var verdict = verdict
    for rule in verdict.uncertain.indices {
      for cause in verdict.uncertain[rule].causes.indices {
        verdict.uncertain[rule].causes[cause].byte = nil
      }
    }
    // An approval of one serves the other.
    let keys = verdict.holds.map { "key of \($0.rule) \($0.key)" }
    return (VerdictLines.lines(verdict) + keys).sorted()
  }
}
