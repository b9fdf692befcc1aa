// The names of the objects being read that no key table knows, to find the ones that stand twice.
//
// Open addressing at a load of at most one half, 8 bytes an entry: half a hash and the name's number.
// Objects lie in each other, so their names come and go as on a stack; taken out in the reverse order
// that they were put in, entries leave no gap that a probe could stop at, and nothing must ever be
// cleared. So a name costs one hash, about one probe and one store, and as much again when its object
// ends.
//
// The names are a request's choice. Their hashes are seeded with what the request cannot know
// (`ByteHash.secret`), and if many should lie in each other's way all the same, a name further than
// `probeLimit` from where its hash points is not put in: then its object's names are compared by
// sorting them. So the worst that names can do is n log n.

struct NameSet: ~Copyable {
  /// One name of an object that is still open.
  struct Name: BitwiseCopyable {
    var value: Value
    var hash: UInt64
    /// The number of its object.
    var object: UInt64
    /// Where it stands in the request.
    var offset: UInt32
    /// Its entry; `nowhere` if it has none.
    var slot: UInt32

    static var nowhere: UInt32 { .max }
  }

  enum Addition {
    case new, duplicate, limit
  }

  private var names: UnsafeMutablePointer<Name>
  private(set) var count = 0
  private var capacity = 256
  /// Twice as many as there is room for names.
  private var entries: UnsafeMutablePointer<UInt64>
  private let probes: Int

  static let probeLimit = 128

  init(probes: Int) {
    self.probes = probes
    names = .allocate(capacity: capacity)
    entries = .allocate(capacity: 2 * capacity)
    entries.initialize(repeating: 0, count: 2 * capacity)
  }

  deinit {
    names.deallocate()
    entries.deallocate()
  }

  /// Adds a name of an object, which is known by its number, unless that has it already.
  mutating func add(
    _ value: Value, hash nameHash: UInt64, object: UInt64, at offset: Int,
    _ memory: inout Memory
  ) -> Addition {
    if count == capacity, !grow() { return .limit }
    let hash = NameSet.hash(nameHash, in: object)
    let mask = 2 &* capacity &- 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    var probed = 0
    while entries[slot] != 0, probed < probes {
      if entries[slot] >> 32 == hash >> 32 {
        let other = names + (Int(UInt32(truncatingIfNeeded: entries[slot])) - 1)
        if other.pointee.object == object,
          memory.bytes(of: other.pointee.value).isEqual(to: memory.bytes(of: value))
        {
          return .duplicate
        }
      }
      slot = (slot &+ 1) & mask
      probed &+= 1
    }
    let hasEntry = probed < probes
    if hasEntry { entries[slot] = NameSet.entry(hash, count) }
    names[count] = Name(
      value: value, hash: hash, object: object, offset: UInt32(truncatingIfNeeded: offset),
      slot: hasEntry ? UInt32(truncatingIfNeeded: slot) : Name.nowhere)
    count &+= 1
    return .new
  }

  /// The same for a name as it stands in the request, an opening quote in front of it, if that takes
  /// no look at other names' bytes and no more room; if it does, nothing is done and the answer is no.
  @inline(__always)
  mutating func addNear(at offset: Int, count length: Int, hash nameHash: UInt64, object: UInt64)
    -> Bool
  {
    guard count < capacity else { return false }
    let hash = NameSet.hash(nameHash, in: object)
    let mask = 2 &* capacity &- 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    var left = probes
    while left > 0, entries[slot] != 0 {
      if entries[slot] >> 32 == hash >> 32 { return false }
      slot = (slot &+ 1) & mask
      left &-= 1
    }
    guard left > 0 else { return false }
    entries[slot] = NameSet.entry(hash, count)
    names[count] = Name(
      value: .input(offset: offset, count: length, id: 0), hash: hash, object: object,
      offset: UInt32(truncatingIfNeeded: offset &- 1), slot: UInt32(truncatingIfNeeded: slot))
    count &+= 1
    return true
  }

  /// The same name in an object and in one inside it are two.
  @inline(__always)
  private static func hash(_ name: UInt64, in object: UInt64) -> UInt64 {
    name &+ object &* ByteHash.first
  }

  @inline(__always)
  private static func entry(_ hash: UInt64, _ index: Int) -> UInt64 {
    hash & ~0xFFFF_FFFF | UInt64(truncatingIfNeeded: index &+ 1)
  }

  /// Takes out what an object that ends has added. False if some had no entry, and may be equal to
  /// others: then all are to be looked at as `removed`.
  mutating func removeAll(from first: Int) -> Bool {
    var areDistinct = true
    var index = count
    while index > first {
      index &-= 1
      let slot = names[index].slot
      if slot == Name.nowhere { areDistinct = false } else { entries[Int(slot)] = 0 }
    }
    count = first
    return areDistinct
  }

  /// What `removeAll` took out, until something is added.
  func removed(_ range: Range<Int>) -> UnsafeBufferPointer<Name> {
    UnsafeBufferPointer(start: names + range.lowerBound, count: range.count)
  }

  /// False past the limit.
  @inline(never)
  private mutating func grow() -> Bool {
    guard count < Limits.arenaValues else { return false }
    let grown = UnsafeMutablePointer<Name>.allocate(capacity: 2 * capacity)
    grown.update(from: names, count: count)
    names.deallocate()
    names = grown
    entries.deallocate()
    capacity *= 2
    let mask = 2 * capacity - 1
    entries = .allocate(capacity: 2 * capacity)
    entries.initialize(repeating: 0, count: 2 * capacity)
    // In the order in which they came, so that they can go in reverse.
    for index in 0..<count where names[index].slot != Name.nowhere {
      var slot = Int(truncatingIfNeeded: names[index].hash) & mask
      while entries[slot] != 0 { slot = (slot + 1) & mask }
      entries[slot] = NameSet.entry(names[index].hash, index)
      names[index].slot = UInt32(truncatingIfNeeded: slot)
    }
    return true
  }
}
