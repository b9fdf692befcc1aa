// Hashing short runs of bytes, and comparing two of one length, inline: for the tables of the
// reader, strings of the policy and names of members. (`UnsafeBufferPointer+Bytes.swift` compares
// what may be long.)
//
// Tables of what requests choose seed it with `secret`, so that nobody can make names that collide;
// it is not a cryptographic hash, and each such table bounds its probes as well. What a table
// answers does not depend on the seed, only how long it takes.

import CScan

enum ByteHash {
  static let first: UInt64 = 0x9E37_79B9_7F4A_7C15
  static let second: UInt64 = 0xD6E8_FEB8_6659_FD93

  /// The seed of this process: random, or always the same where SWIFT_DETERMINISTIC_HASHING is set,
  /// as for measuring.
  static var secret: UInt64 {
    var hasher = Hasher()
    hasher.combine(first)
    return UInt64(truncatingIfNeeded: hasher.finalize())
  }

  @inline(__always)
  static func hash(_ bytes: UnsafePointer<UInt8>, _ count: Int, seed: UInt64 = 0) -> UInt64 {
    if count > ShortBytes.limit { return longHash(bytes, count, seed: seed) }
    return hash(ShortBytes(bytes, count), count, seeds: seeds(seed))
  }

  /// The same for what is short.
  @inline(__always)
  static func hash(_ bytes: ShortBytes, _ count: Int, seeds: ShortBytes) -> UInt64 {
    mix(
      bytes.low ^ seeds.low, bytes.high ^ seeds.high ^ UInt64(truncatingIfNeeded: count))
  }

  /// Both have the seed in them: nobody can choose a factor to be zero.
  @inline(__always)
  static func seeds(_ seed: UInt64) -> ShortBytes {
    ShortBytes(first ^ seed, second ^ turned(seed))
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

/// Up to 16 bytes as two words: the bytes in order, zeros after them.
struct ShortBytes: BitwiseCopyable, Equatable {
  var low: UInt64
  var high: UInt64

  static let limit = 16

  /// Bytes after which 16 can be read.
  @inline(__always)
  init(near bytes: UnsafePointer<UInt8>, _ count: Int) {
    let raw = UnsafeRawPointer(bytes)
    low = raw.loadUnaligned(as: UInt64.self) & weir_kept_low(count)
    high = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & weir_kept_high(count)
  }

  init(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    self.init(0, 0)
    for place in 0..<min(count, 8) { low |= UInt64(bytes[place]) << UInt64(8 * place) }
    for place in 8..<max(count, 8) { high |= UInt64(bytes[place]) << UInt64(8 * place - 64) }
  }

  init(_ low: UInt64, _ high: UInt64) {
    self.low = low
    self.high = high
  }

  @inline(__always)
  func hash(_ seeds: ShortBytes) -> UInt64 {
    ByteHash.mix(low ^ seeds.low, high ^ seeds.high)
  }
}
