// Maps and lists: containers whose elements are laid out one after the other, a frame of slots
// each.

extension RequestReader {
  // MARK: Maps

  /// An object whose members are laid out in frames, in byte order of their names.
  @inline(never)
  mutating func readMap(
    _ node: Int, frame: Int, _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> (Value, end: Int) {
    guard depth < Limits.requestDepth else { throw InputError(.depth, at: start) }
    let here = plan.nodes[node]
    let stride = Int(here.stride)
    let first = frames.count
    let firstMark = frames.markCount
    var offset = text.skipBlanks(start + 1)
    if text.byte(at: offset) == UInt8(ascii: "}") {
      return (.record(.scratch, offset: memory.arenaCount, count: 0, stride: stride), offset + 1)
    }
    while true {
      guard frames.markCount - firstMark < Limits.objectMembers else {
        throw InputError(.objectMembers, at: offset)
      }
      guard text.byte(at: offset) == UInt8(ascii: "\"") else { throw text.unexpected(at: offset) }
      let nameEnd = try text.stringEnd(from: offset + 1)
      let name = try internedName(text, offset + 1, nameEnd, &memory)
      let element = frames.count
      guard frames.push(zeros: stride) else { throw InputError(.arenaValues, at: offset) }
      frames[element] = name
      frames.pushMark(offset)
      let value = try text.skipColon(nameEnd.quote + 1)
      // The member may be read by its name as well.
      let bytes = memory.bytes(of: name)
      let base = bytes.baseAddress ?? text.base
      let key = keys.find(
        base, bytes.count, owner: node, hash: keys.hash(base, bytes.count, owner: node))
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
    let count = frames.markCount - firstMark
    let sorting = frames.sort(from: first, stride: stride, marksFrom: firstMark, memory)
    duplicate = min(duplicate, sorting.duplicate ?? .max)
    let place = frames.move(
      from: first, marksFrom: firstMark, stride: stride, isOrdered: sorting.isIdentity,
      to: &memory)
    guard let place else { throw InputError(.arenaValues, at: start) }
    return (.record(.scratch, offset: place, count: count, stride: stride), offset + 1)
  }

  // MARK: Lists

  @inline(never)
  mutating func readList(
    _ node: Int, frame: Int, _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> Int {
    let here = plan.nodes[node]
    if here.memberSlots.count > 0 { mark(here.memberSlots, frame, .notARecord) }
    var value = Value.opaqueList
    var end: Int
    if here.readsElements {
      (value, end) = try readElements(node, frame: frame, text, at: start, depth: depth, &memory)
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
      frames[frame + Int(here.slot)] = fits ? value : .fault(.wrongType)
    }
    return end
  }

  /// The elements of an array: all of them laid out in frames, some of them read by their place.
  @inline(never)
  private mutating func readElements(
    _ node: Int, frame: Int, _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> (Value, end: Int) {
    guard depth < Limits.requestDepth else { throw InputError(.depth, at: start) }
    let here = plan.nodes[node]
    let element = here.isMap ? -1 : Int(here.element)
    let stride = Int(here.stride)
    let first = frames.count
    let firstMark = frames.markCount
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
        let place = frames.count
        guard frames.push(zeros: stride) else { throw InputError(.arenaValues, at: offset) }
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
    let place = frames.move(
      from: first, marksFrom: firstMark, stride: stride, isOrdered: true, to: &memory)
    guard let place else { throw InputError(.arenaValues, at: start) }
    return (.list(.scratch, offset: place, count: index, stride: stride), offset + 1)
  }
}
