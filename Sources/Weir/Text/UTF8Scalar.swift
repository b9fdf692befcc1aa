// One scalar of UTF-8 at a time, for those who look at bytes that nobody has checked yet.

/// A scalar as UTF-8.
package enum UTF8Scalar {
  /// The scalar whose UTF-8 begins at `offset`, by the book: no surrogates, nothing overlong.
  package static func decode(_ bytes: [UInt8], at offset: Int) -> (
    scalar: Unicode.Scalar, length: Int
  )? {
    let first = bytes[offset]
    let length: Int
    var value: UInt32
    switch first {
    case 0x00..<0x80: return (Unicode.Scalar(first), 1)
    case 0xC2..<0xE0: (length, value) = (2, UInt32(first & 0x1F))
    case 0xE0..<0xF0: (length, value) = (3, UInt32(first & 0x0F))
    case 0xF0..<0xF5: (length, value) = (4, UInt32(first & 0x07))
    default: return nil
    }
    guard offset + length <= bytes.count else { return nil }
    for byte in bytes[offset + 1..<offset + length] {
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
    guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }
}
