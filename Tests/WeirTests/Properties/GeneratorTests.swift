// The generators are worth something: what they make compiles, and comes out every way a verdict
// can. A property that holds for a thousand denials has not been tested.

import Testing
import Weir
import WeirTesting

@Suite struct GeneratorTests {
  @Test func compiling() {
    var failures = 0
    for number in 0..<1000 {
      let seed = baseSeed &+ 50_000 &+ UInt64(number)
      let policy = GeneratedPolicy(seed: seed, isMonotone: number % 4 == 0)
      let files = policy.files()
      let parsed = files.enumerated().map { parse($1, index: Int32($0)) }
      let (_, diagnostics) = check(files, parsed.map(\.0), environment: .empty)
      let errors = (parsed.flatMap(\.1) + diagnostics).filter { $0.severity == .error }
      guard let error = errors.first else { continue }
      failures += 1
      if failures > 5 { break }
      Issue.record(
        """
        WEIR_SEED=\(seed): \(error.message)
        \(files[Int(error.range.file)].text(in: error.range))
        \(policy.text)
        """)
    }
  }

  @Test func variety() {
    var seen: [String: Int] = [:]
    var total = 0
    for number in 0..<150 {
      // The same every time: rare things must not make a run fail by chance.
      let seed = 60_000 + UInt64(number)
      let policy = GeneratedPolicy(seed: seed)
      let files = policy.files()
      let trees = files.enumerated().map { parse($1, index: Int32($0)).0 }
      let reference = ReferencePolicy(check(files, trees, environment: .empty).0)
      var requests = RequestGenerator(seed: seed)
      for _ in 0..<20 {
        let verdict = reference.verdict(
          on: requests.bytes(policy.shape), now: requests.timestamp())
        total += 1
        seen[verdict.effect.rawValue, default: 0] += 1
        if verdict.unreadable == .yes { seen["unreadable", default: 0] += 1 }
        if !verdict.uncertain.isEmpty { seen["uncertain", default: 0] += 1 }
        if verdict.uncertain.count > 1 { seen["several uncertain", default: 0] += 1 }
        if !verdict.rules.isEmpty { seen["decided by rules", default: 0] += 1 }
        if !verdict.observed.isEmpty { seen["observed", default: 0] += 1 }
        for cause in verdict.uncertain.flatMap(\.causes) {
          seen[cause.fault.name, default: 0] += 1
        }
      }
    }
    print(seen.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }, "of", total)
    for (name, share) in [
      ("allow", 10), ("hold", 20), ("deny", 5), ("uncertain", 5), ("several uncertain", 20),
      ("decided by rules", 5), ("observed", 40), ("unreadable", 200),
    ] { #expect(seen[name, default: 0] * share > total, "too few: \(name)") }
    for fault in FaultKind.allCases { #expect(seen[fault.name] != nil, "no \(fault.name)") }
  }
}
