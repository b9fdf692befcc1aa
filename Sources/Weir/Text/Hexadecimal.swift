// Hexadecimal digits, written and read: digests, escapes, addresses.

/// Numbers to the base of 16.
package enum Hexadecimal {
  /// Bytes in lower case, two digits each.
  package static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.flatMap { [digit($0 >> 4), digit($0 & 15)] }, as: UTF8.self)
  }

  /// A UTF-16 code unit in four digits, in lower case.
  package static func text(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return String(repeating: "0", count: 4 - digits.utf8.count) + digits
  }

  /// The digit of a number below 16, in lower case.
  @inline(__always)
  package static func digit(_ number: UInt8) -> UInt8 {
    number &+ (number < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") &- 10)
  }

  /// The number that a digit of either case stands for; nil for any other byte.
  static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
