// Lengths of time. A day is 24 hours: a duration knows no calendar.

/// A length of time, which may be negative: `15m` in a policy, the difference of two instants.
public struct Interval: Hashable, Sendable, BitwiseCopyable {
  /// Whole seconds, rounded down.
  public let seconds: Int64
  /// 0 to 999,999,999, counted forward from `seconds`.
  public let nanoseconds: UInt32

  /// A length of its parts; nanoseconds past the last are the last.
  public init(seconds: Int64, nanoseconds: UInt32) {
    self.seconds = seconds
    self.nanoseconds = min(nanoseconds, 999_999_999)
  }

  package static var zero: Interval { Interval(seconds: 0, nanoseconds: 0) }

  /// A length in nanoseconds; nil when its seconds do not fit.
  init?(total: Int128) {
    let (quotient, remainder) = total.quotientAndRemainder(dividingBy: 1_000_000_000)
    guard let seconds = Int64(exactly: remainder < 0 ? quotient - 1 : quotient) else { return nil }
    self.init(
      seconds: seconds, nanoseconds: UInt32(remainder < 0 ? remainder + 1_000_000_000 : remainder))
  }

  private var total: Int128 { Int128(seconds) * 1_000_000_000 + Int128(nanoseconds) }

  /// The one table of units, the largest first: what a policy writes, and nanoseconds.
  package static let units: [(name: StaticString, nanoseconds: UInt64)] = [
    ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000),
    ("s", 1_000_000_000), ("ms", 1_000_000),
  ]

  /// Reads a policy's duration: `2h30m`. Units descend, each stands at most once. Nil when it is
  /// none, or too long to hold.
  package init?(reading bytes: UnsafeBufferPointer<UInt8>) {
    var total: Int128 = 0
    var index = 0
    var nextUnit = 0
    while index < bytes.count {
      var number: UInt64 = 0
      let start = index
      while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 {
        let (product, overflow) = number.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(
          UInt64(bytes[index] - UInt8(ascii: "0")))
        if overflow || carry { return nil }
        number = sum
        index += 1
      }
      let unitStart = index
      while index < bytes.count, bytes[index] &- UInt8(ascii: "0") >= 10 { index += 1 }
      guard unitStart > start,
        let unit = Interval.units[nextUnit...].firstIndex(where: {
          $0.name.withUTF8Buffer { $0.elementsEqual(bytes[unitStart..<index]) }
        })
      else { return nil }
      // At most five terms of 2^64 × 2^47.
      total += Int128(number) * Int128(Interval.units[unit].nanoseconds)
      nextUnit = unit + 1
    }
    guard !bytes.isEmpty else { return nil }
    self.init(total: total)
  }

  /// Reads a policy's duration.
  public init?(_ text: String) {
    guard let interval = Array(text.utf8).withUnsafeBufferPointer({ Interval(reading: $0) })
    else { return nil }
    self = interval
  }

  /// The opposite length; nil for the one that has none.
  package var negated: Interval? { Interval(total: -total) }

  /// The sum; nil when it does not fit.
  package func adding(_ other: Interval) -> Interval? { Interval(total: total + other.total) }

  /// The difference; nil when it does not fit.
  package func subtracting(_ other: Interval) -> Interval? { Interval(total: total - other.total) }

  /// The exact product, to the nanosecond; nil when there is none.
  package func multiplied(by factor: Decimal) -> Interval? {
    // A total is below 2^94, so it is a decimal unless its zeros exceed the exponent; they do not.
    // A product that is none has more than 2^96 nanoseconds or a fraction of one.
    guard
      let total = Decimal(isNegative: seconds < 0, coefficient: total.magnitude, exponent: 0),
      let product = total.multiplied(by: factor), product.exponent >= 0
    else { return nil }
    let (magnitude, overflow) = product.coefficient.multipliedReportingOverflow(
      by: Decimal.tenToThe(Int(product.exponent)))
    guard !overflow, let whole = Int128(exactly: magnitude) else { return nil }
    return Interval(total: product.isNegative ? -whole : whole)
  }
}

extension Interval: Comparable, CustomStringConvertible {
  /// Shorter is less; negative lengths are less than none.
  public static func < (left: Interval, right: Interval) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  /// As a policy spells it, the largest units first: `1d2h`, `0s`, `-1m30s`. What is finer than a
  /// millisecond, which no literal can say, is a fraction of one: `1s0.25ms`.
  public var description: String {
    var bytes: [UInt8] = []
    write(into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the text of `description`.
  package func write(into output: inout [UInt8]) {
    var rest = total.magnitude
    if rest == 0 {
      output.append(contentsOf: [UInt8(ascii: "0"), UInt8(ascii: "s")])
      return
    }
    if seconds < 0 { output.append(UInt8(ascii: "-")) }
    for (name, nanoseconds) in Interval.units {
      let (count, remainder) = rest.quotientAndRemainder(dividingBy: UInt128(nanoseconds))
      let isLast = nanoseconds == 1_000_000
      rest = remainder
      if count == 0, !isLast || rest == 0 { continue }
      appendDigits(of: count, to: &output)
      if isLast, rest != 0 {
        output.append(UInt8(ascii: "."))
        appendDigits(of: rest, width: 6, to: &output)
        while output.last == UInt8(ascii: "0") { output.removeLast() }
      }
      name.withUTF8Buffer { output.append(contentsOf: $0) }
    }
  }
}
