// The page about fixtures: every fixture on it passes, or has the mistakes that it is said to have.
//
//     ```weir                      the policy, `policy.weir`, of all fixtures below
//     ```yaml file=PATH            a file beside it
//     ```yaml fixture              a fixture all of whose cases pass
//     ```yaml fixture error=CODES  a fixture with exactly these mistakes
//
// Blocks without attributes are prose.

import Foundation
import Testing
import WeirTest
import WeirTesting

@Suite struct TestingPageTests {
  static let url = GoldenSuite.root.appending(path: "Sources/Weir/Weir.docc/Testing.md")

  static let blocks =
    (try? String(contentsOf: url, encoding: .utf8)).map {
      FencedBlock.all(of: "Testing.md", in: $0)
    }
    ?? []

  @Test func theGeneratedSectionsAreTheTables() throws {
    let text = try String(contentsOf: Self.url, encoding: .utf8)
    let expected = try #require(GeneratedPage.rewrite(text, Self.section))
    if ProcessInfo.processInfo.environment["WEIR_BLESS"] == "1", text != expected {
      try expected.write(to: Self.url, atomically: true, encoding: .utf8)
    } else {
      #expect(text == expected, "run `make bless`")
    }
  }

  @Test func theFixturesDoWhatThePageSays() throws {
    var count = 0
    let files = Self.blocks.filter { $0.language == "weir" || $0.attributes["file"] != nil }
    for block in Self.blocks where block.attributes["fixture"] != nil {
      count += 1
      let folder = try Folder()
      for file in files { try folder.write(file.attributes["file"] ?? "policy.weir", file.text) }
      try folder.write("a.test.yaml", block.text)
      let reading = FixtureReading(at: folder("a.test.yaml"))
      let codes = Set(block.attributes["error"]?.split(separator: ",").map(String.init) ?? [])
      var store = PolicyStore(standard: [])
      let result = TestPlan([reading], &store).run(RunOptions())
      let problems = result.suites.flatMap(\.problems)
      #expect(Set(problems.map(\.code)) == codes, "\(block.place)")
      guard codes.isEmpty else { continue }
      for suite in result.suites {
        #expect(suite.problems.map(\.text) == [], "\(block.place)")
        #expect(!suite.cases.isEmpty, "\(block.place)")
        for test in suite.cases {
          #expect(test.hasPassed, "\(block.place): \(test.name): \(test.mismatches)")
        }
      }
    }
    #expect(count > 4)
  }

  // MARK: Tables

  private static func section(_ name: String) -> String? {
    switch name {
    case "fixture-keys":
      return [
        keys("A fixture", FileKey.self), keys("`defaults`", DefaultsKey.self),
        keys("A case", CaseKey.self), keys("A row of a table", RowKey.self),
        keys("`expect`", ExpectKey.self), keys("An uncertain rule", UncertainKey.self),
        keys("A cause", CauseKey.self), keys("A hold", HoldKey.self),
        keys("`escalate`", EscalateKey.self), keys("`notify`", NotifyKey.self),
        keys("A recording", RecordedKey.self), keys("An accepted mutant", MutantKey.self),
      ].joined(separator: "\n")
    case "fixture-mistakes":
      return GeneratedPage.table(
        ["code", "meaning"],
        FixtureMistake.Code.allCases.map { [GeneratedPage.code($0.rawValue), $0.meaning] })
    default: return nil
    }
  }

  private static func keys<Key: FixtureKey>(_ title: String, _ keys: Key.Type) -> String {
    GeneratedPage.table(
      [title, "meaning"],
      Key.allCases.map { [GeneratedPage.code($0.rawValue), $0.meaning] })
  }
}
