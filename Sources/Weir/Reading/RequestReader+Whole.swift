// Values that a policy wants with all that is in them: a record compared as a whole, an `any`, a
// map looked into with a computed key. Walked without recursion, since requests choose their depth.

extension RequestReader {
  /// Reads a record or list with everything in it; returns where it ends.
  @inline(never)
  mutating func readWhole(
    _ text: JSONText, at start: Int, depth: Int, _ memory: inout Memory
  ) throws(InputError) -> (Value, end: Int) {
    var level = 0
    var offset = start
    while true {
      // At a value.
      var value: Value
      switch try text.kind(at: offset) {
      case .string:
        let end = try text.stringEnd(from: offset + 1)
        value = try internedName(text, offset + 1, end, &memory)
        offset = end.quote + 1
      case .number:
        let end = try text.numberEnd(from: offset)
        value = RequestReader.number(text, offset, end)
        offset = end
      case .literal:
        let end = try text.literalEnd(from: offset)
        let first = text.base[offset]
        value = first == UInt8(ascii: "n") ? .fault(.null) : .bool(first == UInt8(ascii: "t"))
        offset = end
      case let kind:
        guard depth + level < Limits.requestDepth else { throw InputError(.depth, at: offset) }
        let isRecord = kind == .record
        frames.open[level] = FrameStack.Open(
          first: Int32(frames.count), firstMark: Int32(frames.markCount),
          start: Int32(truncatingIfNeeded: offset), isRecord: isRecord)
        level += 1
        offset = text.skipBlanks(offset + 1)
        if text.byte(at: offset) != JSONText.closing(isRecord) {
          if isRecord { offset = try pushName(text, at: offset, frames.open[level - 1], &memory) }
          continue
        }
        offset += 1
        level -= 1
        value = try close(frames.open[level], &memory)
      }
      // After a value: it joins its container, which goes on or ends.
      while true {
        if level == 0 { return (value, offset) }
        let container = frames.open[level - 1]
        guard frames.push(value) else { throw InputError(.arenaValues, at: offset) }
        offset = text.skipBlanks(offset)
        let byte = text.byte(at: offset)
        if byte == UInt8(ascii: ",") {
          offset = text.skipBlanks(offset + 1)
          if container.isRecord { offset = try pushName(text, at: offset, container, &memory) }
          break
        }
        guard byte == JSONText.closing(container.isRecord) else {
          throw text.unexpected(at: offset)
        }
        offset += 1
        level -= 1
        value = try close(container, &memory)
      }
    }
  }

  private mutating func pushName(
    _ text: JSONText, at start: Int, _ container: FrameStack.Open, _ memory: inout Memory
  ) throws(InputError) -> Int {
    guard text.byte(at: start) == UInt8(ascii: "\"") else { throw text.unexpected(at: start) }
    guard frames.markCount - Int(container.firstMark) < Limits.objectMembers else {
      throw InputError(.objectMembers, at: start)
    }
    let end = try text.stringEnd(from: start + 1)
    let value = try internedName(text, start + 1, end, &memory)
    guard frames.push(value) else { throw InputError(.arenaValues, at: start) }
    frames.pushMark(start)
    return try text.skipColon(end.quote + 1)
  }

  private mutating func close(
    _ container: FrameStack.Open, _ memory: inout Memory
  ) throws(InputError) -> Value {
    let first = Int(container.first)
    let firstMark = Int(container.firstMark)
    let size = frames.count - first
    var isOrdered = true
    if container.isRecord {
      let sorting = frames.sort(from: first, stride: 2, marksFrom: firstMark, memory)
      duplicate = min(duplicate, sorting.duplicate ?? .max)
      isOrdered = sorting.isIdentity
    }
    let place = frames.move(
      from: first, marksFrom: firstMark, stride: container.isRecord ? 2 : 1,
      isOrdered: isOrdered, to: &memory)
    guard let place else { throw InputError(.arenaValues, at: Int(container.start)) }
    return container.isRecord
      ? .record(.scratch, offset: place, count: size / 2)
      : .list(.scratch, offset: place, count: size)
  }
}
