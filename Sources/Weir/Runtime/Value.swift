// The machine's value: 16 plain bytes, no reference, no count to keep.
//
// What does not fit stands elsewhere and is named by offset and length: texts and addresses in one
// of three byte regions (the request's own bytes, the program's constants, the scratch bytes that
// decoding and computing fill), lists and records in one of two value regions (the program's
// constants, the arena that one request fills). Offsets are 32 bits wide; a region that would
// outgrow them is refused long before (`Limits`).
//
//   head   bits 0-7   tag
//          bits 8-15  region (texts, addresses, lists, records), fault kind, truth, decimal sign
//          bits 16-31 list, record: how many values an element or member takes; decimal: exponent
//          bits 32-63 text: its number among the program's constants, 0 for none of them;
//                     decimal: the coefficient's high 32 bits; timestamp, duration: nanoseconds;
//                     list: 1 for constant numbers in ascending order
//   body   text, address: offset (low 32 bits) and length in bytes (high 32)
//          list: offset and count of elements; record: offset and count of members
//          decimal: the coefficient's low 64 bits; timestamp, duration: whole seconds

/// A value as the machine holds it.
package struct Value: Sendable, BitwiseCopyable {
  package var head: UInt64
  package var body: UInt64

  /// What a value is.
  package enum Tag: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    /// No value, and why: see `FaultKind`. Zeroed memory is a fault, so nothing reads as a value
    /// by accident.
    case fault = 0
    case bool, string, number, timestamp, duration, ip, cidr, hours
    /// A semantic version, as bytes that order as versions do.
    case version
    /// A path or a folder, as text without anything to resolve in it.
    case path, folder
    case list
    /// A record or map: `count` members of `stride` values, key (a string) first, value second,
    /// then what the policy reads below it. Keys are in byte order in the constants region, in any
    /// order elsewhere.
    case record
    /// A record or list that was read past because the policy asks only what lies in it, or only
    /// what kind of thing it is.
    case opaqueRecord, opaqueList
  }

  /// Where the bytes or values are that a value names.
  package enum Region: UInt8, Sendable, BitwiseCopyable {
    /// The bytes of the request as they came.
    case input = 0
    /// The program's constant bytes, or constant values.
    case constants
    /// What this request made: decoded texts, computed texts, lists.
    case scratch
  }

  @inlinable
  package init(head: UInt64, body: UInt64) {
    self.head = head
    self.body = body
  }
}

extension Value {
  /// Every value is made by the initialisers below or has passed the verifier, so the byte is a
  /// tag.
  @inline(__always)
  package var tag: Tag { unsafeBitCast(UInt8(truncatingIfNeeded: head), to: Tag.self) }
  @inline(__always)
  package var region: Region {
    switch UInt8(truncatingIfNeeded: head >> 8) {
    case Region.input.rawValue: .input
    case Region.constants.rawValue: .constants
    default: .scratch
    }
  }
  package var offset: Int { Int(UInt32(truncatingIfNeeded: body)) }
  package var count: Int { Int(body >> 32) }

  // MARK: Faults

  package static func fault(_ kind: FaultKind) -> Value {
    Value(head: UInt64(kind.rawValue) << 8, body: 0)
  }
  package var isFault: Bool { head & 0xFF == 0 }
  /// Why there is no value; zeroed memory counts as absent.
  package var faultKind: FaultKind {
    FaultKind(rawValue: UInt8(truncatingIfNeeded: head >> 8)) ?? .absent
  }

  // MARK: Truths

  package static let `true` = Value(head: UInt64(Tag.bool.rawValue) | 1 << 8, body: 0)
  package static let `false` = Value(head: UInt64(Tag.bool.rawValue), body: 0)
  package static func bool(_ truth: Bool) -> Value { truth ? .true : .false }
  package var isTrue: Bool { head == Value.true.head }
  package var isFalse: Bool { head == Value.false.head }

  // MARK: Texts and addresses

