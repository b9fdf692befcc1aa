// A document as JSON text: how a request written in YAML reaches the reader, which knows JSON only.

package import Weir

/// Appends `document` as JSON, on one line.
package func appendJSON(_ document: JSONDocument, to output: inout [UInt8]) {
  switch document.kind {
  case .null: output += "null".utf8
  case .bool(let truth): output += (truth ? "true" : "false").utf8
  case .number(let text): output += text.utf8
  case .string(let text): appendJSON(text, to: &output)
  case .list(let elements):
    output.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      appendJSON(element, to: &output)
    }
    output.append(UInt8(ascii: "]"))
  case .record(let members):
    output.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      appendJSON(member.name, to: &output)
      output.append(UInt8(ascii: ":"))
      appendJSON(member.value, to: &output)
    }
    output.append(UInt8(ascii: "}"))
  }
}

/// Appends a text in JSON's quotes.
package func appendJSON(_ text: ExactString, to output: inout [UInt8]) {
  output.append(UInt8(ascii: "\""))
  for byte in text.bytes {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
    case 0..<0x20:
      let hex = String(byte, radix: 16)
      output += ("\\u" + String(repeating: "0", count: 4 - hex.count) + hex).utf8
    default: output.append(byte)
    }
  }
  output.append(UInt8(ascii: "\""))
}
