// A JSON text as somebody wrote it: where its values end, how its lines are indented, and how
// something new is written so that it looks like what is around it. Whoever edits settings of
// others must not write the document anew: the owner's spelling, order and blanks are theirs.

internal import Weir
internal import WeirHost

/// A JSON text, and the places of its values.
struct JSONLayout {
  let bytes: [UInt8]
  let document: JSONDocument

  /// Fails for what is not strict JSON.
  init(_ bytes: [UInt8], name: String) throws(Failure) {
    document = try readJSONFile(bytes, name: name)
    self.bytes = bytes
  }

  // MARK: Places

  /// Where a value's text ends.
  func end(of value: JSONDocument) -> Int {
    switch value.kind {
    case .string: stringEnd(value.offset)
    case .list, .record: containerEnd(value.offset)
    case .null, .bool, .number: scalarEnd(value.offset)
    }
  }

  private func stringEnd(_ start: Int) -> Int {
    var offset = start + 1
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
      offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    return offset + 1
  }

  private func containerEnd(_ start: Int) -> Int {
    var offset = start
    var depth = 0
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""): offset = stringEnd(offset)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        offset += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        offset += 1
        if depth == 0 { return offset }
      default: offset += 1
      }
    }
    return offset
  }

  private func scalarEnd(_ start: Int) -> Int {
    let others = Array(",]}".utf8)
    return bytes[start...].firstIndex { isJSONBlank($0) || others.contains($0) } ?? bytes.count
  }

  /// The texts of a container's members or elements, in order.
  func items(of container: JSONDocument) -> [Range<Int>] {
    switch container.kind {
    case .record(let members): members.map { $0.nameOffset..<end(of: $0.value) }
    case .list(let elements): elements.map { $0.offset..<end(of: $0) }
    case .null, .bool, .string, .number: []
    }
  }

  /// What is to be taken out so that a container is without one of its items: the item, and the
  /// comma and the blanks that it brought.
  func range(without index: Int, of container: JSONDocument) -> Range<Int> {
    let items = items(of: container)
    if items.count == 1 { return container.offset + 1..<end(of: container) - 1 }
    return index + 1 < items.count
      ? items[index].lowerBound..<items[index + 1].lowerBound
      : items[index - 1].upperBound..<items[index].upperBound
  }

  // MARK: Lines

  /// The blanks that a line begins with in which nothing else stands before an offset; nil if
  /// something does.
  func indentation(before offset: Int) -> ArraySlice<UInt8>? {
    let start = lineStart(offset)
    let blanks = bytes[start..<offset]
    // The text's own beginning is no line that somebody indented.
    return start > 0 && blanks.allSatisfy(isJSONBlank) ? blanks : nil
  }

  /// The blanks that the line around an offset begins with.
  private func margin(around offset: Int) -> ArraySlice<UInt8> {
    bytes[lineStart(offset)..<offset].prefix(while: isJSONBlank)
  }

  private func lineStart(_ offset: Int) -> Int {
    bytes[..<offset].lastIndex(where: JSONLayout.isLineBreak).map { $0 + 1 } ?? 0
  }

  private static func isLineBreak(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  // MARK: New items

  /// What makes an item the last of a container, and where it is put.
  ///
  /// - Parameter start: where the container's own item begins in the container around it; nil for
  ///   the whole document.
  func appending(
    _ item: Item, to container: JSONDocument, startingAt start: Int?
  ) -> (offset: Int, text: [UInt8]) {
    let writer = writer
    if let last = items(of: container).last {
      guard let indent = indentation(before: last.lowerBound) else {
        return (last.upperBound, writer.comma + writer.line(item))
      }
      return (
        last.upperBound,
        Array(",".utf8) + writer.lineBreak + indent + writer.lines(item, Array(indent))
      )
    }
    let inner = container.offset + 1..<end(of: container) - 1
    let isOpen = bytes[inner].contains(where: JSONLayout.isLineBreak)
    guard isOpen || start.map({ indentation(before: $0) != nil }) ?? true else {
      return (inner.lowerBound, writer.line(item))
    }
    let margin = Array(margin(around: container.offset))
    let indent = margin + writer.unit
    let text = writer.lineBreak + indent + writer.lines(item, indent)
    return isOpen
      ? (inner.lowerBound, text) : (inner.upperBound, text + writer.lineBreak + margin)
  }

  /// The text of a value that stands where another one did.
  func replacing(_ value: JSONDocument, with new: JSONDocument) -> [UInt8] {
    let range = value.offset..<end(of: value)
    guard bytes[range].contains(where: JSONLayout.isLineBreak) else {
      return writer.line(Item(value: new))
    }
    return writer.lines(Item(value: new), Array(margin(around: value.offset)))
  }

  /// How this text is written.
  private var writer: JSONWriter {
    var writer = JSONWriter()
    if let line = bytes.firstIndex(where: JSONLayout.isLineBreak) {
      writer.lineBreak = Array(bytes[line...].prefix(1))
      if bytes[line] == UInt8(ascii: "\r"), bytes[line...].dropFirst().first == UInt8(ascii: "\n") {
        writer.lineBreak = Array("\r\n".utf8)
      }
    }
    guard case .record(let members) = document.kind, let first = members.first else {
      return writer
    }
    let margin = margin(around: document.offset)
    if let indent = members.lazy.compactMap({ indentation(before: $0.nameOffset) }).first,
      indent.starts(with: margin)
    {
      writer.unit = Array(indent.dropFirst(margin.count))
    }
    let colon = bytes[stringEnd(first.nameOffset)..<first.value.offset]
    if !colon.contains(where: JSONLayout.isLineBreak) { writer.colon = Array(colon) }
    if writer.colon.last == UInt8(ascii: ":") { writer.comma = Array(",".utf8) }
    return writer
  }

  /// A member, or an element, which has no name.
  struct Item {
    var name: String?
    var value: JSONDocument
  }
}
