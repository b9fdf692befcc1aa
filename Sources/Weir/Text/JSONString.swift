// Texts as JSON strings: the one escaper. Canonical JSON and verdicts escape what JSON requires and
// nothing else, in RFC 8785's spelling: short forms where there is one, else `\u00xx`. Reports
// (`visible`) also escape what nobody would see in them, literals of a policy (`literal`) what the
// lexer does not let stand.

/// How JSON writes a text.
package enum JSONString {
  /// Appends a text of valid UTF-8 as a JSON string, quotes included.
  package static func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    appendCharacters(bytes, to: &output)
    output.append(UInt8(ascii: "\""))
  }

  /// As above.
  package static func append(_ bytes: [UInt8], to output: inout [UInt8]) {
    bytes.withUnsafeBufferPointer { append($0, to: &output) }
  }

  /// As above.
  package static func append(_ string: String, to output: inout [UInt8]) {
    var string = string
    string.withUTF8 { append($0, to: &output) }
  }

  /// The same without the quotes: part of a longer string.
  package static func appendCharacters(
    _ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]
  ) {
    var run = 0
    var offset = 0
    while offset < bytes.count {
      // Eight plain bytes at a time: no byte below 0x20, no quote, no backslash.
      if offset + 8 <= bytes.count, let base = bytes.baseAddress {
        let word = UnsafeRawPointer(base + offset).loadUnaligned(as: UInt64.self)
        if !mayNeedEscape(word) {
          offset += 8
          continue
        }
      }
      let end = min(offset + 8, bytes.count)
      while offset < end {
        let byte = bytes[offset]
        if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
          output.append(contentsOf: bytes[run..<offset])
          appendEscape(byte, to: &output)
          run = offset + 1
        }
        offset += 1
      }
    }
    output.append(contentsOf: bytes[run...])
  }

  /// Whether a text is a JSON string as it stands.
  @inline(__always)
  package static func needsNoEscape(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = text.baseAddress else { return true }
    var offset = 0
    while offset &+ 8 <= text.count {
      let word = UnsafeRawPointer(base + offset).loadUnaligned(as: UInt64.self)
      if mayNeedEscape(word) { return false }
      offset &+= 8
    }
    while offset < text.count {
      let byte = base[offset]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return false }
      offset &+= 1
    }
    return true
  }

  /// Whether one of a word's bytes must be escaped; now and then true without need, never false.
  @inline(__always)
  private static func mayNeedEscape(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    func hasZero(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
    let quotes = hasZero(word ^ ones &* 0x22)
    let backslashes = hasZero(word ^ ones &* 0x5C)
    let controls = (word &- ones &* 0x20) & ~word
    return (quotes | backslashes | controls) & (ones &* 0x80) != 0
  }

  /// A text for a reader of reports: what nobody sees, and what a terminal acts on, is escaped,
  /// too.
  package static func visible(_ text: String) -> String {
    quoted(text, escaping: VisibleText.isUnseen) { escape(of: $0) }
  }

  /// A text as a policy spells it: control characters are escaped, whatever else is not seen is
  /// not.
  package static func literal(_ text: ExactString) -> String {
    quoted(text.description, escaping: { $0.value < 0x20 || $0.value == 0x7F }) {
      $0 == "\r" ? "\\r" : escape(of: $0)
    }
  }

  /// A text in double quotes, with quotes, backslashes, line feeds and tabs escaped, and what else
  /// is to be escaped as `escape` spells it.
  package static func quoted(
    _ text: String, escaping isEscaped: (Unicode.Scalar) -> Bool,
    as escape: (Unicode.Scalar) -> String
  ) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where isEscaped(scalar): result += escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// A scalar as an escape, in UTF-16: `\u200b`, `\udb40\udc41`.
  package static func escape(of scalar: Unicode.Scalar) -> String {
    String(scalar).utf16.map { "\\u" + Hexadecimal.text($0) }.joined()
  }

  private static func appendEscape(_ byte: UInt8, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(byte)
    case 0x08: output.append(UInt8(ascii: "b"))
    case 0x09: output.append(UInt8(ascii: "t"))
    case 0x0A: output.append(UInt8(ascii: "n"))
    case 0x0C: output.append(UInt8(ascii: "f"))
    case 0x0D: output.append(UInt8(ascii: "r"))
    default:
      output += "u00".utf8
      output.append(Hexadecimal.digit(byte >> 4))
      output.append(Hexadecimal.digit(byte & 15))
    }
  }
}
