// The suites of the examples: they pass, and the cases that somebody wrote by hand reach every
// rule. The recordings alone would, too, but nobody has thought about each of their verdicts, so
// they do not count.

import Foundation
import Testing
import WeirTesting

@Suite("Suites of the examples")
struct ExampleSuitesTests {
  /// The fixtures of an example that hold cases, relative to its folder.
  private static func handWritten(_ name: String) throws -> [String] {
    let tests = ExamplesTests.folder.appending(path: "\(name)/tests")
    return try FileManager.default.contentsOfDirectory(atPath: tests.path)
      .filter { $0.hasSuffix(".test.yaml") && $0 != "recorded.test.yaml" }
      .sorted().map { "tests/\($0)" }
  }

  @Test("weir test passes in the folder", arguments: ExamplesTests.names)
  func passes(name: String) throws {
    let result = try Shell.run("weir test", in: ExamplesTests.folder.appending(path: name))
    #expect(result.status == 0, "\(result.output)")
    let recorded = "\(name)/tests/requests.verdicts.jsonl"
    let file = ExamplesTests.folder.appending(path: recorded).path
    #expect(FileManager.default.fileExists(atPath: file))
  }

  @Test("the cases written by hand reach every rule", arguments: ExamplesTests.names)
  func coverage(name: String) throws {
    let fixtures = try Self.handWritten(name)
    #expect(!fixtures.isEmpty)
    let result = try Shell.run(
      """
      weir test \(fixtures.joined(separator: " ")) --threshold rules=100 --threshold conditions=100
      """,
      in: ExamplesTests.folder.appending(path: name))
    #expect(result.status == 0, "\(result.output)")
  }

  /// The example that others learn from: its suite notices every edit of its policy.
  @Test("no mutant of fund transfers survives")
  func mutants() throws {
    let result = try Shell.run(
      "weir test --mutate", in: ExamplesTests.folder.appending(path: "fund-transfers"))
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains(", 0 survived,"), "\(result.output)")
  }
}
