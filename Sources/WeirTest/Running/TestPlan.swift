// What a run will do, decided before it begins: every case, in the order of files and cases, with
// the policy that judges it. A recording becomes one case per line. Equal policies are compiled
// once, whoever names them. What cannot run is a problem of its fixture, and always reported.

package import Weir
package import WeirHost

/// Loads each policy once, by its choice of paths and data.
package struct PolicyStore: Sendable {
  /// The policy of the command line or of `weir.yaml`.
  private let standard: [String]
  /// What judging a request may take.
  private let limits: RequestLimits
  private var loaded: [[UInt8]: Result<Int, PolicyProblem>] = [:]
  package private(set) var policies: [TestPolicy] = []
  private var facts: [PolicyFacts] = []

  package init(standard: [String], limits: RequestLimits = RequestLimits()) {
    self.standard = standard
    self.limits = limits
  }

  /// Loads the policy of the command line, whose rules carry all the cases there are. Whoever has
  /// no fixtures has seen to it that it compiles.
  mutating func loadStandard() {
    let nowhere = FixturePlace(path: "", line: 1, column: 1)
    _ = try? load(PolicyChoice(paths: nil, place: nowhere))
  }

  /// What fixtures are checked against.
  package func facts(_ policy: Int) -> PolicyFacts { facts[policy] }

  /// The index of the policy that a fixture chooses.
  package mutating func load(_ choice: PolicyChoice) throws(PolicyProblem) -> Int {
    var key: [UInt8] = []
    for path in choice.paths ?? standard {
      // Two spellings of one path are one policy, but its files are shown as the fixture says.
      key += (System.resolved(path) ?? path).utf8 + [0]
    }
    for (name, document) in choice.data {
      key += [1] + name.utf8 + [0]
      document.appendJSON(to: &key)
    }
    if let known = loaded[key] { return try known.get() }
    do throws(PolicyProblem) {
      var policy = try TestPolicy.load(choice, standard: standard)
      policy.program.limits = limits
      policies.append(policy)
      facts.append(PolicyFacts(policy))
      loaded[key] = .success(policies.count - 1)
      return policies.count - 1
    } catch {
      loaded[key] = .failure(error)
      throw error
    }
  }
}

