// The member names that a reader knows, by the node whose objects have them: those that the policy
// reads, and a bounded number of others that requests turned out to have.
//
// Requests of one source have their members in the same order, so each key remembers which key of
// the same node came after it last time, and the reader first compares the bytes with that one's
// `,"name":`, 16 at a time. Only a miss scans, decodes and hashes the name. A known key also
// settles the question of duplicates: it carries the number of the object that had it last.
//
// Nothing that is learned changes a result, only what it costs. Learned names are bounded in number
// and size, none is learned where it would make probing long, and when requests keep bringing names
// that no longer fit, all learned ones are forgotten together; less often each time, since what
// comes may never be worth learning.

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
    /// The object that had this key last: see `RequestReader.objects`.
    var object: UInt64 = 0
    /// The key that came next last time, at the same node; `unknown` before there is one.
    var next: UnsafeMutablePointer<Key>
    /// Bytes of `spelling`.
    var length: UInt32
    /// The node of the member's value; -1 for one that nobody reads.
    var node: Int32
    var owner: Int32
    /// The node's own slot and fast path, for the one loop that asks.
    var slot: Int32 = -1
    /// The bits of bytes beyond the spelling in its first 16-byte step; `never` for a key that is
    /// not to be compared (its name cannot be spelled without escapes, or it stands for none).
    var ignored: UInt32
    /// The same in its second step.
    var ignoredNext: UInt16 = 0
    var fastPath = ReadingPlan.FastPath.unread

    /// A bit that no comparison of 16 bytes has.
    static var never: UInt32 { 1 << 16 }

    /// Bytes of the name itself, from `spelling + 2`.
    var nameLength: Int { Int(length) &- 4 }
  }

  /// The key that stands for none: it matches nothing and nothing follows it.
  let unknown: UnsafeMutablePointer<Key>
  /// For each node a key that stands for the brace: what came first last time is next to it.
  let starts: UnsafeMutablePointer<Key>
  private let nodeCount: Int
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
  var unlisted = 0
  /// How many of them it takes to forget.
  private var patience = 16 * KeyTable.learnable
  /// Differs from process to process, so that no request can be made whose names collide.
  private let seed: UInt64

  static let learnable = 1024
  private static let longestPatience = 256 * learnable
  private static let learnableText = 64 << 10
  private static let learnableName = 60
  private static let learnableProbes = 8

  init(_ projection: Projection, _ plan: borrowing ReadingPlan, learnable: Int) {
    seed = ByteHash.secret
    let fixed = projection.nodes.reduce(0) { $0 + $1.members.count }
    fixedCount = fixed
    capacity = fixed + learnable
    nodeCount = plan.nodeCount
    unknown = .allocate(capacity: 1 + nodeCount + capacity)
    starts = unknown + 1
    keys = starts + nodeCount
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
      repeating: Key(
        first: (0, 0), spelling: UnsafePointer(text), next: unknown, length: 4, node: -1, owner: -1,
        ignored: Key.never),
      count: 1 + nodeCount)
    for (owner, node) in projection.nodes.enumerated() {
      for member in node.members {
        let read = plan.nodes[member.node]
        member.name.bytes.withUnsafeBufferPointer { name in
          var nothing: UInt8 = 0
          let key =
            name.baseAddress.map { add($0, name.count, owner: owner, node: member.node) }
            ?? add(&nothing, 0, owner: owner, node: member.node)
          key.pointee.slot = read.slot
          key.pointee.fastPath = read.fastPath
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

  /// Whether a comma (or any byte, if `free` has the lowest bit set) and a key stand there, and
  /// what is behind the colon begins at `lastNear` at most, so that `JSONText.nearBytes` of it may
  /// be fetched at once: what most members are found by.
  @inline(__always)
  static func leads(
    _ key: UnsafeMutablePointer<Key>, _ base: UnsafePointer<UInt8>, at offset: Int, lastNear: Int,
    free: UInt32
  ) -> Bool {
    let length = Int(key.pointee.length)
    guard offset &+ length <= lastNear, beginsEqual(key, base, at: offset, free: free)
    else { return false }
    if length <= 16 { return true }
    if length > 32 { return endsEqual(key, base, at: offset) }
    let rest = weir_equal16(base + (offset &+ 16), key.pointee.spelling + 16)
    return rest | UInt32(key.pointee.ignoredNext) == 0xFFFF
  }

  /// The first 16 bytes; `free` has the lowest bit set where the first byte may be any.
  @inline(__always)
  private static func beginsEqual(
    _ key: UnsafeMutablePointer<Key>, _ base: UnsafePointer<UInt8>, at offset: Int, free: UInt32
  ) -> Bool {
    let first = UnsafeRawPointer(key).assumingMemoryBound(to: UInt8.self)
    return weir_equal16(base + offset, first) | key.pointee.ignored | free == 0xFFFF
  }

  /// All that is behind the first 16 bytes.
  @inline(never)
  private static func endsEqual(
    _ key: UnsafeMutablePointer<Key>, _ base: UnsafePointer<UInt8>, at offset: Int
  ) -> Bool {
    ByteHash.areEqual(
      base + offset + 16, key.pointee.spelling + 16, Int(key.pointee.length) - 16)
  }

  /// The key of a node with this name; `unknown` when there is none. `hash` is this table's.
  @inline(__always)
  func find(
    _ name: UnsafePointer<UInt8>, _ length: Int, owner: Int, hash: UInt64
  ) -> UnsafeMutablePointer<Key> {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while entries[slot] != 0 {
      if entries[slot] >> 32 == hash >> 32 {
        let index = Int(UInt32(truncatingIfNeeded: entries[slot])) - 1
        let key = keys + index
        if Int(key.pointee.owner) == owner, key.pointee.nameLength == length,
          ByteHash.areEqual(key.pointee.spelling + 2, name, length)
        {
          return key
        }
      }
      slot = (slot + 1) & mask
    }
    return unknown
  }

  /// Whether a name with this hash may have a key, of any node.
  @inline(__always)
  func mayHave(_ hash: UInt64) -> Bool {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while entries[slot] != 0 {
      if entries[slot] >> 32 == hash >> 32 { return true }
      slot = (slot &+ 1) & mask
    }
    return false
  }

  /// Whether nothing more is learned until everything is forgotten.
  var isFull: Bool { count == capacity }

  @inline(never)
  func hash(_ name: UnsafePointer<UInt8>, _ length: Int, owner: Int) -> UInt64 {
    ByteHash.hash(name, length, seed: seed(of: owner))
  }

  /// What short names of a node are hashed with.
  @inline(__always)
  func seeds(of owner: Int) -> ShortBytes { ByteHash.seeds(seed(of: owner)) }

  @inline(__always)
  private func seed(of owner: Int) -> UInt64 { seed &+ UInt64(truncatingIfNeeded: owner) << 40 }

  /// Learns a name that nobody reads and that is not there; `unknown` when there is no room for it.
  @inline(__always)
  mutating func learn(
    _ name: UnsafePointer<UInt8>, _ length: Int, owner: Int, hash: UInt64
  ) -> UnsafeMutablePointer<Key> {
    guard !isFull, length <= KeyTable.learnableName,
      textCount + KeyTable.room(length) <= textCapacity, isNear(hash)
    else { return unknown }
    return add(name, length, owner: owner, node: -1)
  }

  /// Whether a key would lie near where its hash points.
  @inline(never)
  private func isNear(_ hash: UInt64) -> Bool {
    var slot = Int(truncatingIfNeeded: hash) & mask
    for _ in 0...KeyTable.learnableProbes {
      if entries[slot] == 0 { return true }
      slot = (slot + 1) & mask
    }
    return false
  }

  /// Between two requests: forgets what was learned if that has stopped being of use.
  @inline(__always)
  mutating func forgetStale() {
    if unlisted > patience { forget() }
  }

  @inline(never)
  private mutating func forget() {
    unlisted = 0
    patience = min(2 * patience, KeyTable.longestPatience)
    for owner in 0..<nodeCount { starts[owner].next = unknown }
    count = fixedCount
    textCount = fixedTextCount
    entries.update(repeating: 0, count: mask + 1)
    for index in 0..<count {
      keys[index].next = unknown
      let key = keys[index]
      insert(hash(key.spelling + 2, key.nameLength, owner: Int(key.owner)), index)
    }
  }

  /// Bytes that the spelling of a name takes: whole steps of 16.
  private static func room(_ name: Int) -> Int { (name + 4 + 15) & ~15 }

  private mutating func add(
    _ name: UnsafePointer<UInt8>, _ length: Int, owner: Int, node: Int
  ) -> UnsafeMutablePointer<Key> {
    let hash = hash(name, length, owner: owner)
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
        spelling: spelling, next: unknown, length: UInt32(total), node: Int32(node),
        owner: Int32(owner), ignored: isPlain ? KeyTable.beyond(total) : Key.never,
        ignoredNext: UInt16(truncatingIfNeeded: KeyTable.beyond(total - 16))))
    insert(hash, count)
    count += 1
    return key
  }

  /// The bits of 16 bytes that lie behind the first `count`.
  private static func beyond(_ count: Int) -> UInt32 {
    count >= 16 ? 0 : 0xFFFF << UInt32(max(count, 0)) & 0xFFFF
  }

  private func insert(_ hash: UInt64, _ index: Int) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while entries[slot] != 0 { slot = (slot + 1) & mask }
    entries[slot] = hash & ~0xFFFF_FFFF | UInt64(index + 1)
  }
}
