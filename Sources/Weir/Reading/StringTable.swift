// The constant strings of a policy, so that a string of a request is recognised once, while it is
// read, and every comparison afterwards is one of integers.
//
// Most are short, and a short string is two words: its bytes in order, zeros behind them. So
// finding one is a multiplication, a look into an open-addressed table of numbers, and a comparison
// of two words. Strings of more than 16 bytes have a table of their own, hashed and compared byte
// for byte; so have those that end with a zero byte, which the two words could not tell from one
// without it.
//
// What is looked up comes from requests, what is stored from the policy: a request can choose its
// hash but not the table, so the longest probe is a property of the policy, known when the table is
// built. Tables are at most half full, and one whose longest probe is beyond `probeLimit` is built
// anew with another seed. The strings stay where the program has them; building takes one hash a
// string.

/// Strings numbered from 1 by their place. Immutable, shared between readers.
package struct StringTable: @unchecked Sendable {
  // The pointers are into `storage`, which nobody changes after `init`, and into what it was made
  // from.
  private let storage: Storage
  /// What a lookup needs, in one place, so that calling it copies no more than a pointer.
  private let index: UnsafePointer<Index>

  private struct Index: BitwiseCopyable {
    /// The numbers of the short strings by hash; 0 where there is none.
    var short: UnsafePointer<UInt32>
    var shortMask: UInt64
    /// The two words of each short string by its number; those of number 0 are zeros, so that a
    /// text that is met by an empty place at worst has the number of no string.
    var words: UnsafePointer<ShortBytes>
    var seeds: ShortBytes
    var long: UnsafePointer<UInt32>
    var longMask: UInt64
    var ranges: UnsafePointer<ByteRange>
    var bytes: UnsafePointer<UInt8>
    var longest: Int
  }

  /// How many strings there are.
  package let count: Int

  private static let probeLimit = 64

  /// Numbers the strings at these places in `bytes`: the first is 1. Of equal ones the first
  /// counts. Both stay where they are as long as the table is used.
  package init(
    _ ranges: UnsafePointer<ByteRange>, count: Int, in bytes: UnsafePointer<UInt8>
  ) {
    self.init(ranges, count: count, in: bytes, owned: [])
  }

  /// Numbers `strings`, in memory of the table's own.
  package init(strings: [ExactString]) {
    let ranges = UnsafeMutablePointer<ByteRange>.allocate(
      capacity: max(strings.count, 1))
    let bytes = UnsafeMutablePointer<UInt8>.allocate(
      capacity: max(strings.reduce(0) { $0 + $1.bytes.count }, 1))
    var offset = 0
    for (index, string) in strings.enumerated() {
      (ranges + index).initialize(
        to: .init(offset: UInt32(offset), count: UInt32(string.bytes.count)))
      for byte in string.bytes {
        bytes[offset] = byte
        offset += 1
      }
    }
    self.init(
      ranges, count: strings.count, in: bytes,
      owned: [UnsafeRawPointer(ranges), UnsafeRawPointer(bytes)])
  }

  private init(
    _ ranges: UnsafePointer<ByteRange>, count: Int, in bytes: UnsafePointer<UInt8>,
    owned: [UnsafeRawPointer]
  ) {
    self.count = count
    let storage = Storage(ranges, count, bytes, owned)
    self.storage = storage
    var seed: UInt64 = 0
    // Equal hashes under every seed would be strings made for it: then probes are just longer.
    while !storage.fill(seed: seed, limit: StringTable.probeLimit), seed < 4 { seed += 1 }
    if seed == 4 { _ = storage.fill(seed: seed, limit: .max) }
    index = UnsafePointer(storage.index)
  }

  /// The number of the string with these bytes; 0 for none.
  package func lookup(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    guard let base = text.baseAddress else {
      var nothing: UInt8 = 0
      return lookup(&nothing, 0)
    }
    return lookup(base, text.count)
  }

  /// The same, of a text wherever it is.
  @inline(never)
  func lookup(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    guard StringTable.isShort(text, length) else {
      return StringTable.lookupLong(index, text, length)
    }
    return StringTable.lookup(index, ShortBytes(text, length))
  }

  /// The same, of a text without a zero byte, behind whose start 16 bytes can be read.
  @inline(__always)
  func lookup(near text: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    StringTable.lookupNear(index, text, length)
  }

  @inline(never)
  private static func lookupNear(
    _ index: UnsafePointer<Index>, _ text: UnsafePointer<UInt8>, _ length: Int
  ) -> UInt32 {
    guard length <= ShortBytes.limit else { return lookupLong(index, text, length) }
    return lookup(index, ShortBytes(near: text, length))
  }

  @inline(__always)
  private static func lookup(_ index: UnsafePointer<Index>, _ text: ShortBytes) -> UInt32 {
    var place = text.hash(index.pointee.seeds)
    while true {
      place &= index.pointee.shortMask
      let id = index.pointee.short[Int(truncatingIfNeeded: place)]
      let words = index.pointee.words + Int(id)
      if words.pointee.low == text.low, words.pointee.high == text.high { return id }
      if id == 0 { return 0 }
      place &+= 1
    }
  }

  @inline(never)
  private static func lookupLong(
    _ index: UnsafePointer<Index>, _ text: UnsafePointer<UInt8>, _ length: Int
  ) -> UInt32 {
    guard length <= index.pointee.longest else { return 0 }
    var place = ByteHash.hash(text, length, seed: index.pointee.seeds.low)
    while true {
      place &= index.pointee.longMask
      let id = index.pointee.long[Int(truncatingIfNeeded: place)]
      if id == 0 { return 0 }
      let range = index.pointee.ranges[Int(id) &- 1]
      if Int(range.count) == length,
        ByteHash.areEqual(index.pointee.bytes + Int(range.offset), text, length)
      {
        return id
      }
      place &+= 1
    }
  }

  /// Whether two words tell a text from every other.
  private static func isShort(_ text: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    length <= ShortBytes.limit && (length == 0 || text[length &- 1] != 0)
  }

  /// The string with a number from 1.
  package subscript(id: UInt32) -> ExactString {
    ExactString(validated: Array(storage.string(Int(id) - 1)))
  }

  /// What the table owns.
  private final class Storage {
    let index = UnsafeMutablePointer<Index>.allocate(capacity: 1)
    private let count: Int
    private let short: UnsafeMutablePointer<UInt32>
    private let shortMask: Int
    private let long: UnsafeMutablePointer<UInt32>
    private let longMask: Int
    private let words: UnsafeMutablePointer<ShortBytes>
    private let owned: [UnsafeRawPointer]

    init(
      _ ranges: UnsafePointer<ByteRange>, _ count: Int, _ bytes: UnsafePointer<UInt8>,
      _ owned: [UnsafeRawPointer]
    ) {
      self.count = count
      self.owned = owned
      let words = UnsafeMutablePointer<ShortBytes>.allocate(capacity: count + 1)
      words.initialize(repeating: ShortBytes(0, 0), count: count + 1)
      var longest = 0
      var shortCount = 0
      for place in 0..<count {
        let start = bytes + Int(ranges[place].offset)
        let length = Int(ranges[place].count)
        if StringTable.isShort(start, length) {
          shortCount += 1
          words[place + 1] = ShortBytes(start, length)
        }
        longest = max(longest, length)
      }
      self.words = words
      shortMask = Storage.size(for: shortCount) - 1
      longMask = Storage.size(for: count - shortCount) - 1
      short = .allocate(capacity: shortMask + 1)
      long = .allocate(capacity: longMask + 1)
      index.initialize(
        to: Index(
          short: UnsafePointer(short), shortMask: UInt64(shortMask), words: UnsafePointer(words),
          seeds: ShortBytes(0, 0), long: UnsafePointer(long), longMask: UInt64(longMask),
          ranges: ranges, bytes: bytes, longest: longest))
    }

    deinit {
      index.deallocate()
      short.deallocate()
      long.deallocate()
      words.deallocate()
      for memory in owned { memory.deallocate() }
    }

    /// At most half full, and a power of two.
    private static func size(for strings: Int) -> Int {
      var size = 1
      while size < 2 * strings { size *= 2 }
      return size
    }

    func string(_ place: Int) -> UnsafeBufferPointer<UInt8> {
      let range = index.pointee.ranges[place]
      return UnsafeBufferPointer(
        start: index.pointee.bytes + Int(range.offset), count: Int(range.count))
    }

    /// False when a string lies further than `limit` from where its hash points.
    func fill(seed: UInt64, limit: Int) -> Bool {
      index.pointee.seeds = ShortBytes(ByteHash.first ^ seed, ByteHash.second ^ seed)
      short.update(repeating: 0, count: shortMask + 1)
      long.update(repeating: 0, count: longMask + 1)
      for place in 0..<count {
        let id = UInt32(place + 1)
        let text = string(place)
        guard let base = text.baseAddress else { continue }
        let isPlaced: Bool
        if StringTable.isShort(base, text.count) {
          let own = words[Int(id)]
          isPlaced = put(id, hash: own.hash(index.pointee.seeds), in: short, shortMask, limit) {
            words[Int($0)] == own
          }
        } else {
          let hash = ByteHash.hash(base, text.count, seed: index.pointee.seeds.low)
          isPlaced = put(id, hash: hash, in: long, longMask, limit) {
            string(Int($0) - 1).isEqual(to: text)
          }
        }
        if !isPlaced { return false }
      }
      return true
    }

    /// Puts a number where its string's hash points, or behind; not where an equal string is there
    /// already. False when that is further than `limit`.
    private func put(
      _ id: UInt32, hash: UInt64, in table: UnsafeMutablePointer<UInt32>, _ mask: Int, _ limit: Int,
      isEqual: (UInt32) -> Bool
    ) -> Bool {
      var place = Int(truncatingIfNeeded: hash) & mask
      var probes = 0
      while table[place] != 0 {
        if isEqual(table[place]) { return true }
        place = (place + 1) & mask
        probes += 1
        if probes > limit { return false }
      }
      table[place] = id
      return true
    }
  }
}
