// Percent signs as RFC 3986 has them: `%2F` is the byte 0x2F. Reading is strict, because readers
// disagree on a percent sign without its digits: some keep it, some drop it, some fail.

/// Bytes as `%` and two hexadecimal digits among other text.
package enum PercentEncoding {
  /// A path of a file as a URI has it: all but letters, digits, `-._~` and slashes is encoded.
  package static func path(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      if ASCII.isWordByte(byte) || "-.~/".utf8.contains(byte) {
        result.append(byte)
      } else {
        result.append(UInt8(ascii: "%"))
        result += Hexadecimal.text([byte]).uppercased().utf8
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// What a `+` stands for.
  enum Plus: Sendable {
    case plus
    /// A blank, as in the queries that forms send.
    case blank
  }

  /// Puts the bytes that a text stands for; false when a percent sign has no two digits after it,
  /// and what was put then means nothing.
  static func decode(
    _ text: UnsafeBufferPointer<UInt8>, plus: Plus = .plus, _ put: (UInt8) -> Void
  ) -> Bool {
    var index = 0
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "%"):
        guard index + 2 < text.count, let high = Hexadecimal.value(of: text[index + 1]),
          let low = Hexadecimal.value(of: text[index + 2])
        else { return false }
        put(high << 4 | low)
        index += 3
      case UInt8(ascii: "+") where plus == .blank:
        put(UInt8(ascii: " "))
        index += 1
      case let byte:
        put(byte)
        index += 1
      }
    }
    return true
  }
}
