// A YAML text as documents: puts events together into values. What YAML allows but a policy's data
// or a request must not contain is refused with its position: duplicate members, names that are not
// strings, tags that need a program to interpret, aliases that expand too far.
//
// A document is returned only after its end has been read: an error anywhere in it fails all of it.

package import Weir

/// Reads the documents of a YAML text one after the other.
package struct YAMLReader: ~Copyable {
  private let text: UnsafeMutableBufferPointer<UInt8>
  private let options: YAMLOptions
  private var documents: YAMLDocuments
  /// Documents without content so far, which are not values and are passed over.
  package private(set) var emptyDocuments = 0
  /// Where the document that `next` returned or refused last begins: its first value, or what
  /// stands where that should be.
  package private(set) var place = YAMLPlace(offset: 0, line: 1, column: 1)

  /// A reader of a text in UTF-8.
  package init(_ bytes: [UInt8], _ options: YAMLOptions = YAMLOptions()) {
    text = .allocate(capacity: bytes.count)
    _ = text.initialize(from: bytes)
    self.options = options
    documents = YAMLDocuments(UnsafeBufferPointer(text))
  }

  deinit { text.deallocate() }

  /// The next document and where it starts; nil after the last. After an error, the next call goes
  /// on after the broken document.
  package mutating func next() throws(YAMLError) -> (document: JSONDocument, place: YAMLPlace)? {
    while let extent = documents.next() {
      place = YAMLReader.firstContent(UnsafeBufferPointer(text), extent)
      if let refusal = extent.refusal { throw refusal }
      var composer = YAMLComposer(UnsafeBufferPointer(text), extent, options)
      if let root = try composer.document() {
        place = root.place
        return root
      }
      emptyDocuments += 1
    }
    return nil
  }

  /// The first byte of a document that is neither blank nor a comment nor its marker.
  private static func firstContent(_ text: UnsafeBufferPointer<UInt8>, _ extent: YAMLExtent)
    -> YAMLPlace
  {
    var place = YAMLPlace(offset: extent.bytes.lowerBound, line: extent.line, column: 1)
    let end = extent.bytes.upperBound
    let start = place
    while place.offset < end {
      switch text[place.offset] {
      case UInt8(ascii: "\n"): (place.line, place.column) = (place.line + 1, 0)
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      case UInt8(ascii: "#"):
        while place.offset + 1 < end, text[place.offset + 1] != UInt8(ascii: "\n") {
          place.offset += 1
        }
      case UInt8(ascii: "-")
      where place.column == 1 && text[place.offset..<end].starts(with: "---".utf8)
        && (place.offset + 3 == end || isBlankOrBreak(text[place.offset + 3])):
        place.offset += 2
        place.column += 2
      default: return place
      }
      place.offset += 1
      place.column += 1
    }
    return start
  }
}

/// Puts one document together.
private struct YAMLComposer: ~Copyable {
  private var events: YAMLEvents
  private let options: YAMLOptions
  /// The values that have a name, and how large they are with aliases followed.
  private var anchors: [ExactString: Sized] = [:]
  private var aliasedCount = 0
  /// Where the records begin that stand for a tag.
  private var taggedOffsets: Set<Int> = []

  init(_ text: UnsafeBufferPointer<UInt8>, _ extent: YAMLExtent, _ options: YAMLOptions) {
    events = YAMLEvents(text, extent)
    self.options = options
  }

  /// The document; nil where it has no content.
  mutating func document() throws(YAMLError) -> (document: JSONDocument, place: YAMLPlace)? {
    _ = try events.next()
    let start = try events.next()
    guard case .documentStart = start.kind else { return nil }
    let first = try events.next()
    let isEmpty =
      if case .scalar(let scalar) = first.kind {
        scalar.isPlain && scalar.bytes.isEmpty && first.anchor == nil && first.tag == nil
      } else {
        false
      }
    let root = try value(first, depth: 1)
    _ = try events.next()
    // The stream's end: what follows the value inside the document is an error here.
    let end = try events.next()
    guard case .streamEnd = end.kind else {
      throw YAMLError(.syntax, "a second value follows the document's", at: end.place)
    }
    return isEmpty ? nil : (root.value, first.place)
  }

  /// A value, how many values it is made of and how deep it nests.
  private typealias Sized = (value: JSONDocument, count: Int, depth: Int)

  private mutating func value(_ event: YAMLEvent, depth: Int) throws(YAMLError) -> Sized {
    if depth > Limits.documentDepth { throw tooDeep(event.place) }
    // From here on the name means this value, which an alias may not be a part of.
    if let anchor = event.anchor { anchors[anchor] = nil }
    let kept = event.tag.flatMap { options.keepsTags && isOwn($0) ? $0 : nil }
    let tag = kept == nil ? event.tag : nil
    var sized: Sized
    switch event.kind {
    case .alias(let name): return try aliased(name, at: event.place, depth: depth)
    case .scalar(let scalar):
      // What an application's own tag stands before is a string to it, as it is to CloudFormation.
      let meant = kept == nil ? tag : ExactString(YAMLScalar.coreTag + "str")
      let kind = try scalar.resolved(tag: meant, options, at: event.place)
      sized = (JSONDocument(kind, offset: event.place.offset), size(of: scalar), 1)
    case .listStart:
      try checkTag(tag, is: "seq", at: event.place)
      sized = try list(event.place, depth: depth + (kept == nil ? 0 : 1))
    case .recordStart:
      try checkTag(tag, is: "map", at: event.place)
      sized = try record(event.place, depth: depth + (kept == nil ? 0 : 1))
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .listEnd, .recordEnd:
      // libyaml pairs starts with ends and puts a value between the marks of a document.
      throw YAMLError(.syntax, "a value is missing", at: event.place)
    }
    if let kept {
      guard let record = taggedRecord(kept, sized.value) else {
        throw YAMLScalar.unsupported(kept, options, at: event.place)
      }
      sized = (record, sized.count + 1, sized.depth + 1)
      taggedOffsets.insert(record.offset)
    }
    if let anchor = event.anchor { anchors[anchor] = sized }
    return sized
  }

