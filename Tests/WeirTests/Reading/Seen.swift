// What came of reading a request as plain Swift data, and seeded random numbers. With
// NaiveProjection the reader's oracle; the fuzzers compile both as well (Tests/Fuzzing).

@testable import Weir

/// A value as tests compare it: what it is, not where it stands.
indirect enum Seen: Hashable {
  case fault(FaultKind)
  case bool(Bool)
  case string([UInt8], id: UInt32)
  case number(Decimal)
  case timestamp(Timestamp)
  case duration(SignedDuration)
  case bytes(Value.Tag, [UInt8])
  /// The elements' frames.
  case list([[Seen]])
  /// The members' frames, key first, in byte order of the keys.
  case record([[Seen]])
  case opaqueRecord, opaqueList

  static func text(_ text: String, id: UInt32 = 0) -> Seen { .string(Array(text.utf8), id: id) }

  init(_ value: Value, in memory: borrowing Memory) {
    func frames(_ values: UnsafeBufferPointer<Value>, _ memory: borrowing Memory) -> [[Seen]] {
      var frames: [[Seen]] = []
      for index in 0..<value.count {
        var frame: [Seen] = []
        for offset in 0..<value.stride {
          frame.append(Seen(values[index * value.stride + offset], in: memory))
        }
        frames.append(frame)
      }
      return frames
    }
    switch value.tag {
    case .fault: self = .fault(value.faultKind)
    case .bool: self = .bool(value.isTrue)
    case .string: self = .string(Array(memory.bytes(of: value)), id: value.internID)
    case .number: self = .number(value.decimal)
    case .timestamp: self = .timestamp(value.timestamp)
    case .duration: self = .duration(value.interval)
    case .ip, .cidr, .version, .path, .folder, .hours:
      self = .bytes(value.tag, Array(memory.bytes(of: value)))
    case .list: self = .list(frames(memory.values(of: value), memory))
    case .record: self = .record(frames(memory.values(of: value), memory))
    case .opaqueRecord: self = .opaqueRecord
    case .opaqueList: self = .opaqueList
    }
  }
}

/// What came of reading one request.
enum Outcome: Equatable {
  case slots([Seen])
  case error(InputError)

  var error: InputError? {
    if case .error(let error) = self { error } else { nil }
  }
}
