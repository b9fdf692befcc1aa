// Numbers and literals: where they end, and the values of short numbers.

import CScan

extension JSONText {
  /// How many digits a whole number has, of 16 at most, whose first byte is one; 0 for what must be
  /// looked at more closely.
  @inline(__always)
  func nearDigits(_ start: Int) -> Int {
    let count = (weir_nondigit16(base + start) | 1 << 16).trailingZeroBitCount
    guard base[start] != UInt8(ascii: "0") || count == 1,
      JSONText.endsNumber(base[start &+ count])
    else { return 0 }
    return count
  }

  /// The length of a number of up to 16 bytes; 0 for what must be looked at more closely.
  @inline(__always)
  func nearNumberLength(_ start: Int) -> Int {
    var length = base[start] == UInt8(ascii: "-") ? 1 : 0
    // A bit for each byte that is no digit, from `length` on.
    var others = weir_nondigit16(base + start) | 0xFFFF_0000
    others = others &>> UInt32(truncatingIfNeeded: length)
    var digits = others.trailingZeroBitCount
    guard digits > 0, digits == 1 || base[start &+ length] != UInt8(ascii: "0") else { return 0 }
    length &+= digits
    var after = base[start &+ length]
    if JSONText.endsNumber(after) { return length }
    others = others &>> UInt32(truncatingIfNeeded: digits)
    if after == UInt8(ascii: ".") {
      digits = (others >> 1).trailingZeroBitCount
      guard digits > 0 else { return 0 }
      length &+= 1 &+ digits
      others = others &>> UInt32(truncatingIfNeeded: 1 &+ digits)
      after = base[start &+ length]
    }
    if after | 0x20 == UInt8(ascii: "e") {
      let sign = base[start &+ length &+ 1]
      let mark = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") ? 2 : 1
      digits = (others &>> UInt32(truncatingIfNeeded: mark)).trailingZeroBitCount
      guard digits > 0 else { return 0 }
      length &+= mark &+ digits
      after = base[start &+ length]
    }
    return JSONText.endsNumber(after) ? length : 0
  }

  /// Checks a number from its first byte (a minus or a digit).
  @inline(__always)
  func numberEnd(from start: Int) throws(InputError) -> Int {
    let digits = byte(at: start) == UInt8(ascii: "-") ? start + 1 : start
    let end = digitsEnd(from: digits)
    // The plain case: digits without a leading zero, then a delimiter.
    if end > digits, end == digits + 1 || base[digits] != UInt8(ascii: "0"),
      JSONText.endsNumber(byte(at: end))
    {
      return end
    }
    return try irregularNumberEnd(digits: digits, end: end)
  }

  @inline(__always)
  static func endsNumber(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
      || isBlank(byte)
  }

  @inline(__always)
  func digitsEnd(from start: Int) -> Int {
    var offset = start
    while hasWide(at: offset) {
      let others = weir_nondigit16(base + offset)
      if others != 0 { return offset &+ others.trailingZeroBitCount }
      offset &+= 16
    }
    while byte(at: offset) &- 0x30 < 10 { offset &+= 1 }
    return offset
  }

