// What the tests of mutation share.

import Weir
import WeirTest

/// A policy of these files; they compile.
func testPolicy(_ files: [String: String]) throws -> TestPolicy {
  try testPolicy(files.sorted { $0.key < $1.key }.map { SourceFile(path: $0.key, text: $0.value) })
}

func testPolicy(_ text: String) throws -> TestPolicy { try testPolicy(["policy.weir": text]) }

func testPolicy(_ files: [SourceFile], environment: CompilerEnvironment = .empty) throws
  -> TestPolicy
{
  let compiled = CompiledPolicy(files, environment: environment)
  guard let program = compiled.program else {
    throw NoPolicy(description: "\(compiled.errors.map { "\($0.code.name) \($0.message)" })")
  }
  return TestPolicy(compiled, openable: files, program: program)
}

struct NoPolicy: Error, CustomStringConvertible {
  var description: String
}

let noon = Timestamp("2026-03-02T12:00:00Z")!

/// A case that expects a verdict, and possibly rules.
func testCase(
  _ request: String, _ effect: Verdict.Effect, rules: [String]? = nil, now: Timestamp = noon
) -> TestCase {
  let place = FixturePlace(path: "policy.test.yaml", line: 1, column: 1)
  return TestCase(
    name: request, place: place, request: Array(request.utf8), now: now,
    expectation: Expectation(
      verdict: Placed(effect, at: place), rules: rules.map { Placed($0, at: place) }))
}

/// Tests mutants of a policy on one thread.
func mutate(
  _ policy: String, _ cases: [TestCase] = [], accepted: [AcceptedMutant] = []
) throws -> MutationResult {
  testMutants(
    of: [MutationTarget(policy: try testPolicy(policy), cases: cases)], accepted: accepted,
    options: MutationOptions(threads: 1))
}
