// The result of a run, as data: reporters print it, and the command derives its exit status from
// it.

package import Weir
package import WeirAnalysis

/// The result of one run.
package struct RunResult: Sendable {
  package var suites: [SuiteResult]
  /// Cases that `--run` left out, or that come after a failure with `--fail-fast`.
  package var skipped: Int
  /// The seed of `--shuffle`, if it was asked for.
  package var seed: UInt64?
  /// How often each case ran.
  package var count: Int
  /// The result of mutation testing, if it was asked for.
  package var mutation: MutationResult?

  package init(
    suites: [SuiteResult], skipped: Int = 0, seed: UInt64? = nil, count: Int = 1
  ) {
    self.suites = suites
    self.skipped = skipped
    self.seed = seed
    self.count = count
  }

  package var ran: Int { suites.reduce(0) { $0 + $1.cases.count } }
  package var failed: Int { suites.reduce(0) { $0 + $1.failed } }
  /// Fixtures that could not be run: they, or their policies, are broken.
  package var broken: Int { suites.count { !$0.problems.isEmpty } }
}

/// One fixture's cases.
package struct SuiteResult: Sendable {
  package var path: String
  package var cases: [CaseResult]
  /// Why the fixture, or a part of it, did not run.
  package var problems: [SuiteProblem]

  package init(path: String, cases: [CaseResult], problems: [SuiteProblem] = []) {
    self.path = path
    self.cases = cases
    self.problems = problems
  }

  package var failed: Int { cases.count { !$0.hasPassed } }
}

/// Something that keeps cases from being run.
package struct SuiteProblem: Sendable {
  package var place: FixturePlace
  /// `error[code]`.
  package var code: String
  /// A sentence without a full stop.
  package var message: String
  package var hint: String?
  /// As it is shown to people, with sources and carets where there are any; ends with a line feed.
  package var text: String
  /// The same with colours.
  package var coloredText: String

  package init(
    place: FixturePlace, code: String, message: String, hint: String? = nil, text: String,
    coloredText: String? = nil
  ) {
    self.place = place
    self.code = code
    self.message = message
    self.hint = hint
    self.text = text
    self.coloredText = coloredText ?? text
  }
}

/// One case.
package struct CaseResult: Sendable {
  package var name: String
  package var place: FixturePlace
  package var mismatches: [Mismatch]
  /// Why it came out as it did; only of cases that failed.
  package var explanation: Explanation?
  /// The policy that explanations point into; only of cases that failed.
  package var sources: [SourceFile]
  /// The request, for cases that failed and cannot be explained.
  package var request: [UInt8]
  /// How long it took.
  package var nanoseconds: UInt64

  package var hasPassed: Bool { mismatches.isEmpty }

  package init(
    name: String, place: FixturePlace, mismatches: [Mismatch] = [],
    explanation: Explanation? = nil, sources: [SourceFile] = [], request: [UInt8] = [],
    nanoseconds: UInt64 = 0
  ) {
    self.name = name
    self.place = place
    self.mismatches = mismatches
    self.explanation = explanation
    self.sources = sources
    self.request = request
    self.nanoseconds = nanoseconds
  }
}

/// One expectation that the verdict does not meet.
package struct Mismatch: Sendable, Hashable {
  /// What was asked; the raw value is the key in `expect`.
  package enum Subject: String, Sendable, CaseIterable {
    case verdict, rules, because, uncertain, holds, observed, refused
    /// The recorded verdict of a request.
    case recorded
  }
  package var what: Subject
  /// What the fixture says, an entry each; none where it expects nothing to be there.
  package var expected: [String]
  package var actual: [String]
  /// Where the fixture says what is expected.
  package var place: FixturePlace
  /// How the fixture says that this is meant, where the policy may be right.
  package var hint: String?

  package init(
    what: Subject, expected: [String], actual: [String], place: FixturePlace, hint: String? = nil
  ) {
    self.what = what
    self.expected = expected
    self.actual = actual
    self.place = place
    self.hint = hint
  }
}
