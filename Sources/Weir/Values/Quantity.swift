// Quantities as Kubernetes writes them: `200m` processors, `1Gi` of memory, `1e3`. Read exactly;
// what Kubernetes would round (finer than a billionth) or cap (beyond 64 bits) is out of range, so
// that a rule never compares another number than the cluster counts with.

/// Reading quantities of resources.
enum Quantity {
  /// The finest and the largest that Kubernetes keeps.
  private static let digitsAfterPoint = 9
  private static let largest = Decimal(Int.max)

  /// The number that the whole of a text spells.
  static func read(_ text: UnsafeBufferPointer<UInt8>) -> Decimal.Reading {
    var index = 0
    var number: [UInt8] = []
    if let sign = text.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
      if sign == UInt8(ascii: "-") { number.append(sign) }
      index = 1
    }
    func digits() -> Range<Int> {
      let start = index
      while index < text.count, text[index] &- UInt8(ascii: "0") < 10 { index += 1 }
      return start..<index
    }
    // JSON's grammar has no zeros in front, and digits on both sides of a point.
    let whole = digits()
    number += text[whole].drop { $0 == UInt8(ascii: "0") }
    if number.last.map({ $0 &- UInt8(ascii: "0") >= 10 }) ?? true {
      number.append(UInt8(ascii: "0"))
    }
    var fraction = index..<index
    if index < text.count, text[index] == UInt8(ascii: ".") {
      index += 1
      fraction = digits()
      if !fraction.isEmpty { number += [UInt8(ascii: ".")] + text[fraction] }
    }
    guard !whole.isEmpty || !fraction.isEmpty,
      let scale = scale(UnsafeBufferPointer(rebasing: text[index...]))
    else { return .malformed }
    switch Decimal.read(number) {
    case .malformed: return .malformed
    case .outOfRange: return .outOfRange
    case .value(let value):
      if value.isZero { return .value(.zero) }
      guard let factor = scale.factor, let result = value.multiplied(by: factor),
        result.exponent >= -digitsAfterPoint, result.magnitude <= largest
      else { return .outOfRange }
      return .value(result)
    }
  }

  /// What a suffix multiplies by; no factor where no decimal is as large or small.
  private struct Scale {
    var factor: Decimal?
  }

  private static func scale(_ suffix: UnsafeBufferPointer<UInt8>) -> Scale? {
    guard let first = suffix.first else { return power(0) }
    if suffix.count == 1 {
      switch first {
      case UInt8(ascii: "n"): return power(-9)
      case UInt8(ascii: "u"): return power(-6)
      case UInt8(ascii: "m"): return power(-3)
      case UInt8(ascii: "k"): return power(3)
      case UInt8(ascii: "M"): return power(6)
      case UInt8(ascii: "G"): return power(9)
      case UInt8(ascii: "T"): return power(12)
      case UInt8(ascii: "P"): return power(15)
      case UInt8(ascii: "E"): return power(18)
      default: return nil
      }
    }
    if suffix.count == 2, suffix[1] == UInt8(ascii: "i") {
      guard let place = Array("KMGTPE".utf8).firstIndex(of: first) else { return nil }
      return Scale(factor: Decimal(1 << (10 * (place + 1))))
    }
    guard first == UInt8(ascii: "e") || first == UInt8(ascii: "E") else { return nil }
    var digits = suffix.dropFirst()
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
    guard !digits.isEmpty else { return nil }
    var exponent = 0
    for digit in digits {
      guard digit &- UInt8(ascii: "0") < 10 else { return nil }
      exponent = min(1_000, exponent * 10 + Int(digit - UInt8(ascii: "0")))
    }
    return power(isNegative ? -exponent : exponent)
  }

  private static func power(_ exponent: Int) -> Scale {
    Scale(factor: Decimal(isNegative: false, coefficient: 1, exponent: exponent))
  }
}

extension Decimal {
  fileprivate var magnitude: Decimal { isNegative ? negated : self }
}
