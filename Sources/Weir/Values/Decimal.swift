// STUB: the values helper owns this file.

/// An exact decimal: (−1)^sign × coefficient × 10^exponent, coefficient below 2^96, exponent −28 to
/// 28, no trailing zeros in the coefficient, zero is +0 × 10^0.
package struct Decimal: Hashable, Sendable, BitwiseCopyable {
  package var isNegative: Bool
  /// The coefficient's high 32 bits.
  package var high: UInt32
  /// The coefficient's low 64 bits.
  package var low: UInt64
  package var exponent: Int8

  /// A decimal whose parts are normalised already.
  package init(isNegative: Bool, high: UInt32, low: UInt64, exponent: Int8) {
    self.isNegative = isNegative
    self.high = high
    self.low = low
    self.exponent = exponent
  }
}
