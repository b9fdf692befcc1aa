// Hashing short runs of bytes, and comparing two of one length, inline: for the tables of the reader,
// strings of the policy and names of members. (`Values/Bytes.swift` compares what may be long.)
//
// Tables of what requests choose seed it with `secret`, so that nobody can make names that collide; it
// is no cryptographic hash, and each such table bounds its probes as well. What a table answers does
// not depend on the seed, only how long it takes.

enum ByteHash {
  static let first: UInt64 = 0x9E37_79B9_7F4A_7C15
  static let second: UInt64 = 0xD6E8_FEB8_6659_FD93

  /// The seed of this process: random, or always the same where SWIFT_DETERMINISTIC_HASHING is set, as
  /// for measuring.
  static var secret: UInt64 {
    var hasher = Hasher()
    hasher.combine(first)
    return UInt64(truncatingIfNeeded: hasher.finalize())
  }

  @inline(__always)
  static func hash(_ bytes: UnsafePointer<UInt8>, _ count: Int, seed: UInt64 = 0) -> UInt64 {
    if count > 16 { return longHash(bytes, count, seed: seed) }
    return hash(ends(bytes, count), count, seed: seed)
  }

  /// All of up to 16 bytes: the first and the last eight of them, say.
  @inline(__always)
  private static func ends(
    _ bytes: UnsafePointer<UInt8>, _ count: Int
  ) -> (low: UInt64, high: UInt64) {
    let raw = UnsafeRawPointer(bytes)
    let low: UInt64
    let high: UInt64
    if count >= 8 {
      low = raw.loadUnaligned(as: UInt64.self)
      high = raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    } else if count >= 4 {
      low = UInt64(raw.loadUnaligned(as: UInt32.self))
      high = UInt64(raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
    } else if count > 0 {
      low = UInt64(bytes[0]) << 16 | UInt64(bytes[count >> 1]) << 8 | UInt64(bytes[count - 1])
      high = 0
    } else {
      low = 0
      high = 0
    }
    return (low, high)
  }

  @inline(__always)
  private static func hash(_ ends: (low: UInt64, high: UInt64), _ count: Int, seed: UInt64)
    -> UInt64
  {
    // Both factors have the seed in them: nobody can choose one to be zero.
    return mix(
      ends.low ^ first ^ seed,
      ends.high ^ second ^ turned(seed) ^ UInt64(truncatingIfNeeded: count))
  }

  @inline(never)
  private static func longHash(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, seed: UInt64
  ) -> UInt64 {
    let raw = UnsafeRawPointer(bytes)
    var state = seed ^ UInt64(truncatingIfNeeded: count)
    var offset = 0
    while offset + 16 < count {
      state = mix(
        raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ first ^ state,
        raw.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self) ^ second ^ turned(seed))
      offset += 16
    }
    return mix(
      raw.loadUnaligned(fromByteOffset: count - 16, as: UInt64.self) ^ first ^ state,
      raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self) ^ second ^ turned(seed))
  }

  @inline(__always)
  private static func turned(_ seed: UInt64) -> UInt64 { seed &<< 32 | seed &>> 32 }

  @inline(__always)
  static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  /// Whether two runs of `count` bytes are the same.
  @inline(__always)
  static func areEqual(
    _ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int
  ) -> Bool {
    let first = UnsafeRawPointer(left)
    let second = UnsafeRawPointer(right)
    if count >= 8 {
      var offset = 0
      while offset &+ 8 < count {
        if first.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
          != second.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        {
          return false
        }
        offset &+= 8
      }
      return first.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
        == second.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    }
    if count >= 4 {
      return first.loadUnaligned(as: UInt32.self) == second.loadUnaligned(as: UInt32.self)
        && first.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
          == second.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
    }
    // Up to three bytes: the first, the middle and the last are all of them.
    return count == 0
      || left[0] == right[0] && left[count &>> 1] == right[count &>> 1]
        && left[count &- 1] == right[count &- 1]
  }
}
