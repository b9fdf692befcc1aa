// Numbers as Weir means them: exact decimals. Nothing here rounds: what cannot be held exactly is
// refused, and becomes the fault `number_out_of_range` further up.
//
// The form is unique (no trailing zeros in the coefficient, one zero), so that equality is equality
// of the parts, and a decimal can be hashed, compared as bytes and written to a program as it is.
// It also makes the arithmetic short: where exponents differ, the sum's last digit is that of the
// operand with the smaller exponent and is not zero, so there is nothing to strip and a sum that
// does not fit at once does not fit at all.

/// An exact decimal: (−1)^sign × coefficient × 10^exponent, coefficient below 2^96, exponent −28 to
/// 28, no trailing zeros in the coefficient, zero is +0 × 10^0.
package struct Decimal: Hashable, Sendable, BitwiseCopyable {
  // In the order in which they fill 16 bytes.
  package var isNegative: Bool
  package var exponent: Int8
  /// The coefficient's high 32 bits.
  package var high: UInt32
  /// The coefficient's low 64 bits.
  package var low: UInt64

  /// A decimal whose parts are normalised already.
  @inline(__always)
  package init(isNegative: Bool, high: UInt32, low: UInt64, exponent: Int8) {
    self.isNegative = isNegative
    self.high = high
    self.low = low
    self.exponent = exponent
  }

  // Computed, so that no use asks first whether they have been initialised.

  package static var zero: Decimal { Decimal(isNegative: false, high: 0, low: 0, exponent: 0) }
  package static var exponents: ClosedRange<Int> { -28...28 }
  /// One past the largest coefficient.
  package static var coefficientBound: UInt128 { 1 << 96 }

  @inline(__always)
  package var isZero: Bool { low == 0 && high == 0 }

  @inline(__always)
  package var coefficient: UInt128 { UInt128(high) << 64 | UInt128(low) }

  /// The decimal of parts that need not be normalised; nil when no decimal is exactly that.
  package init?(isNegative: Bool, coefficient: UInt128, exponent: Int) {
    guard coefficient != 0 else {
      self = .zero
      return
    }
    var rest = coefficient
    var power = exponent
    if rest >> 64 == 0 {
      var small = UInt64(truncatingIfNeeded: rest)
      while small & 1 == 0, small % 10 == 0 {
        small /= 10
        power += 1
      }
      rest = UInt128(small)
    } else {
      while rest & 1 == 0, rest % 10 == 0 {
        rest /= 10
        power += 1
      }
    }
    guard rest < Decimal.coefficientBound, Decimal.exponents.contains(power) else { return nil }
    self.init(
      isNegative: isNegative, high: UInt32(truncatingIfNeeded: rest >> 64),
      low: UInt64(truncatingIfNeeded: rest), exponent: Int8(power))
  }

  /// Every `Int` is a decimal: 19 digits fit.
  package init(_ integer: Int) {
    var magnitude = UInt64(integer.magnitude)
    var exponent: Int8 = 0
    while magnitude != 0, magnitude % 10 == 0 {
      magnitude /= 10
      exponent += 1
    }
    self.init(isNegative: integer < 0, high: 0, low: magnitude, exponent: exponent)
  }

  /// The number as an `Int`, when it is one.
  package var integer: Int? {
    guard exponent >= 0, high == 0, exponent <= 18 else { return nil }
    let (magnitude, overflow) = low.multipliedReportingOverflow(
      by: Decimal.smallPowers[Int(exponent)])
    if overflow { return nil }
    if isNegative {
      return magnitude <= UInt64(Int.max) + 1 ? Int(truncatingIfNeeded: 0 &- magnitude) : nil
    }
    return Int(exactly: magnitude)
  }

  // MARK: Powers of ten

  private static let smallPowers: [UInt64] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
    1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000,
    1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
  ]

  /// 10^power, 0 to 38.
  @inline(__always)
  static func tenToThe(_ power: Int) -> UInt128 {
    power <= 19
      ? UInt128(smallPowers[power]) : UInt128(smallPowers[19]) * UInt128(smallPowers[power - 19])
  }
}

// MARK: - Arithmetic

extension Decimal {
  package var negated: Decimal {
    Decimal(isNegative: !isNegative && !isZero, high: high, low: low, exponent: exponent)
  }

