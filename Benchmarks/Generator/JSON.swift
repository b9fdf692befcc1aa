// Values of JSON, and the ways there are to write the same one.

import Weir
import WeirTesting

enum JSON: Sendable {
  case bool(Bool)
  case null
  /// As it is written.
  case number(String)
  case string(String)
  case list([JSON])
  case record([(String, JSON)])

  /// How a value is written.
  struct Style {
    /// Each member on a line of its own, with so many blanks a level.
    var indent: Int?
    /// A blank behind every comma and colon.
    var isSpaced = false
    /// Texts as escapes, six bytes a character: all of them, names too.
    var isEscaped = false
  }

  func text(_ style: Style = Style()) -> [UInt8] {
    var output: [UInt8] = []
    write(style, 0, &output)
    return output
  }

  private func write(_ style: Style, _ level: Int, _ output: inout [UInt8]) {
    switch self {
    case .bool(let truth): output += (truth ? "true" : "false").utf8
    case .null: output += "null".utf8
    case .number(let text): output += text.utf8
    case .string(let text): JSON.write(text, style, &output)
    case .list(let elements):
      output += "[".utf8
      for (index, element) in elements.enumerated() {
        JSON.separate(index, style, level + 1, &output)
        element.write(style, level + 1, &output)
      }
      if !elements.isEmpty { JSON.breakLine(style, level, &output) }
      output += "]".utf8
    case .record(let members):
      output += "{".utf8
      for (index, member) in members.enumerated() {
        JSON.separate(index, style, level + 1, &output)
        JSON.write(member.0, style, &output)
        output += (style.isSpaced || style.indent != nil ? ": " : ":").utf8
        member.1.write(style, level + 1, &output)
      }
      if !members.isEmpty { JSON.breakLine(style, level, &output) }
      output += "}".utf8
    }
  }

  private static func separate(
    _ index: Int, _ style: Style, _ level: Int, _ output: inout [UInt8]
  ) {
    if index > 0 { output += (style.isSpaced ? ", " : ",").utf8 }
    breakLine(style, level, &output)
  }

  private static func breakLine(_ style: Style, _ level: Int, _ output: inout [UInt8]) {
    guard let indent = style.indent else { return }
    output.append(UInt8(ascii: "\n"))
    output += repeatElement(UInt8(ascii: " "), count: indent * level)
  }

  /// The texts made here hold nothing that must be escaped.
  private static func write(_ text: String, _ style: Style, _ output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    if style.isEscaped {
      for unit in text.utf16 {
        let hex = String(unit, radix: 16)
        output += ("\\u" + String(repeating: "0", count: 4 - hex.count) + hex).utf8
      }
    } else {
      output += text.utf8
    }
    output.append(UInt8(ascii: "\""))
  }

  // MARK: Changes

  /// The members of this record and of all in it in another order.
  func shuffled(_ chance: inout SplitMix64) -> JSON {
    switch self {
    case .bool, .null, .number, .string: return self
    case .list(let elements):
      var changed: [JSON] = []
      for element in elements { changed.append(element.shuffled(&chance)) }
      return .list(changed)
    case .record(let members):
      var changed: [(String, JSON)] = []
      for member in members { changed.append((member.0, member.1.shuffled(&chance))) }
      changed.shuffle(using: &chance)
      return .record(changed)
    }
  }

  /// The record with `change` made to the members of the record at a path.
  func changing(_ path: String..., by change: (inout [(String, JSON)]) -> Void) -> JSON {
    changing(path[...], by: change)
  }

  private func changing(
    _ path: ArraySlice<String>, by change: (inout [(String, JSON)]) -> Void
  ) -> JSON {
    guard case .record(var members) = self else { return self }
    if let name = path.first {
      for index in members.indices where members[index].0 == name {
        members[index].1 = members[index].1.changing(path.dropFirst(), by: change)
      }
    } else {
      change(&members)
    }
    return .record(members)
  }
}
