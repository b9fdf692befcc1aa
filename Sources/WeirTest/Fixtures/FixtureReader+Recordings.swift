// Reads recordings. Only the requests must exist: `--update` writes the verdicts.

internal import Weir
internal import WeirHost

extension FixtureReader {
  mutating func readRecordings(_ document: JSONDocument) {
    let elements = elements(document)
    if elements.isEmpty {
      note(
        .emptySuite, "the list of recordings is empty", at: document.offset,
        hint: "name files of requests, or remove the key")
    }
    for element in elements {
      guard let recording = recording(element) else { continue }
      fixture.groups[group(defaults)].recordings.append(recording)
    }
  }

  private mutating func recording(_ document: JSONDocument) -> Recording? {
    var requests: PlacedText?
    var verdicts: PlacedText?
    var now = defaults.now
    var nowOffset: Int?
    var clock: [String]?
    var hasRequests = true
    if case .string(let name) = document.kind {
      requests = PlacedText(value: name.description, offset: document.offset)
    } else {
      guard case .record = document.kind else {
        wrongType(document, "a recording takes the name of a file of requests, or a record")
        return nil
      }
      let fields = fields(document, RecordedKey.self)
      hasRequests = fields.has(.requests)
      for (key, member) in fields.known {
        switch key {
        case .requests:
          requests = string(member.value, "requests").map {
            PlacedText(value: $0, offset: member.value.offset)
          }
        case .verdicts:
          verdicts = string(member.value, "verdicts").map {
            PlacedText(value: $0, offset: member.value.offset)
          }
        case .now: (now, nowOffset) = (instant(member.value), member.nameOffset)
        case .clock: clock = self.clock(member.value)
        }
      }
    }
    guard let requests else {
      if !hasRequests {
        note(
          .missingRequest, "the recording names no file of requests", at: document.offset,
          hint: "name one with `requests:`")
      }
      return nil
    }
    if clock != nil {
      if let nowOffset {
        note(
          .impossibleExpectation, "`now` and `clock` both say when the requests are judged",
          at: nowOffset, hint: "remove one of the two")
      }
      now = nil
    }
    let path = path(requests.value)
    expectFile(path, named: requests.value, at: requests.offset)
    return Recording(
      requests: Placed(path, at: text.place(at: requests.offset)),
      verdicts: Placed(
        verdicts.map { self.path($0.value) } ?? FixtureReader.verdicts(of: path),
        at: text.place(at: verdicts?.offset ?? requests.offset)),
      now: now, clock: clock)
  }

  /// The default name of the verdicts: `requests.verdicts.jsonl` for `requests.jsonl`.
  private static func verdicts(of path: String) -> String {
    let ending = Path.ending(of: path)
    let stem =
      ending.isEmpty
      ? path : String(decoding: path.utf8.dropLast(ending.utf8.count + 1), as: UTF8.self)
    return stem + ".verdicts.jsonl"
  }

  /// `request=PATH`, as `--clock` takes it; a test cannot use the wall clock.
  private mutating func clock(_ document: JSONDocument) -> [String]? {
    guard let text = string(document, "clock") else { return nil }
    let prefix = "request="
    let names =
      text == "request"
      ? ["time"]
      : text.droppingBytes(prefix.utf8.count).pieces(between: ".")
    guard text == "request" || text.hasPrefix(prefix), !names.contains("") else {
      note(
        .badPath, "`\(text)` is not a clock of a recording", at: document.offset,
        hint: "write `request=PATH` for a member of each request, or an instant with `now:`")
      return nil
    }
    return names
  }
}
