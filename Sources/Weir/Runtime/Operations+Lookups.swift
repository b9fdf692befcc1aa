// The operators that ask what is there rather than what it is: `has`, `??`, and steps into records
// and lists. Beside `Operations`, which says what the others mean.

extension Operations {
  /// `has`: false for absent and null, uncertain where a record was expected on the way, true for
  /// everything else, faults of a value that is there among it.
  @inline(__always)
  package static func has(_ value: Value) -> Value {
    guard value.isFault else { return .true }
    switch value.faultKind {
    case .absent, .null: return .false
    case .notARecord: return value
    case .wrongType, .notInEnum, .outOfRange, .badFormat, .noElement: return .true
    }
  }

  /// The member of a record by a constant name; faults as reading a path has them.
  package static func member(
    _ record: Value, named name: Value, _ memory: borrowing Memory
  ) -> Value {
    switch record.tag {
    case .record:
      guard let place = memory.member(name, of: record) else { return .fault(.absent) }
      return memory.values(of: record)[place + 1]
    case .fault: return .fault(record.faultKind.below)
    case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .path,
      .folder, .list,
      .opaqueRecord, .opaqueList:
      return .fault(.notARecord)
    }
  }

  /// The element of a list by its index, the value of a map by its key. Only what is missing itself
  /// is missing: a look-up with a key that cannot be read, or that does not fit, is none that `??`
  /// may replace or `has` deny, or a request could choose the answer by hiding the key.
  package static func element(
    _ collection: Value, _ key: Value, _ memory: borrowing Memory
  ) -> Value {
    if collection.isMissing { return collection }
    switch (collection.tag, key.tag) {
    case (.record, .string): return member(collection, named: key, memory)
    case (.list, .number):
      guard let index = key.decimal.integer, index >= 0, index < collection.count else {
        return .fault(.absent)
      }
      return memory.values(of: collection)[index * collection.stride]
    default: return .fault(.notARecord)
    }
  }
}

extension Value {
  /// Absent or null: what `??` replaces.
  @inline(__always)
  package var isMissing: Bool { isFault && faultKind.isMissing }
}

extension FaultKind {
  /// Absent or null: what `??` replaces.
  @inline(__always)
  package var isMissing: Bool { self == .absent || self == .null }

  /// The fault of a member of what has this one.
  package var below: FaultKind {
    switch self {
    case .absent, .null, .notARecord, .noElement: self
    case .wrongType, .notInEnum, .outOfRange, .badFormat: .notARecord
    }
  }
}