  /// A number with a fraction or an exponent, or none at all.
  @inline(never)
  private func irregularNumberEnd(digits: Int, end: Int) throws(InputError) -> Int {
    guard end > digits else { throw noDigit(at: end) }
    if base[digits] == UInt8(ascii: "0"), end > digits + 1 {
      throw InputError(.number, at: digits + 1)
    }
    var offset = end
    if byte(at: offset) == UInt8(ascii: ".") {
      let fraction = offset + 1
      offset = digitsEnd(from: fraction)
      guard offset > fraction else { throw noDigit(at: offset) }
    }
    if byte(at: offset) | 0x20 == UInt8(ascii: "e") {
      var exponent = offset + 1
      let sign = byte(at: exponent)
      if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { exponent += 1 }
      offset = digitsEnd(from: exponent)
      guard offset > exponent else { throw noDigit(at: offset) }
    }
    // What sticks to a number was meant as part of it: 0x1F, 1.2.3, 1_000.
    switch byte(at: offset) {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "+"), UInt8(ascii: "-"):
      throw InputError(.number, at: offset)
    default: return offset
    }
  }

  private func noDigit(at offset: Int) -> InputError {
    offset < count ? InputError(.number, at: offset) : InputError(.truncated, at: count)
  }

  /// The value and the end of a number of up to 8 digits, a point and up to 8 more, `nearBytes` of
  /// text from its first byte on; nil for what must be looked at more closely.
  @inline(never)
  func nearFraction(_ start: Int) -> (decimal: Decimal, end: Int)? {
    let whole = (weir_nondigit16(base + start) | 1 << 16).trailingZeroBitCount
    let point = start &+ whole
    guard 1...8 ~= whole, base[start] != UInt8(ascii: "0") || whole == 1,
      base[point] == UInt8(ascii: "."), hasWide(at: point &+ 1)
    else { return nil }
    let others = weir_nondigit16(base + (point &+ 1))
    let digits = (others | 1 << 16).trailingZeroBitCount
    let end = point &+ 1 &+ digits
    guard 1...8 ~= digits, JSONText.endsNumber(base[end]) else { return nil }
    var coefficient = shortInteger(start, digits: whole)
    for _ in 0..<digits { coefficient = coefficient &* 10 }
    coefficient = coefficient &+ shortInteger(point &+ 1, digits: digits)
    guard coefficient != 0 else { return (.zero, end) }
    var exponent = 0 &- digits
    while coefficient & 1 == 0, coefficient % 10 == 0 {
      coefficient /= 10
      exponent &+= 1
    }
    let decimal = Decimal(
      isNegative: false, high: 0, low: coefficient,
      exponent: Int8(truncatingIfNeeded: exponent))
    return (decimal, end)
  }

  /// The value of 1 to 8 digits, eight bytes fetched.
  @inline(__always)
  func shortInteger(_ start: Int, digits: Int) -> UInt64 {
    // The first digit is the lowest byte; moved up, zeros stand in front of it.
    var word = UInt64(
      littleEndian: UnsafeRawPointer(base + start).loadUnaligned(as: UInt64.self))
    word = word &<< UInt64(truncatingIfNeeded: 64 &- 8 &* digits) & 0x0F0F_0F0F_0F0F_0F0F
    // Pairs, then fours, then all eight.
    word = (word &* 2561) &>> 8 & 0x00FF_00FF_00FF_00FF
    word = (word &* 6_553_601) &>> 16 & 0x0000_FFFF_0000_FFFF
    return (word &* 42_949_672_960_001) &>> 32
  }

  // MARK: Literals

  /// The length of the literal that stands at an offset; 0 for none.
  @inline(__always)
  func nearLiteral(_ start: Int) -> Int {
    let raw = UnsafeRawPointer(base + start)
    let word = UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self))
    if word == 0x6575_7274 || word == 0x6C6C_756E { return 4 }
    return word == 0x736C_6166 && base[start &+ 4] == UInt8(ascii: "e") ? 5 : 0
  }

  /// The end of `true`, `false` or `null`, chosen by its first byte.
  @inline(__always)
  func literalEnd(from start: Int) throws(InputError) -> Int {
    if start + 5 <= count {
      let length = nearLiteral(start)
      if length > 0 { return start + length }
    }
    return try irregularLiteralEnd(from: start)
  }

  @inline(never)
  private func irregularLiteralEnd(from start: Int) throws(InputError) -> Int {
    let word: StaticString =
      switch byte(at: start) {
      case UInt8(ascii: "t"): "true"
      case UInt8(ascii: "f"): "false"
      default: "null"
      }
    for index in 0..<word.utf8CodeUnitCount where byte(at: start + index) != word.utf8Start[index] {
      throw unexpected(at: start + index)
    }
    return start + word.utf8CodeUnitCount
  }
}
