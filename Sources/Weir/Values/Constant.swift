// A value known when the policy is compiled: a literal, bound data, a folded expression. The
// checker makes them, the emitter lays them out in the program's constant pool. They are ordinary
// Swift values; the machine's own 16-byte `Value` is another thing. What is small stands in place,
// so that a bound list of a million texts is one array and the texts.

/// A value known at compile time.
package enum Constant: Hashable, Sendable {
  /// A null inside a list or record, which keeps its place there; by itself it is not a value, and
  /// reads as the fault `null`.
  case null
  case bool(Bool)
  case string(ExactString)
  case number(Decimal)
  case timestamp(Timestamp)
  case duration(SignedDuration)
  case ip(IPAddress)
  indirect case cidr(CIDRBlock)
  /// Weekly opening hours with the rules of their time zone.
  indirect case hours(Hours)
  /// A semantic version.
  case version(SemanticVersion)
  case path(AbsolutePath)
  case folder(AbsolutePath)
  case list([Constant])
  /// A record or a map: distinct keys in byte order.
  case record([Member])

  package struct Member: Hashable, Sendable {
    package var name: ExactString
    package var value: Constant
    package init(name: ExactString, value: Constant) {
      self.name = name
      self.value = value
    }
  }
}

extension Constant {
  /// The kind of a value that it is; nil for a null, which is none. A map is a record.
  package var valueKind: ValueKind? {
    switch self {
    case .null: nil
    case .bool: .bool
    case .string: .string
    case .number: .number
    case .timestamp: .timestamp
    case .duration: .duration
    case .ip: .ip
    case .cidr: .cidr
    case .hours: .hours
    case .version: .version
    case .path: .path
    case .folder: .folder
    case .list: .list
    case .record: .record
    }
  }
}
