// Reading fixtures: from each golden fixture to its merged cases, or to its mistakes.

import Foundation
import Testing
import Weir
import WeirTest
import WeirTesting

@Suite struct FixtureTests {
  static let suite = GoldenSuite("fixtures", input: "test.yaml", output: "txt")

  @Test func goldenCases() throws {
    let failures = try Self.suite.failures { name, input in
      Self.dump(input, path: "Tests/Cases/fixtures/\(name).test.yaml")
    }
    #expect(failures == [])
  }

  /// A fixture's cases, or its mistakes.
  static func dump(_ input: [UInt8], path: String) -> String {
    do throws(FixtureErrors) {
      return FixtureDump.text(try Fixture.read(input, path: path))
    } catch {
      return error.text()
    }
  }
}
