// Exact decimals as a school child does them: digits in an array. The coefficient is below 2^96
// and the exponent between -28 and 28 once trailing zeros are gone; what does not fit is nil.

package import Weir

/// (−1)^sign × digits × 10^exponent; no leading or trailing zero digits, zero has no digits.
package struct ReferenceNumber: Hashable {
  package var isNegative: Bool
  /// Most significant first.
  package var digits: [Int]
  package var exponent: Int

  /// 2^96, which no coefficient reaches.
  static let bound = "79228162514264337593543950336".map { $0.wholeNumberValue! }

  package static let zero = ReferenceNumber(isNegative: false, digits: [], exponent: 0)

  private init(isNegative: Bool, digits: [Int], exponent: Int) {
    self.isNegative = isNegative
    self.digits = digits
    self.exponent = exponent
  }

  /// The number once normalised, if it fits.
  static func fitting(isNegative: Bool, digits: [Int], exponent: Int) -> ReferenceNumber? {
    var digits = Array(digits.drop { $0 == 0 })
    var exponent = exponent
    while digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    if digits.isEmpty { return zero }
    guard (-28...28).contains(exponent), compare(digits, bound) < 0 else { return nil }
    return ReferenceNumber(isNegative: isNegative, digits: digits, exponent: exponent)
  }

  /// A number in JSON's grammar.
  package init?(json text: String) {
    var rest = Substring(text)
    let isNegative = rest.first == "-"
    if isNegative { rest.removeFirst() }
    var digits: [Int] = []
    var exponent = 0
    var isFraction = false
    while let character = rest.first {
      rest.removeFirst()
      if character == "." {
        isFraction = true
      } else if let digit = character.wholeNumberValue {
        digits.append(digit)
        if isFraction { exponent -= 1 }
      } else {
        break
      }
    }
    // Here `rest` is what follows the `e`. An exponent of more than nine digits fits nothing but
    // zero, and zero has any.
    let isBelow = rest.first == "-"
    let written = rest.drop { "+-0".contains($0) }
    let size = written.count > 9 ? 1_000_000_000 : Int(written) ?? 0
    exponent += isBelow ? -size : size
    guard
      let number = ReferenceNumber.fitting(
        isNegative: isNegative, digits: digits, exponent: exponent)
    else { return nil }
    self = number
  }

  /// The core's decimal.
  package init(_ decimal: Decimal) {
    let coefficient = UInt128(decimal.high) << 64 | UInt128(decimal.low)
    self =
      ReferenceNumber.fitting(
        isNegative: decimal.isNegative,
        digits: String(coefficient).map { $0.wholeNumberValue! },
        exponent: Int(decimal.exponent)) ?? .zero
  }

  /// As the core holds it.
  package var decimal: Decimal {
    let coefficient = digits.reduce(UInt128(0)) { $0 * 10 + UInt128($1) }
    return Decimal(
      isNegative: isNegative, high: UInt32(truncatingIfNeeded: coefficient >> 64),
      low: UInt64(truncatingIfNeeded: coefficient), exponent: Int8(exponent))
  }

  /// The integer it is, if it is a small one.
  package var integer: Int? {
    guard exponent >= 0, digits.count + exponent < 18 else { return nil }
    let size = digits(at: 0).reduce(0) { $0 * 10 + $1 }
    return isNegative ? -size : size
  }

  /// The coefficient for a lower exponent.
  private func digits(at lower: Int) -> [Int] {
    digits.isEmpty ? [] : digits + Array(repeating: 0, count: exponent - lower)
  }

  package var negated: ReferenceNumber {
    digits.isEmpty
      ? self : ReferenceNumber(isNegative: !isNegative, digits: digits, exponent: exponent)
  }

  package static func + (left: ReferenceNumber, right: ReferenceNumber) -> ReferenceNumber? {
    let exponent = min(left.exponent, right.exponent)
    let a = left.digits(at: exponent)
    let b = right.digits(at: exponent)
    if left.isNegative == right.isNegative {
      return fitting(isNegative: left.isNegative, digits: sum(a, b), exponent: exponent)
    }
    return compare(a, b) >= 0
      ? fitting(isNegative: left.isNegative, digits: difference(a, b), exponent: exponent)
      : fitting(isNegative: right.isNegative, digits: difference(b, a), exponent: exponent)
  }

  /// Terms added, or subtracted, one after the other, and looked at when all are in.
  package static func total(
    _ terms: [(number: ReferenceNumber, isSubtracted: Bool)]
  ) -> ReferenceNumber? {
    let exponent = terms.map(\.number.exponent).min() ?? 0
    func sum(_ isNegative: Bool) -> [Int] {
      terms.filter { ($0.number.isNegative != $0.isSubtracted) == isNegative }
        .reduce([]) { self.sum($0, $1.number.digits(at: exponent)) }
    }
    let (above, below) = (sum(false), sum(true))
    return compare(above, below) >= 0
      ? fitting(isNegative: false, digits: difference(above, below), exponent: exponent)
      : fitting(isNegative: true, digits: difference(below, above), exponent: exponent)
  }

  package static func - (left: ReferenceNumber, right: ReferenceNumber) -> ReferenceNumber? {
    left + right.negated
  }

  package static func * (left: ReferenceNumber, right: ReferenceNumber) -> ReferenceNumber? {
    var cells = Array(repeating: 0, count: left.digits.count + right.digits.count + 1)
    for (i, a) in left.digits.reversed().enumerated() {
      for (j, b) in right.digits.reversed().enumerated() { cells[i + j] += a * b }
    }
    for i in cells.indices.dropLast() {
      cells[i + 1] += cells[i] / 10
      cells[i] %= 10
    }
    return fitting(
      isNegative: left.isNegative != right.isNegative, digits: cells.reversed(),
      exponent: left.exponent + right.exponent)
  }

  /// Below, at or above zero as `left` is below, at or above `right`.
  package static func order(_ left: ReferenceNumber, _ right: ReferenceNumber) -> Int {
    if left.isNegative != right.isNegative { return left.isNegative ? -1 : 1 }
    let exponent = min(left.exponent, right.exponent)
    let size = compare(left.digits(at: exponent), right.digits(at: exponent))
    return left.isNegative ? -size : size
  }

  /// As RFC 8785 writes numbers: plain from 1e-6 to below 1e21, else with one digit before the
  /// point.
  package var text: String {
    if digits.isEmpty { return "0" }
    var shown = digits.map(String.init).joined()
    // The place of the first digit: 0 for the ones.
    let size = digits.count + exponent - 1
    if size < -6 || size >= 21 {
      if shown.count > 1 { shown.insert(".", at: shown.index(after: shown.startIndex)) }
      shown += "e\(size < 0 ? "" : "+")\(size)"
    } else if exponent >= 0 {
      shown += String(repeating: "0", count: exponent)
    } else {
      let missing = 1 - exponent - digits.count
      if missing > 0 { shown = String(repeating: "0", count: missing) + shown }
      shown.insert(".", at: shown.index(shown.endIndex, offsetBy: exponent))
    }
    return (isNegative ? "-" : "") + shown
  }

  // MARK: Digits

  private static func compare(_ left: [Int], _ right: [Int]) -> Int {
    let a = Array(left.drop { $0 == 0 })
    let b = Array(right.drop { $0 == 0 })
    if a.count != b.count { return a.count < b.count ? -1 : 1 }
    for (x, y) in zip(a, b) where x != y { return x < y ? -1 : 1 }
    return 0
  }

  private static func sum(_ left: [Int], _ right: [Int]) -> [Int] {
    let width = max(left.count, right.count) + 1
    let a = Array(repeating: 0, count: width - left.count) + left
    let b = Array(repeating: 0, count: width - right.count) + right
    var result = zip(a, b).map { $0 + $1 }
    for i in result.indices.reversed() where result[i] > 9 {
      result[i] -= 10
      result[i - 1] += 1
    }
    return result
  }

  /// Of the larger and the smaller.
  private static func difference(_ left: [Int], _ right: [Int]) -> [Int] {
    let width = max(left.count, right.count)
    let a = Array(repeating: 0, count: width - left.count) + left
    let b = Array(repeating: 0, count: width - right.count) + right
    var result = zip(a, b).map { $0 - $1 }
    for i in result.indices.reversed() where result[i] < 0 {
      result[i] += 10
      result[i - 1] -= 1
    }
    return result
  }
}
