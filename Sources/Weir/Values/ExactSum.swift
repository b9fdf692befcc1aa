// A sum that is judged once it is whole: 5e28 + 5e28 does not fit a decimal, 5e28 + 5e28 - 5e28
// does, and in no order of its terms may it come to anything else. So terms are added up exactly,
// in as many bits as any number of them takes, and what kind of value the total is, and whether it
// fits, is asked at the end. Nothing is allocated: a loop has one of these in its frame.

/// Numbers, or lengths of time and instants, added up.
package struct ExactSum: Sendable, BitwiseCopyable {
  /// The numbers in units of 10^-28, as two's complement, low words first. A coefficient of 96 bits
  /// takes 283 at the highest exponent; the others are for more terms than there can be.
  private var units = InlineArray<5, UInt64>(repeating: 0)
  /// Lengths, and instants since 1970. Each is below 2^94.
  private var nanoseconds: Int128 = 0
  private var numbers: Int32 = 0
  private var times: Int32 = 0
  /// Instants added less instants subtracted.
  private var instants: Int32 = 0

  package init() {}

  /// What a sum comes to.
  package enum Total: Hashable, Sendable {
    case number(Decimal)
    case duration(SignedDuration)
    case timestamp(Timestamp)
    /// No value of its kind.
    case outOfRange
    /// Numbers and times do not mix, and instants only as one more is added than is subtracted, or
    /// as many: what they make then is an instant, or a length.
    case wrongType
  }

  // MARK: Terms

  package mutating func add(_ number: Decimal, isSubtracted: Bool = false) {
    numbers &+= 1
    var term = InlineArray<5, UInt64>(repeating: 0)
    term[0] = number.low
    term[1] = UInt64(number.high)
    var shift = Int(number.exponent) - Decimal.exponents.lowerBound
    while shift > 0 {
      let step = min(shift, 19)
      ExactSum.multiply(&term, by: UInt64(truncatingIfNeeded: Decimal.tenToThe(step)))
      shift -= step
    }
    if number.isNegative != isSubtracted { ExactSum.negate(&term) }
    var carry = false
    for index in 0..<5 {
      let (sum, overflow) = units[index].addingReportingOverflow(term[index])
      let (total, second) = sum.addingReportingOverflow(carry ? 1 : 0)
      units[index] = total
      carry = overflow || second
    }
  }

  package mutating func add(_ interval: SignedDuration, isSubtracted: Bool = false) {
    times &+= 1
    add(interval.seconds, interval.nanoseconds, isSubtracted)
  }

  package mutating func add(_ timestamp: Timestamp, isSubtracted: Bool = false) {
    times &+= 1
    instants &+= isSubtracted ? -1 : 1
    add(timestamp.seconds, timestamp.nanoseconds, isSubtracted)
  }

  private mutating func add(_ seconds: Int64, _ fraction: UInt32, _ isSubtracted: Bool) {
    let term = Int128(seconds) * 1_000_000_000 + Int128(fraction)
    nanoseconds += isSubtracted ? -term : term
  }

  // MARK: The total

  /// What all terms come to; without any, the number zero.
  package var total: Total {
    if times == 0 { return number.map { .number($0) } ?? .outOfRange }
    guard numbers == 0 else { return .wrongType }
    switch instants {
    case 0: return SignedDuration(total: nanoseconds).map { .duration($0) } ?? .outOfRange
    case 1:
      guard let since = SignedDuration(total: nanoseconds),
        let instant = Timestamp(seconds: 0, nanoseconds: 0).adding(since)
      else { return .outOfRange }
      return .timestamp(instant)
    default: return .wrongType
    }
  }

  private var number: Decimal? {
    var rest = units
    let isNegative = rest[4] >> 63 == 1
    if isNegative { ExactSum.negate(&rest) }
    var exponent = Decimal.exponents.lowerBound
    // Until 128 bits hold it; what is left has zeros at its end, or does not fit.
    while rest[2] | rest[3] | rest[4] != 0 {
      guard ExactSum.divideByTen(&rest) == 0 else { return nil }
      exponent += 1
    }
    return Decimal(
      isNegative: isNegative, coefficient: UInt128(rest[1]) << 64 | UInt128(rest[0]),
      exponent: exponent)
  }

  // MARK: Words

  private static func multiply(_ words: inout InlineArray<5, UInt64>, by factor: UInt64) {
    var carry: UInt64 = 0
    for index in 0..<5 {
      let (high, low) = words[index].multipliedFullWidth(by: factor)
      let (sum, overflow) = low.addingReportingOverflow(carry)
      words[index] = sum
      carry = high &+ (overflow ? 1 : 0)
    }
  }

  private static func negate(_ words: inout InlineArray<5, UInt64>) {
    var carry = true
    for index in 0..<5 {
      let (word, overflow) = (~words[index]).addingReportingOverflow(carry ? 1 : 0)
      words[index] = word
      carry = overflow
    }
  }

  /// Leaves the quotient and returns the remainder.
  private static func divideByTen(_ words: inout InlineArray<5, UInt64>) -> UInt64 {
    var remainder: UInt64 = 0
    for index in stride(from: 4, through: 0, by: -1) {
      (words[index], remainder) = UInt64(10).dividingFullWidth((remainder, words[index]))
    }
    return remainder
  }
}
