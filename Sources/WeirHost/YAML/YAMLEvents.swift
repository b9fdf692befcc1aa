// libyaml's event stream as Swift values. This file is the only one that touches libyaml's memory:
// the parser lives exactly as long as `YAMLEvents`, and every event is copied into a Swift value
// and deleted before the function that fetched it returns. No event leaves it before `YAMLLayout`
// has agreed.

internal import CYAML
internal import Weir

/// One event of a YAML text, with its place.
struct YAMLEvent {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias(ExactString)
    case scalar(YAMLScalar)
    case listStart, listEnd, recordStart, recordEnd
  }

  var kind: Kind
  var place: YAMLPlace
  /// `&name`, on scalars, lists and records.
  var anchor: ExactString?
  /// As libyaml expands it (`tag:yaml.org,2002:str`); nil when the text has none.
  var tag: ExactString?
}

/// A scalar before it is known what it means.
struct YAMLScalar {
  var bytes: [UInt8]
  /// Written without quotes and not as a block: only then it can be something else than a string.
  var isPlain: Bool
}

/// Reads one document of a text event by event; the text outlives it.
struct YAMLEvents: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: UnsafeBufferPointer<UInt8>
  private let extent: YAMLExtent
  private var layout: YAMLLayout
  /// libyaml counts characters; we want bytes. Its marks go forward, nearly always, and the cursor
  /// with them.
  private var cursor: (character: Int, byte: Int)

  init(_ text: UnsafeBufferPointer<UInt8>, _ extent: YAMLExtent) {
    self.text = text
    self.extent = extent
    layout = YAMLLayout(text, extent)
    cursor = (0, extent.bytes.lowerBound)
    parser = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else { fatalError("out of memory") }
    // Told the encoding, libyaml checks it and never guesses at UTF-16.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(
      parser, text.baseAddress.map { $0 + extent.bytes.lowerBound }, extent.bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
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
      try advance(.alias, start, event.end_mark)
      let name = name(event.data.alias.anchor) ?? ""
      return YAMLEvent(kind: .alias(name), place: start)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let style: YAMLSpan.Kind =
        switch scalar.style {
        case YAML_PLAIN_SCALAR_STYLE: .plain
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .quoted
        }
      try advance(style, start, event.end_mark)
      let value = YAMLScalar(
        bytes: Array(UnsafeBufferPointer(start: scalar.value, count: scalar.length)),
        isPlain: style == .plain)
      return YAMLEvent(
        kind: .scalar(value), place: start, anchor: name(scalar.anchor), tag: name(scalar.tag))
    case YAML_SEQUENCE_START_EVENT:
      let list = event.data.sequence_start
      let isFlow = list.style == YAML_FLOW_SEQUENCE_STYLE
      try advance(isFlow ? .flowStart : .blockStart, start, event.end_mark)
      return YAMLEvent(
        kind: .listStart, place: start, anchor: name(list.anchor), tag: name(list.tag))
    case YAML_SEQUENCE_END_EVENT:
      try advance(.collectionEnd, start, event.end_mark)
      return YAMLEvent(kind: .listEnd, place: start)
    case YAML_MAPPING_START_EVENT:
      let record = event.data.mapping_start
      let isFlow = record.style == YAML_FLOW_MAPPING_STYLE
      try advance(isFlow ? .flowStart : .blockStart, start, event.end_mark)
      return YAMLEvent(
        kind: .recordStart, place: start, anchor: name(record.anchor), tag: name(record.tag))
    case YAML_MAPPING_END_EVENT:
      try advance(.collectionEnd, start, event.end_mark)
      return YAMLEvent(kind: .recordEnd, place: start)
    // The stream's end, and `YAML_NO_EVENT`, which is what libyaml hands out past it.
    default:
      try advance(.streamEnd, start, event.end_mark)
      return YAMLEvent(kind: .streamEnd, place: start)
    }
  }

  private mutating func advance(_ kind: YAMLSpan.Kind, _ start: YAMLPlace, _ end: yaml_mark_t)
    throws(YAMLError)
  {
    let span = YAMLSpan(
      kind: kind, start: start.offset, end: offset(of: end), endColumn: end.column)
    try layout.advance(span)
  }

  /// A C string of libyaml's, which has checked that it is UTF-8.
  private func name(_ string: UnsafeMutablePointer<UInt8>?) -> ExactString? {
    guard let string else { return nil }
    return ExactString(String(cString: string))
  }

  private mutating func offset(of mark: yaml_mark_t) -> Int {
    let bytes = extent.bytes
    if extent.isASCII { return min(bytes.lowerBound + mark.index, bytes.upperBound) }
    while cursor.character > mark.index {
      cursor.byte -= 1
      while text[cursor.byte] & 0xC0 == 0x80 { cursor.byte -= 1 }
      cursor.character -= 1
    }
    while cursor.character < mark.index, cursor.byte < bytes.upperBound {
      cursor.byte += 1
      while cursor.byte < bytes.upperBound, text[cursor.byte] & 0xC0 == 0x80 { cursor.byte += 1 }
      cursor.character += 1
    }
    return cursor.byte
  }

  private mutating func place(of mark: yaml_mark_t) -> YAMLPlace {
    YAMLPlace(offset: offset(of: mark), line: extent.line + mark.line, column: mark.column + 1)
  }

  /// What libyaml is unhappy with.
  private mutating func problem() -> YAMLError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "it is no YAML"
    if parser.pointee.error == YAML_READER_ERROR {
      // The reader knows bytes only.
      let offset = min(
        extent.bytes.lowerBound + parser.pointee.problem_offset, extent.bytes.upperBound)
      return YAMLError(
        .encoding, "this is not UTF-8 text that YAML allows: \(problem)", at: place(ofByte: offset),
        hint: "save the file as UTF-8 and write control characters as escapes in double quotes")
    }
    let place = place(of: parser.pointee.problem_mark)
    var message = problem
    if let context = parser.pointee.context {
      message = "\(String(cString: context)), \(problem)"
      let opened = extent.line + parser.pointee.context_mark.line
      if opened != place.line { message += " (it began on line \(opened))" }
    }
    return YAMLError(.syntax, message, at: place, hint: YAMLEvents.hint(for: problem, at: place))
  }

  /// What YAML says that a name may have which no question mark announces.
  private static let longestKey = 1024

  private static func hint(for problem: String, at place: YAMLPlace) -> String {
    switch problem {
    case "mapping values are not allowed in this context" where place.column > longestKey,
      "did not find expected ',' or '}'" where place.column > longestKey:
      "put '? ' before a name of more than \(longestKey) characters, and ': ' on the line after it"
    case "did not find expected alphabetic or numeric character":
      "put a text that begins with * or & in quotes"
    case "found invalid Unicode character escape code":
      "write the character itself, or \\U and the eight digits of its code point"
    case "did not find expected hexdecimal number":
      "write \\\\ for a backslash, or put the text in single quotes"
    case "found character that cannot start any token":
      "indent with spaces, and put texts that begin with @, ` or % in quotes"
    case "mapping values are not allowed in this context":
      "put a text that holds ': ' in quotes, or check the indentation"
    case "did not find expected key", "could not find expected ':'":
      "put ': ' after the name, or check the indentation of this line"
    case "did not find expected <document start>":
      """
      a document is one value, and here begins another: check the indentation, or put --- before it
      """
    case "did not find expected node content":
      "put a value here, or remove the comma or the bracket before it"
    case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
      "close the bracket, or put a comma before this"
    case "found unexpected end of stream": "close the quotes"
    case "found unexpected ':'": "put a blank after ':', or the text in quotes"
    case "found unknown escape character":
      "write \\\\ for a backslash, or put the text in single quotes"
    case "block sequence entries are not allowed in this context":
      "begin the list on a line of its own"
    case "found undefined tag handle":
      "remove the tag: !!str, !!int, !!float, !!bool, !!null, !!seq and !!map are understood"
    default: "check the brackets, the quotes and the indentation around it"
    }
  }

  private func place(ofByte offset: Int) -> YAMLPlace {
    var line = extent.line
    var lineStart = extent.bytes.lowerBound
    for index in lineStart..<offset where text[index] == UInt8(ascii: "\n") {
      line += 1
      lineStart = index + 1
    }
    let column = text[lineStart..<offset].count { $0 & 0xC0 != 0x80 } + 1
    return YAMLPlace(offset: offset, line: line, column: column)
  }
}
