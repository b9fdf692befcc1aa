// The member names that a reader knows, by the node whose objects have them: those that the policy
// reads, and a bounded number of others that requests turned out to have.
//
// Requests of one source have their members in the same order, so each key remembers which key of
// the same node came after it last time, and the reader first compares the bytes with that one's
// `"name":`, 16 at a time. Only a miss scans, decodes and hashes the name. A known key also settles
// the question of duplicates: it carries the number of the object that had it last.
//
// Nothing that is learned changes a result, only what it costs. Learned names are bounded in number
// and size, none is learned where it would make probing long, and when requests keep bringing names
// that no longer fit, all learned ones are forgotten together.

import CScan

struct KeyTable: ~Copyable {
  /// One known name of one node.
  struct Key: BitwiseCopyable {
    /// `"name":`, readable in 16-byte steps.
    var spelling: UnsafePointer<UInt8>
    /// The object that had this key last: see `RequestReader.object`.
    var object: UInt64 = 0
    /// The node of the member's value; -1 for one that nobody reads.
    var node: Int32
    /// The key that came next last time; -1 for not known.
    var next: Int32 = -1
    /// Bytes of `spelling`; what `spelling` says in the last 16-byte step beyond them counts for
    /// nothing, and those are the bits of `ignored`.
    var length: Int32
    var ignored: UInt32
    var site: Int32
    /// The name may be spelled without escapes; else only decoding can find it.
    var isPlain: Bool

    /// Bytes of the name itself, from `spelling + 1`.
    var nameLength: Int { Int(length) - 3 }
  }

  private(set) var keys: UnsafeMutablePointer<Key>
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
  private static let learnableName = 61
  private static let learnableProbes = 8

  init(_ projection: Projection) {
    let fixed = projection.nodes.reduce(0) { $0 + $1.members.count }
    fixedCount = fixed
    capacity = fixed + KeyTable.learnable
    keys = .allocate(capacity: capacity)
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
    keys.deallocate()
    entries.deallocate()
    text.deallocate()
  }

  /// Whether a key stands at an offset, its colon right behind it.
  @inline(__always)
  func matches(_ key: Int, _ text: JSONText, at offset: Int) -> Bool {
    let candidate = keys + key
    let length = Int(candidate.pointee.length)
    guard offset + (length + 15) & ~15 <= text.count else { return false }
    let spelling = candidate.pointee.spelling
    var step = 0
    while length - step > 16 {
      if weir_equal16(text.base + offset + step, spelling + step) != 0xFFFF { return false }
      step += 16
    }
    return weir_equal16(text.base + offset + step, spelling + step) | candidate.pointee.ignored
      == 0xFFFF && candidate.pointee.isPlain
  }

  /// The key of a node with this name; -1 when there is none. `hash` is `KeyTable.hash`'s.
  @inline(__always)
  func find(_ name: UnsafePointer<UInt8>, _ length: Int, site: Int, hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while entries[slot] != 0 {
      if entries[slot] >> 32 == hash >> 32 {
        let index = Int(UInt32(truncatingIfNeeded: entries[slot])) - 1
        let key = keys[index]
        if Int(key.site) == site, key.nameLength == length,
          ByteHash.areEqual(key.spelling + 1, name, length)
        {
          return index
        }
      }
      slot = (slot + 1) & mask
    }
    return -1
  }

  @inline(__always)
  static func hash(_ name: UnsafePointer<UInt8>, _ length: Int, site: Int) -> UInt64 {
    ByteHash.hash(name, length, seed: UInt64(truncatingIfNeeded: site) << 40)
  }

  /// Learns a name that nobody reads; -1 when there is no room for it.
  @inline(never)
  mutating func learn(_ name: UnsafePointer<UInt8>, _ length: Int, site: Int) -> Int {
    guard count < capacity, length <= KeyTable.learnableName,
      textCount + KeyTable.room(length) <= textCapacity
    else {
      strangers += 1
      return -1
    }
    let index = add(name, length, site: site, node: -1, probes: KeyTable.learnableProbes)
    if index < 0 { strangers += 1 }
    return index
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
      keys[index].next = -1
      let key = keys[index]
      let hash = KeyTable.hash(key.spelling + 1, key.nameLength, site: Int(key.site))
      insert(hash, index)
    }
    return true
  }

  private static func room(_ name: Int) -> Int { (name + 3 + 15) & ~15 }

  private mutating func add(
    _ name: UnsafePointer<UInt8>, _ length: Int, site: Int, node: Int, probes: Int = .max
  ) -> Int {
    let hash = KeyTable.hash(name, length, site: site)
    if probes != .max {
      var slot = Int(truncatingIfNeeded: hash) & mask
      var seen = 0
      while entries[slot] != 0 {
        slot = (slot + 1) & mask
        seen += 1
        if seen > probes { return -1 }
      }
    }
    let spelling = text + textCount
    spelling[0] = UInt8(ascii: "\"")
    (spelling + 1).update(from: name, count: length)
    spelling[length + 1] = UInt8(ascii: "\"")
    spelling[length + 2] = UInt8(ascii: ":")
    textCount += KeyTable.room(length)
    var isPlain = true
    for offset in 0..<length {
      let byte = name[offset]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        isPlain = false
      }
    }
    let used = (length + 3) & 15
    let index = count
    (keys + index).initialize(
      to: Key(
        spelling: spelling, node: Int32(node), length: Int32(length + 3),
        ignored: used == 0 ? 0 : 0xFFFF << UInt32(used) & 0xFFFF, site: Int32(site),
        isPlain: isPlain))
    count += 1
    insert(hash, index)
    return index
  }

  private func insert(_ hash: UInt64, _ index: Int) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while entries[slot] != 0 { slot = (slot + 1) & mask }
    entries[slot] = hash & ~0xFFFF_FFFF | UInt64(index + 1)
  }
}