package struct TestPlan: Sendable {
  /// A case, and what judges it.
  package struct Entry: Sendable {
    package var suite: Int
    package var policy: Int
    package var test: TestCase
    /// For a recorded request: its recording, and the recorded line to compare with, if there is
    /// one.
    package var recorded: (recording: Int, line: [UInt8]?)?
  }

  /// Recorded requests, compared with recorded verdicts.
  package struct PlannedRecording: Sendable {
    package var recording: Recording
    package var policy: Int
    /// Lines of the file of verdicts; nil where there is no file.
    package var verdicts: [[UInt8]]?
  }

  package var suites: [SuiteResult] = []
  package var policies: [TestPolicy] = []
  package var entries: [Entry] = []
  package var recordings: [PlannedRecording] = []
  /// Cases that the filter left out.
  package var skipped = 0

  /// Whether there is something to compare an entry with. Requests of a recording without verdicts
  /// are in the plan only to be recorded.
  package func canRun(_ entry: Entry) -> Bool {
    entry.recorded.map { recordings[$0.recording].verdicts != nil } ?? true
  }

  /// The plan for fixtures, and for the examples of the rules that they test.
  package init(
    _ readings: [FixtureReading], _ store: inout PolicyStore, filter: CaseFilter? = nil
  ) {
    if readings.isEmpty { store.loadStandard() }
    for reading in readings {
      suites.append(SuiteResult(path: reading.path, cases: [], problems: reading.problems))
      guard let fixture = reading.fixture else { continue }
      for group in fixture.groups { add(group, of: fixture, &store, filter) }
    }
    policies = store.policies
    addExamples(filter)
    if filter != nil {
      // What was left out whole is not reported, unless it is broken.
      let used = Set(entries.map(\.suite))
      var numbers = [Int](repeating: 0, count: suites.count)
      var kept: [SuiteResult] = []
      for (number, suite) in suites.enumerated()
      where used.contains(number) || !suite.problems.isEmpty {
        numbers[number] = kept.count
        kept.append(suite)
      }
      suites = kept
      for index in entries.indices { entries[index].suite = numbers[entries[index].suite] }
    }
  }

  private mutating func add(
    _ group: CaseGroup, of fixture: Fixture, _ store: inout PolicyStore, _ filter: CaseFilter?
  ) {
    let number = suites.count - 1
    let policy: Int
    do throws(PolicyProblem) {
      policy = try store.load(group.policy)
    } catch {
      suites[number].problems += problems(error, group, fixture)
      return
    }
    if let errors = fixture.errors(in: group, against: store.facts(policy)) {
      suites[number].problems += errors.problems
      return
    }
    let cases = group.cases.filter { filter?.selects($0.name, in: fixture.path) ?? true }
    skipped += group.cases.count - cases.count
    entries.reserveCapacity(entries.count + cases.count)
    for test in cases { entries.append(Entry(suite: number, policy: policy, test: test)) }
    for recording in group.recordings {
      do throws(Failure) {
        try add(recording, policy, suite: number, path: fixture.path, filter)
      } catch {
        suites[number].problems.append(SuiteProblem(error, at: recording.requests.place))
      }
    }
  }

  // MARK: Recordings

  private mutating func add(
    _ recording: Recording, _ policy: Int, suite: Int, path: String, _ filter: CaseFilter?
  ) throws(Failure) {
    let file = recording.requests.value
    var verdicts: [[UInt8]]?
    do throws(Failure) {
      let bytes = try System.read(
        recording.verdicts.value, limit: Limits.documentBytes, for: .record)
      verdicts = bytes.split(separator: UInt8(ascii: "\n")).map(Array.init)
    } catch {
      // A file that is not there yet is what `--update` is for; anything else is a mistake.
      guard error.code == .notFound else { throw error }
    }
    recordings.append(
      PlannedRecording(recording: recording, policy: policy, verdicts: verdicts))
    let number = recordings.count - 1
    var lines = LineReader(
      Input(try System.openToRead(file).descriptor, name: file, isOwned: true))
    // Nothing is written while reading.
    var output = Output(-1, name: "")
    var index = 0
    while let line = try lines.next(flushing: &output) {
      defer { index += 1 }
      let name = "\(Path.name(of: file)):\(lines.line)"
      guard filter?.selects(name, in: path) ?? true else {
        skipped += 1
        continue
      }
      let expected = verdicts.flatMap { $0.indices.contains(index) ? $0[index] : nil }
      entries.append(
        Entry(
          suite: suite, policy: policy,
          test: TestCase(
            name: name, place: FixturePlace(path: file, line: lines.line, column: 1),
            request: Array(line), now: recording.now, expectation: Expectation()),
          recorded: (number, expected)))
    }
    if index == 0 {
      throw Failure(
        .noRequests, "\(file) has no request in it", hint: "a recording of nothing shows nothing")
    }
    let record = recording.verdicts.value
    if let verdicts, verdicts.count > index {
      fail(
        suite, recording, expected: "\(index) verdicts, one a request",
        actual: "\(record) has \(verdicts.count): --update writes it anew")
    } else if verdicts == nil {
      fail(
        suite, recording, expected: "verdicts on record",
        actual: "\(record) does not exist: --update writes it")
    }
  }

  /// What is wrong with a record as a whole: one failure.
  private mutating func fail(
    _ suite: Int, _ recording: Recording, expected: String, actual: String
  ) {
    suites[suite].cases.append(
      CaseResult(
        name: Path.name(of: recording.requests.value), place: recording.verdicts.place,
        mismatches: [
          Mismatch(
            what: .recorded, expected: [expected], actual: [actual],
            place: recording.verdicts.place)
        ]))
  }
}

extension SuiteProblem {
  /// A failure outside the language, at a position of a fixture.
  package init(_ failure: Failure, at place: FixturePlace) {
    self.init(
      place: place, code: failure.code.rawValue, message: failure.message, hint: failure.hint,
      text: failure.text)
  }
}

extension TestPlan {
  /// The problems that keep a group's cases from being judged, located in the fixture or the
  /// policy.
  private func problems(_ problem: PolicyProblem, _ group: CaseGroup, _ fixture: Fixture)
    -> [SuiteProblem]
  {
    let place = group.policy.place
    switch problem {
    case .failure(let failure): return [SuiteProblem(failure, at: place)]
    case .unknownData(let names, let declared):
      return fixture.unknownData(names, declared: declared).problems
    case .findings(let findings, let files):
      let plain = DiagnosticRenderer(files: files)
      let colored = DiagnosticRenderer(files: files, isColored: true)
      return findings.map { finding in
        var place = place
        if files.indices.contains(Int(finding.range.file)) {
          let file = files[Int(finding.range.file)]
          let (line, column) = file.position(at: Int(finding.range.start))
          place = FixturePlace(path: file.path, line: line, column: column)
        }
        return SuiteProblem(
          place: place, code: finding.code.name, message: finding.message, hint: finding.hint,
          text: plain.render(finding) + "\n", coloredText: colored.render(finding) + "\n")
      }
    }
  }
}
