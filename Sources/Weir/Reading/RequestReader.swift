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
//
// Methods that change nothing are `mutating` all the same: while the reader is being mutated, a call
// that borrows it is compiled as a copy of the whole structure.

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
    keys = KeyTable(projection)
    plan = ReadingPlan(projection, unknown: keys.unknown)
    self.strings = strings
  }

  /// Reads `memory.input`, one JSON object, into the slots of the projection. After an error every
  /// slot is absent.
  package mutating func read(into memory: inout Memory) throws(InputError) {
    memory.reset(slots: plan.slotCount)
    if keys.forgetStale() {
      for site in 0..<plan.siteCount { plan.sites[site].firstKey = keys.unknown }
    }
    stage.removeAll()
    duplicate = .max
    let text = try JSONText(memory.input)
    guard stage.push(zeros: plan.slotCount) else { throw InputError(.limit, at: 0) }
    let start = try text.start()
    let end = try readAnyValue(0, frame: 0, text, at: start, depth: 0, &memory)
    try text.finish(end)
    guard text.base[start] == UInt8(ascii: "{") else { throw InputError(.notAnObject, at: start) }
    guard duplicate == .max else { throw InputError(.duplicateKey, at: duplicate) }
    memory.fillFrame(from: stage.values, slots: plan.slotCount)
  }

  /// Reads one value, whose first byte is `byte`, for one node; returns where it ends. `depth` is how
  /// many containers it lies in.
  @inline(__always)
  mutating func readValue(
    _ site: Int, frame: Int, _ text: JSONText, _ byte: UInt8, at start: Int, depth: Int,
    _ memory: inout Memory
  ) throws(InputError) -> Int {
    let here = plan.sites + site
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
        return try readMembers(site, frame: frame, text, at: start, depth: depth, &memory)
      }
      return try readRecord(site, frame: frame, text, at: start, depth: depth, &memory)
    case .list:
      return try readList(site, frame: frame, text, at: start, depth: depth, &memory)
    }
    if here.pointee.slot >= 0 { stage[frame &+ Int(here.pointee.slot)] = value }
    if here.pointee.memberSlots.count > 0 { mark(here.pointee.memberSlots, frame, fault) }
    if here.pointee.indexedSlots.count > 0 { mark(here.pointee.indexedSlots, frame, fault) }
    return end
  }

  /// The same, out of line: for the places that are not hot.
  @inline(never)
  private mutating func readAnyValue(
    _ site: Int, frame: Int, _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> Int {
    try readValue(
      site, frame: frame, text, text.byte(at: start), at: start, depth: depth, &memory)
  }

  /// Puts a fault in slots below a node.
  @inline(never)
  private mutating func mark(_ slots: ReadingPlan.Run, _ frame: Int, _ fault: FaultKind) {
    for index in slots.range { stage[frame + Int(plan.numbers[index])] = .fault(fault) }
  }

  // MARK: Records

  @inline(never)
  private mutating func readRecord(
    _ site: Int, frame: Int, _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> Int {
    let here = plan.sites + site
    if here.pointee.indexedSlots.count > 0 {
      mark(here.pointee.indexedSlots, frame, .notARecord)
    }
    var value = Value.opaqueRecord
    var end: Int
    if here.pointee.isMap {
      (value, end) = try readMap(site, frame: frame, text, at: start, depth: depth, &memory)
    } else if here.pointee.readsMembers {
      end = try readMembers(site, frame: frame, text, at: start, depth: depth, &memory)
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
      stage[frame + Int(here.pointee.slot)] = fits ? value : .fault(.wrongType)
    }
    return end
  }

  /// The loop that most of the time goes to: an object's members, some of which are read.
  ///
  /// As long as the members come as they came last time, a member costs one comparison, which finds
  /// comma, name and colon, and its value. Everything else is behind the first miss.
  @inline(never)
  private mutating func readMembers(
    _ site: Int, frame: Int, _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> Int {
    guard depth < Limits.requestDepth else { throw InputError(.depth, at: start) }
    object &+= 1
    let object = object
    let unknown = keys.unknown
    // Names beyond those that the key table knows lie here until the object's end.
    let strangers = stage.count
    let strangerMarks = stage.markCount
    var members = 0
    var key = unknown
    var predicted = unknown
    // At the brace, later at what should be a comma.
    var offset = start
    while true {
      let byte: UInt8
      if KeyTable.leads(predicted, text, at: offset) {
        key = predicted
        note(key, object, offset &+ 1)
        offset = offset &+ key.pointee.length
        members &+= 1
        guard members <= Limits.objectMembers else { throw InputError(.limit, at: offset) }
        // A short plain value, `nearBytes` of text from its first byte on; any other goes on below,
        // nothing done yet. Not a method, because the compiler would not inline it.
        near: do {
          let node = Int(key.pointee.node)
          let lane = node < 0 ? ReadingPlan.Lane.unread : plan.sites[node].lane
          let first = text.base[offset]
          let end: Int
          let value: Value
          if first == UInt8(ascii: "\"") {
            let quote = text.nearQuote(offset &+ 1)
            guard text.base[quote] == UInt8(ascii: "\"") else { break near }
            end = quote &+ 1
            if lane == .unread {
              offset = end
              predicted = key.pointee.next
              continue
            }
            guard lane.takesText else { break near }
            let count = quote &- offset &- 1
            let id = strings.lookup(text.base + (offset &+ 1), count)
            if lane == .choice {
              let fits = isChoice(id, plan.sites + node)
              value =
                fits
                ? .string(.input, offset: offset &+ 1, count: count, id: id) : .fault(.notInEnum)
            } else {
              value = .string(.input, offset: offset &+ 1, count: count, id: id)
            }
          } else if first &- 0x30 < 10 {
            let digits = text.nearDigits(offset)
            guard digits > 0 else { break near }
            end = offset &+ digits
            if lane == .unread {
              offset = end
              predicted = key.pointee.next
              continue
            }
            guard digits <= 8, lane == .number || lane == .any else { break near }
            value = .number(Decimal(Int(text.shortInteger(offset, digits: digits))))
          } else {
            let length = text.nearLiteral(offset)
            guard length > 0 else { break near }
            end = offset &+ length
            if lane == .unread {
              offset = end
              predicted = key.pointee.next
              continue
            }
            guard lane == .truth || lane == .any, first != UInt8(ascii: "n") else { break near }
            value = .bool(first == UInt8(ascii: "t"))
          }
          stage[frame &+ Int(plan.sites[node].slot)] = value
          offset = end
          predicted = key.pointee.next
          continue
        }
        byte = text.next(&offset)
      } else {
        if members == 0 {
          offset = start &+ 1
          if text.next(&offset) == UInt8(ascii: "}") { return offset &+ 1 }
        } else {
          let byte = text.next(&offset)
          guard byte == UInt8(ascii: ",") else {
            guard byte == UInt8(ascii: "}") else { throw text.unexpected(at: offset) }
            break
          }
          offset = text.skipBlanks(offset &+ 1)
        }
        // At a name, with a brace, a comma or a blank in front of it.
        let expected = members == 0 ? plan.sites[site].firstKey : predicted
        if KeyTable.matches(expected, text, at: offset &- 1, free: 1) {
          key = expected
          note(key, object, offset)
          offset = offset &+ key.pointee.length &- 1
        } else {
          let name = try readName(site, text, at: offset, &memory)
          if name.key == unknown {
            guard stage.push(name.value) else { throw InputError(.limit, at: offset) }
            stage.pushMark(offset)
          } else {
            note(name.key, object, offset)
            if members == 0 {
              plan.sites[site].firstKey = name.key
            } else if key != unknown {
              key.pointee.next = name.key
            }
          }
          key = name.key
          offset = name.end
        }
        members &+= 1
        guard members <= Limits.objectMembers else { throw InputError(.limit, at: offset) }
        byte = text.next(&offset)
      }
      // Behind the colon.
      if key.pointee.node < 0 {
        if byte == UInt8(ascii: "\"") {
          offset = try text.stringEnd(from: offset &+ 1).quote &+ 1
        } else {
          offset = try text.skipOther(byte, at: offset, depth: depth &+ 1)
        }
      } else {
        offset = try readValue(
          Int(key.pointee.node), frame: frame, text, byte, at: offset, depth: depth &+ 1, &memory)
      }
      predicted = key.pointee.next
    }
    if stage.markCount > strangerMarks {
      let found = stage.sort(from: strangers, stride: 1, marksFrom: strangerMarks, memory)
      duplicate = min(duplicate, found.duplicate ?? .max)
      stage.truncate(to: strangers, marks: strangerMarks)
    }
    return offset &+ 1
  }

  /// A known key was met in an object: had that object it already?
  @inline(__always)
  private mutating func note(
    _ key: UnsafeMutablePointer<KeyTable.Key>, _ object: UInt64, _ offset: Int
  ) {
    if key.pointee.object == object { duplicate = min(duplicate, offset) }
    key.pointee.object = object
  }

  /// A member's name that was not the predicted one.
  private struct Name {
    /// `unknown` for a name that the table neither knows nor has room for.
    var key: UnsafeMutablePointer<KeyTable.Key>
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
    if key == keys.unknown { key = keys.learn(base, bytes.count, site: site) }
    if key != keys.unknown { memory.truncateBytes(to: scratch) }
    return Name(key: key, value: value, end: try text.skipColon(end.quote + 1))
  }

  // MARK: Maps

  /// An object whose members are laid out in frames, in byte order of their names.
  @inline(never)
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
      if key.pointee.node >= 0 {
        _ = try readAnyValue(
          Int(key.pointee.node), frame: frame, text, at: value, depth: depth + 1, &memory)
      }
      offset = try readAnyValue(
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
    if here.memberSlots.count > 0 { mark(here.memberSlots, frame, .notARecord) }
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
  @inline(never)
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
        end = try readAnyValue(node, frame: frame, text, at: offset, depth: depth + 1, &memory)
      }
      if element >= 0 {
        let place = stage.count
        guard stage.push(zeros: stride) else { throw InputError(.limit, at: offset) }
        end = try readAnyValue(element, frame: place, text, at: offset, depth: depth + 1, &memory)
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
