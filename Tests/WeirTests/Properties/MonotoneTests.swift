// Safety is monotone: in a policy without `has` and `??`, a request that only loses
// members of records, or has them set to null, never gets a milder verdict.
//
// What it may lose is what a shape names. Members of a map are data like elements of a list: a
// policy that denies because one of them is there is no longer asked to when it is gone. The same
// goes for a record compared as a whole.

import Testing
import Weir
import WeirTesting

@Suite struct MonotoneTests {
  @Test func losingMembers() {
    for number in 0..<120 {
      let seed = baseSeed &+ 20_000 &+ UInt64(number)
      let policy = GeneratedPolicy(seed: seed, isMonotone: true)
      var mistakes: [String] = []
      guard let subject = Subject(policy.files(), environment: .empty, mistakes: &mistakes) else {
        Issue.record("WEIR_SEED=\(seed) does not compile: \(mistakes)\n\(policy.text)")
        continue
      }
      var requests = RequestGenerator(seed: seed)
      requests.mistakes = 40
      for _ in 0..<25 {
        let tree = requests.request(policy.shape)
        let now = requests.timestamp()
        let before = subject.verdict(on: Array(tree.text.utf8), now: now)
        for _ in 0..<4 {
          let less = tree.losing(&requests.random, once: 5)
          let after = subject.verdict(on: Array(less.text.utf8), now: now)
          if after.effect.strictness < before.effect.strictness {
            Issue.record(
              """
              WEIR_SEED=\(seed)
              \(policy.text)
              \(tree.text)
              \(VerdictLines.lines(before))
              \(less.text)
              \(VerdictLines.lines(after))
              """)
            return
          }
        }
      }
    }
  }
}

extension Verdict.Effect {
  fileprivate var strictness: Int {
    switch self {
    case .allow: 0
    case .hold: 1
    case .deny: 2
    }
  }
}
