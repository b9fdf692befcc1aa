// Every operator by its example, and the edits by their texts.

import Testing
import Weir
import WeirHost
@testable import WeirTest

@Suite struct MutantTests {
  @Test(arguments: MutationOperator.allCases)
  func example(_ operation: MutationOperator) throws {
    let (before, after) = operation.example.policy
    let policy = try testPolicy(before)
    _ = try testPolicy(after)
    let edits = MutantFinder.mutants(of: policy).filter { $0.operation == operation }
      .map { text($0.edited(policy.files[0])) }
    #expect(edits.contains(after), "\(edits.joined(separator: "\n---\n"))")
  }

  @Test func namesAndSentencesAreUnique() {
    let operators = MutationOperator.allCases
    #expect(Set(operators.map(\.summary)).count == operators.count)
  }

  /// All mutants of a rule, as the lines that they put there.
  @Test func wholeRule() throws {
    let policy = try testPolicy(
      """
      allow small when payload.amount > 1_000 and not (mode in ["a", 'b'])
      """)
    #expect(
      MutantFinder.mutants(of: policy).map { "\($0.operation): \(change($0, policy))" } == [
        "observe: observe allow small when payload.amount > 1_000 and not (mode in [\"a\", 'b'])",
        "effect: deny small when payload.amount > 1_000 and not (mode in [\"a\", 'b'])",
        "when: allow small",
        "condition: allow small when not (mode in [\"a\", 'b'])",
        "bound: allow small when payload.amount >= 1_000 and not (mode in [\"a\", 'b'])",
        "negation: allow small when payload.amount <= 1_000 and not (mode in [\"a\", 'b'])",
        "number: allow small when payload.amount > 999 and not (mode in [\"a\", 'b'])",
        "number: allow small when payload.amount > 1_001 and not (mode in [\"a\", 'b'])",
        "condition: allow small when payload.amount > 1_000",
        "connective: allow small when payload.amount > 1_000 or not (mode in [\"a\", 'b'])",
        "not: allow small when payload.amount > 1_000 and (mode in [\"a\", 'b'])",
        "element: allow small when payload.amount > 1_000 and not (mode in ['b'])",
        "element: allow small when payload.amount > 1_000 and not (mode in [\"a\"])",
        "default: default allow",
      ])
  }

  @Test func holdsBecomeAllows() throws {
    let policy = try testPolicy(
      """
      requester who
      hold large
        when amount > 10
        because "much"
        needs 1 of group "risk"
        within 1h
        covers once
        unless vip
      allow rest

      """)
    let mutant = try #require(
      MutantFinder.mutants(of: policy).first { $0.operation == .effect })
    #expect(
      text(mutant.edited(policy.files[0])) == """
        requester who
        allow large
          when amount > 10
          because "much"
          unless vip
        allow rest

        """)
    #expect(mutant.subject == "large")
  }

  @Test func subjectsAreQualified() throws {
    let policy = try testPolicy([
      "a.weir": "define limit = 10\non mode == \"x\" {\n  deny one when amount > limit\n}\n",
      "b.weir": "module pay\nallow two when vip\ndefine low(n: number) = n < 3\n",
    ])
    let subjects = Set(MutantFinder.mutants(of: policy).map(\.subject))
    #expect(
      subjects == [
        "define limit", "on mode == \"x\"", "one", "pay.two", "define pay.low", "default",
      ])
  }

  @Test func editsThatDoNotCompileAreNoMutants() throws {
    let result = try mutate("allow one when [\"a\"][0] == mode\n")
    #expect(result.tally.notCompiled > 0)
    #expect(
      result.tally.mutants + result.tally.notCompiled == result.policies[0].mutants.count)
  }

  /// Mutants are compiled with the documents that a fixture brings: with others, every one would
  /// look killed.
  @Test func dataOfAFixturesOwnStaysWithTheMutants() throws {
    let environment = CompilerEnvironment.empty.replacing([
      ("limits", try readJSONFile(Array(#"{"small": 10}"#.utf8), name: "limits"))
    ])
    let policy = try testPolicy(
      [
        SourceFile(
          path: "a.weir",
          text: """
            data limits: { small: number } from "limits.yaml"
            allow small when amount <= limits.small
            """)
      ], environment: environment)
    let target = MutationTarget(policy: policy, cases: [testCase(#"{"amount": 5}"#, .allow)])
    let result = testMutants(of: [target], options: MutationOptions(threads: 1))
    #expect(result.tally.notCompiled == 0)
    #expect(result.tally.killed > 0)
    #expect(
      result.policies[0].mutants.contains { judged in
        if case .survived = judged.fate { judged.mutant.operation == .bound } else { false }
      })
  }

  @Test func sameMutantsWhateverTheOrderOfFiles() throws {
    let files = [
      SourceFile(path: "a.weir", text: "deny one when a > 1\n"),
      SourceFile(path: "b.weir", text: "allow two when b == \"x\"\n"),
    ]
    func texts(_ policy: TestPolicy) -> [String] {
      MutantFinder.mutants(of: policy).map {
        "\($0.operation) \(policy.files[Int($0.range.file)].path) \(change($0, policy))"
      }
    }
    #expect(texts(try testPolicy(files)) == texts(try testPolicy(files.reversed())))
  }

  private func text(_ file: SourceFile) -> String { String(decoding: file.bytes, as: UTF8.self) }

  private func change(_ mutant: Mutant, _ policy: TestPolicy) -> String {
    mutant.change(in: policy.files[Int(mutant.range.file)]).added.joined(separator: "\n")
  }
}
