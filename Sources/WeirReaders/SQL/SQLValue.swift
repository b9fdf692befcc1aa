// The values of a tree that libpg_query printed as JSON, where they stand in what it printed:
// reading them one by one into documents of their own would take ten times as long as the parser
// takes. The text is the library's, so nothing is proved about it but that no step leaves it.

internal import Weir

/// What the library printed, and an entry for each value in it.
final class SQLPrint {
  /// A value. Those in it follow it.
  fileprivate struct Entry: BitwiseCopyable {
    var kind: SQLValue.Kind
    var hasEscapes = false
    /// The member's name, without its quotes.
    var nameCount: UInt16 = 0
    var nameStart: UInt32 = 0
    /// The text of a string, a number or a truth.
    var start: UInt32
    var count: UInt32 = 0
    /// The entry after all that is in this one.
    var end: UInt32 = 0
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  /// While they are read.
  private var entries: ContiguousArray<Entry> = []
  /// Afterwards: values point here, for counting who refers to the tree would take longer than the
  /// steps in it.
  private var memory: UnsafeMutableBufferPointer<Entry>
  private let release: () -> Void

  /// Takes over what the library printed, and hands it back in the end.
  init(
    _ printed: UnsafePointer<CChar>, release: @escaping () -> Void
  ) throws(ReaderUncertainty) {
    var count = 0
    while printed[count] != 0 { count += 1 }
    bytes = UnsafeBufferPointer(
      start: UnsafeRawPointer(printed).assumingMemoryBound(to: UInt8.self), count: count)
    self.release = release
    memory = UnsafeMutableBufferPointer(start: nil, count: 0)
    guard count < UInt32.max / 2 else { throw ReaderUncertainty("the tree is too large") }
    entries.reserveCapacity(count / 16)
    var place = 0
    try readValue(at: &place, name: 0..<0, depth: 0)
    memory = .allocate(capacity: entries.count)
    _ = memory.initialize(from: entries)
    entries = []
  }

  deinit {
    memory.deallocate()
    release()
  }

  /// The whole; nil of a tree that could not be read.
  var root: SQLValue? {
    guard let start = memory.baseAddress, let text = bytes.baseAddress else { return nil }
    return SQLValue(entries: UnsafePointer(start), text: text, index: 0)
  }

  private static let damaged = ReaderUncertainty("the parser's tree cannot be read")

  private func byte(_ place: Int) -> UInt8 { place < bytes.count ? bytes[place] : 0 }

  private func skipBlanks(_ place: inout Int) {
    while byte(place) == UInt8(ascii: " ") || byte(place) == 0x0A { place += 1 }
  }

  private func readValue(
    at place: inout Int, name: Range<Int>, depth: Int
  ) throws(ReaderUncertainty) {
    guard depth <= Limits.documentDepth else {
      throw ReaderUncertainty("the statement nests too deep")
    }
    skipBlanks(&place)
    let index = entries.count
    var entry = Entry(kind: .null, start: UInt32(place))
    entry.nameStart = UInt32(name.lowerBound)
    entry.nameCount = UInt16(clamping: name.count)
    entries.append(entry)
    switch byte(place) {
    case UInt8(ascii: "{"):
      entries[index].kind = .record
      try readParts(at: &place, end: UInt8(ascii: "}"), depth: depth)
    case UInt8(ascii: "["):
      entries[index].kind = .list
      try readParts(at: &place, end: UInt8(ascii: "]"), depth: depth)
    case UInt8(ascii: "\""):
      let (text, hasEscapes) = try readString(at: &place)
      entries[index].kind = .string
      entries[index].hasEscapes = hasEscapes
      entries[index].start = UInt32(text.lowerBound)
      entries[index].count = UInt32(text.count)
    default:
      let start = place
      while let next = Optional(byte(place)), next > 0x20, next != UInt8(ascii: ","),
        next != UInt8(ascii: "}"), next != UInt8(ascii: "]")
      {
        place += 1
      }
      entries[index].count = UInt32(place - start)
      switch byte(start) {
      case UInt8(ascii: "t"), UInt8(ascii: "f"): entries[index].kind = .bool
      case UInt8(ascii: "n"): entries[index].kind = .null
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): entries[index].kind = .number
      default: throw SQLPrint.damaged
      }
    }
    entries[index].end = UInt32(entries.count)
  }

  private func readParts(
    at place: inout Int, end: UInt8, depth: Int
  ) throws(ReaderUncertainty) {
    place += 1
    while true {
      skipBlanks(&place)
      switch byte(place) {
      case end:
        place += 1
        return
      case UInt8(ascii: ","): place += 1
      case 0: throw SQLPrint.damaged
      default:
        var name = 0..<0
        if end == UInt8(ascii: "}") {
          name = try readString(at: &place).text
          skipBlanks(&place)
          guard byte(place) == UInt8(ascii: ":") else { throw SQLPrint.damaged }
          place += 1
        }
        try readValue(at: &place, name: name, depth: depth + 1)
      }
    }
  }

