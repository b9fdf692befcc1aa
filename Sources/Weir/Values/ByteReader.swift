// Reading and writing the fixed-width bytes of stored values. Reading never goes past the end: it
// answers nil, and whoever reads refuses the whole.

/// Reads bytes from front to back.
struct ByteReader {
  private let content: [UInt8]
  private var index = 0

  init(_ content: some Collection<UInt8>) { self.content = Array(content) }

  var isAtEnd: Bool { index == content.count }
  var remaining: Int { content.count - index }

  mutating func byte() -> UInt8? {
    guard index < content.count else { return nil }
    index += 1
    return content[index - 1]
  }

  mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= remaining else { return nil }
    index += count
    return content[index - count..<index]
  }

  mutating func integer<T: FixedWidthInteger>(_: T.Type, bigEndian: Bool = false) -> T? {
    guard let slice = bytes(T.bitWidth / 8) else { return nil }
    var value: T = 0
    for byte in slice { value = value << 8 | T(truncatingIfNeeded: byte) }
    return bigEndian ? value : value.byteSwapped
  }

  /// A text with its length in front.
  mutating func text() -> String? {
    guard let count = integer(UInt32.self), let slice = bytes(Int(count)) else { return nil }
    return String(validating: slice, as: UTF8.self)
  }
}

extension [UInt8] {
  /// Appends an integer, its lowest byte first.
  mutating func append(littleEndian value: some FixedWidthInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// Appends a text with its length in front.
  mutating func append(text: String) {
    append(littleEndian: UInt32(text.utf8.count))
    append(contentsOf: text.utf8)
  }
}
