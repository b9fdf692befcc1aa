// Digests, by swift-crypto.

import Crypto

/// SHA-256.
package func digest(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

/// Lower-case hexadecimal.
package func hexadecimal(_ bytes: [UInt8]) -> String {
  String(
    decoding: bytes.flatMap { [hexadecimalDigit($0 >> 4), hexadecimalDigit($0 & 15)] },
    as: UTF8.self)
}

/// The digit of a number below 16.
@inline(__always)
func hexadecimalDigit(_ number: UInt8) -> UInt8 {
  number &+ (number < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") &- 10)
}
