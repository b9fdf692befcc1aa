// The page about mutants has the tables of operators and proofs. (Its sessions run with the
// command's tests.)

import Foundation
import Testing
import WeirAnalysis
import WeirTesting

@testable import WeirTest

@Suite struct MutantsPageTests {
  static let url = GoldenSuite.root.appending(path: "Sources/Weir/Weir.docc/Mutants.md")

  @Test func theGeneratedSectionsAreTheTables() throws {
    let text = try String(contentsOf: Self.url, encoding: .utf8)
    let expected = try #require(GeneratedPage.rewrite(text, Self.section))
    if ProcessInfo.processInfo.environment["WEIR_BLESS"] == "1", text != expected {
      try expected.write(to: Self.url, atomically: true, encoding: .utf8)
    } else {
      #expect(text == expected, "run `make bless`")
    }
  }

  private static func section(_ name: String) -> String? {
    switch name {
    case "mutation-proofs":
      GeneratedPage.table(
        ["proof", "meaning"],
        EquivalenceProof.allCases.map { [GeneratedPage.code($0.rawValue), $0.sentence] })
    case "mutation-operators":
      GeneratedPage.table(
        ["kind", "operator", "what it does", "before", "after"],
        MutationOperator.allCases.map { operation in
          let (before, after) = operation.example.fragment
          return [
            operation.family.rawValue, GeneratedPage.code(operation.rawValue), operation.summary,
            code(before), code(after),
          ]
        })
    default: nil
    }
  }

  /// On one line.
  private static func code(_ text: String) -> String {
    GeneratedPage.code(
      text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
  }
}
