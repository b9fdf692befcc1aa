// The member names that a reader knows, by the node whose objects have them: those that the policy
// reads, and a bounded number of others that requests turned out to have.
//
// Requests of one source have their members in the same order, so each key remembers which key of
// the same node came after it last time, and the reader first compares the bytes with that one's
// `,"name":`, 16 at a time. Only a miss scans, decodes and hashes the name. A known key also settles
// the question of duplicates: it carries the number of the object that had it last.
//
// Nothing that is learned changes a result, only what it costs. Learned names are bounded in number
// and size, none is learned where it would make probing long, and when requests keep bringing names
// that no longer fit, all learned ones are forgotten together.

import CScan

struct KeyTable: ~Copyable {
  /// One known name of one node: one line of the processor's cache.
  struct Key: BitwiseCopyable {
    /// The first 16 bytes of `spelling`, so that most comparisons read nothing else. First in the
    /// structure: `matches` reads them where the key is.
    var first: (UInt64, UInt64)
    /// `,"name":`, readable in 16-byte steps. With the comma, because one comparison then settles
    /// that there is another member and which; where another byte stands in front of the name the
    /// comparison leaves it out.
    var spelling: UnsafePointer<UInt8>
    /// The object that had this key last: see `RequestReader.object`.
    var object: UInt64 = 0
    /// The key that came next last time, at the same node; `unknown` before there is one.
    var next: UnsafeMutablePointer<Key>
    /// The node of the member's value; -1 for one that nobody reads.
    var node: Int32
    var site: Int32
    /// Bytes of `spelling`.
    var length: Int
    /// The bits of bytes beyond the spelling in its first 16-byte step; `never` for a key that is
    /// not to be compared (its name cannot be spelled without escapes, or it is `unknown`).
    var ignored: UInt32

    /// A bit that no comparison of 16 bytes has.
    static var never: UInt32 { 1 << 16 }

    /// Bytes of the name itself, from `spelling + 2`.
    var nameLength: Int { length - 4 }
  }

  /// The key that stands for none: it matches nothing and nothing follows it.
  let unknown: UnsafeMutablePointer<Key>
  private let keys: UnsafeMutablePointer<Key>
  private var count = 0
  /// The keys that the policy reads come first and are never forgotten.
  private let fixedCount: Int
  private let capacity: Int
  /// Open addressing: half a hash and the key's index plus 1.
  private let entries: UnsafeMutablePointer<UInt64>
  private let mask: Int
  private let text: UnsafeMutablePointer<UInt8>
  private let textCapacity: Int
  private var textCount = 0
  private var fixedTextCount = 0
  /// Names that were met and could not be learned since the last time all were forgotten.
  private var strangers = 0

  private static let learnable = 1024
  private static let learnableText = 64 << 10
  private static let learnableName = 60
  private static let learnableProbes = 8

  init(_ projection: Projection) {
    let fixed = projection.nodes.reduce(0) { $0 + $1.members.count }
    fixedCount = fixed
    capacity = fixed + KeyTable.learnable
    unknown = .allocate(capacity: capacity + 1)
    keys = unknown + 1
    var size = 1
    while size < 2 * capacity { size *= 2 }
    mask = size - 1
    entries = .allocate(capacity: size)
    entries.initialize(repeating: 0, count: size)
    var bytes = KeyTable.learnableText
    for node in projection.nodes {
      for member in node.members { bytes += KeyTable.room(member.name.bytes.count) }
    }
    textCapacity = bytes
    text = .allocate(capacity: bytes)
    text.initialize(repeating: 0, count: bytes)
    unknown.initialize(
      to: Key(
        first: (0, 0), spelling: UnsafePointer(text), next: unknown, node: -1, site: -1, length: 4,
        ignored: Key.never))
    for (site, node) in projection.nodes.enumerated() {
      for member in node.members {
        member.name.bytes.withUnsafeBufferPointer { name in
          var nothing: UInt8 = 0
          if let base = name.baseAddress {
            _ = add(base, name.count, site: site, node: member.node)
          } else {
            _ = add(&nothing, 0, site: site, node: member.node)
          }
        }
      }
    }
    fixedTextCount = textCount
  }

  deinit {
    unknown.deallocate()
    entries.deallocate()
    text.deallocate()
  }

  /// Whether a comma and a key, its colon right behind it, stand at an offset. `free` has the
  /// lowest bit set where the first byte may be any.
  @inline(__always)
  static func matches(
    _ key: UnsafeMutablePointer<Key>, _ text: JSONText, at offset: Int, free: UInt32 = 0
  ) -> Bool {
    guard offset &+ max(key.pointee.length, 16) <= text.count else { return false }
    return isEqual(key, text, at: offset, free: free)
  }

  /// The same, and that what is behind the colon may be fetched at once (`JSONText.nearBytes`): what
  /// most members are found by. False for a member near the text's end.
  @inline(__always)
  static func leads(
    _ key: UnsafeMutablePointer<Key>, _ text: JSONText, at offset: Int
  ) -> Bool {
    guard offset &+ key.pointee.length &+ JSONText.nearBytes <= text.count else { return false }
    return isEqual(key, text, at: offset, free: 0)
  }

