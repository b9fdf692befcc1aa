// A hold's key holds a digest of its rule's terms. Rules that are spelled anew by the language's
// laws keep their terms, and rules of the same terms come out the same: on policies by chance, by
// the reference.

import Testing
import Weir
import WeirTesting

@Suite struct TermsTests {
  /// A rule's outcome on each of some requests, as the reference finds it: with what is uncertain,
  /// and why.
  private func outcomes(
    _ policy: CheckedPolicy, _ requests: [(bytes: [UInt8], now: Timestamp)]
  ) -> [[String]] {
    // Each rule shows how it came out, and none hides another.
    var policy = policy
    for index in policy.rules.indices { policy.rules[index].isObserved = true }
    let reference = ReferencePolicy(policy)
    return requests.map {
      VerdictLines.lines(reference.verdict(on: $0.bytes, now: $0.now)).sorted()
    }
  }

  private func requests(_ seed: UInt64, _ policy: GeneratedPolicy, count: Int)
    -> [(bytes: [UInt8], now: Timestamp)]
  {
    var requests = RequestGenerator(seed: seed)
    return (0..<count).map { _ in
      (Array(requests.request(policy.shape).text.utf8), requests.timestamp())
    }
  }

  private func checked(_ policy: GeneratedPolicy) -> CheckedPolicy {
    CompiledPolicy(policy.files()).checked
  }

  @Test func spelledAnew() {
    var respelledCount = 0
    for number in 0..<200 {
      let seed = baseSeed &+ 60_000 &+ UInt64(number)
      let policy = GeneratedPolicy(seed: seed)
      let before = checked(policy)
      var respelling = Respelling(seed: seed)
      var after = before
      for index in after.rules.indices {
        after.rules[index] = respelling.respelled(before.rules[index])
        let terms = CanonicalForm.terms(before.rules[index])
        let others = CanonicalForm.terms(after.rules[index])
        if terms != others {
          Issue.record("WEIR_SEED=\(seed)\n\(policy.text)\n\(terms)\n\(others)")
          return
        }
      }
      if CheckedDump.text(before) != CheckedDump.text(after) { respelledCount += 1 }
      // The laws themselves are true.
      let requests = requests(seed, policy, count: 5)
      let (one, other) = (outcomes(before, requests), outcomes(after, requests))
      if one != other {
        Issue.record(
          """
          WEIR_SEED=\(seed)\n\(CheckedDump.text(before))\n\(CheckedDump.text(after))\n\(one)\
          \n\(other)
          """
        )
        return
      }
    }
    #expect(respelledCount > 150)
  }

  @Test func anotherMeaningHasOtherTerms() {
    var (same, different) = (0, 0)
    for number in 0..<200 {
      let seed = baseSeed &+ 70_000 &+ UInt64(number)
      let policy = GeneratedPolicy(seed: seed)
      let before = checked(policy)
      var respelling = Respelling(seed: seed)
      var after = before
      let index = Int(seed % UInt64(before.rules.count))
      after.rules[index] = respelling.altered(before.rules[index])
      guard CanonicalForm.terms(before.rules[index]) == CanonicalForm.terms(after.rules[index])
      else {
        different += 1
        continue
      }
      same += 1
      let requests = requests(seed, policy, count: 20)
      let (one, other) = (outcomes(before, requests), outcomes(after, requests))
      if one != other {
        Issue.record(
          """
          WEIR_SEED=\(seed)\n\(CheckedDump.text(before))\n\(CheckedDump.text(after))\n\(one)\
          \n\(other)
          """
        )
        return
      }
    }
    #expect(different > 100, "\(same) of \(same + different) alterations kept their terms")
  }
}
