// Results as TAP 14: a line for each case, and a YAML block below each failure.

internal import Weir

/// Writes results as TAP.
package struct TAPReport {
  package init() {}

  package func render(_ result: RunResult) -> String {
    let problems = result.suites.reduce(0) { $0 + $1.problems.count }
    let count = result.ran + problems
    var text = "TAP version 14\n"
    text += count > 0 ? "1..\(count)\n" : "1..0 # no case ran\n"
    if let seed = result.seed { text += "# shuffled by \(seed)\n" }
    var number = 0
    for suite in result.suites {
      for problem in suite.problems {
        number += 1
        text +=
          "not ok \(number) - \(ReportText.tapDescription("\(suite.path): \(problem.code)"))\n"
        text += block(
          [("message", ReportText.tapBlock(problem.message)), ("severity", "error")], problem.place)
      }
      for test in suite.cases {
        number += 1
        let name = ReportText.tapDescription("\(suite.path): \(test.name)")
        text += "\(test.hasPassed ? "ok" : "not ok") \(number) - \(name)\n"
        guard let first = test.mismatches.first else { continue }
        text += block(
          [("message", ReportText.tapBlock(first.line)), ("severity", "fail")], test.pointedAt,
          test.mismatches)
      }
    }
    return text
  }

  private func block(
    _ members: [(String, String)], _ place: FixturePlace, _ mismatches: [Mismatch] = []
  ) -> String {
    var lines = ["---"] + members.map { "\($0.0): \($0.1)" }
    lines += [
      "at:", "  file: \(ReportText.tapBlock(place.path))", "  line: \(place.line)",
      "  column: \(place.column)",
    ]
    if !mismatches.isEmpty { lines.append("mismatches:") }
    for mismatch in mismatches {
      lines += [
        "  - what: \(mismatch.what.rawValue)", "    expected: \(list(mismatch.expected))",
        "    actual: \(list(mismatch.actual))",
      ]
    }
    return (lines + ["..."]).map { "  " + $0 + "\n" }.joined()
  }

  private func list(_ texts: [String]) -> String {
    "[" + texts.map(ReportText.tapBlock).joined(separator: ", ") + "]"
  }
}
