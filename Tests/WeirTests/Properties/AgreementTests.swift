// The machine and the reference agree: on every recorded request of the examples and the verdict
// cases, and on generated policies and requests.

import Foundation
import Testing
import Weir
import WeirTesting

@Suite struct AgreementTests {
  /// 4 × 100 policies, 52 requests each: over 20,000 triples.
  static let policies = 100
  static let requests = 52

  @Test(arguments: 0..<4) func generated(part: Int) {
    var disagreements = 0
    for number in 0..<AgreementTests.policies {
      let seed = baseSeed &+ UInt64(part * AgreementTests.policies + number)
      let policy = GeneratedPolicy(seed: seed)
      var mistakes: [String] = []
      guard let subject = Subject(policy.files(), environment: .empty, mistakes: &mistakes) else {
        Issue.record("WEIR_SEED=\(seed) does not compile: \(mistakes)\n\(policy.text)")
        continue
      }
      var requests = RequestGenerator(seed: seed)
      var evaluator = Evaluator(subject.program)
      for _ in 0..<AgreementTests.requests {
        let request = requests.bytes(policy.shape)
        let now = requests.timestamp()
        if subject.disagreement(on: request, now: now, by: &evaluator) != nil {
          disagreements += 1
          record(policy, request, now, seed: seed)
          break
        }
      }
      // One fault in the core fails hundreds of policies alike.
      if disagreements > 5 { return }
    }
  }

  /// Reports the smallest policy and request that show the disagreement.
  private func record(
    _ policy: GeneratedPolicy, _ request: [UInt8], _ now: Timestamp, seed: UInt64
  ) {
    let policy = shrunk(policy, attempts: 600, \.smaller) {
      Subject($0)?.disagreement(on: request, now: now) != nil
    }
    guard let subject = Subject(policy) else { return }
    var request = request
    if let node = try? ReferenceJSON.read(request) {
      let tree = shrunk(GeneratedJSON(node), attempts: 600, \.smaller) {
        subject.disagreement(on: Array($0.text.utf8), now: now) != nil
      }
      let small = Array(tree.text.utf8)
      if subject.disagreement(on: small, now: now) != nil { request = small }
    }
    Issue.record(
      """
      WEIR_SEED=\(seed)
      \(policy.text)
      \(String(decoding: request, as: UTF8.self))
      at \(now.seconds).\(now.nanoseconds)
      \(subject.disagreement(on: request, now: now) ?? "not with an evaluator of its own")
      """)
  }
}
