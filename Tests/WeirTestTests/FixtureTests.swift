// Reading fixtures: from each golden fixture to its merged cases, or to its mistakes.

import Foundation
import Testing
import Weir
import WeirHost
import WeirTest
import WeirTesting

@Suite struct FixtureTests {
  @Test(arguments: GoldenSuite.fixtures.flatMap(\.cases))
  func goldenCases(_ golden: GoldenCase) throws {
    let path = "Tests/Cases/\(golden).\(golden.suite.inputExtension)"
    try golden.check(Self.dump(golden.input(), path: path))
  }

  @Test func everyMistakeIsShown() throws {
    // A file that cannot be read is no golden case: it is below. Nor is what takes a large one: see
    // FixtureLimitTests.
    let shown = try GoldenSuite.fixtures.flatMap { try $0.outputTexts() }.joined()
    let tooLong: [FixtureMistake.Code] = [.unreadable, .tooLarge, .tooManyMistakes]
    for code in FixtureMistake.Code.allCases where !tooLong.contains(code) {
      #expect(shown.contains("error[\(code.rawValue)]"), "no golden case shows it")
      #expect(!code.meaning.hasSuffix("."))
    }
    let error = #expect(throws: FixtureErrors.self) { try Fixture.read("/nowhere/a.test.yaml") }
    #expect(error?.mistakes.map(\.code) == [.unreadable])
    #expect(
      error?.text()
        == "error[unreadable]: /nowhere/a.test.yaml does not exist\n\n")
  }

  @Test func everyMistakeSaysWhereAndWhatToDo() throws {
    for suite in GoldenSuite.fixtures {
      for text in try suite.inputTexts() {
        let path = "Tests/Cases/fixtures/a.\(suite.inputExtension)"
        do throws(FixtureErrors) {
          _ = try Fixture.read(Array(text.utf8), path: path)
        } catch {
          for mistake in error.mistakes {
            switch mistake.code {
            case .unreadable, .emptySuite, .tooManyMistakes: break
            case .invalidYAML, .invalidJSON, .wrongType: #expect(mistake.range != nil)
            default:
              #expect(mistake.range != nil, "\(mistake.message)")
              #expect(mistake.hint != nil, "\(mistake.message)")
            }
          }
        }
      }
    }
  }

  /// A fixture's cases, or its mistakes; and what its policy has against them.
  static func dump(_ input: [UInt8], path: String) -> String {
    do throws(FixtureErrors) {
      let fixture = try Fixture.read(input, path: path)
      var text = FixtureDump.text(fixture)
      for group in fixture.groups where group.policy.paths != nil {
        do throws(PolicyProblem) {
          let policy = try TestPolicy.load(group.policy, standard: [])
          let errors = fixture.errors(in: group, against: PolicyFacts(policy))
          if let errors { text += "\n" + errors.text() }
        } catch {
          switch error {
          case .failure(let failure): text += "\n" + failure.text
          case .unknownData(let names, let declared):
            text += "\n" + fixture.unknownData(names, declared: declared).text()
          case .findings(let findings, let files):
            text += "\n" + DiagnosticRenderer(files: files).render(findings)
          }
        }
      }
      return text
    } catch {
      return error.text()
    }
  }
}
