// Generated fixtures: every rule of the examples has a request that satisfies it, what comes out is
// the same every time and passes, and small policies show what is probed of each kind of condition.

import Foundation
import Testing
import Weir
import WeirHost
import WeirTest
import WeirTesting

@Suite struct GenerationTests {
  static let examples = [
    "agent-tools", "api-tokens", "database-queries", "file-access", "fund-transfers",
  ]

  static func policy(
    _ files: [SourceFile], _ environment: CompilerEnvironment = RecordedRequests.environment
  ) -> TestPolicy? {
    let compiled = CompiledPolicy(files, environment: environment)
    return compiled.program.map { TestPolicy(compiled, openable: files, program: $0) }
  }

  static func example(_ name: String) throws -> TestPolicy {
    let folder = GoldenSuite.root.appending(path: "examples/\(name)/policy")
    let place = FixturePlace(path: "none", line: 1, column: 1)
    return try TestPolicy.load(PolicyChoice(paths: [folder.path], place: place), standard: [])
  }

  /// Their rules ask readers of queries, and the generator writes neither SQL nor commands.
  static let withReaders = ["agent-tools", "database-queries"]

  /// WEIR_GENERATED=FOLDER keeps the fixtures, to look at.
  @Test(arguments: examples) func everyRuleOfAnExampleHasABase(example: String) throws {
    let policy = try Self.example(example)
    let fixture = try GeneratedFixture(policy, paths: ["../policy"])
    let unsolved = fixture.rules.filter { !$0.hasBase }.map(\.name)
    #expect(unsolved.isEmpty || Self.withReaders.contains(example), "\(unsolved)")
    if let folder = ProcessInfo.processInfo.environment["WEIR_GENERATED"] {
      try Data(fixture.text.utf8).write(to: URL(filePath: "\(folder)/\(example).test.yaml"))
    }
    #expect(try GeneratedFixture(policy, paths: ["../policy"]).text == fixture.text)
  }

  @Test(arguments: GoldenSuite.generated.cases) func cases(_ golden: GoldenCase) throws {
    let path = "\(golden.name).weir"
    let file = SourceFile(path: path, bytes: try golden.input())
    let policy = try #require(Self.policy([file]), "\(golden) does not compile")
    let text = try GeneratedFixture(policy, paths: [path]).text
    try golden.check(text)
  }

  /// The page's policy gives the page's cases.
  @Test func thePage() throws {
    let page = GoldenSuite.root.appending(path: "Sources/Weir/Weir.docc/GeneratingTests.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    func blocks(_ language: String) -> [String] {
      text.components(separatedBy: "```\(language)\n").dropFirst().map {
        $0.components(separatedBy: "```")[0]
      }
    }
    let source = try #require(blocks("weir").first)
    let policy = try #require(Self.policy([SourceFile(path: "page.weir", text: source)]))
    let fixture = try GeneratedFixture(policy, paths: [])
    let cases = blocks("yaml")
    #expect(cases.count == 3)
    for block in cases { #expect(fixture.text.contains(block), "\(block)\n\(fixture.text)") }
  }

  @Test func namesAreUniqueAndRequestsToo() throws {
    for example in Self.examples {
      let fixture = try GeneratedFixture(try Self.example(example), paths: [])
      let names = fixture.rules.flatMap { $0.cases.map(\.name) }
      #expect(Set(names).count == names.count)
    }
  }

  @Test func aChoiceOfRules() throws {
    let policy = try Self.example("fund-transfers")
    let filter = try CaseFilter("^payments\\.large")
    let fixture = try GeneratedFixture(policy, paths: []) { filter.selects($0) }
    let names = fixture.rules.map(\.name)
    #expect(names == ["payments.large_transfers"])
  }

  /// A thousand rules take a thousand times one rule, and each one a bounded time.
  @Test func aThousandRules() throws {
    var text = "request { action: string, amount: number, mfa: bool, groups: [string] }\n"
    for index in 0..<1_000 {
      text += """
        deny rule\(index)
          when action == "action\(index % 100)" and amount > \(index) and groups contains \
        "g\(index)"
          unless mfa

        """
    }
    let policy = try #require(Self.policy([SourceFile(path: "many.weir", text: text)]))
    let start = ContinuousClock.now
    let fixture = try GeneratedFixture(policy, paths: [])
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    print("1000 rules, \(fixture.rules.reduce(0) { $0 + $1.cases.count }) cases: \(seconds) s")
    let unsolved = fixture.rules.count { !$0.hasBase }
    #expect(unsolved == 0)
    // A debug build, on a machine that does other things too.
    #expect(seconds < 120)
  }
}
