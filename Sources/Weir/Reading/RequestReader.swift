// From the bytes of a request to the slots that a program reads: one pass that checks every byte and
// keeps what the projection names. Everything else is stepped over (`JSONText.skipValue`).
//
// The reader goes down the projection and the text together. It recurses only where the projection
// has a node, so as deep as the policy's paths are long; values that are wanted whole
// (RequestReader+Whole) and values that nobody wants are walked without recursion. Where one value is
// wanted by two nodes (`items[0]` and every item; a record's member and the whole record) it is read
// once for each.
//
// A repeated name does not stop the reading: its offset is kept, and the smallest is the request's
// error if nothing worse comes. So what is reported does not depend on how the repetition was found,
// by the keys that this reader happens to know or by sorting.

/// Reads requests for one program, one after the other. Learns the order of their members; what it
/// learned changes the time a request takes, never a result.
package struct RequestReader: ~Copyable {
  var plan: ReadingPlan
  var keys: KeyTable
  var stage = Stage()
  let strings: StringTable
  /// The number of the object being read, for `KeyTable.Key.object`: no two objects have the same.
  var object: UInt64 = 0
  /// The smallest offset of a name that its object had already.
  var duplicate = Int.max

  package init(projection: Projection, strings: StringTable) {
    plan = ReadingPlan(projection)
    keys = KeyTable(projection)
    self.strings = strings
  }

  /// Reads `memory.input`, one JSON object, into the slots of the projection. After an error every
  /// slot is absent.
  package mutating func read(into memory: inout Memory) throws(InputError) {
    memory.reset(slots: plan.slotCount)
    if keys.forgetStale() {
      for site in 0..<plan.siteCount { plan.sites[site].firstKey = -1 }
    }
    stage.removeAll()
    duplicate = .max
    let text = try JSONText(memory.input)
    guard stage.push(zeros: plan.slotCount) else { throw InputError(.limit, at: 0) }
    let start = try text.start()
    let end = try readValue(0, frame: 0, text, at: start, depth: 0, &memory)
    try text.finish(end)
    guard text.base[start] == UInt8(ascii: "{") else { throw InputError(.notAnObject, at: start) }
    guard duplicate == .max else { throw InputError(.duplicateKey, at: duplicate) }
    for slot in 0..<plan.slotCount { memory[slot] = stage[slot] }
  }

  /// Reads one value for one node; returns where it ends. `depth` is how many containers it lies in.
  @inline(__always)
  mutating func readValue(
    _ site: Int, frame: Int, _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> Int {
    switch try text.kind(at: start) {
    case .string:
      let end = try text.stringEnd(from: start + 1)
      if plan.sites[site].slot >= 0 {
        let value = try string(site, text, start + 1, end, &memory)
        stage[frame + Int(plan.sites[site].slot)] = value
      }
      markBelow(site, frame, .notARecord)
      return end.quote + 1
    case .number:
      let end = try text.numberEnd(from: start)
      if plan.sites[site].slot >= 0 {
        stage[frame + Int(plan.sites[site].slot)] = number(site, text, start, end)
      }
      markBelow(site, frame, .notARecord)
      return end
    case .literal:
      let end = try text.literalEnd(from: start)
      let isNull = text.base[start] == UInt8(ascii: "n")
      if plan.sites[site].slot >= 0 {
        stage[frame + Int(plan.sites[site].slot)] =
          isNull ? .fault(.null) : truth(site, text.base[start] == UInt8(ascii: "t"))
      }
      markBelow(site, frame, isNull ? .null : .notARecord)
      return end
    case .record:
      return try readRecord(site, frame: frame, text, at: start, depth: depth, &memory)
    case .list:
      return try readList(site, frame: frame, text, at: start, depth: depth, &memory)
    }
  }

  /// Puts a fault in every slot below a node, its own excepted.
  @inline(__always)
  private func markBelow(_ site: Int, _ frame: Int, _ fault: FaultKind) {
    let members = plan.sites[site].memberSlots
    if members.count > 0 { mark(members, frame, fault) }
    let indexed = plan.sites[site].indexedSlots
    if indexed.count > 0 { mark(indexed, frame, fault) }
  }

  @inline(never)
  private func mark(_ slots: ReadingPlan.Run, _ frame: Int, _ fault: FaultKind) {
    for index in slots.range { stage[frame + Int(plan.numbers[index])] = .fault(fault) }
  }

  // MARK: Records

  @inline(never)
  private mutating func readRecord(
    _ site: Int, frame: Int, _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> Int {
    let here = plan.sites[site]
    mark(here.indexedSlots, frame, .notARecord)
    var value = Value.opaqueRecord
    var end: Int
    if here.isMap {
      (value, end) = try readMap(site, frame: frame, text, at: start, depth: depth, &memory)
    } else if here.readsMembers {
      end = try readMembers(site, frame: frame, text, at: start, depth: depth, &memory)
      if here.isWhole { (value, end) = try readWhole(text, at: start, depth: depth, &memory) }
    } else if here.isWhole {
      (value, end) = try readWhole(text, at: start, depth: depth, &memory)
    } else {
      end = try text.skipContainer(start, depth: depth)
    }
    if here.slot >= 0 {
      let fits = here.expectation == .any || here.expectation == .record
      stage[frame + Int(here.slot)] = fits ? value : .fault(.wrongType)
    }
    return end
  }

  /// The loop that most of the time goes to: an object's members, some of which are read.
  @inline(never)
  private mutating func readMembers(
    _ site: Int, frame: Int, _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> Int {
    guard depth < Limits.requestDepth else { throw InputError(.depth, at: start) }
    object += 1
    let object = object
    // Names beyond those that the key table knows lie here until the object's end.
    let strangers = stage.count
    let strangerMarks = stage.markCount
    var members = 0
    var previous = -1
    var predicted = Int(plan.sites[site].firstKey)
    var offset = text.skipBlanks(start + 1)
    if text.byte(at: offset) == UInt8(ascii: "}") { return offset + 1 }
    while true {
      members += 1
      var node = -1
      if predicted >= 0, keys.matches(predicted, text, at: offset) {
        note(predicted, object, offset)
        node = Int(keys.keys[predicted].node)
        offset = text.skipBlanks(offset + Int(keys.keys[predicted].length))
        previous = predicted
      } else {
        guard members <= Limits.objectMembers else { throw InputError(.limit, at: offset) }
        let name = try readName(site, text, at: offset, &memory)
        if name.key >= 0 {
          note(name.key, object, offset)
          node = Int(keys.keys[name.key].node)
          if previous >= 0 {
            keys.keys[previous].next = Int32(truncatingIfNeeded: name.key)
          } else if members == 1 {
            plan.sites[site].firstKey = Int32(truncatingIfNeeded: name.key)
          }
        } else {
          guard stage.push(name.value) else { throw InputError(.limit, at: offset) }
          stage.pushMark(offset)
        }
        previous = name.key
        offset = name.end
      }
      if node >= 0 {
        offset = try readValue(node, frame: frame, text, at: offset, depth: depth + 1, &memory)
      } else {
        offset = try text.skipValue(offset, depth: depth + 1)
      }
      offset = text.skipBlanks(offset)
      let byte = text.byte(at: offset)
      if byte == UInt8(ascii: ",") {
        offset = text.skipBlanks(offset + 1)
        predicted = previous >= 0 ? Int(keys.keys[previous].next) : -1
        continue
      }
      guard byte == UInt8(ascii: "}") else { throw text.unexpected(at: offset) }
      break
    }
    if stage.markCount > strangerMarks {
      let found = stage.sort(from: strangers, stride: 1, marksFrom: strangerMarks, memory)
      duplicate = min(duplicate, found.duplicate ?? .max)
      stage.truncate(to: strangers, marks: strangerMarks)
    }
    return offset + 1
  }

  /// A known key was met in an object: had that object it already?
  @inline(__always)
  private mutating func note(_ key: Int, _ object: UInt64, _ offset: Int) {
    if keys.keys[key].object == object { duplicate = min(duplicate, offset) }
    keys.keys[key].object = object
  }

  /// A member's name that was not the predicted one.
  private struct Name {
    /// The key; -1 for a name that the table neither knows nor has room for.
    var key: Int
    /// The name as a value, for such a one.
    var value: Value
    /// Where the member's value starts.
    var end: Int
  }

  @inline(never)
  private mutating func readName(
    _ site: Int, _ text: JSONText, at start: Int, _ memory: inout Memory
  ) throws(InputError) -> Name {
    guard text.byte(at: start) == UInt8(ascii: "\"") else { throw text.unexpected(at: start) }
    let end = try text.stringEnd(from: start + 1)
    let scratch = memory.scratchCount
    let value = try name(text, start + 1, end, &memory)
    let bytes = memory.bytes(of: value)
    // An empty name decoded to nothing still has an address.
    let base = bytes.baseAddress ?? text.base
    let hash = KeyTable.hash(base, bytes.count, site: site)
    var key = keys.find(base, bytes.count, site: site, hash: hash)
    if key < 0 { key = keys.learn(base, bytes.count, site: site) }
    if key >= 0 { memory.truncateBytes(to: scratch) }
    return Name(key: key, value: value, end: try text.skipColon(end.quote + 1))
  }

  // MARK: Maps

  /// An object whose members are laid out in frames, in byte order of their names.
  private mutating func readMap(
    _ site: Int, frame: Int, _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> (Value, end: Int) {
    guard depth < Limits.requestDepth else { throw InputError(.depth, at: start) }
    let here = plan.sites[site]
    let stride = Int(here.stride)
    let first = stage.count
    let firstMark = stage.markCount
    var offset = text.skipBlanks(start + 1)
    if text.byte(at: offset) == UInt8(ascii: "}") {
      return (.record(.scratch, offset: memory.arenaCount, count: 0, stride: stride), offset + 1)
    }
    while true {
      guard stage.markCount - firstMark < Limits.objectMembers else {
        throw InputError(.limit, at: offset)
      }
      guard text.byte(at: offset) == UInt8(ascii: "\"") else { throw text.unexpected(at: offset) }
      let nameEnd = try text.stringEnd(from: offset + 1)
      let name = try internedName(text, offset + 1, nameEnd, &memory)
      let element = stage.count
      guard stage.push(zeros: stride) else { throw InputError(.limit, at: offset) }
      stage[element] = name
      stage.pushMark(offset)
      let value = try text.skipColon(nameEnd.quote + 1)
      // The member may be read by its name as well.
      let bytes = memory.bytes(of: name)
      let base = bytes.baseAddress ?? text.base
      let key = keys.find(
        base, bytes.count, site: site, hash: KeyTable.hash(base, bytes.count, site: site))
      if key >= 0, keys.keys[key].node >= 0 {
        _ = try readValue(
          Int(keys.keys[key].node), frame: frame, text, at: value, depth: depth + 1, &memory)
      }
      offset = try readValue(
        Int(here.element), frame: element, text, at: value, depth: depth + 1, &memory)
      offset = text.skipBlanks(offset)
      if text.byte(at: offset) == UInt8(ascii: ",") {
        offset = text.skipBlanks(offset + 1)
        continue
      }
      guard text.byte(at: offset) == UInt8(ascii: "}") else { throw text.unexpected(at: offset) }
      break
    }
    let count = stage.markCount - firstMark
    let sorting = stage.sort(from: first, stride: stride, marksFrom: firstMark, memory)
    duplicate = min(duplicate, sorting.duplicate ?? .max)
    let place = stage.move(
      from: first, marksFrom: firstMark, stride: stride, isOrdered: sorting.isIdentity,
      to: &memory)
    guard let place else { throw InputError(.limit, at: start) }
    return (.record(.scratch, offset: place, count: count, stride: stride), offset + 1)
  }

  // MARK: Lists

  @inline(never)
  private mutating func readList(
    _ site: Int, frame: Int, _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> Int {
    let here = plan.sites[site]
    mark(here.memberSlots, frame, .notARecord)
    var value = Value.opaqueList
    var end: Int
    if here.readsElements {
      (value, end) = try readElements(site, frame: frame, text, at: start, depth: depth, &memory)
      if here.isWhole, here.element < 0 || here.isMap {
        (value, end) = try readWhole(text, at: start, depth: depth, &memory)
      }
    } else if here.isWhole {
      (value, end) = try readWhole(text, at: start, depth: depth, &memory)
    } else {
      end = try text.skipContainer(start, depth: depth)
    }
    if here.slot >= 0 {
      let fits = here.expectation == .any || here.expectation == .list
      stage[frame + Int(here.slot)] = fits ? value : .fault(.wrongType)
    }
    return end
  }

  /// The elements of an array: all of them laid out in frames, some of them read by their place.
  private mutating func readElements(
    _ site: Int, frame: Int, _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> (Value, end: Int) {
    guard depth < Limits.requestDepth else { throw InputError(.depth, at: start) }
    let here = plan.sites[site]
    let element = here.isMap ? -1 : Int(here.element)
    let stride = Int(here.stride)
    let first = stage.count
    let firstMark = stage.markCount
    var nextIndexed = here.indexed.range.lowerBound
    var index = 0
    var offset = text.skipBlanks(start + 1)
    var isDone = text.byte(at: offset) == UInt8(ascii: "]")
    while !isDone {
      var end = -1
      if nextIndexed < here.indexed.range.upperBound,
        Int(plan.numbers[nextIndexed]) == index
      {
        let node = Int(plan.numbers[nextIndexed + 1])
        nextIndexed += 2
        end = try readValue(node, frame: frame, text, at: offset, depth: depth + 1, &memory)
      }
      if element >= 0 {
        let place = stage.count
        guard stage.push(zeros: stride) else { throw InputError(.limit, at: offset) }
        end = try readValue(element, frame: place, text, at: offset, depth: depth + 1, &memory)
      } else if end < 0 {
        end = try text.skipValue(offset, depth: depth + 1)
      }
      index += 1
      offset = text.skipBlanks(end)
      if text.byte(at: offset) == UInt8(ascii: ",") {
        offset = text.skipBlanks(offset + 1)
        continue
      }
      guard text.byte(at: offset) == UInt8(ascii: "]") else { throw text.unexpected(at: offset) }
      isDone = true
    }
    guard element >= 0 else { return (.opaqueList, offset + 1) }
    let place = stage.move(
      from: first, marksFrom: firstMark, stride: stride, isOrdered: true, to: &memory)
    guard let place else { throw InputError(.limit, at: start) }
    return (.list(.scratch, offset: place, count: index, stride: stride), offset + 1)
  }
}
