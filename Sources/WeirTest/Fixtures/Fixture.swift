// A fixture file after reading: every case has everything merged into it, so that no code after the
// reader knows of defaults, named requests or tables. Each part keeps its position in the file,
// because the runner's complaints point at lines of the fixture.

package import Weir

/// A position in a fixture, as shown to people.
package struct FixturePlace: Sendable, Hashable {
  /// The fixture's path as the command was given it or found it.
  package var path: String
  /// From 1.
  package var line: Int
  /// From 1, in Unicode scalars.
  package var column: Int

  package init(path: String, line: Int, column: Int) {
    self.path = path
    self.line = line
    self.column = column
  }

  /// `payments.test.yaml:12`.
  package var text: String { "\(path):\(line)" }
}

/// A value from a fixture, with its position.
package struct Placed<Value: Sendable>: Sendable {
  package var value: Value
  package var place: FixturePlace

  package init(_ value: Value, at place: FixturePlace) {
    self.value = value
    self.place = place
  }
}

/// One fixture file, read.
package struct Fixture: Sendable {
  package var path: String
  /// Its cases, grouped by the policy and data that judge them.
  package var groups: [CaseGroup]
  /// Its text, for mistakes that are found later.
  package var source: SourceFile
  /// The position at which each name of `data` first appears.
  package var dataOffsets: [ExactString: Int] = [:]
  /// Accepted survivors of mutation testing.
  package var acceptedMutants: [AcceptedMutant] = []

  package init(path: String, groups: [CaseGroup], source: SourceFile) {
    self.path = path
    self.groups = groups
    self.source = source
  }
}

/// The cases of a fixture that share a policy.
package struct CaseGroup: Sendable {
  package var policy: PolicyChoice
  package var cases: [TestCase]
  package var recordings: [Recording]

  package init(policy: PolicyChoice, cases: [TestCase] = [], recordings: [Recording] = []) {
    self.policy = policy
    self.cases = cases
    self.recordings = recordings
  }
}

/// Which policy: its paths, and replacements for the documents it binds.
package struct PolicyChoice: Sendable {
  /// Paths that can be opened; nil for the policy of the command line or of `weir.yaml`.
  package var paths: [String]?
  /// By the name of the `data` declaration.
  package var data: [(name: String, document: JSONDocument)]
  /// The position at which the fixture names the policy.
  package var place: FixturePlace

  package init(
    paths: [String]?, data: [(name: String, document: JSONDocument)] = [], place: FixturePlace
  ) {
    self.paths = paths
    self.data = data
    self.place = place
  }
}

/// One request and what is expected of it.
package struct TestCase: Sendable {
  /// Unique in its file; a row of a table is `by environment/2`, or `by environment/dev` where it
  /// has a name of its own.
  package var name: String
  package var place: FixturePlace
  /// The request's bytes: JSON, merged, or exactly what the fixture's `input` says.
  package var request: [UInt8]
  /// The same with positions in the fixture, to be checked against the policy's request shape; nil
  /// for an `input` and for generated requests.
  package var document: JSONDocument?
  /// The paths at which the case says that its request does not fit that shape.
  package var misfits: [ExpectedMisfit] = []
  /// The instant to judge at; nil only if the policy's verdict does not depend on it.
  package var now: Timestamp?
  package var expectation: Expectation

  package init(
    name: String, place: FixturePlace, request: [UInt8], now: Timestamp?, expectation: Expectation
  ) {
    self.name = name
    self.place = place
    self.request = request
    self.now = now
    self.expectation = expectation
  }
}

/// Recorded requests and their expected verdicts, one file each.
package struct Recording: Sendable {
  /// The requests: JSON lines.
  package var requests: Placed<String>
  /// The verdicts: JSON lines, which `--update` writes.
  package var verdicts: Placed<String>
  /// The instant, unless the clock is the request's.
  package var now: Timestamp?
  /// The member that holds the clock, as `--clock request=…` names it.
  package var clock: [String]?

  package init(
    requests: Placed<String>, verdicts: Placed<String>, now: Timestamp?, clock: [String]?
  ) {
    self.requests = requests
    self.verdicts = verdicts
    self.now = now
    self.clock = clock
  }
}
