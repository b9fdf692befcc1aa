// The request that a hold is about, a line for each value by its path. The request is the
// requester's to write, and may be made to deceive whoever reads it here: so a path reads as a
// policy would write it (a member named `payload.amount` is not `payload.amount`), a string that
// looks like another value is quoted, and neither many members nor long names push the rest of the
// page away, or cost more than the request is long.

internal import Weir
internal import WeirHost

struct HoldRequestText {
  /// How many values are shown of a long request, and how many of them from its end.
  private static let foldedMembers = 48
  private static let lastMembers = 8
  /// Paths of more bytes are shown without what they share with the one before.
  private static let longestPath = 400

  let layout: HoldText

  private struct Value {
    var path: [RequestPath.Step]
    var text: String
  }

  func lines(of request: [UInt8]) -> String {
    guard let document = try? request.withUnsafeBufferPointer({ try parseJSON($0) }) else {
      return layout.entry("", String(decoding: request, as: UTF8.self))
    }
    var counter = Collector(isShown: { _ in false })
    counter.visit(document, [])
    let count = counter.count
    let isFolded = !layout.isFull && count > HoldRequestText.foldedMembers
    let end = count - HoldRequestText.lastMembers
    let start = isFolded ? HoldRequestText.foldedMembers - HoldRequestText.lastMembers : end
    var collector = Collector(isShown: { $0 < start || $0 >= end })
    collector.visit(document, [])

    let names = collector.values.map { shortName($0.path) }
    let column = names.map { textColumns(of: $0 ?? "") }.max() ?? 0
    let margin = String(repeating: " ", count: column + 4)
    var text = ""
    var before: [RequestPath.Step] = []
    for (index, value) in collector.values.enumerated() {
      if isFolded, index == start {
        text += "  " + layout.leftOut(Plural.counted(end - start, "member")) + "\n"
        before = []
      }
      var head = margin
      if let name = names[index] {
        head = "  " + name + String(repeating: " ", count: column - textColumns(of: name)) + "  "
      } else {
        text += layout.folded(longName(value.path, after: before), indent: 4, head: "  ")
      }
      text += layout.folded(value.text, indent: column + 4, head: head)
      before = value.path
    }
    return text
  }

  /// A path that fits beside its value.
  private func shortName(_ path: [RequestPath.Step]) -> String? {
    guard HoldRequestText.isShort(path) else { return nil }
    let name = VisibleText.escaped(HoldRequestText.text(of: path))
    return textColumns(of: name) <= layout.width / 2 ? name : nil
  }

  private static func isShort(_ path: [RequestPath.Step]) -> Bool {
    var bytes = 0
    for step in path {
      switch step {
      case .member(let name): bytes += name.bytes.count + 1
      case .index: bytes += 3
      }
      if bytes > longestPath { return false }
    }
    return true
  }

  /// A path that stands on lines of its own.
  private func longName(
    _ path: [RequestPath.Step], after before: [RequestPath.Step]
  ) -> String {
    if HoldRequestText.isShort(path) { return HoldRequestText.text(of: path) }
    let shared = min(zip(before, path).prefix { $0 == $1 }.count, path.count - 1)
    return shared > 0
      ? RequestPath.text(of: Array(path[shared...]), root: "…") : HoldRequestText.text(of: path)
  }

  /// A path as policies write it, but that a member `request` of the request is told from the root.
  private static func text(of path: [RequestPath.Step]) -> String {
    let isNamedAsRoot = path.first == .member(ExactString("request"))
    return path.isEmpty
      ? "(request)" : RequestPath.text(of: path, root: isNamedAsRoot ? "request" : "")
  }

  /// Takes values in the order of the text; lists of plain values are one.
  private struct Collector {
    let isShown: (Int) -> Bool
    private(set) var count = 0
    private(set) var values: [Value] = []

    init(isShown: @escaping (Int) -> Bool) { self.isShown = isShown }

    mutating func visit(_ document: JSONDocument, _ path: [RequestPath.Step]) {
      switch document.kind {
      case .record(let members) where !members.isEmpty:
        for member in members { visit(member.value, path + [.member(member.name)]) }
      case .list(let elements) where elements.contains { $0.isNested }:
        for (index, element) in elements.enumerated() { visit(element, path + [.index(index)]) }
      case .null, .bool, .number, .string, .list, .record:
        if isShown(count) {
          values.append(Value(path: path, text: HoldRequestText.text(of: document)))
        }
        count += 1
      }
    }
  }

  private static func text(of document: JSONDocument) -> String {
    if case .string(let text) = document.kind {
      let plain = text.description
      return looksOtherwise(plain) ? JSONString.literal(text) : plain
    }
    var json: [UInt8] = []
    document.appendJSON(to: &json)
    return String(decoding: json, as: UTF8.self)
  }

  /// Whether a string would read as a number, as another value, or as nothing. (What has several
  /// lines is always a string.)
  private static func looksOtherwise(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return true }
    if text.utf8.contains(UInt8(ascii: "\n")) { return false }
    if "\"[{ ".utf8.contains(first) || last == UInt8(ascii: " ") { return true }
    if ["true", "false", "null"].contains(text) { return true }
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return false }
    let number = try? Array(text.utf8).withUnsafeBufferPointer { try parseJSON($0) }
    return number != nil
  }
}

extension JSONDocument {
  fileprivate var isNested: Bool {
    switch kind {
    case .record, .list: true
    case .null, .bool, .string, .number: false
    }
  }
}
