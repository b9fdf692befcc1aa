// libyaml's event stream as Swift values. This file is the only one that touches libyaml's memory:
// the parser and the bytes it reads live exactly as long as `YAMLEvents`, and every event is copied
// into a Swift value and deleted before the function that fetched it returns.

internal import CYAML
internal import Weir

/// One event of a YAML text, with its place.
struct YAMLEvent {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias(Text)
    case scalar(YAMLScalar)
    case listStart, listEnd, recordStart, recordEnd
  }

  var kind: Kind
  var place: YAMLPlace
  /// `&name`, on scalars, lists and records.
  var anchor: Text?
  /// As libyaml expands it (`tag:yaml.org,2002:str`); nil when the text has none.
  var tag: Text?
}

/// A scalar before it is known what it means.
struct YAMLScalar {
  var bytes: [UInt8]
  /// Written without quotes and not as a block: only then it can be something else than a string.
  var isPlain: Bool
}

/// Reads a text event by event.
struct YAMLEvents: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  /// libyaml counts characters; we want bytes. Its marks go forward, so one cursor follows them.
  private var cursor = (character: 0, byte: 0)

  init(_ bytes: [UInt8]) {
    parser = .allocate(capacity: 1)
    input = .allocate(capacity: bytes.count)
    _ = input.initialize(from: bytes)
    guard yaml_parser_initialize(parser) == 1 else { fatalError("out of memory") }
    // Told the encoding, libyaml checks it and never guesses at UTF-16.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, input.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  /// The next event. After `streamEnd`, or an error, there is none to ask for.
  mutating func next() throws(YAMLError) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
    defer { yaml_event_delete(&event) }
    let start = place(of: event.start_mark)
    switch event.type {
    case YAML_STREAM_START_EVENT: return YAMLEvent(kind: .streamStart, place: start)
    case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, place: start)
    case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, place: start)
    case YAML_ALIAS_EVENT:
      let name = text(event.data.alias.anchor) ?? ""
      return YAMLEvent(kind: .alias(name), place: start)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let value = YAMLScalar(
        bytes: Array(UnsafeBufferPointer(start: scalar.value, count: scalar.length)),
        isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
      return YAMLEvent(
        kind: .scalar(value), place: start, anchor: text(scalar.anchor), tag: text(scalar.tag))
    case YAML_SEQUENCE_START_EVENT:
      let list = event.data.sequence_start
      return YAMLEvent(
        kind: .listStart, place: start, anchor: text(list.anchor), tag: text(list.tag))
    case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .listEnd, place: start)
    case YAML_MAPPING_START_EVENT:
      let record = event.data.mapping_start
      return YAMLEvent(
        kind: .recordStart, place: start, anchor: text(record.anchor), tag: text(record.tag))
    case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .recordEnd, place: start)
    // The stream's end, and `YAML_NO_EVENT`, which is what libyaml hands out past it.
    default: return YAMLEvent(kind: .streamEnd, place: start)
    }
  }

  /// A C string of libyaml's, which has checked that it is UTF-8.
  private func text(_ string: UnsafeMutablePointer<UInt8>?) -> Text? {
    guard let string else { return nil }
    return Text(String(cString: string))
  }

  private mutating func place(of mark: yaml_mark_t) -> YAMLPlace {
    if mark.index < cursor.character { cursor = (0, 0) }
    while cursor.character < mark.index, cursor.byte < input.count {
      cursor.byte += 1
      while cursor.byte < input.count, input[cursor.byte] & 0xC0 == 0x80 { cursor.byte += 1 }
      cursor.character += 1
    }
    return YAMLPlace(offset: cursor.byte, line: mark.line + 1, column: mark.column + 1)
  }

  /// What libyaml is unhappy with.
  private mutating func problem() -> YAMLError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "it is no YAML"
    if parser.pointee.error == YAML_READER_ERROR {
      // The reader knows bytes only.
      let offset = min(parser.pointee.problem_offset, input.count)
      return YAMLError(
        .encoding, "this is not UTF-8 text that YAML allows: \(problem)", at: place(ofByte: offset),
        hint: "save the file as UTF-8 and write control characters as escapes in double quotes")
    }
    var place = place(of: parser.pointee.problem_mark)
    var message = problem
    if let context = parser.pointee.context {
      message = "\(String(cString: context)), \(problem)"
      let opened = parser.pointee.context_mark.line + 1
      if opened != place.line { message += " (it began on line \(opened))" }
    }
    // What is never closed is noticed at the end, one line past the last.
    place.offset = min(place.offset, input.count)
    return YAMLError(.syntax, message, at: place, hint: YAMLEvents.hint(for: problem))
  }

  private static func hint(for problem: String) -> String? {
    switch problem {
    case "found character that cannot start any token":
      "indent with spaces, and put texts that begin with @, ` or % in quotes"
    case "mapping values are not allowed in this context":
      "put a text that holds ': ' in quotes, or check the indentation"
    case "did not find expected key": "check the indentation of this line"
    default: nil
    }
  }

  private func place(ofByte offset: Int) -> YAMLPlace {
    var line = 1
    var lineStart = 0
    for index in 0..<offset where input[index] == UInt8(ascii: "\n") {
      line += 1
      lineStart = index + 1
    }
    let column = input[lineStart..<offset].count { $0 & 0xC0 != 0x80 } + 1
    return YAMLPlace(offset: offset, line: line, column: column)
  }
}
