// The strings of policies and requests. They are names and values that somebody else chose, so
// no two of them may pass for each other.

/// A string as Weir means it: UTF-8 bytes, equal and ordered by bytes. (Swift's `String` holds
/// canonically equivalent texts equal, which a policy must not.)
public struct ExactString: Hashable, Sendable, Comparable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  /// The UTF-8 bytes, always valid.
  public let bytes: [UInt8]

  /// A text of bytes that are known to be valid UTF-8.
  package init(validated bytes: [UInt8]) { self.bytes = bytes }

  /// The UTF-8 of `string`.
  public init(_ string: String) { bytes = Array(string.utf8) }

  /// The UTF-8 of a literal.
  public init(stringLiteral value: String) { self.init(value) }

  /// The text as a Swift string.
  public var description: String { String(decoding: bytes, as: UTF8.self) }

  /// Byte order.
  public static func < (left: ExactString, right: ExactString) -> Bool {
    left.bytes.withUnsafeBufferPointer { left in
      right.bytes.withUnsafeBufferPointer { left.compared(with: $0) < 0 }
    }
  }

  /// The same bytes.
  public static func == (left: ExactString, right: ExactString) -> Bool {
    left.bytes.withUnsafeBufferPointer { left in
      right.bytes.withUnsafeBufferPointer { left.isEqual(to: $0) }
    }
  }

  /// All bytes at once, where an array hashes one after the other, and an end that no text
  /// contains.
  public func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    hasher.combine(UInt8(0xFF))
  }
}
