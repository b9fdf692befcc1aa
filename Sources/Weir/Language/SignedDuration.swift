// Lengths of time. A day is 24 hours: a duration knows no calendar. (What a policy spells is in
// `SignedDuration+Text`.)

/// A length of time, which may be negative: `15m` in a policy, the difference of two instants.
public struct SignedDuration: Hashable, Sendable, BitwiseCopyable {
  /// Whole seconds, rounded down.
  public let seconds: Int64
  /// 0 to 999,999,999, counted forward from `seconds`.
  public let nanoseconds: UInt32

  /// A length of its parts; nanoseconds past the last are the last.
  public init(seconds: Int64, nanoseconds: UInt32) {
    self.seconds = seconds
    self.nanoseconds = min(nanoseconds, 999_999_999)
  }

  package static var zero: SignedDuration { SignedDuration(seconds: 0, nanoseconds: 0) }

  /// A length in nanoseconds; nil when its seconds do not fit.
  init?(total: Int128) {
    let (quotient, remainder) = total.quotientAndRemainder(dividingBy: 1_000_000_000)
    guard let seconds = Int64(exactly: remainder < 0 ? quotient - 1 : quotient) else { return nil }
    self.init(
      seconds: seconds, nanoseconds: UInt32(remainder < 0 ? remainder + 1_000_000_000 : remainder))
  }

  var total: Int128 { Int128(seconds) * 1_000_000_000 + Int128(nanoseconds) }

  /// The one table of units, the largest first: what a policy writes, and nanoseconds.
  package static let units: [(name: StaticString, nanoseconds: UInt64)] = [
    ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000),
    ("s", 1_000_000_000), ("ms", 1_000_000),
  ]

  /// The opposite length; nil for the one that has none.
  package var negated: SignedDuration? { SignedDuration(total: -total) }

  /// The sum; nil when it does not fit.
  package func adding(_ other: SignedDuration) -> SignedDuration? {
    SignedDuration(total: total + other.total)
  }

  /// The difference; nil when it does not fit.
  package func subtracting(_ other: SignedDuration) -> SignedDuration? {
    SignedDuration(total: total - other.total)
  }
}

extension SignedDuration: Comparable {
  /// Shorter is less; negative lengths are less than none.
  public static func < (left: SignedDuration, right: SignedDuration) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}
