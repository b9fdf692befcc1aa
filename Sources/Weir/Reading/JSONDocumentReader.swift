// JSON read whole, with the place of every value: for what is off the hot path, such as bound data
// and `json(…)`. As strict as the request reader (the facts of the grammar are `JSONText`'s) and
// stricter in one point: no object anywhere may have a name twice.

extension JSONDocument {
  /// Reads one JSON document: a text in UTF-8, in which no object has two members of one name.
  ///
  /// - Throws: What is wrong with it and at which byte; `InputError.documentMessage` says it in
  ///   words.
  public init(parsing text: Span<UInt8>) throws(InputError) {
    self = try text.withUnsafeBufferPointer { (text) throws(InputError) in try parseJSON(text) }
  }

  /// Reads one JSON document: the same of an array.
  public init(parsing text: [UInt8]) throws(InputError) { try self.init(parsing: text.span) }
}

/// Reads one JSON document.
package func parseJSON(_ bytes: UnsafeBufferPointer<UInt8>) throws(InputError) -> JSONDocument {
  let text = try JSONText(bytes)
  var reader = JSONDocumentReader(text: text)
  let start = try text.start()
  let (document, end) = try reader.read(at: start)
  try text.finish(end)
  guard reader.duplicate == .max else {
    throw InputError.duplicateKey(at: reader.duplicate, in: bytes)
  }
  return document
}

/// Builds a document without recursion: the text chooses its depth.
private struct JSONDocumentReader {
  let text: JSONText
  /// The smallest offset of a name that its object had already; the error of an otherwise valid
  /// text.
  var duplicate = Int.max
  private var open: [Container] = []

  /// An object or array whose end has not come yet.
  private struct Container {
    var start: Int
    var isRecord: Bool
    var items: [JSONDocument] = []
    var names: [(name: ExactString, offset: Int)] = []
  }

  init(text: JSONText) { self.text = text }

  mutating func read(at start: Int) throws(InputError) -> (JSONDocument, end: Int) {
    var offset = start
    while true {
      var value: JSONDocument
      switch try text.kind(at: offset) {
      case .string:
        let end = try text.stringEnd(from: offset + 1)
        value = JSONDocument(.string(try string(offset + 1, end)), offset: offset)
        offset = end.quote + 1
      case .number:
        let end = try text.numberEnd(from: offset)
        let digits = String(decoding: text.slice(offset, end), as: UTF8.self)
        value = JSONDocument(.number(digits), offset: offset)
        offset = end
      case .literal:
        let end = try text.literalEnd(from: offset)
        let first = text.byte(at: offset)
        value = JSONDocument(
          first == UInt8(ascii: "n") ? .null : .bool(first == UInt8(ascii: "t")), offset: offset)
        offset = end
      case let kind:
        guard open.count < Limits.requestDepth else { throw InputError(.depth, at: offset) }
        let isRecord = kind == .record
        open.append(Container(start: offset, isRecord: isRecord))
        offset = text.skipBlanks(offset + 1)
        if text.byte(at: offset) != JSONText.closing(isRecord) {
          if isRecord { offset = try name(at: offset) }
          continue
        }
        offset += 1
        value = close()
      }
      // After a value: it joins its container, which goes on or ends.
      while true {
        // Nothing of the container is held on to: its items would be copied for each one that joins
        // them.
        guard let isRecord = open.last?.isRecord else { return (value, offset) }
        open[open.count - 1].items.append(value)
        offset = text.skipBlanks(offset)
        let byte = text.byte(at: offset)
        if byte == UInt8(ascii: ",") {
          offset = text.skipBlanks(offset + 1)
          if isRecord { offset = try name(at: offset) }
          break
        }
        guard byte == JSONText.closing(isRecord) else { throw text.unexpected(at: offset) }
        offset += 1
        value = close()
      }
    }
  }

  private mutating func name(at start: Int) throws(InputError) -> Int {
    guard text.byte(at: start) == UInt8(ascii: "\"") else { throw text.unexpected(at: start) }
    let end = try text.stringEnd(from: start + 1)
    open[open.count - 1].names.append((try string(start + 1, end), start))
    return try text.skipColon(end.quote + 1)
  }

  private func string(_ start: Int, _ end: JSONText.StringEnd) throws(InputError) -> ExactString {
    guard end.hasEscapes else { return ExactString(validated: Array(text.slice(start, end.quote))) }
    return ExactString(validated: try text.decoded(start, end))
  }

  private mutating func close() -> JSONDocument {
    let container = open.removeLast()
    guard container.isRecord else {
      return JSONDocument(.list(container.items), offset: container.start)
    }
    var seen = Set<ExactString>(minimumCapacity: container.names.count)
    for (name, offset) in container.names where !seen.insert(name).inserted {
      duplicate = min(duplicate, offset)
    }
    let members = zip(container.names, container.items).map {
      JSONDocument.Member(name: $0.name, nameOffset: $0.offset, value: $1)
    }
    return JSONDocument(.record(members), offset: container.start)
  }
}
