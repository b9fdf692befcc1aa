// The constant strings of a policy, so that a string of a request is recognised once, while it is
// read, and every comparison afterwards is one of integers.
//
// The table is open addressing at a load of at most one half, 8 bytes an entry: half a hash and the
// string's number. What is looked up comes from requests, what is stored from the policy: a request
// can choose its hash but not the table, so the longest probe is a property of the policy, known
// when the table is built. A table whose longest probe is beyond `probeLimit` is built anew with
// another seed. The program file stores the strings; building takes one hash a string.

/// Strings numbered from 1 by their place. Immutable, shared between readers.
package struct StringTable: @unchecked Sendable {
  // The pointers are into `storage`, which nobody changes after `init`.
  private let storage: Storage
  /// What a lookup needs, in one place, so that calling it copies no more than a pointer.
  private let index: UnsafePointer<Index>

  private struct Index: BitwiseCopyable {
    var entries: UnsafePointer<UInt64>
    var starts: UnsafePointer<UInt32>
    var bytes: UnsafePointer<UInt8>
    var mask: UInt64
    var seed: UInt64
    var longest: Int
  }

  /// How many strings there are.
  package let count: Int

  private static let probeLimit = 64

  /// Numbers `strings`: the first is 1. Of equal ones the first counts.
  package init(strings: [Text]) {
    count = strings.count
    var size = 1
    while size < 2 * strings.count { size *= 2 }
    let length = strings.reduce(0) { $0 + $1.bytes.count }
    precondition(length <= Limits.constantBytes, "the checker limits constants")
    let storage = Storage(entries: size, strings: strings.count, bytes: length)
    var offset = 0
    var longest = 0
    for (index, string) in strings.enumerated() {
      storage.starts[index] = UInt32(offset)
      string.bytes.withUnsafeBufferPointer { source in
        if let base = source.baseAddress {
          (storage.bytes + offset).update(from: base, count: source.count)
        }
      }
      offset += string.bytes.count
      longest = max(longest, string.bytes.count)
    }
    storage.starts[strings.count] = UInt32(offset)
    var seed: UInt64 = 0
    // Equal hashes under every seed would be strings made for it: then probes are just longer.
    while !storage.fill(mask: UInt64(size - 1), seed: seed, limit: StringTable.probeLimit),
      seed < 4
    {
      seed += 1
    }
    if seed == 4 { _ = storage.fill(mask: UInt64(size - 1), seed: seed, limit: size) }
    self.storage = storage
    storage.index.initialize(
      to: Index(
        entries: UnsafePointer(storage.entries), starts: UnsafePointer(storage.starts),
        bytes: UnsafePointer(storage.bytes), mask: UInt64(size - 1), seed: seed,
        longest: longest))
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

  @inline(__always)
  func lookup(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    StringTable.lookup(index, text, length)
  }

  @inline(never)
  private static func lookup(
    _ index: UnsafePointer<Index>, _ text: UnsafePointer<UInt8>, _ length: Int
  ) -> UInt32 {
    guard length <= index.pointee.longest else { return 0 }
    let starts = index.pointee.starts
    let seed = index.pointee.seed
    guard length <= 16 else { return lookupLong(index, text, length) }
    let ends = ByteHash.ends(text, length)
    let hash = ByteHash.hash(ends, length, seed: seed)
    var slot = hash & index.pointee.mask
    while true {
      let entry = index.pointee.entries[Int(truncatingIfNeeded: slot)]
      if entry == 0 { return 0 }
      if entry >> 32 == hash >> 32 {
        let id = UInt32(truncatingIfNeeded: entry)
        let start = Int(starts[Int(id) &- 1])
        if Int(starts[Int(id)]) &- start == length {
          // Two ends of 8 bytes are all of 16.
          let other = ByteHash.ends(index.pointee.bytes + start, length)
          if other == ends { return id }
        }
      }
      slot = (slot &+ 1) & index.pointee.mask
    }
  }

  @inline(never)
  private static func lookupLong(
    _ index: UnsafePointer<Index>, _ text: UnsafePointer<UInt8>, _ length: Int
  ) -> UInt32 {
    let starts = index.pointee.starts
    let hash = ByteHash.hash(text, length, seed: index.pointee.seed)
    var slot = hash & index.pointee.mask
    while true {
      let entry = index.pointee.entries[Int(truncatingIfNeeded: slot)]
      if entry == 0 { return 0 }
      if entry >> 32 == hash >> 32 {
        let id = UInt32(truncatingIfNeeded: entry)
        let start = Int(starts[Int(id) &- 1])
        if Int(starts[Int(id)]) &- start == length,
          ByteHash.areEqual(index.pointee.bytes + start, text, length)
        {
          return id
        }
      }
      slot = (slot &+ 1) & index.pointee.mask
    }
  }

  /// The string with a number from 1.
  package subscript(id: UInt32) -> Text {
    let start = Int(storage.starts[Int(id) - 1])
    let end = Int(storage.starts[Int(id)])
    return Text(
      validated: Array(UnsafeBufferPointer(start: storage.bytes + start, count: end - start)))
  }

  /// What the table owns.
  private final class Storage {
    let entries: UnsafeMutablePointer<UInt64>
    let starts: UnsafeMutablePointer<UInt32>
    let bytes: UnsafeMutablePointer<UInt8>
    let index = UnsafeMutablePointer<Index>.allocate(capacity: 1)
    private let entryCount: Int
    private let stringCount: Int

    init(entries entryCount: Int, strings: Int, bytes length: Int) {
      self.entryCount = entryCount
      stringCount = strings
      entries = .allocate(capacity: entryCount)
      starts = .allocate(capacity: strings + 1)
      bytes = .allocate(capacity: max(length, 1))
    }

    deinit {
      entries.deallocate()
      starts.deallocate()
      bytes.deallocate()
      index.deallocate()
    }

    /// False when a string lies further than `limit` from where its hash points.
    func fill(mask: UInt64, seed: UInt64, limit: Int) -> Bool {
      entries.update(repeating: 0, count: entryCount)
      for index in 0..<stringCount {
        let start = Int(starts[index])
        let length = Int(starts[index + 1]) - start
        let hash = ByteHash.hash(bytes + start, length, seed: seed)
        var slot = Int(truncatingIfNeeded: hash & mask)
        var probes = 0
        var isNew = true
        while entries[slot] != 0 {
          let other = Int(UInt32(truncatingIfNeeded: entries[slot])) - 1
          if entries[slot] >> 32 == hash >> 32, Int(starts[other + 1] - starts[other]) == length,
            ByteHash.areEqual(bytes + Int(starts[other]), bytes + start, length)
          {
            isNew = false
            break
          }
          slot = (slot + 1) & Int(truncatingIfNeeded: mask)
          probes += 1
          if probes > limit { return false }
        }
        if isNew { entries[slot] = hash & ~0xFFFF_FFFF | UInt64(index + 1) }
      }
      return true
    }
  }
}