  /// A long text counts for more: repeating it is not free either.
  private func size(of scalar: YAMLScalar) -> Int { 1 + scalar.bytes.count / 64 }

  /// Whether a tag is an application's own: `!Ref`.
  private func isOwn(_ tag: ExactString) -> Bool {
    tag.bytes.count > 1 && tag.bytes.first == UInt8(ascii: "!")
  }

  private mutating func list(_ place: YAMLPlace, depth: Int) throws(YAMLError) -> Sized {
    var elements: [JSONDocument] = []
    var size = (count: 1, depth: 0)
    while true {
      let event = try events.next()
      if case .listEnd = event.kind { break }
      let element = try value(event, depth: depth + 1)
      elements.append(element.value)
      size = (size.count + element.count, max(size.depth, element.depth))
    }
    return (JSONDocument(.list(elements), offset: place.offset), size.count, size.depth + 1)
  }

  private mutating func record(_ place: YAMLPlace, depth: Int) throws(YAMLError) -> Sized {
    var members: [JSONDocument.Member] = []
    var names = YAMLNames()
    var merged: (value: JSONDocument, place: YAMLPlace, before: Int)?
    var size = (count: 1, depth: 0)
    while true {
      let event = try events.next()
      if case .recordEnd = event.kind { break }
      if try isMergeKey(event) {
        guard options.merges else { throw YAMLMerge.refusal(options, at: event.place) }
        if merged != nil {
          throw YAMLError(
            .duplicateKey, "\"<<\" stands here twice", at: event.place,
            hint: "write one, with a list of the records")
        }
        let next = try events.next()
        let member = try value(next, depth: depth + 1)
        try expectUntagged(member.value, at: next.place)
        merged = (member.value, next.place, members.count)
        size = (size.count + member.count, max(size.depth, member.depth))
        continue
      }
      let name = try key(event)
      try names.insert(name, at: event.place)
      let next = try events.next()
      let member = try value(next, depth: depth + 1)
      members.append(
        JSONDocument.Member(name: name.text, nameOffset: event.place.offset, value: member.value))
      size = (size.count + member.count, max(size.depth, member.depth))
    }
    if let merged {
      members = try YAMLMerge.merging(
        merged.value, into: members, before: merged.before, names, at: merged.place)
    }
    return (JSONDocument(.record(members), offset: place.offset), size.count, size.depth + 1)
  }

  private func isMergeKey(_ event: YAMLEvent) throws(YAMLError) -> Bool {
    guard case .scalar(let scalar) = event.kind else { return false }
    let isTagged = event.tag?.bytes.elementsEqual((YAMLScalar.coreTag + "merge").utf8) == true
    guard scalar.bytes.elementsEqual("<<".utf8) else {
      if isTagged { throw YAMLMerge.disputed(at: event.place) }
      return false
    }
    // "Do not guess", says this tag, and most readers guess all the same.
    if event.tag == ExactString("!") { throw YAMLMerge.disputed(at: event.place) }
    return scalar.isPlain && event.tag == nil || isTagged
  }

  /// A record that stands for a tag has other members to readers that pass over the tag.
  private func expectUntagged(_ merged: JSONDocument, at place: YAMLPlace) throws(YAMLError) {
    var isTagged = taggedOffsets.contains(merged.offset)
    if case .list(let elements) = merged.kind {
      isTagged = isTagged || elements.contains { taggedOffsets.contains($0.offset) }
    }
    if isTagged { throw YAMLMerge.notARecord(place) }
  }

  private mutating func key(_ event: YAMLEvent) throws(YAMLError) -> YAMLName {
    let kind: JSONDocument.Kind
    var written: [UInt8] = []
    switch event.kind {
    case .scalar(let scalar):
      if let anchor = event.anchor { anchors[anchor] = nil }
      kind = try scalar.resolved(tag: event.tag, options, at: event.place)
      if let anchor = event.anchor {
        anchors[anchor] = (JSONDocument(kind, offset: event.place.offset), size(of: scalar), 1)
      }
      written = scalar.bytes
    case .alias(let name):
      kind = try aliased(name, at: event.place, depth: 1).value.kind
      if case .string(let text) = kind, text == ExactString("<<") {
        throw YAMLMerge.disputed(at: event.place)
      }
      if case .number(let digits) = kind { written = Array(digits.utf8) }
    case .listStart: kind = .list([])
    case .recordStart: kind = .record([])
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .listEnd, .recordEnd:
      throw YAMLError(.syntax, "a name is missing", at: event.place)
    }
    return try YAMLName(kind, written: written, at: event.place)
  }

  private mutating func aliased(_ name: ExactString, at place: YAMLPlace, depth: Int)
    throws(YAMLError)
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

  private func checkTag(_ tag: ExactString?, is name: String, at place: YAMLPlace) throws(YAMLError)
  {
    guard let tag, tag != ExactString("!"), tag != ExactString(YAMLScalar.coreTag + name) else {
      return
    }
    throw YAMLScalar.unsupported(tag, options, at: place)
  }

  private func tooDeep(_ place: YAMLPlace) -> YAMLError {
    YAMLError(
      .nestingTooDeep, "values nest deeper than \(Limits.documentDepth)", at: place,
      hint: "flatten the document")
  }
}
