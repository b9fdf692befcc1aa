// What came of a run, as data: reporters print it, the command makes its exit status of it.

/// Everything that came of one run.
package struct RunResult: Sendable {
  package var suites: [SuiteResult]
  /// Cases that `--run` left out.
  package var skipped: Int

  package init(suites: [SuiteResult], skipped: Int = 0) {
    self.suites = suites
    self.skipped = skipped
  }
}

/// One fixture's cases.
package struct SuiteResult: Sendable {
  package var path: String
  package var cases: [CaseResult]

  package init(path: String, cases: [CaseResult]) {
    self.path = path
    self.cases = cases
  }
}

/// One case.
package struct CaseResult: Sendable {
  package var name: String
  package var place: FixturePlace
  package var mismatches: [Mismatch]
  /// Why it came out as it did; only of cases that failed.
  package var explanation: Explanation?

  package var hasPassed: Bool { mismatches.isEmpty }

  package init(
    name: String, place: FixturePlace, mismatches: [Mismatch] = [],
    explanation: Explanation? = nil
  ) {
    self.name = name
    self.place = place
    self.mismatches = mismatches
    self.explanation = explanation
  }
}

/// One expectation that was not met.
package struct Mismatch: Sendable, Hashable {
  /// What was asked: `verdict`, `rules`, `because`, `holds`, …
  package var what: String
  package var expected: String
  package var actual: String
  /// Where the fixture says what is expected.
  package var place: FixturePlace

  package init(what: String, expected: String, actual: String, place: FixturePlace) {
    self.what = what
    self.expected = expected
    self.actual = actual
    self.place = place
  }
}
