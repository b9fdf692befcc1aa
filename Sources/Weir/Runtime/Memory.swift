// What values point into: the request's bytes, the program's constants, and the scratch regions
// that one request fills and the next one reuses. The one place in the core that handles raw
// memory: everything that reads a text or a list asks here, and what it gets is valid until
// `reset`.

/// The regions of one evaluator. Not shared between threads; grows to the largest request it has
/// seen and stays there.
package struct Memory: ~Copyable {
  /// The bytes of the request being judged; the caller keeps them alive while it is.
  package var input = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// The program's constants; the program outlives the memory.
  package let constantBytes: UnsafeBufferPointer<UInt8>
  package let constantValues: UnsafeBufferPointer<Value>

  private var scratch: UnsafeMutablePointer<UInt8>
  private var scratchCapacity: Int
  package private(set) var scratchCount = 0
  private var arena: UnsafeMutablePointer<Value>
  private var arenaCapacity: Int
  package private(set) var arenaCount = 0
  /// How much one request may fill.
  private var scratchLimit = Limits.scratchBytes
  private var arenaLimit = Limits.arenaValues
  /// Set when a request asked for more than `Limits` grants; the verdict is then a denial with an
  /// error, whatever the rules said.
  package var limitExceeded: LimitExceeded?
  /// How many comparisons `Limits.comparedPairs` still grants. After a pointer: who compares
  /// borrows the memory.
  private let comparisons: UnsafeMutablePointer<Int>

  package init(
    constantBytes: UnsafeBufferPointer<UInt8>, constantValues: UnsafeBufferPointer<Value>
  ) {
    self.init(constantBytes, constantValues, scratchCapacity: 4096, arenaCapacity: 1024)
  }

  /// A memory to compute with constants in when a policy is compiled. It begins small, because most
  /// operations take two short constants. Nothing limits it: no request makes it grow.
  package init() {
    self.init(
      UnsafeBufferPointer(start: nil, count: 0), UnsafeBufferPointer(start: nil, count: 0),
      scratchCapacity: 128, arenaCapacity: 16)
    scratchLimit = .max
    arenaLimit = .max
    comparisonsLeft = .max
  }

  private init(
    _ constantBytes: UnsafeBufferPointer<UInt8>, _ constantValues: UnsafeBufferPointer<Value>,
    scratchCapacity: Int, arenaCapacity: Int
  ) {
    self.constantBytes = constantBytes
    self.constantValues = constantValues
    self.scratchCapacity = scratchCapacity
    scratch = .allocate(capacity: scratchCapacity)
    self.arenaCapacity = arenaCapacity
    arena = .allocate(capacity: arenaCapacity)
    comparisons = .allocate(capacity: 1)
    comparisons.initialize(to: Limits.comparedPairs)
  }

  deinit {
    comparisons.deallocate()
    scratch.deallocate()
    arena.deallocate()
  }

  /// Forgets what the last request made, and zeroes (so: faults) the first `slots` values, which
  /// are the request's own frame.
  @inline(__always)
  package mutating func reset(slots: Int) {
    reset()
    _ = allocateValues(slots)
  }

  /// Forgets what the last request made; the request's own frame is to be filled.
  @inline(__always)
  package mutating func reset() {
    scratchCount = 0
    arenaCount = 0
    limitExceeded = nil
  }

  /// While a request is traced, what was computed may be computed once more.
  mutating func setTracing(_ isTracing: Bool) {
    scratchLimit = (isTracing ? 2 : 1) * Limits.scratchBytes
    arenaLimit = (isTracing ? 2 : 1) * Limits.arenaValues
    comparisonsLeft = .max
  }

  /// Sets the request's own frame, for which `reserveFrame` made room.
  @inline(__always)
  package mutating func fillFrame(from values: UnsafeMutablePointer<Value>, slots: Int) {
    assert(slots <= arenaCount)
    for slot in 0..<slots { arena[slot] = values[slot] }
  }

  // MARK: Reading

  /// The bytes a text, address, block or version names.
  @inline(__always)
  package func bytes(of value: Value) -> UnsafeBufferPointer<UInt8> {
    let offset = value.offset
    switch value.region {
    case .input: return UnsafeBufferPointer(rebasing: input[offset..<offset + value.count])
    case .constants:
      return UnsafeBufferPointer(rebasing: constantBytes[offset..<offset + value.count])
    case .scratch:
      return UnsafeBufferPointer(start: UnsafePointer(scratch) + offset, count: value.count)
    }
  }

  /// The values of a list or record: `count × stride` of them.
  @inline(__always)
  package func values(of value: Value) -> UnsafeBufferPointer<Value> {
    let length = value.count * value.stride
    if value.region == .constants {
      return UnsafeBufferPointer(
        rebasing: constantValues[value.offset..<value.offset + length])
    }
    return UnsafeBufferPointer(start: UnsafePointer(arena) + value.offset, count: length)
  }

  /// A value of the arena by absolute index: a slot of the request's frame, or of an element's.
  @inline(__always)
  package subscript(slot: Int) -> Value {
    get { arena[slot] }
    set { arena[slot] = newValue }
  }

  // MARK: Counting

  /// Takes note of work that grows with the request: so many elements compared, or bytes searched
  /// in steps of 64, or what takes as long (some 5 ns).
  @inline(__always)
  package func count(comparisons count: Int) { comparisons.pointee &-= count }

  /// Takes note of a search for a part in a text: a byte is found in steps of 64; of a longer part,
  /// a text can be made so that every byte takes half as long as a comparison or more.
  @inline(__always)
  package func countSearch(for part: Value, in text: Value) {
    count(comparisons: part.count > 1 ? text.count / 2 : text.count / 64)
  }

  /// What is left of `Limits.comparedPairs`. What is done once is bounded by the request's length;
  /// so the interpreter sets this where quantifiers begin, and looks at it in each of their steps.
  @inline(__always)
  package var comparisonsLeft: Int {
    get { comparisons.pointee }
    nonmutating set { comparisons.pointee = newValue }
  }

  /// Puts a limit on record, the first one of a run, and ends the quantifiers that are under way.
  package mutating func exceed(_ limit: LimitExceeded) {
    if limitExceeded == nil { limitExceeded = limit }
    comparisonsLeft = -1
  }

  // MARK: Making

  /// Appends bytes to the scratch region and returns where they start; nil past the limit, which
  /// is then on record.
  package mutating func appendBytes(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard reserveBytes(bytes.count) else { return nil }
    let start = scratchCount
    if let base = bytes.baseAddress {
      (scratch + start).update(from: base, count: bytes.count)
    }
    scratchCount += bytes.count
    return start
  }

  /// Forgets the scratch bytes from a place on, which no value may name any more.
  @inline(__always)
  package mutating func truncateBytes(to count: Int) {
    assert(count <= scratchCount)
    scratchCount = count
  }

  /// Where the next scratch bytes go, with room for `count`; nil past the limit, which is not put
  /// on record.
  @inline(__always)
  package mutating func spareBytes(_ count: Int) -> UnsafeMutablePointer<UInt8>? {
    guard scratchCount &+ count <= Limits.scratchBytes, reserveBytes(count) else { return nil }
    return scratch + scratchCount
  }

  /// Appends what was written at `spareBytes`.
  @inline(__always)
  package mutating func claimBytes(_ count: Int) {
    scratchCount &+= count
    assert(scratchCount <= scratchCapacity)
  }

  /// Appends one byte; see `appendBytes`.
  @inline(__always)
  package mutating func appendByte(_ byte: UInt8) -> Bool {
    guard reserveBytes(1) else { return false }
    scratch[scratchCount] = byte
    scratchCount += 1
    return true
  }

  /// A text of bytes that are valid UTF-8 (`tag` may say that they are an address, a block or a
  /// version instead).
  package mutating func make(_ tag: Value.Tag = .string, _ bytes: [UInt8]) -> Value {
    let start = bytes.withUnsafeBufferPointer { appendBytes($0) }
    guard let start else { return .fault(.outOfRange) }
    return tag == .string
      ? .string(.scratch, offset: start, count: bytes.count)
      : .bytes(tag, .scratch, offset: start, count: bytes.count)
  }

  /// A list of values.
  package mutating func makeList(_ values: [Value]) -> Value {
    values.withUnsafeBufferPointer { makeList($0) }
  }

  /// A list of values that stand elsewhere (not in the arena, which may move).
  package mutating func makeList(_ values: UnsafeBufferPointer<Value>) -> Value {
    guard let start = allocateValues(values.count) else { return .fault(.outOfRange) }
    if let base = values.baseAddress {
      (arena + start).update(from: base, count: values.count)
    }
    return .list(.scratch, offset: start, count: values.count)
  }

  /// A record of members; names are distinct, this sorts them by bytes.
  package mutating func makeRecord(_ members: [(name: [UInt8], value: Value)]) -> Value {
    let sorted = members.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    var names: [Value] = []
    for member in sorted { names.append(make(.string, member.name)) }
    guard let start = allocateValues(2 * sorted.count) else { return .fault(.outOfRange) }
    for (index, member) in sorted.enumerated() {
      arena[start + 2 * index] = names[index]
      arena[start + 2 * index + 1] = member.value
    }
    return .record(.scratch, offset: start, count: sorted.count)
  }

  /// Reserves `count` values at the arena's end, zeroed, and returns where they start; nil past
  /// the limit, which is then on record.
  @inline(__always)
  package mutating func allocateValues(_ count: Int) -> Int? {
    let start = arenaCount
    if start + count > arenaCapacity, !growArena(to: start + count) { return nil }
    (arena + start).update(repeating: Value(head: 0, body: 0), count: count)
    arenaCount = start + count
    return start
  }

  /// Reserves the first values of the arena, for `fillFrame` to set; false past the limit.
  @inline(__always)
  package mutating func reserveFrame(_ slots: Int) -> Bool {
    if slots > arenaCapacity, !growArena(to: slots) { return false }
    arenaCount = slots
    return true
  }

  /// Makes room for `count` more bytes: what is read from the scratch region stays where it is
  /// until as many have been appended. False past the limit, which is then on record.
  @inline(__always)
  package mutating func reserveBytes(_ count: Int) -> Bool {
    scratchCount + count <= scratchCapacity || growScratch(to: scratchCount + count)
  }

  @inline(never)
  private mutating func growScratch(to needed: Int) -> Bool {
    guard needed <= scratchLimit else {
      exceed(.scratchBytes)
      return false
    }
    let capacity = max(needed, 2 * scratchCapacity)
    let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    grown.update(from: scratch, count: scratchCount)
    scratch.deallocate()
    scratch = grown
    scratchCapacity = capacity
    return true
  }

  @inline(never)
  private mutating func growArena(to needed: Int) -> Bool {
    guard needed <= arenaLimit else {
      exceed(.arenaValues)
      return false
    }
    let capacity = max(needed, 2 * arenaCapacity)
    let grown = UnsafeMutablePointer<Value>.allocate(capacity: capacity)
    grown.update(from: arena, count: arenaCount)
    arena.deallocate()
    arena = grown
    arenaCapacity = capacity
    return true
  }
}

/// Which limit a request ran into; raw values are what verdicts print.
package enum LimitExceeded: String, Sendable, CaseIterable {
  case quantifierSteps = "steps"
  case comparedPairs = "comparisons"
  case arenaValues = "values"
  case scratchBytes = "bytes"
  case objectMembers = "members"

  /// How much a request may take.
  package func value(_ limits: RequestLimits) -> Int {
    switch self {
    case .quantifierSteps: limits.steps
    case .comparedPairs: limits.comparisons
    case .arenaValues: Limits.arenaValues
    case .scratchBytes: Limits.scratchBytes
    case .objectMembers: Limits.objectMembers
    }
  }

  /// What is wrong with a request that takes more.
  func message(_ value: Int) -> String {
    switch self {
    case .quantifierSteps: "the quantifiers look at more than \(value) elements"
    case .comparedPairs: "the quantifiers and `overlaps` make more than \(value) comparisons"
    case .arenaValues: "the lists and records that are read or made have more than \(value) values"
    case .scratchBytes: "the strings that are decoded or made have more than \(value) bytes"
    case .objectMembers: "an object that the policy reads has more than \(value) members"
    }
  }
}
