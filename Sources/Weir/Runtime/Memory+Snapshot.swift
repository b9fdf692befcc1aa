// A value that was made once, kept to be made again: what readers of queries read of a text that
// comes again. The copy takes as much of the limits as the first making did, so that a verdict
// never depends on what was remembered.

/// What a value and its parts fill of the scratch regions, apart from where that is.
struct Snapshot: Sendable {
  fileprivate var root: Value
  fileprivate var values: [Value]
  fileprivate var bytes: [UInt8]
  fileprivate var start: Memory.Mark

  /// How much the snapshot holds, for who bounds what is kept.
  var byteCount: Int { bytes.count + values.count * MemoryLayout<Value>.size }
}

extension Memory {
  /// A place in the scratch regions.
  struct Mark: Sendable, BitwiseCopyable {
    fileprivate var values: Int
    fileprivate var bytes: Int
  }

  /// Where the next value goes.
  var mark: Mark { Mark(values: arenaCount, bytes: scratchCount) }

  /// A snapshot of a value all of which was made since a mark.
  func snapshot(of root: Value, since mark: Mark) -> Snapshot {
    let values = self.values(
      of: .list(.scratch, offset: mark.values, count: arenaCount - mark.values))
    let bytes = self.bytes(
      of: .string(.scratch, offset: mark.bytes, count: scratchCount - mark.bytes))
    return Snapshot(root: root, values: Array(values), bytes: Array(bytes), start: mark)
  }

  /// The value anew; a fault past a limit, which is then on record.
  mutating func make(_ snapshot: Snapshot) -> Value {
    let mark = mark
    guard snapshot.bytes.withUnsafeBufferPointer({ appendBytes($0) }) != nil,
      let start = allocateValues(snapshot.values.count)
    else { return .fault(.outOfRange) }
    let moved = Move(
      values: mark.values - snapshot.start.values, bytes: mark.bytes - snapshot.start.bytes)
    for (index, value) in snapshot.values.enumerated() {
      self[start + index] = moved.apply(to: value)
    }
    return moved.apply(to: snapshot.root)
  }

  /// How far the parts of a value are from where they stood.
  private struct Move {
    var values: Int
    var bytes: Int

    func apply(to value: Value) -> Value {
      let distance: Int
      switch value.tag {
      case .fault, .bool, .number, .timestamp, .duration, .hours, .opaqueRecord, .opaqueList:
        return value
      case .string, .ip, .cidr, .version, .path, .folder: distance = bytes
      case .list, .record: distance = values
      }
      guard value.region == .scratch else { return value }
      // The offset stands in the low half, and `Limits` keep it there.
      return Value(head: value.head, body: value.body &+ UInt64(bitPattern: Int64(distance)))
    }
  }
}
