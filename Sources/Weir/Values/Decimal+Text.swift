// Decimals as text: reading JSON's numbers and Weir's literals, writing the canonical form.
//
// The canonical form is that of RFC 8785 (JSON Canonicalization), which prints as ECMAScript does:
// plain digits from 1e-6 to below 1e21, else one digit, the fraction and an exponent (`1.5e+21`).
// So a number that a binary double happens to hold is written in the same bytes by Weir and by
// every other canonical writer; only that the digits here are always the number's own.

extension Decimal {
  /// What came of reading a number.
  package enum Reading: Hashable, Sendable {
    case value(Decimal)
    /// A number, but no decimal is exactly that.
    case outOfRange
    case malformed

    package var decimal: Decimal? {
      switch self {
      case .value(let decimal): decimal
      case .outOfRange, .malformed: nil
      }
    }
  }

  /// The number that the whole of `bytes` spells in JSON's grammar, exactly, however long it is.
  @inline(__always)
  package static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Reading {
    // Whole numbers of up to 18 digits, which is most of them: no division, no 128-bit step.
    let count = bytes.count
    let start = count > 0 && bytes[0] == UInt8(ascii: "-") ? 1 : 0
    guard 1...18 ~= count - start, bytes[start] &- UInt8(ascii: "1") < 9 else {
      return readSlowly(bytes, separators: false)
    }
    var end = count
    while bytes[end - 1] == UInt8(ascii: "0") { end -= 1 }
    var coefficient: UInt64 = 0
    for index in start..<end {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return readSlowly(bytes, separators: false) }
      coefficient = coefficient &* 10 &+ UInt64(digit)
    }
    return .value(
      Decimal(
        isNegative: start == 1, high: 0, low: coefficient,
        exponent: Int8(truncatingIfNeeded: count - end)))
  }

  /// As above, of any bytes.
  package static func read(_ bytes: some Collection<UInt8>) -> Reading {
    bytes.withContiguousStorageIfAvailable { read($0) }
      ?? Array(bytes).withUnsafeBufferPointer { read($0) }
  }

  /// The number that a literal of a policy spells: as in JSON, and `_` may stand between digits.
  package static func read(literal: String) -> Reading {
    Array(literal.utf8).withUnsafeBufferPointer { readSlowly($0, separators: true) }
  }

  @inline(never)
  private static func readSlowly(
    _ bytes: UnsafeBufferPointer<UInt8>, separators: Bool
  ) -> Reading {
    var scanner = NumberScanner(bytes: bytes, separators: separators)
    return scanner.scan()
  }
}

