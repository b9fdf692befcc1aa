// The order of UTF-16 code units, by which RFC 8785 sorts the members of a record, found on UTF-8.

/// Texts in the order of their UTF-16 code units.
enum UTF16Order {
  /// Negative, zero or positive as one UTF-8 text is before, the same as, or after another in the
  /// order of their UTF-16 code units.
  static func compare(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Int {
    var index = 0
    while index < min(left.count, right.count), left[index] == right[index] { index += 1 }
    guard index < left.count, index < right.count else { return left.count - right.count }
    return Int(rank(left[index])) - Int(rank(right[index]))
  }

  /// A text's first eight bytes as a number. Of two texts whose numbers differ, the smaller is
  /// before the other in the order of UTF-16 code units.
  static func rank(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var first: UInt64 = 0
    for index in 0..<8 {
      first = first << 8 | (index < text.count ? UInt64(rank(text[index])) : 0)
    }
    return first
  }

  /// The same, where eight bytes may be fetched however many the text has.
  @inline(__always)
  static func rank(_ base: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    var word = UInt64(bigEndian: UnsafeRawPointer(base).loadUnaligned(as: UInt64.self))
    if count < 8 { word &= ~(UInt64.max >> UInt64(truncatingIfNeeded: 8 &* count)) }
    guard word & 0x8080_8080_8080_8080 == 0 else {
      return rank(UnsafeBufferPointer(start: base, count: count))
    }
    return word
  }

  /// Bytes of UTF-8 are in the order of UTF-16 code units, but that scalars beyond U+FFFF (which
  /// UTF-16 begins with a surrogate) are before U+E000 to U+FFFF.
  private static func rank(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 0xEE, 0xEF: byte + 8
    case 0xF0...: byte - 2
    default: byte
    }
  }
}
