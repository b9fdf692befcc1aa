// Lengths of time as a policy spells them: `2h30m`; and products, which are of decimals.

extension SignedDuration {
  /// Why a text is not a length of time.
  package enum Mistake: Error, Hashable {
    /// Not numbers and units.
    case malformed
    /// The units do not descend, or one stands twice.
    case unordered
    /// Another number than the last has a fraction.
    case fractionInside
    /// Finer than a nanosecond.
    case inexact
    case outOfRange
  }

  /// Reads a policy's duration: `2h30m`, `1.5h`. Units descend, each stands at most once, and the
  /// last number may have a fraction, so that whatever `description` writes is read.
  package init(parsing bytes: UnsafeBufferPointer<UInt8>) throws(Mistake) {
    guard !bytes.isEmpty else { throw .malformed }
    var total: Int128 = 0
    var index = 0
    var nextUnit = 0
    var mistake: Mistake?
    while index < bytes.count {
      var number = Amount()
      try number.readDigits(bytes, &index)
      if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
        index += 1
        number.isFraction = true
        try number.readDigits(bytes, &index)
      }
      let unitStart = index
      while index < bytes.count, bytes[index] &- UInt8(ascii: "0") >= 10 { index += 1 }
      guard
        let unit = SignedDuration.units.firstIndex(where: {
          $0.name.withUTF8Buffer { $0.elementsEqual(bytes[unitStart..<index]) }
        })
      else { throw .malformed }
      if unit < nextUnit { mistake = mistake ?? .unordered }
      if number.isFraction, index < bytes.count { mistake = mistake ?? .fractionInside }
      if number.isTooLong { mistake = mistake ?? .outOfRange }
      nextUnit = unit + 1
      // At most five terms of 2^64 × 2^47.
      let nanoseconds = Int128(SignedDuration.units[unit].nanoseconds)
      let (quotient, remainder) = (Int128(number.fraction) * nanoseconds)
        .quotientAndRemainder(dividingBy: Int128(number.scale))
      if remainder != 0 || number.isTooFine { mistake = mistake ?? .inexact }
      total += Int128(number.whole) * nanoseconds + quotient
    }
    if let mistake { throw mistake }
    guard let interval = SignedDuration(total: total) else { throw .outOfRange }
    self = interval
  }

  /// Reads a policy's duration; nil when it is none, or too long to hold.
  package init?(reading bytes: UnsafeBufferPointer<UInt8>) {
    do throws(Mistake) { try self.init(parsing: bytes) } catch { return nil }
  }

  /// One number of a duration: digits, with underscores between two of them, and a fraction.
  private struct Amount {
    var whole: UInt64 = 0
    /// The digits after the point up to the last that is not zero, over a power of ten.
    var fraction: UInt64 = 0
    var scale: UInt64 = 1
    var isFraction = false
    var isTooLong = false
    var isTooFine = false
    /// Digits of the fraction that are not in it yet: zeros say nothing until another digit
    /// follows.
    private var pending = 0

    mutating func readDigits(
      _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int
    ) throws(Mistake) {
      func isDigit(_ place: Int) -> Bool {
        place < bytes.count && bytes[place] &- UInt8(ascii: "0") < 10
      }
      guard isDigit(index) else { throw .malformed }
      while isDigit(index) || index < bytes.count && bytes[index] == UInt8(ascii: "_") {
        let digit = bytes[index] &- UInt8(ascii: "0")
        if digit < 10 {
          if isFraction { addToFraction(UInt64(digit)) } else { addToWhole(UInt64(digit)) }
        } else if !isDigit(index - 1) || !isDigit(index + 1) {
          throw .malformed
        }
        index += 1
      }
    }

    private mutating func addToWhole(_ digit: UInt64) {
      let (product, overflow) = whole.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(digit)
      isTooLong = isTooLong || overflow || carry
      whole = isTooLong ? 0 : sum
    }

    /// A day is 2^16 × 3^3 × 5^11 nanoseconds: a seventeenth digit that is not zero is too fine.
    private mutating func addToFraction(_ digit: UInt64) {
      pending += 1
      guard digit != 0, !isTooFine else { return }
      while pending > 0, scale < 10_000_000_000_000_000 {
        fraction *= 10
        scale *= 10
        pending -= 1
      }
      if pending > 0 { isTooFine = true } else { fraction += digit }
    }
  }

  /// Reads a policy's duration.
  public init?(_ text: String) {
    guard let interval = Array(text.utf8).withUnsafeBufferPointer({ SignedDuration(reading: $0) })
    else { return nil }
    self = interval
  }

  /// The exact product, to the nanosecond; nil when there is none.
  package func multiplied(by factor: Decimal) -> SignedDuration? {
    // A total is below 2^94, so it is a decimal unless its zeros exceed the exponent; they do not.
    // A product that is none has more than 2^96 nanoseconds or a fraction of one.
    guard
      let total = Decimal(isNegative: seconds < 0, coefficient: total.magnitude, exponent: 0),
      let product = total.multiplied(by: factor), product.exponent >= 0
    else { return nil }
    let (magnitude, overflow) = product.coefficient.multipliedReportingOverflow(
      by: Decimal.tenToThe(Int(product.exponent)))
    guard !overflow, let whole = Int128(exactly: magnitude) else { return nil }
    return SignedDuration(total: product.isNegative ? -whole : whole)
  }
}

extension SignedDuration: CustomStringConvertible {
  /// As a policy spells it, the largest units first: `1d2h`, `0s`, `-1m30s`. What is finer than a
  /// millisecond is a fraction of one: `1s0.25ms`.
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
    for (name, nanoseconds) in SignedDuration.units {
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

extension SignedDuration.Mistake {
  /// What keeps a text from being a duration; nil when nothing does.
  init?(of text: String) {
    do throws(SignedDuration.Mistake) {
      try Array(text.utf8).withUnsafeBufferPointer { (bytes) throws(SignedDuration.Mistake) in
        _ = try SignedDuration(parsing: bytes)
      }
      return nil
    } catch {
      self = error
    }
  }

  /// What a message says of the text, and what to write instead.
  func explanation(of written: String) -> (message: String, hint: String) {
    switch self {
    case .malformed:
      ("`\(written)` is not a duration", "the units are d h m s ms, as in `15m` or `2h30m`")
    case .unordered:
      (
        "the units of `\(written)` are not in descending order, each once",
        "the order is d h m s ms, as in `1d12h` or `2h30m`"
      )
    case .fractionInside:
      (
        "`\(written)`: only the last number of a duration has a fraction",
        "one hour and a half is `1.5h` or `1h30m`"
      )
    case .inexact:
      (
        "`\(written)` is finer than a nanosecond",
        "durations are exact: the shortest is `0.000001ms`"
      )
    case .outOfRange:
      (
        "`\(written)` is longer than ten thousand years",
        "write a shorter one; instants end with the year 9999"
      )
    }
  }
}
