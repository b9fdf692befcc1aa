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
