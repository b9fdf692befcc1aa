// Reads a fixture's document into cases. A mistake is noted and reading goes on, so that one run
// reports all of them; what has a mistake never becomes a case. This file reads named requests; the
// others are FixtureReader+Cases (cases and tables), +Expectations, +Mutants, +Recordings and
// +Values (single values).

internal import Weir

internal import WeirHost

extension Fixture {
  /// Reads the fixture at a path.
  package static func read(_ path: String) throws(FixtureErrors) -> Fixture {
    let bytes: [UInt8]
    do throws(Failure) {
      bytes = try System.read(path, limit: Limits.fileBytes)
    } catch {
      throw FixtureErrors(
        source: SourceFile(path: path, bytes: []),
        mistakes: [FixtureMistake(.unreadable, error.message, at: nil, hint: error.hint)])
    }
    return try read(bytes, path: path)
  }

  /// Reads a fixture's bytes; paths in it are relative to the folder of `path`.
  package static func read(
    _ bytes: [UInt8], path: String, limits: FixtureLimits = FixtureLimits()
  ) throws(FixtureErrors) -> Fixture {
    var reader = FixtureReader(FixtureText(path: path, bytes: bytes), limits)
    do throws(FixtureMistake) {
      reader.read(try reader.text.document())
    } catch {
      reader.mistakes.append(error)
    }
    guard reader.mistakes.isEmpty else {
      throw FixtureErrors(source: reader.text.source, mistakes: reader.mistakes)
    }
    return reader.fixture
  }
}

/// How much one fixture may ask for: the named limits, except in tests of these limits.
package struct FixtureLimits: Sendable {
  package var requestBytes = Limits.fixtureRequestBytes
  package var members = Limits.fixtureMembers

  package init() {}
}

/// The state of reading one fixture.
struct FixtureReader {
  let text: FixtureText
  private let limits: FixtureLimits
  var mistakes: [FixtureMistake] = []
  /// How many more mistakes are explained by a search through all names.
  var explanationsLeft = Limits.explainedMistakes
  var fixture: Fixture
  var defaults = Settings()
  var policy: [String]?
  var policyPlace: FixturePlace
  /// The places of the names of cases.
  var names: [ExactString: Int] = [:]
  /// The groups by the canonical text of their data.
  private var groups: [[UInt8]: Int] = [:]
  private var requests: [ExactString: NamedRequest] = [:]
  /// The named requests being read now, each used by the one before it: finds cycles.
  private var reading: [ExactString] = []
  /// The named requests that cases and defaults use.
  private var used: [ExactString] = []

  /// How much merging has copied so far, and the results.
  var copiedMembers = 0
  var requestBytes = 0
  private var hasToldSize = false

  /// What a case starts from, and what it passes on to the rows of its table.
  struct Settings {
    var request: JSONDocument?
    var now: Timestamp?
    var data: [JSONDocument.Member] = []
    /// The canonical text of `data`.
    var dataKey: [UInt8] = []
  }

  private struct NamedRequest {
    var member: JSONDocument.Member
    var state = State.unread
    /// The named requests that it uses directly.
    var uses: [ExactString] = []

    enum State {
      case unread
      /// It is being read now: a use of it would be a cycle.
      case open
      /// Nil when it has a mistake.
      case read(JSONDocument?)
    }
  }

  init(_ text: FixtureText, _ limits: FixtureLimits) {
    self.text = text
    self.limits = limits
    fixture = Fixture(path: text.source.path, groups: [], source: text.source)
    policyPlace = FixturePlace(path: text.source.path, line: 1, column: 1)
  }

