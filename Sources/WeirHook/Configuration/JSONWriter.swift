// JSON for people to read: values over several lines, or on one with blanks after commas.

internal import Weir
internal import WeirHost

/// A way to write JSON.
struct JSONWriter {
  var lineBreak = Array("\n".utf8)
  /// How much further an item stands than its container.
  var unit = Array("  ".utf8)
  var colon = Array(": ".utf8)
  /// On one line.
  var comma = Array(", ".utf8)

  /// An item over several lines, of which the first is begun already.
  func lines(_ item: JSONLayout.Item, _ indent: [UInt8]) -> [UInt8] {
    let items = items(of: item.value)
    guard !items.isEmpty else { return line(item) }
    let (open, close) = brackets(of: item.value)
    let inner = indent + unit
    var text = name(item) + [open]
    for (index, item) in items.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      text += lineBreak + inner + lines(item, inner)
    }
    return text + lineBreak + indent + [close]
  }

  /// An item on one line.
  func line(_ item: JSONLayout.Item) -> [UInt8] {
    let items = items(of: item.value)
    var text = name(item)
    guard !items.isEmpty else {
      item.value.appendJSON(to: &text)
      return text
    }
    let (open, close) = brackets(of: item.value)
    text.append(open)
    for (index, item) in items.enumerated() {
      if index > 0 { text += comma }
      text += line(item)
    }
    return text + [close]
  }

  private func name(_ item: JSONLayout.Item) -> [UInt8] {
    guard let name = item.name else { return [] }
    var text: [UInt8] = []
    JSONString.append(name, to: &text)
    return text + colon
  }

  private func items(of value: JSONDocument) -> [JSONLayout.Item] {
    switch value.kind {
    case .record(let members):
      members.map { JSONLayout.Item(name: $0.name.description, value: $0.value) }
    case .list(let elements): elements.map { JSONLayout.Item(value: $0) }
    case .null, .bool, .string, .number: []
    }
  }

  private func brackets(of value: JSONDocument) -> (open: UInt8, close: UInt8) {
    if case .list = value.kind { return (UInt8(ascii: "["), UInt8(ascii: "]")) }
    return (UInt8(ascii: "{"), UInt8(ascii: "}"))
  }
}