  @inline(__always)
  private static func isEqual(
    _ key: UnsafeMutablePointer<Key>, _ text: JSONText, at offset: Int, free: UInt32
  ) -> Bool {
    let first = UnsafeRawPointer(key).assumingMemoryBound(to: UInt8.self)
    guard weir_equal16(text.base + offset, first) | key.pointee.ignored | free == 0xFFFF else {
      return false
    }
    return key.pointee.length <= 16 || matchesRest(key, text, at: offset)
  }

  @inline(never)
  private static func matchesRest(
    _ key: UnsafeMutablePointer<Key>, _ text: JSONText, at offset: Int
  ) -> Bool {
    let length = key.pointee.length
    return ByteHash.areEqual(
      text.base + offset + 16, key.pointee.spelling + 16, length - 16)
  }

  /// The key of a node with this name; `unknown` when there is none. `hash` is `KeyTable.hash`'s.
  @inline(__always)
  func find(
    _ name: UnsafePointer<UInt8>, _ length: Int, site: Int, hash: UInt64
  ) -> UnsafeMutablePointer<Key> {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while entries[slot] != 0 {
      if entries[slot] >> 32 == hash >> 32 {
        let index = Int(UInt32(truncatingIfNeeded: entries[slot])) - 1
        let key = keys + index
        if Int(key.pointee.site) == site, key.pointee.nameLength == length,
          ByteHash.areEqual(key.pointee.spelling + 2, name, length)
        {
          return key
        }
      }
      slot = (slot + 1) & mask
    }
    return unknown
  }

  @inline(__always)
  static func hash(_ name: UnsafePointer<UInt8>, _ length: Int, site: Int) -> UInt64 {
    ByteHash.hash(name, length, seed: UInt64(truncatingIfNeeded: site) << 40)
  }

  /// Learns a name that nobody reads; `unknown` when there is no room for it.
  @inline(never)
  mutating func learn(
    _ name: UnsafePointer<UInt8>, _ length: Int, site: Int
  ) -> UnsafeMutablePointer<Key> {
    guard count < capacity, length <= KeyTable.learnableName,
      textCount + KeyTable.room(length) <= textCapacity
    else {
      strangers += 1
      return unknown
    }
    let key = add(name, length, site: site, node: -1, probes: KeyTable.learnableProbes)
    if key == unknown { strangers += 1 }
    return key
  }

  /// Between two requests: whether what was learned has stopped being of use, and is forgotten.
  /// What points at forgotten keys is the caller's to forget.
  mutating func forgetStale() -> Bool {
    guard strangers > 4 * KeyTable.learnable else { return false }
    strangers = 0
    count = fixedCount
    textCount = fixedTextCount
    entries.update(repeating: 0, count: mask + 1)
    for index in 0..<count {
      keys[index].next = unknown
      let key = keys[index]
      let hash = KeyTable.hash(key.spelling + 2, key.nameLength, site: Int(key.site))
      insert(hash, index)
    }
    return true
  }

  /// Bytes that the spelling of a name takes: whole steps of 16.
  private static func room(_ name: Int) -> Int { (name + 4 + 15) & ~15 }

  private mutating func add(
    _ name: UnsafePointer<UInt8>, _ length: Int, site: Int, node: Int, probes: Int = .max
  ) -> UnsafeMutablePointer<Key> {
    let hash = KeyTable.hash(name, length, site: site)
    if probes != .max {
      var slot = Int(truncatingIfNeeded: hash) & mask
      var seen = 0
      while entries[slot] != 0 {
        slot = (slot + 1) & mask
        seen += 1
        if seen > probes { return unknown }
      }
    }
    let spelling = text + textCount
    spelling[0] = UInt8(ascii: ",")
    spelling[1] = UInt8(ascii: "\"")
    (spelling + 2).update(from: name, count: length)
    spelling[length + 2] = UInt8(ascii: "\"")
    spelling[length + 3] = UInt8(ascii: ":")
    textCount += KeyTable.room(length)
    var isPlain = true
    for offset in 0..<length {
      let byte = name[offset]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        isPlain = false
      }
    }
    let total = length + 4
    let raw = UnsafeRawPointer(spelling)
    let key = keys + count
    key.initialize(
      to: Key(
        first: (
          raw.loadUnaligned(as: UInt64.self),
          raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        ),
        spelling: spelling, next: unknown, node: Int32(node), site: Int32(site), length: total,
        ignored: !isPlain ? Key.never : total < 16 ? 0xFFFF << UInt32(total) & 0xFFFF : 0))
    insert(hash, count)
    count += 1
    return key
  }

  private func insert(_ hash: UInt64, _ index: Int) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while entries[slot] != 0 { slot = (slot + 1) & mask }
    entries[slot] = hash & ~0xFFFF_FFFF | UInt64(index + 1)
  }
}