  mutating func read(_ document: JSONDocument) {
    var cases: JSONDocument?
    var recorded: JSONDocument?
    var hasCases = false
    if case .null = document.kind {
    } else {
      let fields = fields(document, FileKey.self)
      guard fields.isRecord else { return }
      hasCases = fields.has(.cases) || fields.has(.recorded)
      let members = fields.known
      // Requests are read before what uses them, in whatever order the file has them.
      for (key, member) in members where key == .requests { readRequests(member.value) }
      for (key, member) in members {
        switch key {
        case .policy: readPolicy(member)
        case .defaults: readDefaults(member.value)
        case .requests: break
        case .cases: cases = member.value
        case .recorded: recorded = member.value
        case .mutants: readMutants(member.value)
        }
      }
    }
    if let recorded { readRecordings(recorded) }
    if let cases { readCases(cases) }
    if !hasCases {
      note(
        .emptySuite, "the fixture has no case", at: nil,
        hint: "write some below `cases:`, or name recorded requests with `recorded:`")
    }
    noteUnusedRequests()
  }

  /// The group of the cases that are judged with this data.
  mutating func group(_ settings: Settings) -> Int {
    if let known = groups[settings.dataKey] { return known }
    let index = fixture.groups.count
    groups[settings.dataKey] = index
    let place = settings.data.first.map { text.place(at: $0.nameOffset) } ?? policyPlace
    fixture.groups.append(
      CaseGroup(
        policy: PolicyChoice(
          paths: policy,
          data: settings.data.map { (name: $0.name.description, document: $0.value) },
          place: place)))
    for member in settings.data where fixture.dataOffsets[member.name] == nil {
      fixture.dataOffsets[member.name] = member.nameOffset
    }
    return index
  }

  // MARK: Policy and defaults

  private mutating func readPolicy(_ member: JSONDocument.Member) {
    policyPlace = text.place(at: member.nameOffset)
    guard let names = texts(member.value, "policy") else { return }
    if names.isEmpty {
      note(
        .wrongType, "`policy` names nothing", at: member.value.offset,
        hint: "leave it out for the policy of the command line or of weir.yaml")
    }
    policy = names.map { name in
      let path = path(name.value)
      expectFile(path, named: name.value, at: name.offset)
      return path
    }
  }

  /// A path of the fixture as it can be opened.
  func path(_ name: String) -> String {
    Path.shortened(Path.join(Path.folder(of: text.source.path), name))
  }

  mutating func expectFile(_ path: String, named name: String, at offset: Int) {
    guard (try? System.status(of: path)) == nil else { return }
    note(
      .missingFile, "there is no \(path)", at: offset,
      hint: name.hasPrefix("/")
        ? nil : "paths in a fixture are relative to its own folder")
  }

  private mutating func readDefaults(_ document: JSONDocument) {
    var settings = Settings()
    let before = mistakes.count
    for (key, member) in fields(document, DefaultsKey.self).known {
      switch key {
      case .request: settings.request = request(member.value, over: nil)
      case .now: settings.now = instant(member.value)
      case .data: readData(member.value, into: &settings)
      }
    }
    // After a mistake here, cases are not also reported as having no request.
    if mistakes.count > before, settings.request == nil {
      settings.request = JSONDocument(.record([]), offset: document.offset)
    }
    defaults = settings
  }

  /// Merges documents by name; each document is replaced whole, as a file would be.
  mutating func readData(_ document: JSONDocument, into settings: inout Settings) {
    guard let members = record(document, "data"), !isTooLarge(at: document.offset) else { return }
    let own = JSONDocument(.record(members), offset: document.offset)
    settings.data = JSONDocument(.record(settings.data), offset: document.offset)
      .replacing(own, copied: &copiedMembers)
    settings.dataKey =
      settings.data.isEmpty
      ? [] : CanonicalJSON.encode(JSONDocument(.record(settings.data), offset: document.offset))
    requestBytes += settings.dataKey.count
  }

  // MARK: Requests

  private mutating func readRequests(_ document: JSONDocument) {
    guard let members = record(document, "requests") else { return }
    for member in members { requests[member.name] = NamedRequest(member: member) }
    for member in members { _ = named(member.name) }
  }

  /// A named request with everything it uses merged in; nil after a mistake.
  private mutating func named(_ name: ExactString) -> JSONDocument? {
    guard let entry = requests[name] else { return nil }
    if case .read(let document) = entry.state { return document }
    requests[name]?.state = .open
    var document: JSONDocument?
    reading.append(name)
    if record(entry.member.value, "a named request") != nil {
      document = request(entry.member.value, over: nil)
    }
    reading.removeLast()
    requests[name]?.state = .read(document)
    return document
  }