  /// A text; `id` is its number among the program's constants, 0 for none of them or not known.
  package static func string(_ region: Region, offset: Int, count: Int, id: UInt32 = 0) -> Value {
    Value(
      head: UInt64(Tag.string.rawValue) | UInt64(region.rawValue) << 8 | UInt64(id) << 32,
      body: UInt64(UInt32(truncatingIfNeeded: offset)) | UInt64(count) << 32)
  }
  /// A text of the request, whose bounds the reader has found: nothing is checked.
  @inline(__always)
  static func input(offset: Int, count: Int, id: UInt32) -> Value {
    Value(
      head: UInt64(Tag.string.rawValue) | UInt64(id) << 32,
      body: UInt64(UInt32(truncatingIfNeeded: offset)) | UInt64(truncatingIfNeeded: count) &<< 32)
  }
  package var internID: UInt32 { UInt32(truncatingIfNeeded: head >> 32) }

  /// An address (16 bytes), a block (17: address, prefix length), a version, a path or a folder in
  /// a byte region.
  package static func bytes(_ tag: Tag, _ region: Region, offset: Int, count: Int) -> Value {
    Value(
      head: UInt64(tag.rawValue) | UInt64(region.rawValue) << 8,
      body: UInt64(UInt32(truncatingIfNeeded: offset)) | UInt64(count) << 32)
  }

  // MARK: Lists and records

  /// A list of `count` elements, each of `stride` values from `offset` in a value region; an
  /// element's first value is the element itself, the others are what the policy reads below it.
  package static func list(_ region: Region, offset: Int, count: Int, stride: Int = 1) -> Value {
    Value(
      head: UInt64(Tag.list.rawValue) | UInt64(region.rawValue) << 8
        | UInt64(UInt16(truncatingIfNeeded: stride)) << 16,
      body: UInt64(UInt32(truncatingIfNeeded: offset)) | UInt64(count) << 32)
  }
  /// The same list, all of whose elements are numbers, each larger than the one before. Only lists
  /// of constants are marked, and the verifier looks that it is so.
  package var ascending: Value { Value(head: head | 1 << 32, body: body) }
  package var isAscending: Bool { tag == .list && head >> 32 & 1 == 1 }
  package var stride: Int { Int(UInt16(truncatingIfNeeded: head >> 16)) }

  package static func record(
    _ region: Region, offset: Int, count: Int, stride: Int = 2
  ) -> Value {
    Value(
      head: UInt64(Tag.record.rawValue) | UInt64(region.rawValue) << 8
        | UInt64(UInt16(truncatingIfNeeded: stride)) << 16,
      body: UInt64(UInt32(truncatingIfNeeded: offset)) | UInt64(count) << 32)
  }

  package static let opaqueRecord = Value(head: UInt64(Tag.opaqueRecord.rawValue), body: 0)
  package static let opaqueList = Value(head: UInt64(Tag.opaqueList.rawValue), body: 0)

  // MARK: Numbers and times

  package static func number(_ decimal: Decimal) -> Value {
    Value(
      head: UInt64(Tag.number.rawValue) | (decimal.isNegative ? 1 << 8 : 0)
        | UInt64(UInt8(bitPattern: decimal.exponent)) << 16 | UInt64(decimal.high) << 32,
      body: decimal.low)
  }
  /// The number; meaningful only where the tag says so.
  package var decimal: Decimal {
    Decimal(
      isNegative: head >> 8 & 1 == 1, high: UInt32(truncatingIfNeeded: head >> 32), low: body,
      exponent: Int8(bitPattern: UInt8(truncatingIfNeeded: head >> 16)))
  }

  package static func timestamp(_ timestamp: Timestamp) -> Value {
    Value(
      head: UInt64(Tag.timestamp.rawValue) | UInt64(timestamp.nanoseconds) << 32,
      body: UInt64(bitPattern: timestamp.seconds))
  }
  package var timestamp: Timestamp {
    Timestamp(
      seconds: Int64(bitPattern: body), nanoseconds: UInt32(truncatingIfNeeded: head >> 32))
  }

  package static func duration(_ interval: SignedDuration) -> Value {
    Value(
      head: UInt64(Tag.duration.rawValue) | UInt64(interval.nanoseconds) << 32,
      body: UInt64(bitPattern: interval.seconds))
  }
  package var interval: SignedDuration {
    SignedDuration(
      seconds: Int64(bitPattern: body), nanoseconds: UInt32(truncatingIfNeeded: head >> 32))
  }

  /// Weekly hours: their number among the program's schedules.
  package static func hours(_ index: Int) -> Value {
    Value(head: UInt64(Tag.hours.rawValue), body: UInt64(index))
  }
  package var hoursIndex: Int { Int(body) }
}
