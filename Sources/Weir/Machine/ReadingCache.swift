// What readers of queries have read, by what they were handed: real traffic repeats its texts, and
// parsing one costs as much as deciding a hundred requests. What is kept is bounded: it stands in
// two halves, and when the younger is full the older is forgotten. Whoever sends texts to fill it
// makes others slow at most, never wrong, because readers are pure.

/// The memory of an evaluator's readers.
struct ReadingCache {
  /// What came of a text.
  enum Entry {
    case known(Snapshot)
    /// Why it could not be known.
    case uncertain(String)
  }

  private var younger: [ExactString: Entry] = [:]
  private var older: [ExactString: Entry] = [:]
  private var youngerBytes = 0

  /// What a reader read of arguments; nil where it is not remembered.
  mutating func entry(_ key: ExactString) -> Entry? {
    if let entry = younger[key] { return entry }
    guard let entry = older.removeValue(forKey: key) else { return nil }
    remember(entry, key)
    return entry
  }

  /// Remembers what a reader read of arguments.
  mutating func remember(_ entry: Entry, _ key: ExactString) {
    let size =
      switch entry {
      case .known(let snapshot): snapshot.byteCount
      case .uncertain(let why): why.utf8.count
      }
    // A hundred and more for what the table itself takes.
    let bytes = key.bytes.count + size + 128
    guard bytes <= Limits.rememberedReadings / 4 else { return }
    if youngerBytes + bytes > Limits.rememberedReadings / 2 {
      older = younger
      younger = [:]
      youngerBytes = 0
    }
    younger[key] = entry
    youngerBytes += bytes
  }

  /// What a call is remembered by; nil where an argument is none that is remembered. A constant is
  /// known by where it stands, however long it is.
  static func key(
    _ reader: Int, _ arguments: UnsafeBufferPointer<Value>, _ memory: borrowing Memory
  ) -> ExactString? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity((arguments.first?.count ?? 0) + 32)
    append(UInt64(reader), to: &bytes)
    for argument in arguments {
      guard append(argument, memory, to: &bytes) else { return nil }
    }
    return ExactString(validated: bytes)
  }

  private static func append(
    _ value: Value, _ memory: borrowing Memory, to bytes: inout [UInt8]
  ) -> Bool {
    switch value.tag {
    case .bool, .number:
      bytes.append(value.tag.rawValue)
      append(value.head, to: &bytes)
      append(value.body, to: &bytes)
    case .string where value.region == .constants, .list where value.region == .constants,
      .record where value.region == .constants:
      bytes.append(value.tag.rawValue | 0x80)
      append(value.body, to: &bytes)
    case .string:
      bytes.append(value.tag.rawValue)
      append(UInt64(value.count), to: &bytes)
      bytes += memory.bytes(of: value)
    case .list:
      bytes.append(value.tag.rawValue)
      append(UInt64(value.count), to: &bytes)
      let values = memory.values(of: value)
      for index in 0..<value.count
      where !append(values[index * value.stride], memory, to: &bytes) {
        return false
      }
    case .fault, .timestamp, .duration, .ip, .cidr, .hours, .version, .path, .folder, .record,
      .opaqueRecord, .opaqueList:
      return false
    }
    return true
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number) { bytes += $0 }
  }
}
