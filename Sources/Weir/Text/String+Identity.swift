// Texts are their bytes, everywhere in Weir. Swift's `String` holds canonically equivalent texts
// equal: `"é"` written as one scalar and as two, the Kelvin sign and `K`, the Greek question mark
// and `;`. Whoever controls one of two names that are compared could so pass for the other: as a
// path inside a policy's folder, as the requester that a test expects, as a condition that was
// proved the same.
//
// The operators and methods here have the names of Swift's own, and stand in front of them in every
// target of this package: Swift prefers a declaration of any other module to one of its library.
// What is generic over `Hashable` still asks Swift, so a key of a dictionary or a set is a `Text`.
// The test
// `TextIdentityTests` holds both.

extension String {
  /// The same bytes.
  package static func == (left: String, right: String) -> Bool { isSame(left, right) }

  /// Other bytes.
  package static func != (left: String, right: String) -> Bool { !isSame(left, right) }

  /// In a `switch`: the same bytes.
  package static func ~= (pattern: String, value: String) -> Bool { isSame(pattern, value) }

  /// Byte order.
  package static func < (left: String, right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// Whether it begins with these bytes.
  package func hasPrefix(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

  /// Whether it ends with these bytes.
  package func hasSuffix(_ suffix: String) -> Bool { endsWith(utf8, suffix.utf8) }
}

extension Substring {
  /// The same bytes.
  package static func == (left: Substring, right: Substring) -> Bool { isSame(left, right) }

  /// Other bytes.
  package static func != (left: Substring, right: Substring) -> Bool { !isSame(left, right) }

  /// The same bytes.
  package static func == (left: Substring, right: String) -> Bool { isSame(left, right) }

  /// Other bytes.
  package static func != (left: Substring, right: String) -> Bool { !isSame(left, right) }

  /// In a `switch`: the same bytes.
  package static func ~= (pattern: Substring, value: Substring) -> Bool { isSame(pattern, value) }

  /// Whether it begins with these bytes.
  package func hasPrefix(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

  /// Whether it ends with these bytes.
  package func hasSuffix(_ suffix: String) -> Bool { endsWith(utf8, suffix.utf8) }
}

extension Optional where Wrapped == String {
  /// The same bytes, or both nothing.
  package static func == (left: String?, right: String?) -> Bool {
    switch (left, right) {
    case (nil, nil): true
    case (let left?, let right?): isSame(left, right)
    case (nil, _?), (_?, nil): false
    }
  }

  /// Other bytes, or one of them nothing.
  package static func != (left: String?, right: String?) -> Bool { !(left == right) }
}

extension Array where Element == String {
  /// The same texts, by bytes.
  package static func == (left: [String], right: [String]) -> Bool {
    left.elementsEqual(right, by: ==)
  }

  /// Other texts.
  package static func != (left: [String], right: [String]) -> Bool { !(left == right) }
}

extension Sequence where Element == String {
  /// Whether one of them has the same bytes.
  package func contains(_ text: String) -> Bool { contains { $0 == text } }

  /// In byte order.
  package func sorted() -> [String] { sorted { $0 < $1 } }
}

extension Collection where Element == String {
  /// The first that has the same bytes.
  package func firstIndex(of text: String) -> Index? { firstIndex { $0 == text } }
}

extension String {
  /// The pieces between bytes, which a combining mark behind one does not hide.
  package func pieces(between separator: Unicode.Scalar, omittingEmpty: Bool = false) -> [String] {
    utf8.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: omittingEmpty)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The text without its first bytes, which end where a scalar does.
  package func droppingBytes(_ count: Int) -> String {
    String(decoding: utf8.dropFirst(count), as: UTF8.self)
  }
}

private func isSame(_ left: some StringProtocol, _ right: some StringProtocol) -> Bool {
  let isKnown = left.utf8.withContiguousStorageIfAvailable { left in
    right.utf8.withContiguousStorageIfAvailable { left.isEqual(to: $0) }
  }
  return (isKnown ?? nil) ?? left.utf8.elementsEqual(right.utf8)
}

private func endsWith(
  _ text: some BidirectionalCollection<UInt8>, _ suffix: some BidirectionalCollection<UInt8>
) -> Bool {
  text.reversed().starts(with: suffix.reversed())
}
