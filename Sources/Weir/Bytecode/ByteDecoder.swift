// Reads what `ByteEncoder` writes. The decoder checks every length against the bytes that are left
// before it believes it, so that a damaged file costs nothing and crashes nothing.

/// Reads a program's parts, and throws `.damaged` where they are not as `ByteEncoder` writes them.
package struct ByteDecoder {
  private let memory: ProgramMemory
  private let bytes: UnsafeRawBufferPointer
  private var place: Int
  private let end: Int
  /// How deep the recursive parts may nest: needs and selectors of parsed policies stay below.
  private var depth = 0

  package init(_ memory: ProgramMemory, _ range: Range<Int>) {
    self.memory = memory
    bytes = memory.bytes
    place = range.lowerBound
    end = range.upperBound
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
    defer { place += 8 }
    return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
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
  package mutating func text() throws(ProgramError) -> ExactString {
    let data = try data()
    guard String(validating: data, as: UTF8.self) != nil else { throw .damaged }
    return ExactString(validated: data)
  }

  package mutating func string() throws(ProgramError) -> String {
    guard let string = String(validating: try data(), as: UTF8.self) else { throw .damaged }
    return string
  }

  package mutating func interval() throws(ProgramError) -> SignedDuration {
    let seconds = Int64(bitPattern: try word())
    let nanoseconds = try count()
    guard nanoseconds < 1_000_000_000 else { throw .damaged }
    return SignedDuration(seconds: seconds, nanoseconds: UInt32(nanoseconds))
  }

  package mutating func list<Element>(
    _ decode: (inout ByteDecoder) throws(ProgramError) -> Element
  ) throws(ProgramError) -> [Element] {
    let count = try count(ofAtLeast: 1)
    var elements: [Element] = []
    // An element in memory is larger than the byte that it takes at least: what is reserved stays
    // in proportion to what has been read.
    elements.reserveCapacity(min(count, 4096))
    for _ in 0..<count { elements.append(try decode(&self)) }
    return elements
  }

  package mutating func align() throws(ProgramError) {
    while place % 8 > 0 {
      guard try byte() == 0 else { throw .damaged }
    }
  }

  /// Elements that stay where they are.
  package mutating func table<Element>(
    _ type: Element.Type = Element.self
  ) throws(ProgramError) -> Table<Element> {
    try align()
    let count = try word()
    guard count <= UInt64((end - place) / MemoryLayout<Element>.stride) else { throw .damaged }
    let table = Table<Element>(memory, at: place, count: Int(count))
    place += Int(count) * MemoryLayout<Element>.stride
    return table
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
