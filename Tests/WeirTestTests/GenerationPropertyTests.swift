// Policies by chance: whatever they are, cases are generated without a crash, the fixture is read
// without a complaint, and today's policy passes it. So do the golden verdicts' policies and the
// examples.

import Foundation
import Testing
import Weir
import WeirHost
import WeirTest
import WeirTesting

@Suite struct GenerationPropertyTests {
  @Test func generatedFixturesSayWhatTheMachineSays() throws {
    var satisfied = 0
    var rules = 0
    for offset in 0..<40 {
      let seed = baseSeed &+ UInt64(offset)
      let generated = GeneratedPolicy(seed: seed)
      guard let policy = GenerationTests.policy(generated.files(), .empty) else { continue }
      let fixture = try GeneratedFixture(policy, paths: [])
      rules += fixture.rules.count
      satisfied += fixture.rules.count(where: \.hasBase)
      // A fixture without a case is none.
      if !fixture.rules.contains(where: \.hasBase) { continue }
      let failures = Self.failures(fixture.text, policy)
      #expect(failures.isEmpty, "seed \(seed)\n\(failures.prefix(3))\n\(generated.text)")
      if !failures.isEmpty { return }
    }
    print("\(satisfied) of \(rules) rules by chance have a request that they match")
    #expect(satisfied * 2 > rules)
  }

  @Test(arguments: GenerationTests.examples) func examplesToo(example: String) throws {
    let policy = try GenerationTests.example(example)
    let fixture = try GeneratedFixture(policy, paths: [])
    let failures = Self.failures(fixture.text, policy)
    #expect(failures.isEmpty, "\(failures.prefix(3))")
  }

  @Test func goldenPoliciesToo() throws {
    var satisfied = 0
    var rules = 0
    for golden in try GoldenSuite.verdicts.allCases {
      let example = try VerdictCase(golden)
      guard let policy = GenerationTests.policy(example.policy, example.environment) else {
        continue
      }
      let fixture = try GeneratedFixture(policy, paths: [])
      rules += fixture.rules.count
      satisfied += fixture.rules.count(where: \.hasBase)
      if !fixture.rules.contains(where: \.hasBase) { continue }
      let failures = Self.failures(fixture.text, policy)
      #expect(failures.isEmpty, "\(golden): \(failures.prefix(3))\n\(fixture.text)")
    }
    print("\(satisfied) of \(rules) rules of the golden verdicts have a request that they match")
  }

  /// What is wrong with a fixture, by our own reader and judge.
  private static func failures(_ text: String, _ policy: TestPolicy) -> [String] {
    let fixture: Fixture
    do throws(FixtureErrors) {
      fixture = try Fixture.read(Array(text.utf8), path: "generated.test.yaml")
    } catch {
      return [error.text()]
    }
    let facts = PolicyFacts(policy)
    var judge = Judge(policy.program)
    var failures: [String] = []
    for group in fixture.groups {
      if let errors = fixture.errors(in: group, against: facts) { failures.append(errors.text()) }
      for test in group.cases {
        for mismatch in judge.mismatches(of: test) {
          failures.append(
            "\(test.name): \(mismatch)\n\(String(decoding: test.request, as: UTF8.self))")
        }
      }
    }
    return failures
  }
}
