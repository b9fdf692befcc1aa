// Base64 as RFC 4648 has it: how signed notes and key files write bytes, and what a policy's
// `base64` and `base64url` read. The standard library has none, and Foundation's costs more to load
// than the command takes to start.

/// Bytes as letters, four for three.
package enum Base64 {
  /// Which characters the last two values have, and whether padding may be left out.
  package enum Alphabet: Sendable {
    /// `+` and `/`, padded.
    case standard
    /// `-` and `_`, as URLs and tokens have it: with padding or without.
    case url
  }

  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The standard text of bytes.
  package static func text(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let group = Array(rest.prefix(3))
      rest = rest.dropFirst(3)
      let bits = group.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
      for place in 0..<4 {
        text.append(
          place <= group.count ? digits[bits >> (18 - 6 * place) & 0x3F] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for everything but what `text` writes.
  package static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    let characters = Array(text.utf8)
    return characters.withUnsafeBufferPointer { characters in
      var bytes: [UInt8] = []
      return decode(characters, .standard) { bytes.append($0) } ? bytes : nil
    }
  }

  /// Puts the bytes of a text; false when it is not Base64, and what was put then means nothing.
  /// One value has one text, padding aside: no bits are left over, so that nothing that was signed
  /// or compared can be spelled in two ways.
  package static func decode(
    _ text: UnsafeBufferPointer<UInt8>, _ alphabet: Alphabet, _ put: (UInt8) -> Void
  ) -> Bool {
    var count = text.count
    var padding = 0
    while padding < 2, count > 0, text[count - 1] == UInt8(ascii: "=") {
      count -= 1
      padding += 1
    }
    let mayBeBare = alphabet == .url && padding == 0
    guard mayBeBare || text.count.isMultiple(of: 4), count % 4 != 1 else { return false }
    var bits: UInt32 = 0
    var pending: UInt32 = 0
    for index in 0..<count {
      guard let value = value(of: text[index], alphabet) else { return false }
      bits = bits << 6 | value
      pending += 6
      guard pending >= 8 else { continue }
      pending -= 8
      put(UInt8(truncatingIfNeeded: bits >> pending))
      bits &= 1 << pending - 1
    }
    return bits == 0
  }

  /// The number that a character stands for; nil for any other byte.
  private static func value(of character: UInt8, _ alphabet: Alphabet) -> UInt32? {
    switch (character, alphabet) {
    case (UInt8(ascii: "A")...UInt8(ascii: "Z"), _): UInt32(character - UInt8(ascii: "A"))
    case (UInt8(ascii: "a")...UInt8(ascii: "z"), _): UInt32(character - UInt8(ascii: "a")) + 26
    case (UInt8(ascii: "0")...UInt8(ascii: "9"), _): UInt32(character - UInt8(ascii: "0")) + 52
    case (UInt8(ascii: "+"), .standard), (UInt8(ascii: "-"), .url): 62
    case (UInt8(ascii: "/"), .standard), (UInt8(ascii: "_"), .url): 63
    case (_, _): nil
    }
  }
}
