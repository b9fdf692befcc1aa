// Finds program files that were cut or altered by accident. It is no signature and no digest:
// whoever alters a file on purpose corrects its checksum, which is why the verifier runs on every
// program that is loaded. SHA-256 would promise as little and take longer than all the rest of
// loading.
//
// Four lanes take 8 bytes each in turn. A step is reversible in what it takes and in the lane, and
// so is the end, where lanes are folded together: hence a change within 8 bytes always changes the
// checksum, and any other does unless chance, one in 2^64, has it otherwise.

enum Checksum {
  private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let lane: UInt64 = 0xD6E8_FEB8_6659_FD93

  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var first = lane
    var second = lane &* 3
    var third = lane &* 5
    var fourth = lane &* 7
    var offset = 0
    while offset &+ 32 <= bytes.count {
      first = step(first, word(bytes, offset))
      second = step(second, word(bytes, offset &+ 8))
      third = step(third, word(bytes, offset &+ 16))
      fourth = step(fourth, word(bytes, offset &+ 24))
      offset &+= 32
    }
    while offset &+ 8 <= bytes.count {
      first = step(first, word(bytes, offset))
      offset &+= 8
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset &+= 1
    }
    first = step(first, rest)
    first = step(first, UInt64(bytes.count))
    return step(step(step(first, second), third), fourth)
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Reversible in both: addition, multiplication by an odd number and rotation all are.
  @inline(__always)
  private static func step(_ state: UInt64, _ word: UInt64) -> UInt64 {
    let product = (state &+ word) &* factor
    return product << 29 | product >> 35
  }
}