  /// The exact sum, nil when there is none.
  package func adding(_ other: Decimal) -> Decimal? {
    if exponent == other.exponent {
      return Decimal.sum(
        isNegative, coefficient, other.isNegative, other.coefficient, exponent: Int(exponent))
    }
    if isZero { return other }
    if other.isZero { return self }
    let (larger, smaller) = exponent > other.exponent ? (self, other) : (other, self)
    let distance = Int(larger.exponent) - Int(smaller.exponent)
    // A coefficient of 1 moved by more overflows 2^97, the most that a difference can lose again.
    guard distance <= 29 else { return nil }
    let (scaled, overflow) = larger.coefficient.multipliedReportingOverflow(
      by: Decimal.tenToThe(distance))
    guard !overflow, scaled < 2 * Decimal.coefficientBound else { return nil }
    return Decimal.sum(
      larger.isNegative, scaled, smaller.isNegative, smaller.coefficient,
      exponent: Int(smaller.exponent))
  }

  /// The exact difference, nil when there is none.
  package func subtracting(_ other: Decimal) -> Decimal? { adding(other.negated) }

  /// Both coefficients are below 2^97.
  private static func sum(
    _ isNegative: Bool, _ coefficient: UInt128, _ otherIsNegative: Bool,
    _ otherCoefficient: UInt128, exponent: Int
  ) -> Decimal? {
    if isNegative == otherIsNegative {
      return Decimal(
        isNegative: isNegative, coefficient: coefficient + otherCoefficient, exponent: exponent)
    }
    return coefficient >= otherCoefficient
      ? Decimal(
        isNegative: isNegative, coefficient: coefficient - otherCoefficient, exponent: exponent)
      : Decimal(
        isNegative: otherIsNegative, coefficient: otherCoefficient - coefficient,
        exponent: exponent)
  }

  /// The exact product, nil when there is none.
  package func multiplied(by other: Decimal) -> Decimal? {
    if isZero || other.isZero { return .zero }
    let isNegative = isNegative != other.isNegative
    let exponent = Int(exponent) + Int(other.exponent)
    if high == 0, other.high == 0 {
      let (upper, lower) = low.multipliedFullWidth(by: other.low)
      return Decimal(
        isNegative: isNegative, coefficient: UInt128(upper) << 64 | UInt128(lower),
        exponent: exponent)
    }
    // Neither coefficient is divisible by ten; every ten in the product is a two of one and a five
    // of the other. With those taken out first, the product has nothing to strip, and one that
    // overflows 128 bits is out of range for good.
    var (left, right, power) = (coefficient, other.coefficient, exponent)
    while left & 1 == 0, right % 5 == 0 { (left, right, power) = (left / 2, right / 5, power + 1) }
    while right & 1 == 0, left % 5 == 0 { (left, right, power) = (left / 5, right / 2, power + 1) }
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow
      ? nil : Decimal(isNegative: isNegative, coefficient: product, exponent: power)
  }
}

// MARK: - Order

extension Decimal: Comparable {
  package static func < (left: Decimal, right: Decimal) -> Bool { left.compared(with: right) < 0 }

  /// Negative, zero or positive as the number is less than, equal to or greater than the other.
  package func compared(with other: Decimal) -> Int {
    if isNegative != other.isNegative { return isNegative ? -1 : 1 }
    let order = Decimal.compareMagnitudes(self, other)
    return isNegative ? -order : order
  }

  private static func compareMagnitudes(_ left: Decimal, _ right: Decimal) -> Int {
    if left.exponent == right.exponent {
      if left.high != right.high { return left.high < right.high ? -1 : 1 }
      return left.low == right.low ? 0 : left.low < right.low ? -1 : 1
    }
    if left.isZero { return right.isZero ? 0 : -1 }
    if right.isZero { return 1 }
    if left.exponent < right.exponent { return -compareMagnitudes(right, left) }
    let distance = Int(left.exponent) - Int(right.exponent)
    // 10^29 is more than any coefficient, and so is whatever overflows.
    guard distance < 29 else { return 1 }
    let (scaled, overflow) = left.coefficient.multipliedReportingOverflow(by: tenToThe(distance))
    if overflow { return 1 }
    let coefficient = right.coefficient
    return scaled == coefficient ? 0 : scaled < coefficient ? -1 : 1
  }
}
