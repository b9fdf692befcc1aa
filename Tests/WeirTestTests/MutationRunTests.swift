// Judging mutants: which cases count, that equivalent mutants are not killed, and what is the same
// however it is run.

import Testing
import Weir

@testable import WeirTest

@Suite struct MutationRunTests {
  private static let policy = """
    data limits: { small: number } from "limits.yaml"
    allow small when amount <= limits.small and amount < 1000
    """

  private func environment(_ limit: String) -> CompilerEnvironment {
    CompilerEnvironment(
      zoneRules: { _ in nil },
      document: { path, _ in
        let number = JSONDocument(.number(limit), offset: 0)
        return .success(
          .init(
            content: JSONDocument(.record([JSONDocument.Member("small", number)]), offset: 0),
            digest: [], path: path))
      })
  }

  private func target(_ environment: CompilerEnvironment, _ cases: [TestCase]) throws
    -> MutationTarget
  {
    let files = [SourceFile(path: "policy.weir", text: Self.policy)]
    return MutationTarget(policy: try testPolicy(files, environment: environment), cases: cases)
  }

  private func fates(_ result: MutationResult) -> [String] {
    result.policies.flatMap(\.mutants).map {
      "\($0.mutant.operation) \($0.becomes ?? "") \($0.fate)"
    }
  }

  /// Mutants are compiled with the data that the cases are judged by.
  @Test func dataOfTheCasesOwn() throws {
    var replaced = environment("10")
    let number = JSONDocument(.number("20"), offset: 0)
    replaced.replacements["limits"] = CompilerEnvironment.BoundDocument(
      content: JSONDocument(.record([JSONDocument.Member("small", number)]), offset: 0), digest: [],
      path: "limits.yaml")
    let result = testMutants(
      of: [try target(replaced, [testCase("{\"amount\":15}", .allow)])],
      options: MutationOptions(threads: 1))
    // The limit stays below 1000 in all of these.
    let equivalent = result.policies[0].mutants.filter {
      if case .equivalent = $0.fate { true } else { false }
    }
    #expect(equivalent.contains { $0.mutant.operation == .number }, "\(fates(result))")
  }

  /// A case of either policy kills; a mutant is equivalent only under both.
  @Test func sourcesSharedByTwo() throws {
    let low = try target(environment("10"), [testCase("{\"amount\":15}", .deny)])
    let high = try target(environment("2000"), [testCase("{\"amount\":999}", .allow)])
    let result = testMutants(of: [low, high], options: MutationOptions(threads: 1))
    #expect(result.policies.count == 1)
    let below = try #require(
      result.policies[0].mutants.first { $0.becomes?.hasSuffix("amount < 999") ?? false })
    guard case .killed = below.fate else {
      Issue.record("\(below.fate)")
      return
    }
    let onlyLow = testMutants(of: [low], options: MutationOptions(threads: 1))
    #expect(onlyLow.tally.equivalentCount > result.tally.equivalentCount)
  }

  @Test func failingCasesSayNothing() throws {
    let policy = "allow a when b"
    let failing = try mutate(policy, [testCase("{\"b\":true}", .deny)])
    #expect(failing.tally.killed == 0)
    let passing = try mutate(policy, [testCase("{\"b\":true}", .allow)])
    #expect(passing.tally.killed > 0)
  }

  @Test func theSameOnAnyNumberOfThreads() throws {
    let target = try target(environment("10"), [testCase("{\"amount\":10}", .allow)])
    let one = testMutants(of: [target], options: MutationOptions(threads: 1))
    let four = testMutants(of: [target], options: MutationOptions(threads: 4))
    #expect(fates(one) == fates(four))
  }

  @Test func samplesAreDrawnBySeed() throws {
    let target = try target(environment("10"), [testCase("{\"amount\":10}", .allow)])
    func sample(_ seed: UInt64) -> [String] {
      fates(testMutants(of: [target], options: MutationOptions(threads: 1, sample: 4, seed: seed)))
    }
    #expect(sample(1).count == 4)
    #expect(sample(1) == sample(1))
    #expect((0..<8).contains { sample($0) != sample(1) })
  }

  @Test func acceptedMutants() throws {
    let place = FixturePlace(path: "a.test.yaml", line: 1, column: 1)
    func accepted(_ was: String?, _ becomes: String?) -> AcceptedMutant {
      AcceptedMutant(rule: "a", was: was, becomes: becomes, because: "so", place: place)
    }
    func mistakes(_ accepted: AcceptedMutant) throws -> [AcceptanceMistake] {
      try mutate(
        "allow a\n  when n > 10\n  when n > 5\n", [testCase("{\"n\":20}", .allow)],
        accepted: [accepted]
      ).policies[0].mistakes.map(\.mistake)
    }
    #expect(try mistakes(accepted("when n > 10", "when n > 11")) == [])
    #expect(try mistakes(accepted("when n > 10", "when n <= 10")) == [.killed])
    #expect(try mistakes(accepted("when n > 5", nil)) == [.equivalent])
    #expect(try mistakes(accepted("when n > 10", "when n > 12")) == [.unknown])
  }
}
