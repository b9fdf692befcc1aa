// What a fixture file comes to once it is read: cases with everything merged into them, so that
// nobody after the reader knows of defaults, named requests or tables. Each part keeps its place
// in the file it came from, because every complaint of the runner points at a line of the fixture.

package import Weir

/// A place in a fixture, as a person finds it.
package struct FixturePlace: Sendable, Hashable {
  /// The fixture's path as the command was given or found it.
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

/// Something of a fixture with its place.
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
  /// Its groups of cases, one for each policy and data that some of its cases are judged by.
  package var groups: [CaseGroup]
  /// Its text, for what is found out later about its lines.
  package var source: SourceFile
  /// Where each name of `data` first stands in it.
  package var dataOffsets: [ExactString: Int] = [:]
  /// Survivors of mutation testing that are explained.
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

/// Which policy: its paths, and documents that stand in for those it binds.
package struct PolicyChoice: Sendable {
  /// As they can be opened; nil for the policy of the command line or of `weir.yaml`.
  package var paths: [String]?
  /// By the name of the `data` declaration.
  package var data: [(name: String, document: JSONDocument)]
  /// Where the fixture names it.
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
  /// The same with its places in the fixture, to be held against the policy's shape of requests;
  /// nil for an
  /// `input`, and for what nobody wrote by hand.
  package var document: JSONDocument?
  /// Where the case says that its request is not of that shape.
  package var misfits: [ExpectedMisfit] = []
  /// The instant it is judged at; nil only where the policy's verdict does not depend on it.
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

/// Recorded requests with the verdicts that are expected of them, a file each.
package struct Recording: Sendable {
  /// The requests: JSON lines.
  package var requests: Placed<String>
  /// The verdicts: JSON lines, which `--update` writes.
  package var verdicts: Placed<String>
  /// The instant, unless the clock is the request's.
  package var now: Timestamp?
  /// The member that is the clock, as `--clock request=…` names it.
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
