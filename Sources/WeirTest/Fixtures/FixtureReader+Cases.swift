// Reads cases, and the rows of their tables. A row starts from its table's case.

internal import Weir
internal import WeirHost

extension FixtureReader {
  mutating func readCases(_ document: JSONDocument) {
    guard case .list(let cases) = document.kind else {
      wrongType(document, "`cases` takes a list of cases")
      return
    }
    if cases.isEmpty {
      note(.emptySuite, "the list of cases is empty", at: document.offset, hint: "write some")
    }
    for test in cases { readCase(test) }
  }

  private mutating func readCase(_ document: JSONDocument) {
    let fields = fields(document, CaseKey.self)
    guard fields.isRecord else { return }
    var name: String?
    var nameOffset = document.offset
    var request: JSONDocument?
    var input: (text: String, member: JSONDocument.Member)?
    var without: [PlacedPath] = []
    var misfits: [PlacedPath] = []
    var expect: JSONDocument?
    var table: JSONDocument.Member?
    var settings = defaults
    /// The first key that makes sense only for a merged request.
    var merging: JSONDocument.Member?
    for (key, member) in fields.known {
      switch key {
      case .name:
        nameOffset = member.value.offset
        name = caseName(member.value)
      case .request: (request, merging) = (member.value, merging ?? member)
      case .input:
        if let text = string(member.value, "input") { input = (text, member) }
      case .without:
        without += paths(member.value, "without")
        merging = merging ?? member
      case .misfits:
        misfits += paths(member.value, "misfits")
        merging = merging ?? member
      case .expect: expect = member.value
      case .now: settings.now = instant(member.value)
      case .data: readData(member.value, into: &settings)
      case .table: (table, merging) = (member, merging ?? member)
      }
    }
    if !fields.has(.name) {
      note(
        .missingName, "the case has no name", at: document.offset,
        hint: "say with `name:` what it shows")
    }
    if let name { claim(name, at: nameOffset) }
    let shown = name ?? "?"
    var expectation: Expectation?
    if let expect { expectation = self.expectation(expect) }
    if let input {
      if let merging {
        note(
          .requestAndInput, "`\(merging.name)` cannot go with `input`, which is the whole request",
          at: merging.nameOffset, label: (text.range(at: input.member.nameOffset), "the input"),
          hint: "remove one of the two")
      }
      if !fields.has(.expect) { assertsNothing(document) }
      if let test = test(shown, document, Array(input.text.utf8), settings, expectation) {
        fixture.groups[group(settings)].cases.append(test)
      }
      return
    }
    // The mistakes in these are already noted; nothing more is known of the request.
    if fields.has(.input) || (request == nil && fields.has(.request)) { return }
    if let request {
      settings.request = self.request(request, over: settings.request)
      if settings.request == nil { return }
    }
    if let table {
      let shared = Shared(
        name: shown, without: without, misfits: misfits, expectation: expectation)
      readTable(table, shared, isExpecting: fields.has(.expect), settings)
      return
    }
    if !fields.has(.expect) { assertsNothing(document) }
    add(shown, document, settings, without: without, misfits: misfits, expectation)
  }

  // MARK: Tables

  /// What the rows of a table inherit from their case.
  private struct Shared {
    var name: String
    var without: [PlacedPath]
    var misfits: [PlacedPath]
    var expectation: Expectation?
  }

  private mutating func readTable(
    _ table: JSONDocument.Member, _ shared: Shared, isExpecting: Bool, _ settings: Settings
  ) {
    guard case .list(let rows) = table.value.kind else {
      wrongType(table.value, "`table` takes a list of rows")
      return
    }
    if rows.isEmpty {
      note(
        .assertsNothing, "the table has no rows, so the case shows nothing",
        at: table.value.offset, hint: "write some")
    }
    for (index, row) in rows.enumerated() {
      readRow(row, number: index + 1, shared, isExpecting: isExpecting, settings)
    }
  }

