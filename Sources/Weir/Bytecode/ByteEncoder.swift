// How the program file spells its parts: numbers little-endian or as LEB128, everything with a
// count before it. Tables stand at multiples of 8 bytes and as the machine has them in memory, so
// that loading one is a look at its count.

#if _endian(big)
  #error("program files are read as they stand, by little-endian machines")
#endif

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

  package mutating func text(_ text: ExactString) { data(text.bytes) }

  package mutating func interval(_ interval: SignedDuration) {
    word(UInt64(bitPattern: interval.seconds))
    count(Int(interval.nanoseconds))
  }

  package mutating func list<Element>(
    _ elements: [Element], _ encode: (inout ByteEncoder, Element) -> Void
  ) {
    count(elements.count)
    for element in elements { encode(&self, element) }
  }

  /// Zeroes up to the next multiple of 8.
  package mutating func align() { while bytes.count % 8 > 0 { bytes.append(0) } }

  /// Elements as they are in memory, which must have no unused bytes between them.
  package mutating func table<Element>(_ table: Table<Element>) {
    align()
    word(UInt64(table.count))
    table.withUnsafeBufferPointer { bytes += UnsafeRawBufferPointer($0) }
  }

  /// Writes a number over what stands at a place.
  package mutating func replace(at place: Int, _ word: UInt64) {
    withUnsafeBytes(of: word.littleEndian) { bytes.replaceSubrange(place..<place + 8, with: $0) }
  }

  package mutating func optional<Wrapped>(
    _ value: Wrapped?, _ encode: (inout ByteEncoder, Wrapped) -> Void
  ) {
    flag(value != nil)
    if let value { encode(&self, value) }
  }
}