  private func readString(
    at place: inout Int
  ) throws(ReaderUncertainty) -> (text: Range<Int>, hasEscapes: Bool) {
    guard byte(place) == UInt8(ascii: "\"") else { throw SQLPrint.damaged }
    place += 1
    let start = place
    var hasEscapes = false
    while byte(place) != UInt8(ascii: "\"") {
      guard place < bytes.count else { throw SQLPrint.damaged }
      if byte(place) == UInt8(ascii: "\\") {
        hasEscapes = true
        place += 1
      }
      place += 1
    }
    defer { place += 1 }
    return (start..<place, hasEscapes)
  }
}

/// A value of what was printed. It is valid as long as its tree.
struct SQLValue: BitwiseCopyable {
  /// What it is.
  enum Kind: UInt8, BitwiseCopyable {
    case null, bool, string, number, list, record
  }

  fileprivate let entries: UnsafePointer<SQLPrint.Entry>
  fileprivate let text: UnsafePointer<UInt8>
  fileprivate let index: Int

  private var entry: SQLPrint.Entry { entries[index] }

  /// What it is.
  var kind: Kind { entry.kind }

  // MARK: Names

  /// The name of a member as it stands there.
  var nameBytes: UnsafeBufferPointer<UInt8> {
    let entry = entry
    return UnsafeBufferPointer(start: text + Int(entry.nameStart), count: Int(entry.nameCount))
  }

  /// The name of a member; empty for what is in a list.
  var name: ExactString { ExactString(validated: Array(nameBytes)) }

  /// Whether it is the member of that name.
  func isNamed(_ name: StaticString) -> Bool {
    entry.nameCount == name.utf8CodeUnitCount && SQLValue.same(nameBytes, name)
  }

  /// The type of node that the member's name is; nil for another name.
  var node: SQLNode? { SQLNode.named(nameBytes) }

  /// Whether the name is that of a type: fields begin with a small letter.
  var isNamedAsType: Bool { nameBytes.first.map { $0 &- UInt8(ascii: "A") < 26 } ?? false }

  private static func same(_ bytes: UnsafeBufferPointer<UInt8>, _ text: StaticString) -> Bool {
    guard bytes.count == text.utf8CodeUnitCount else { return false }
    for index in 0..<bytes.count where bytes[index] != text.utf8Start[index] { return false }
    return true
  }

  // MARK: Parts

  /// What stands in a list or a record, in order.
  struct Parts: Sequence, IteratorProtocol {
    fileprivate let entries: UnsafePointer<SQLPrint.Entry>
    fileprivate let text: UnsafePointer<UInt8>
    fileprivate var index: Int
    fileprivate let end: Int

    mutating func next() -> SQLValue? {
      guard index < end else { return nil }
      defer { index = Int(entries[index].end) }
      return SQLValue(entries: entries, text: text, index: index)
    }
  }

  /// The members of a record, or the elements of a list; none of another value.
  var parts: Parts { Parts(entries: entries, text: text, index: index + 1, end: Int(entry.end)) }

  /// The member of a name; nil of what is no record.
  func field(_ name: StaticString) -> SQLValue? {
    guard kind == .record else { return nil }
    for part in parts where part.isNamed(name) { return part }
    return nil
  }

  /// A list's elements; none of another value.
  var items: [SQLValue] { kind == .list ? Array(parts) : [] }

  // MARK: Texts

  private var textBytes: UnsafeBufferPointer<UInt8> {
    let entry = entry
    return UnsafeBufferPointer(start: text + Int(entry.start), count: Int(entry.count))
  }

  /// The bytes as they were printed, of a string, a number or a truth: the same for the same value.
  var printed: UnsafeBufferPointer<UInt8> { textBytes }

  /// A string.
  var string: ExactString? {
    guard kind == .string else { return nil }
    guard entry.hasEscapes else { return ExactString(validated: Array(textBytes)) }
    // With its quotes it is a document of its own.
    let quotes = [UInt8(ascii: "\"")]
    let document = try? JSONDocument(parsing: quotes + textBytes + quotes)
    guard case .string(let string)? = document?.kind else { return nil }
    return string
  }

  /// Whether it is that string.
  func isText(_ text: StaticString) -> Bool {
    kind == .string && SQLValue.same(textBytes, text)
  }

  /// Whether it is `true`; the parser leaves out what is false.
  var isTrue: Bool { kind == .bool && textBytes.first == UInt8(ascii: "t") }

  /// A whole number.
  var integer: Int? {
    guard kind == .number else { return nil }
    return Int(String(decoding: textBytes, as: UTF8.self))
  }
}

/// A string in a `case`.
func ~= (text: StaticString, value: SQLValue?) -> Bool { value?.isText(text) ?? false }
