// A value known when the policy is compiled: a literal, bound data, a folded expression. The
// checker makes them, the emitter lays them out in the program's constant pool. They are ordinary
// Swift values; the machine's own 16-byte `Value` is another thing. What is small stands in place,
// so that a bound list of a million texts is one array and the texts.

/// A value known at compile time.
package enum Constant: Hashable, Sendable {
  /// A null inside a list or record, which keeps its place there; by itself it is no value, and
  /// reads as the fault `null`.
  case null
  case bool(Bool)
  case string(Text)
  case number(Decimal)
  case timestamp(Timestamp)
  case duration(Interval)
  case ip(IPAddress)
  indirect case cidr(CIDRBlock)
  /// Weekly opening hours with the rules of their time zone.
  indirect case hours(Hours)
  /// A semantic version.
  case version(SemanticVersion)
  case list([Constant])
  /// A record or a map: distinct keys in byte order.
  case record([Member])

  package struct Member: Hashable, Sendable {
    package var name: Text
    package var value: Constant
    package init(name: Text, value: Constant) {
      self.name = name
      self.value = value
    }
  }
}

/// A string as Weir means it: UTF-8 bytes, equal and ordered by bytes. (Swift's `String` holds
/// canonically equivalent texts equal, which a policy must not.)
public struct Text: Hashable, Sendable, Comparable, ExpressibleByStringLiteral,
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
  public static func < (left: Text, right: Text) -> Bool {
    left.bytes.withUnsafeBufferPointer { left in
      right.bytes.withUnsafeBufferPointer { left.compared(with: $0) < 0 }
    }
  }

  /// The same bytes.
  public static func == (left: Text, right: Text) -> Bool {
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
