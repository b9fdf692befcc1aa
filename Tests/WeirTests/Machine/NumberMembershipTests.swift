// Membership in many constant numbers is found by halving. It must come to what comparing with each
// of them comes to, uncertainties and their causes included.

import Testing

@testable import Weir

@Suite struct NumberMembershipTests {
  private static let numbers = [
    "7", "-3", "1.0", "0.1", "1e20", "0", "2.50", "7.0", "1", "-0.1", "1e-20", "100", "12.000001",
    "-7", "99999999999999999999999999", "2.5",
  ]

  private static let values =
    numbers + [
      "-0", "0.10", "1.00", "10e19", "1e-21", "12.0000010", "12.000002", "-3.0", "3", "6.9", "101",
      "-8", "1e27", "1e999", "\"1\"", "true", "null", "[1]", "{}",
    ]

  private func outcome(_ condition: String, _ request: String) throws -> String {
    let policy = "request { n?: any }\nallow a when \(condition)"
    let compilation = compile([SourceFile(path: "p.weir", text: policy)])
    var evaluator = Evaluator(try #require(compilation.program, "\(compilation.diagnostics)"))
    let verdict = Array(request.utf8).withUnsafeBufferPointer {
      evaluator.evaluate($0, now: Timestamp(seconds: 0, nanoseconds: 0))
    }
    return "\(verdict.effect) \(verdict.rules.map(\.name)) \(verdict.uncertain)"
  }

  @Test(arguments: [
    ("n in LIST", "EACH"), ("n not in LIST", "not (EACH)"), ("LIST contains n", "EACH"),
    ("not (LIST contains n)", "not (EACH)"),
  ])
  func asComparedWithEach(quick: String, slow: String) throws {
    let list = "[" + Self.numbers.joined(separator: ", ") + "]"
    let each = Self.numbers.map { "n == \($0)" }.joined(separator: " or ")
    let requests = ["{}"] + Self.values.map { "{\"n\": \($0)}" }
    for request in requests {
      let found = try outcome(quick.replacing("LIST", with: list), request)
      let expected = try outcome(slow.replacing("EACH", with: each), request)
      #expect(found == expected, "\(request)")
    }
  }

  /// Written in any order and any form, the same numbers are one list of a program.
  @Test func listsAreLaidOutOnce() throws {
    let ascending = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"
    let shuffled = "[10, 2, 3.0, 4, 6, 5, 7, 8, 9, 1, 1.0]"
    let policy = "allow a when n in \(ascending)\nallow b when m in \(shuffled)"
    let compilation = compile([SourceFile(path: "p.weir", text: policy)])
    let values = try #require(compilation.program).loaded.image.constantValues
    #expect(values.count { $0.tag == .list } == 1)
    #expect(values.allSatisfy { $0.tag == .number || $0.isAscending })
  }
}
