// Base64 in the alphabet of URLs, as signed tokens write it (RFC 7515, section 2): no padding, no
// blanks, and one text for one value. What is signed is the text, so whoever decodes loosely reads
// several tokens as one.

/// Reading of unpadded base64url.
enum Base64URL {
  /// The six bits of each byte of a text; `none` where the byte is no digit.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: none, count: 256)
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    return values
  }()

  private static let none: UInt8 = 0xFF

  /// What a text stands for; nil for every text that no encoder writes. The bits of the last digit
  /// that belong to no byte are zero.
  static func bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
    let count = text.count
    // One digit alone holds less than a byte.
    guard count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count / 4 * 3 + 2)
    var bits: UInt32 = 0
    var held = 0
    for digit in text {
      let value = values[Int(digit)]
      guard value != none else { return nil }
      bits = bits << 6 | UInt32(value)
      held += 6
      guard held >= 8 else { continue }
      held -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
      bits &= (1 << UInt32(held)) - 1
    }
    return bits == 0 ? bytes : nil
  }
}