/// The general reader of numbers. Zeros wait until a digit follows that is none, so that trailing
/// zeros never enter the coefficient, before or behind the point.
private struct NumberScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  let separators: Bool
  var index = 0
  var coefficient: UInt128 = 0
  /// Digits in the coefficient; past 29 it has stopped growing.
  var significantDigits = 0
  var waitingZeros = 0
  /// Digits seen so far, and which of them was the last that is not zero.
  var digits = 0
  var lastNonzero = 0

  init(bytes: UnsafeBufferPointer<UInt8>, separators: Bool) {
    self.bytes = bytes
    self.separators = separators
  }

  mutating func scan() -> Decimal.Reading {
    let isNegative = take(UInt8(ascii: "-"))
    let integerStart = index
    guard scanDigits() else { return .malformed }
    // The integer part is 0 or does not begin with 0.
    if bytes[integerStart] == UInt8(ascii: "0"), index - integerStart > 1 { return .malformed }
    let integerDigits = digits
    if take(UInt8(ascii: ".")), !scanDigits() { return .malformed }
    var exponent = 0
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      guard let written = scanExponent() else { return .malformed }
      exponent = written
    }
    guard index == bytes.count else { return .malformed }
    guard significantDigits > 0 else { return .value(.zero) }
    exponent += integerDigits - 1 - lastNonzero
    guard significantDigits <= 29, coefficient < Decimal.coefficientBound,
      Decimal.exponents.contains(exponent)
    else { return .outOfRange }
    return .value(
      Decimal(
        isNegative: isNegative, high: UInt32(truncatingIfNeeded: coefficient >> 64),
        low: UInt64(truncatingIfNeeded: coefficient), exponent: Int8(exponent)))
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// One digit or more; false where there is none, or a separator has no digit on both sides.
  private mutating func scanDigits() -> Bool {
    var afterDigit = false
    while index < bytes.count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      if digit < 10 {
        add(digit)
        afterDigit = true
      } else if separators, bytes[index] == UInt8(ascii: "_"), afterDigit {
        afterDigit = false
      } else {
        break
      }
      index += 1
    }
    return afterDigit
  }

  @inline(__always)
  private mutating func add(_ digit: UInt8) {
    if digit == 0 {
      waitingZeros += 1
    } else {
      // Zeros in front of the first digit do not count.
      let step = significantDigits == 0 ? 1 : waitingZeros + 1
      significantDigits += step
      if significantDigits <= 29 {
        coefficient = coefficient * Decimal.tenToThe(step) + UInt128(digit)
      }
      waitingZeros = 0
      lastNonzero = digits
    }
    digits += 1
  }

  private mutating func scanExponent() -> Int? {
    let isNegative = take(UInt8(ascii: "-"))
    if !isNegative { _ = take(UInt8(ascii: "+")) }
    let start = index
    var exponent = 0
    while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 {
      // Large enough: no text has digits enough to bring it back into range.
      if exponent < 1_000_000_000_000_000 {
        exponent = exponent * 10 + Int(bytes[index] - UInt8(ascii: "0"))
      }
      index += 1
    }
    return index == start ? nil : isNegative ? -exponent : exponent
  }
}

// MARK: - Writing

extension Decimal: CustomStringConvertible {
  /// The canonical text (see the head of this file).
  package var description: String {
    var bytes: [UInt8] = []
    write(into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the canonical text.
  package func write(into output: inout [UInt8]) {
    if isNegative { output.append(UInt8(ascii: "-")) }
    let start = output.count
    appendDigits(of: coefficient, to: &output)
    let power = isZero ? 0 : output.count - start + Int(exponent) - 1
    setPoint(inDigitsFrom: start, power: power, of: &output)
  }
}

/// Makes a number in canonical form of the digits that `output` ends with, the first of which
/// stands for 10^power: of such as have no zeros around them, or of a single zero.
func setPoint(inDigitsFrom start: Int, power: Int, of output: inout [UInt8]) {
  let zero = UInt8(ascii: "0")
  let count = output.count - start
  switch power {
  case 0...20:
    if count > power + 1 {
      output.insert(UInt8(ascii: "."), at: start + power + 1)
    } else {
      for _ in count..<power + 1 { output.append(zero) }
    }
  case -6 ... -1: output.insert(contentsOf: "0.00000".utf8.prefix(1 - power), at: start)
  default:
    if count > 1 { output.insert(UInt8(ascii: "."), at: start + 1) }
    output.append(UInt8(ascii: "e"))
    output.append(UInt8(ascii: power > 0 ? "+" : "-"))
    appendDigits(of: UInt128(power.magnitude), to: &output)
  }
}

/// Appends a whole number's digits, at least `width` of them.
func appendDigits(of number: UInt128, width: Int = 1, to output: inout [UInt8]) {
  let start = output.count
  var rest = number
  // 128-bit division is slow: most numbers need it never, the others once or twice.
  while rest >> 64 != 0 {
    let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10_000_000_000_000_000_000)
    var part = UInt64(truncatingIfNeeded: remainder)
    for _ in 0..<19 {
      output.append(UInt8(ascii: "0") + UInt8(part % 10))
      part /= 10
    }
    rest = quotient
  }
  var part = UInt64(truncatingIfNeeded: rest)
  while part != 0 || output.count - start < width {
    output.append(UInt8(ascii: "0") + UInt8(part % 10))
    part /= 10
  }
  output[start...].reverse()
}
