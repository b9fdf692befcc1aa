// How the program file spells its parts: numbers little-endian or as LEB128, everything with a count
// before it. The decoder checks every length against the bytes that are left before it believes it,
// so that a damaged file costs nothing and crashes nothing.

/// Writes a program's parts.
package struct ByteEncoder {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func byte(_ byte: UInt8) { bytes.append(byte) }

  /// LEB128, for what is mostly small.
  package mutating func count(_ number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  package mutating func word(_ word: UInt64) {
    withUnsafeBytes(of: word.littleEndian) { bytes += $0 }
  }

  package mutating func flag(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  package mutating func data(_ data: [UInt8]) {
    count(data.count)
    bytes += data
  }

  package mutating func string(_ string: String) { data(Array(string.utf8)) }

  package mutating func text(_ text: Text) { data(text.bytes) }

  package mutating func interval(_ interval: Interval) {
    word(UInt64(bitPattern: interval.seconds))
    count(Int(interval.nanoseconds))
  }

  package mutating func list<Element>(
    _ elements: [Element], _ encode: (inout ByteEncoder, Element) -> Void
  ) {
    count(elements.count)
    for element in elements { encode(&self, element) }
  }

  /// Elements of a fixed number of 8-byte words, copied as they are.
  package mutating func words(_ words: [UInt64]) {
    count(words.count)
    bytes.reserveCapacity(bytes.count + 8 * words.count)
    for word in words { self.word(word) }
  }

  package mutating func optional<Wrapped>(
    _ value: Wrapped?, _ encode: (inout ByteEncoder, Wrapped) -> Void
  ) {
    flag(value != nil)
    if let value { encode(&self, value) }
  }
}

/// Reads a program's parts, and throws `.damaged` where they are not as `ByteEncoder` writes them.
package struct ByteDecoder {
  private let bytes: [UInt8]
  private var place: Int
  private let end: Int
  /// How deep the recursive parts may nest: needs and selectors of parsed policies stay below.
  private var depth = 0

  package init(_ bytes: [UInt8], from start: Int = 0) {
    self.bytes = bytes
    place = start
    end = bytes.count
  }

  package var isAtEnd: Bool { place == end }

  package mutating func byte() throws(ProgramError) -> UInt8 {
    guard place < end else { throw .damaged }
    defer { place += 1 }
    return bytes[place]
  }

  package mutating func count() throws(ProgramError) -> Int {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      guard shift < 63 else { throw .damaged }
      result |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { break }
      shift += 7
    }
    guard result <= UInt64(Int32.max) else { throw .damaged }
    return Int(result)
  }

  /// A count of things that take at least that many bytes each.
  package mutating func count(ofAtLeast size: Int) throws(ProgramError) -> Int {
    let count = try count()
    guard count <= (end - place) / size else { throw .damaged }
    return count
  }

  package mutating func word() throws(ProgramError) -> UInt64 {
    guard end - place >= 8 else { throw .damaged }
    var word: UInt64 = 0
    for index in 0..<8 { word |= UInt64(bytes[place + index]) << UInt64(8 * index) }
    place += 8
    return word
  }

  package mutating func flag() throws(ProgramError) -> Bool {
    switch try byte() {
    case 0: return false
    case 1: return true
    default: throw .damaged
    }
  }

  package mutating func data() throws(ProgramError) -> [UInt8] {
    let count = try count(ofAtLeast: 1)
    defer { place += count }
    return Array(bytes[place..<place + count])
  }

  /// Valid UTF-8.
  package mutating func text() throws(ProgramError) -> Text {
    let data = try data()
    guard String(validating: data, as: UTF8.self) != nil else { throw .damaged }
    return Text(validated: data)
  }

  package mutating func string() throws(ProgramError) -> String {
    guard let string = String(validating: try data(), as: UTF8.self) else { throw .damaged }
    return string
  }

  package mutating func interval() throws(ProgramError) -> Interval {
    let seconds = Int64(bitPattern: try word())
    let nanoseconds = try count()
    guard nanoseconds < 1_000_000_000 else { throw .damaged }
    return Interval(seconds: seconds, nanoseconds: UInt32(nanoseconds))
  }

  package mutating func list<Element>(
    _ decode: (inout ByteDecoder) throws(ProgramError) -> Element
  ) throws(ProgramError) -> [Element] {
    let count = try count(ofAtLeast: 1)
    var elements: [Element] = []
    // An element in memory is larger than the byte that it takes at least: what is reserved stays in
    // proportion to what has been read.
    elements.reserveCapacity(min(count, 4096))
    for _ in 0..<count { elements.append(try decode(&self)) }
    return elements
  }

  package mutating func words() throws(ProgramError) -> [UInt64] {
    let count = try count(ofAtLeast: 8)
    var words: [UInt64] = []
    words.reserveCapacity(count)
    bytes.withUnsafeBytes { raw in
      for index in 0..<count {
        words.append(
          UInt64(
            littleEndian: raw.loadUnaligned(fromByteOffset: place + 8 * index, as: UInt64.self)))
      }
    }
    place += 8 * count
    return words
  }

  package mutating func optional<Wrapped>(
    _ decode: (inout ByteDecoder) throws(ProgramError) -> Wrapped
  ) throws(ProgramError) -> Wrapped? {
    try flag() ? try decode(&self) : nil
  }

  /// A part that may contain parts of its own kind.
  package mutating func nested<Part>(
    _ decode: (inout ByteDecoder) throws(ProgramError) -> Part
  ) throws(ProgramError) -> Part {
    guard depth < Limits.syntaxDepth else { throw .damaged }
    depth += 1
    defer { depth -= 1 }
    return try decode(&self)
  }
}
