// From the bytes of a request to the slots that a program reads: one pass that checks every byte
// and keeps what the projection names. Everything else is stepped over (`JSONText.skipValue`).
//
// The reader goes down the projection and the text together. It recurses only where the projection
// has a node, so as deep as the policy's paths are long; values that are wanted whole
// (RequestReader+Whole) and values that nobody wants are walked without recursion. Where one value
// is wanted by two nodes (`items[0]` and every item; a record's member and the whole record) it is
// read once for each.
//
// A repeated name does not stop the reading: its offset is kept, and the smallest is the request's
// error if nothing worse comes. So what is reported does not depend on how the repetition was
// found, by the keys that this reader happens to know or by sorting.
//
// Methods that change nothing are `mutating` all the same: while the reader is being mutated, a
// call that borrows it is compiled as a copy of the whole structure.

/// Reads requests for one program, one after the other. Learns the order of their members; what it
/// learned changes the time a request takes, never a result.
package struct RequestReader: ~Copyable {
  var plan: ReadingPlan
  var keys: KeyTable
  var frames = FrameStack()
  /// The names in the objects being read that the key table does not know.
  var unlisted: NameSet
  let strings: StringTable
  /// How many objects have been read through: the number of the latest, for `KeyTable.Key.object`.
  var objects: UInt64 = 0
  /// The smallest offset of a name that its object had already.
  var duplicate = Int.max

  package init(projection: Projection, strings: StringTable) {
    self.init(
      projection: projection, strings: strings, learnable: KeyTable.learnable,
      probes: NameSet.probeLimit)
  }

  /// For tests: with nothing `learnable` all names that are not read are unlisted, and without
  /// `probes` the set of unlisted names tells none apart.
  init(projection: Projection, strings: StringTable, learnable: Int, probes: Int) {
    plan = ReadingPlan(projection)
    keys = KeyTable(projection, plan, learnable: learnable)
    unlisted = NameSet(probes: probes)
    self.strings = strings
  }

  /// Reads `memory.input`, one JSON object, into the slots of the projection. After an error every
  /// slot is absent.
  package mutating func read(into memory: inout Memory) throws(InputError) {
    do {
      try readRequest(into: &memory)
    } catch {
      memory.reset(slots: plan.slotCount)
      throw error
    }
  }

  @inline(__always)
  private mutating func readRequest(into memory: inout Memory) throws(InputError) {
    memory.reset()
    guard memory.reserveFrame(plan.slotCount) else { throw InputError(.arenaValues, at: 0) }
    keys.forgetStale()
    frames.removeAll()
    if unlisted.count > 0 { _ = unlisted.removeAll(from: 0) }
    duplicate = .max
    let text = try JSONText(memory.input)
    guard frames.push(zeros: plan.slotCount) else { throw InputError(.arenaValues, at: 0) }
    let start = try text.start()
    let isPlain = text.base[start] == UInt8(ascii: "{") && plan.nodes[0].readsMembersOnly
    let end =
      isPlain
      ? try readMembers(0, frame: 0, text, at: start, depth: 0, &memory)
      : try readAnyValue(0, frame: 0, text, at: start, depth: 0, &memory)
    try text.finish(end)
    guard text.base[start] == UInt8(ascii: "{") else { throw InputError(.notAnObject, at: start) }
    guard duplicate == .max else {
      throw InputError.duplicateKey(at: duplicate, in: memory.input)
    }
    memory.fillFrame(from: frames.values, slots: plan.slotCount)
  }

  /// Reads one value, whose first byte is `byte`, for one node; returns where it ends. `depth` is
  /// how many containers it lies in.
  @inline(__always)
  mutating func readValue(
    _ node: Int, frame: Int, _ text: JSONText, _ byte: UInt8, at start: Int, depth: Int,
    _ memory: inout Memory
  ) throws(InputError) -> Int {
    let here = plan.nodes + node
    let end: Int
    let value: Value
    var fault = FaultKind.notARecord
    switch try text.kind(of: byte, at: start) {
    case .string:
      let string = try text.stringEnd(from: start &+ 1)
      end = string.quote &+ 1
      value = try self.string(here, text, start &+ 1, string, &memory)
    case .number:
      end = try text.numberEnd(from: start)
      value = number(here, text, start, end)
    case .literal:
      end = try text.literalEnd(from: start)
      if byte == UInt8(ascii: "n") { fault = .null }
      value = literal(here, byte)
    case .record:
      if here.pointee.readsMembersOnly {
        return try readMembers(node, frame: frame, text, at: start, depth: depth, &memory)
      }
      return try readRecord(node, frame: frame, text, at: start, depth: depth, &memory)
    case .list:
      return try readList(node, frame: frame, text, at: start, depth: depth, &memory)
    }
    if here.pointee.slot >= 0 { frames[frame &+ Int(here.pointee.slot)] = value }
    if here.pointee.memberSlots.count > 0 { mark(here.pointee.memberSlots, frame, fault) }
    if here.pointee.indexedSlots.count > 0 { mark(here.pointee.indexedSlots, frame, fault) }
    return end
  }

  /// The same, out of line: for the places that are not hot.
  @inline(never)
  mutating func readAnyValue(
    _ node: Int, frame: Int, _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> Int {
    try readValue(
      node, frame: frame, text, text.byte(at: start), at: start, depth: depth, &memory)
  }

  /// Puts a fault in slots below a node.
  @inline(never)
  mutating func mark(_ slots: ReadingPlan.Run, _ frame: Int, _ fault: FaultKind) {
    for index in slots.range { frames[frame + Int(plan.numbers[index])] = .fault(fault) }
  }

  // MARK: Records

  @inline(never)
  private mutating func readRecord(
    _ node: Int, frame: Int, _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> Int {
    let here = plan.nodes + node
    if here.pointee.indexedSlots.count > 0 {
      mark(here.pointee.indexedSlots, frame, .notARecord)
    }
    var value = Value.opaqueRecord
    var end: Int
    if here.pointee.isMap {
      (value, end) = try readMap(node, frame: frame, text, at: start, depth: depth, &memory)
    } else if here.pointee.readsMembers {
      end = try readMembers(node, frame: frame, text, at: start, depth: depth, &memory)
      if here.pointee.isWhole {
        (value, end) = try readWhole(text, at: start, depth: depth, &memory)
      }
    } else if here.pointee.isWhole {
      (value, end) = try readWhole(text, at: start, depth: depth, &memory)
    } else {
      end = try text.skipContainer(start, depth: depth)
    }
    if here.pointee.slot >= 0 {
      let fits = here.pointee.expectation == .any || here.pointee.expectation == .record
      frames[frame + Int(here.pointee.slot)] = fits ? value : .fault(.wrongType)
    }
    return end
  }
}
