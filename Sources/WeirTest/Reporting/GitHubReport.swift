// Results as GitHub's workflow commands: one annotation per failure, on the fixture's line.

internal import Weir
internal import WeirHost

/// Writes results as GitHub's workflow commands.
package struct GitHubReport {
  package init() {}

  package func render(_ result: RunResult) -> String {
    var text = ""
    for suite in result.suites {
      for problem in suite.problems {
        text += command(
          "weir \(problem.code)", problem.place,
          VisibleText.escaped(problem.hint.map { "\(problem.message); \($0)" } ?? problem.message))
      }
      for test in suite.cases where !test.hasPassed {
        text += command(
          VisibleText.escaped("weir test: \(test.name)"), test.pointedAt,
          test.mismatches.map { VisibleText.escaped($0.line) }.joined(separator: "\n"))
      }
    }
    return text + WorkflowCommand.line("notice", [("title", "weir test")], result.summary)
  }

  private func command(_ title: String, _ place: FixturePlace, _ message: String) -> String {
    WorkflowCommand.line(
      "error",
      [
        ("file", VisibleText.escaped(place.path)), ("line", "\(place.line)"),
        ("col", "\(place.column)"),
        ("title", title),
      ], message)
  }
}
