// A YAML text as documents: events put together into values. What YAML allows and a policy's data or a
// request must not contain is refused with its place: two members of one name, names that are no
// strings, tags that need a program to understand them, aliases that spell more than they should.

package import Weir

/// Reads the documents of a YAML text one after the other.
package struct YAMLReader: ~Copyable {
  private var events: YAMLEvents
  private var hasStarted = false
  private var isFinished = false
  /// The values of this document that have a name, and how large they are with aliases followed.
  private var anchors: [Text: (value: Document, count: Int, depth: Int)] = [:]
  private var aliasedCount = 0

  /// A reader of a text in UTF-8.
  package init(_ bytes: [UInt8]) { events = YAMLEvents(bytes) }

  /// The next document and where it starts; nil after the last. After an error there is no next.
  package mutating func next() throws(YAMLError) -> (document: Document, place: YAMLPlace)? {
    if isFinished { return nil }
    isFinished = true
    if !hasStarted {
      hasStarted = true
      _ = try events.next()
    }
    let start = try events.next()
    guard case .documentStart = start.kind else { return nil }
    anchors = [:]
    aliasedCount = 0
    let first = try events.next()
    let root = try value(first, depth: 1)
    _ = try events.next()
    isFinished = false
    return (root.value, first.place)
  }

  /// A value, how many values it is made of and how deep it nests.
  private typealias Sized = (value: Document, count: Int, depth: Int)

  private mutating func value(_ event: YAMLEvent, depth: Int) throws(YAMLError) -> Sized {
    if depth > Limits.documentDepth { throw tooDeep(event.place) }
    let sized: Sized
    switch event.kind {
    case .alias(let name): return try aliased(name, at: event.place, depth: depth)
    case .scalar(let scalar):
      let kind = try resolve(scalar, tag: event.tag, at: event.place)
      // A long text counts for more: repeating it is not free either.
      let count = 1 + scalar.bytes.count / 64
      sized = (Document(kind, offset: event.place.offset), count, 1)
    case .listStart:
      try checkTag(event, is: "seq")
      sized = try list(event.place, depth: depth)
    case .recordStart:
      try checkTag(event, is: "map")
      sized = try record(event.place, depth: depth)
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .listEnd, .recordEnd:
      // libyaml pairs starts with ends and puts a value between the marks of a document.
      throw YAMLError(.syntax, "a value is missing", at: event.place)
    }
    if let anchor = event.anchor { anchors[anchor] = sized }
    return sized
  }

  private mutating func list(_ place: YAMLPlace, depth: Int) throws(YAMLError) -> Sized {
    var elements: [Document] = []
    var size = (count: 1, depth: 0)
    while true {
      let event = try events.next()
      if case .listEnd = event.kind { break }
      let element = try value(event, depth: depth + 1)
      elements.append(element.value)
      size = (size.count + element.count, max(size.depth, element.depth))
    }
    return (Document(.list(elements), offset: place.offset), size.count, size.depth + 1)
  }

  private mutating func record(_ place: YAMLPlace, depth: Int) throws(YAMLError) -> Sized {
    var members: [Document.Member] = []
    var lines: [Text: Int] = [:]
    var size = (count: 1, depth: 0)
    while true {
      let event = try events.next()
      if case .recordEnd = event.kind { break }
      let name = try key(event)
      if let first = lines.updateValue(event.place.line, forKey: name) {
        throw YAMLError(
          .duplicateKey, "\"\(name)\" stands here twice, first on line \(first)", at: event.place,
          hint: "remove one of the two")
      }
      let next = try events.next()
      let member = try value(next, depth: depth + 1)
      members.append(
        Document.Member(name: name, nameOffset: event.place.offset, value: member.value))
      size = (size.count + member.count, max(size.depth, member.depth))
    }
    return (Document(.record(members), offset: place.offset), size.count, size.depth + 1)
  }

  private mutating func key(_ event: YAMLEvent) throws(YAMLError) -> Text {
    let kind: Document.Kind
    switch event.kind {
    case .scalar(let scalar):
      if scalar.isPlain, event.tag == nil, scalar.bytes == Array("<<".utf8) {
        throw YAMLError(
          .mergeKey, "YAML 1.2 has no merge key", at: event.place,
          hint: "write the members out, or quote \"<<\" if that is the name you mean")
      }
      kind = try resolve(scalar, tag: event.tag, at: event.place)
      if let anchor = event.anchor {
        anchors[anchor] = (Document(kind, offset: event.place.offset), 1, 1)
      }
    case .alias(let name):
      kind = try aliased(name, at: event.place, depth: 1).value.kind
    case .listStart: kind = .list([])
    case .recordStart: kind = .record([])
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .listEnd, .recordEnd:
      throw YAMLError(.syntax, "a name is missing", at: event.place)
    }
    let what: String
    var hint: String? = "put it in quotes"
    switch kind {
    case .string(let name): return name
    case .null: what = "null"
    case .bool(let truth): what = "the truth value \(truth)"
    case .number(let text): what = "the number \(text)"
    case .list: (what, hint) = ("a list", nil)
    case .record: (what, hint) = ("a record", nil)
    }
    throw YAMLError(
      .keyNotAString, "the name of a member must be a string, and this one is \(what)",
      at: event.place, hint: hint)
  }

  private mutating func aliased(_ name: Text, at place: YAMLPlace, depth: Int) throws(YAMLError)
    -> Sized
  {
    guard let target = anchors[name] else {
      throw YAMLError(
        .unknownAlias, "*\(name) refers to nothing", at: place,
        hint: "the value it repeats must be complete before it, and be marked with &\(name)")
    }
    aliasedCount += target.count
    if aliasedCount > Limits.aliasedValues {
      throw YAMLError(
        .aliasesTooLarge,
        "the aliases of this document stand for more than \(Limits.aliasedValues) values",
        at: place, hint: "write the data out in a file of its own")
    }
    if depth + target.depth - 1 > Limits.documentDepth { throw tooDeep(place) }
    return target
  }

  private func checkTag(_ event: YAMLEvent, is name: String) throws(YAMLError) {
    guard let tag = event.tag, tag != Text("!"), tag != Text(coreTag + name) else { return }
    throw unsupported(tag, at: event.place)
  }

  private func tooDeep(_ place: YAMLPlace) -> YAMLError {
    YAMLError(
      .nestingTooDeep, "values nest deeper than \(Limits.documentDepth)", at: place,
      hint: "flatten the document")
  }
}

/// The only document of a text: what bound data and settings are.
package func readYAMLDocument(_ bytes: [UInt8]) throws(YAMLError) -> Document {
  var reader = YAMLReader(bytes)
  guard let first = try reader.next() else {
    throw YAMLError(
      .noDocument, "the file has no document", at: YAMLPlace(offset: 0, line: 1, column: 1))
  }
  if let second = try reader.next() {
    throw YAMLError(
      .severalDocuments, "a second document starts here, and only one can be meant",
      at: second.place, hint: "keep one document a file")
  }
  return first.document
}
