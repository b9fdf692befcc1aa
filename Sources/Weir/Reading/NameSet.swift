// The names of the objects being read that no key table knows, to find the ones that stand twice.
//
// Open addressing at a load of at most one half, 8 bytes an entry: half a hash, and where the name
// stands in the request. Objects lie in each other, so their names come and go as on a stack; taken
// out in the reverse order that they were put in, entries leave no gap that a probe could stop at,
// and nothing must ever be cleared. So a name costs one hash, about one probe and two stores, and
// one more when its object ends.
//
// Nothing else is kept of a name: one that stands behind the brace of the object being read is that
// object's, since those inside it have ended, and only names whose hashes agree are compared.
//
// The names are a request's choice. Their hashes are seeded with what the request cannot know
// (`ByteHash.secret`), and if many should lie in each other's way all the same, a name further than
// `probeLimit` from where its hash points is not put in: then its object's names are compared by
// sorting them. So the worst that names can do is n log n.

struct NameSet: ~Copyable {
  enum Addition {
    case new, duplicate, limit
  }

  /// In the order in which they came: the entry in the upper half, where the name stands in the
  /// lower.
  private var names: UnsafeMutablePointer<UInt64>
  private(set) var count = 0
  private var capacity = 256
  /// The same for `addNear`, which does nothing where there are to be no probes.
  private var nearCapacity: Int
  /// Twice as many as there is room for names: the hash in the upper half, where the name stands in
  /// the lower; 0 for none, because a brace stands in front of every name.
  private var entries: UnsafeMutablePointer<UInt64>
  /// How many names have no entry.
  private var unplaced = 0
  private let probes: Int

  static let probeLimit = 128
  private static let nearProbes = 8

  /// What stands for the entry of a name that has none.
  private static let nowhere: UInt64 = 0xFFFF_FFFF

  init(probes: Int) {
    self.probes = probes
    nearCapacity = probes > 0 ? capacity : 0
    names = .allocate(capacity: capacity)
    entries = .allocate(capacity: 2 * capacity)
    entries.initialize(repeating: 0, count: 2 * capacity)
  }

  deinit {
    names.deallocate()
    entries.deallocate()
  }

  /// Adds the name whose quote is at an offset to the object whose brace is at another, unless that
  /// has it already.
  @inline(never)
  mutating func add(
    at offset: Int, hash: UInt64, object: Int, _ text: JSONText
  ) throws(InputError) -> Addition {
    if count == capacity, !grow() { return .limit }
    let mask = 2 &* capacity &- 1
    var slot = Int(truncatingIfNeeded: hash >> 32) & mask
    var probed = 0
    while entries[slot] != 0, probed < probes {
      let other = Int(NameSet.lower(entries[slot]))
      if entries[slot] >> 32 == hash >> 32, other > object,
        try text.areEqualNames(at: other, offset)
      {
        return .duplicate
      }
      slot = (slot &+ 1) & mask
      probed &+= 1
    }
    if probed < probes {
      put(offset, hash, in: slot)
    } else {
      names[count] = NameSet.nowhere &<< 32 | UInt64(truncatingIfNeeded: offset)
      count &+= 1
      unplaced &+= 1
    }
    return .new
  }

  /// The same, if that takes no look at other names and no more room; if it does, nothing is done
  /// and the answer is no.
  @inline(__always)
  mutating func addNear(at offset: Int, hash: UInt64) -> Bool {
    guard count < nearCapacity else { return false }
    let mask = 2 &* nearCapacity &- 1
    var slot = Int(truncatingIfNeeded: hash >> 32) & mask
    var left = NameSet.nearProbes
    while left > 0 {
      let entry = entries[slot]
      if entry == 0 {
        put(offset, hash, in: slot)
        return true
      }
      if entry >> 32 == hash >> 32 { return false }
      slot = (slot &+ 1) & mask
      left &-= 1
    }
    return false
  }

  @inline(__always)
  private mutating func put(_ offset: Int, _ hash: UInt64, in slot: Int) {
    let offset = UInt64(truncatingIfNeeded: offset)
    entries[slot] = hash & ~0xFFFF_FFFF | offset
    names[count] = UInt64(truncatingIfNeeded: slot) &<< 32 | offset
    count &+= 1
  }

  /// Takes out what an object that ends has added. False if some had no entry, and may be equal to
  /// others: then all are to be looked at as `removed`.
  mutating func removeAll(from first: Int) -> Bool {
    var index = count
    count = first
    if unplaced == 0 {
      while index > first {
        index &-= 1
        entries[Int(truncatingIfNeeded: names[index] >> 32)] = 0
      }
      return true
    }
    let unplacedBefore = unplaced
    while index > first {
      index &-= 1
      let slot = names[index] >> 32
      if slot == NameSet.nowhere { unplaced &-= 1 } else { entries[Int(slot)] = 0 }
    }
    return unplaced == unplacedBefore
  }

  /// Where a name stands that `removeAll` took out, until something is added.
  func removed(_ index: Int) -> Int { Int(NameSet.lower(names[index])) }

  private static func lower(_ word: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: word) }

  /// False past the limit.
  @inline(never)
  private mutating func grow() -> Bool {
    guard count < Limits.arenaValues else { return false }
    let grown = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * capacity)
    grown.update(from: names, count: count)
    names.deallocate()
    names = grown
    let former = entries
    capacity *= 2
    if probes > 0 { nearCapacity = capacity }
    let mask = 2 * capacity - 1
    entries = .allocate(capacity: 2 * capacity)
    entries.initialize(repeating: 0, count: 2 * capacity)
    // In the order in which they came, so that they can go in reverse.
    for index in 0..<count where names[index] >> 32 != NameSet.nowhere {
      let entry = former[Int(names[index] >> 32)]
      var slot = Int(truncatingIfNeeded: entry >> 32) & mask
      while entries[slot] != 0 { slot = (slot + 1) & mask }
      entries[slot] = entry
      names[index] = UInt64(slot) << 32 | entry & 0xFFFF_FFFF
    }
    former.deallocate()
    return true
  }
}