  private mutating func readRow(
    _ document: JSONDocument, number: Int, _ shared: Shared, isExpecting: Bool, _ base: Settings
  ) {
    guard let members = record(document, RowKey.owner) else { return }
    var settings = base
    var name = String(number)
    var nameOffset = document.offset
    var without = shared.without
    var misfits = shared.misfits
    var expect: JSONDocument?
    var own: [JSONDocument.Member] = []
    var isReadable = true
    for member in members {
      guard let key = RowKey(rawValue: member.name.description) else {
        own.append(member)
        continue
      }
      switch key {
      case .name:
        nameOffset = member.value.offset
        name = caseName(member.value) ?? name
      case .request:
        guard let request = request(member.value, over: settings.request) else {
          isReadable = false
          break
        }
        settings.request = request
      case .without: without += paths(member.value, "without")
      case .misfits: misfits += paths(member.value, "misfits")
      case .expect: expect = member.value
      case .now: settings.now = instant(member.value)
      case .data: readData(member.value, into: &settings)
      }
    }
    var meansExpect = false
    for member in own where isMisspelt(member, base) {
      let meant = Spelling.closest(to: member.name.description, among: RowKey.names) ?? ""
      if meant == RowKey.expect.rawValue { meansExpect = true }
      unknown(
        member, RowKey.self,
        hint:
          "did you mean `\(meant)`? A member of the request that is called so goes below `request:`"
      )
    }
    if !own.isEmpty {
      let members = JSONDocument(.record(own), offset: document.offset)
      settings.request = merged(settings.request, members)
    }
    let full = "\(shared.name)/\(name)"
    claim(full, at: nameOffset)
    var expectation = shared.expectation
    if let expect {
      expectation = self.expectation(expect)
    } else if !isExpecting, !meansExpect {
      assertsNothing(document)
    }
    if isReadable {
      add(full, document, settings, without: without, misfits: misfits, expectation)
    }
  }

  /// Whether a row's member is probably a misspelled key: its spelling is near to one, and the
  /// request that the row changes has no such member.
  private func isMisspelt(_ member: JSONDocument.Member, _ base: Settings) -> Bool {
    if case .record(let members)? = base.request?.kind,
      members.contains(where: { $0.name == member.name })
    {
      return false
    }
    return Spelling.closest(to: member.name.description, among: RowKey.names) != nil
  }

  // MARK: Parts of a case

  private mutating func caseName(_ document: JSONDocument) -> String? {
    guard let name = string(document, "name") else { return nil }
    if name.isEmpty {
      note(
        .missingName, "the name is empty", at: document.offset, hint: "say what the case shows")
      return nil
    }
    return name
  }

  private mutating func claim(_ name: String, at offset: Int) {
    guard let first = names[ExactString(name)] else {
      names[ExactString(name)] = offset
      return
    }
    let place = text.place(at: first)
    note(
      .duplicateName, "a case is named `\(name)` already, on line \(place.line)", at: offset,
      label: (text.range(at: first), "the first"),
      hint: "give each case a name of its own, so that a failure says which it is")
  }

  private mutating func assertsNothing(_ document: JSONDocument) {
    note(
      .assertsNothing, "the case expects nothing, so it can never fail", at: document.offset,
      hint: "say what the verdict must be: `expect: deny`")
  }

  /// A path of a request with its place.
  struct PlacedPath {
    var path: RequestPath
    var text: PlacedText
  }

  private mutating func paths(_ document: JSONDocument, _ key: String) -> [PlacedPath] {
    var paths: [PlacedPath] = []
    for text in texts(document, key) ?? [] {
      if let path = RequestPath(reading: text.value) {
        paths.append(PlacedPath(path: path, text: text))
      } else {
        note(
          .badPath, "`\(text.value)` is not a path", at: text.offset,
          hint: #"write it as a policy does: payload.amount, items[0], headers["x-y"]"#)
      }
    }
    return paths
  }

  // MARK: Done

  /// Builds a case with a merged request.
  private mutating func add(
    _ name: String, _ document: JSONDocument, _ settings: Settings, without: [PlacedPath],
    misfits: [PlacedPath], _ expectation: Expectation?
  ) {
    if isTooLarge(at: document.offset) { return }
    guard var request = settings.request else {
      note(
        .missingRequest, "the case has no request", at: document.offset,
        hint: "write one below `request:`, here or in `defaults`; `request: {}` is an empty one")
      return
    }
    for removal in without {
      guard let rest = request.removing(removal.path.steps[...], copied: &copiedMembers) else {
        note(
          .nothingToRemove, "the request has nothing at `\(removal.text.value)`",
          at: removal.text.offset, hint: "remove the path from `without`, or correct it")
        continue
      }
      request = rest
    }
    var bytes: [UInt8] = []
    request.appendJSON(to: &bytes)
    requestBytes += bytes.count
    guard
      var test = self.test(name, document, bytes, settings, expectation)
    else { return }
    test.document = request
    test.misfits = misfits.map {
      ExpectedMisfit(
        path: $0.path, text: $0.text.value, place: text.place(at: $0.text.offset))
    }
    fixture.groups[group(settings)].cases.append(test)
  }

  private func test(
    _ name: String, _ document: JSONDocument, _ request: [UInt8], _ settings: Settings,
    _ expectation: Expectation?
  ) -> TestCase? {
    expectation.map {
      TestCase(
        name: name, place: text.place(at: document.offset), request: request, now: settings.now,
        expectation: $0)
    }
  }
}