  /// The value of `request:` merged over a base; nil after a mistake.
  mutating func request(_ document: JSONDocument, over base: JSONDocument?) -> JSONDocument? {
    switch document.kind {
    case .string(let name):
      guard let used = use(name, at: document.offset) else { return nil }
      return merged(base, used)
    case .record(var members):
      var base = base
      if let place = members.firstIndex(where: { $0.name == "use" }) {
        let use = members.remove(at: place).value
        guard case .string(let name) = use.kind else {
          wrongType(use, "`use` takes the name of a request")
          return nil
        }
        guard let used = self.use(name, at: use.offset) else { return nil }
        base = merged(base, used)
      }
      let own = JSONDocument(.record(members), offset: document.offset)
      return merged(base, own)
    case .null, .bool, .number, .list:
      wrongType(document, "`request` takes the name of a request, or a record")
      return nil
    }
  }

  /// One document merged over another; just the base once the fixture asks for too much.
  mutating func merged(_ base: JSONDocument?, _ document: JSONDocument) -> JSONDocument {
    guard let base else { return document }
    if isTooLarge(at: document.offset) { return base }
    return base.merged(with: document, copied: &copiedMembers)
  }

  /// Whether the fixture asks for more merging than is allowed; reported once.
  mutating func isTooLarge(at offset: Int) -> Bool {
    let hasTooManyBytes = requestBytes > limits.requestBytes
    let isPast = hasTooManyBytes || copiedMembers > limits.members
    if isPast, !hasToldSize {
      hasToldSize = true
      note(
        .tooLarge,
        hasTooManyBytes
          ? "the requests up to here take more than \(limits.requestBytes) bytes"
          : "merging the requests up to here copies more than \(limits.members) members",
        at: offset, hint: "let cases share less, or divide them among several fixtures")
    }
    return isPast
  }

  private mutating func use(_ name: ExactString, at offset: Int) -> JSONDocument? {
    guard let entry = requests[name] else {
      // Each search goes through all names, so none is made for mistakes that are not reported.
      let isExplained = !isFull && explanationsLeft > 0
      explanationsLeft -= 1
      let known = isExplained ? requests.keys.sorted().map(\.description) : []
      let meant = Spelling.closest(to: name.description, among: known)
      // A misspelled name is not reported twice.
      if let meant { markUsed(ExactString(meant)) }
      note(
        .unknownRequest, "no request is named `\(name)`", at: offset,
        hint: meant.map { "did you mean `\($0)`?" }
          ?? (known.isEmpty
            ? "name it below `requests:`, or write the request out as a record"
            : "the requests are \(shortList(known))"))
      return nil
    }
    if case .open = entry.state {
      note(
        .circularRequest, "the request `\(name)` uses itself, by way of those that it uses",
        at: offset, label: (text.range(at: entry.member.nameOffset), "this request"),
        hint: "take what they share into a request of its own")
      return nil
    }
    markUsed(name)
    guard reading.count < Limits.requestUses else {
      note(
        .tooLarge, "requests use each other more than \(Limits.requestUses) deep", at: offset,
        hint: "write some of them out")
      return nil
    }
    return named(name)
  }

  /// Notes the use of a request. A use inside a named request counts only if that one is used.
  private mutating func markUsed(_ name: ExactString) {
    if let user = reading.last {
      requests[user]?.uses.append(name)
    } else {
      used.append(name)
    }
  }

  private mutating func noteUnusedRequests() {
    var seen = Set(used)
    while let name = used.popLast() {
      for next in requests[name]?.uses ?? [] where seen.insert(next).inserted { used.append(next) }
    }
    for (name, request) in requests where !seen.contains(name) {
      if case .read(nil) = request.state { continue }
      note(
        .unusedRequest, "no case uses the request `\(name)`", at: request.member.nameOffset,
        hint: "use it with `request: \(name)`, or remove it")
    }
  }
}
