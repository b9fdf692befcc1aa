// Results as JUnit's XML, in the form that CI servers agree on: a test suite for each fixture,
// failures for cases, errors for what could not run.

internal import Weir

/// Writes results as JUnit's XML.
package struct JUnitReport {
  package init() {}

  package func render(_ result: RunResult) -> String {
    var text = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"
    let problems = result.suites.reduce(0) { $0 + $1.problems.count }
    text += open(
      "testsuites",
      [
        ("name", "weir test"), ("tests", "\(result.ran + problems)"),
        ("failures", "\(result.failed)"), ("errors", "\(problems)"),
        ("time", seconds(result.suites.reduce(0) { $0 &+ JUnitReport.time($1) })),
      ])
    for suite in result.suites { text += render(suite) }
    return text + "</testsuites>\n"
  }

  private func render(_ suite: SuiteResult) -> String {
    var text =
      "  "
      + open(
        "testsuite",
        [
          ("name", suite.path), ("tests", "\(suite.cases.count + suite.problems.count)"),
          ("failures", "\(suite.failed)"), ("errors", "\(suite.problems.count)"),
          ("skipped", "0"), ("time", seconds(JUnitReport.time(suite))),
        ])
    for problem in suite.problems {
      text +=
        "    "
        + open(
          "testcase",
          [
            ("classname", suite.path), ("name", problem.code), ("file", problem.place.path),
            ("line", "\(problem.place.line)"), ("time", "0.000000"),
          ])
      text +=
        """
              <error type=\"\(XMLText.escaped(problem.code))\" \
        message=\"\(XMLText.escaped(problem.message))\">
        """
        + XMLText.escaped(problem.text, keepsLines: true) + "</error>\n    </testcase>\n"
    }
    for test in suite.cases { text += render(test, of: suite.path) }
    return text + "  </testsuite>\n"
  }

  private func render(_ test: CaseResult, of suite: String) -> String {
    let attributes = [
      ("classname", suite), ("name", test.name), ("file", test.place.path),
      ("line", "\(test.place.line)"), ("time", seconds(test.nanoseconds)),
    ]
    guard let first = test.mismatches.first else {
      return "    " + XMLText.tag("testcase", attributes, isEmpty: true) + "\n"
    }
    let body = TextReport(ReportContext(version: "")).failure(test)
    return "    " + open("testcase", attributes)
      + """
            <failure type=\"\(XMLText.escaped(first.what.rawValue))\" \
      message=\"\(XMLText.escaped(first.line))\">
      """
      + XMLText.escaped(body, keepsLines: true) + "</failure>\n    </testcase>\n"
  }

  private static func time(_ suite: SuiteResult) -> UInt64 {
    suite.cases.reduce(0) { $0 &+ $1.nanoseconds }
  }

  /// Nanoseconds as seconds with six digits.
  private func seconds(_ nanoseconds: UInt64) -> String {
    let microseconds = nanoseconds / 1_000
    let digits = String(microseconds % 1_000_000)
    return "\(microseconds / 1_000_000)." + String(repeating: "0", count: 6 - digits.count) + digits
  }

  private func open(_ name: String, _ attributes: [(String, String)]) -> String {
    XMLText.tag(name, attributes) + "\n"
  }
}
