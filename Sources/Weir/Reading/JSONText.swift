// One JSON text as bytes, and the facts of JSON's grammar (RFC 8259) that every reader here shares:
// where a string, a number, a literal, a whole value ends, and what is wrong when it does not.
//
// Everything is a function from an offset to an offset: no state, so that the offset stays in a
// register of the loop that calls. All bytes are fetched through `byte`, `word` and the 16-byte
// steps, each of which compares with the end first; nothing else here touches memory.
//
// The byte of an error is the first one that no valid text could have at its place, with three
// exceptions that read better: an escape or half a surrogate pair is at its backslash, invalid UTF-8
// at the sequence's first byte, too deep nesting at the bracket that opens one too many. A text that
// ends too early is wrong at its end.

import CScan

/// The bytes of a JSON text; whoever made it keeps them alive.
struct JSONText: BitwiseCopyable {
  let base: UnsafePointer<UInt8>
  let count: Int

  /// Throws for a text without bytes.
  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(InputError) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { throw InputError(.empty, at: 0) }
    guard bytes.count <= Limits.requestBytes else {
      throw InputError(.tooLong, at: Limits.requestBytes)
    }
    self.base = base
    count = bytes.count
  }

  // MARK: Bytes

  /// The byte at an offset; 0, which JSON allows nowhere, at the end.
  @inline(__always)
  func byte(at offset: Int) -> UInt8 {
    offset < count ? base[offset] : 0
  }

  /// Two bytes, the first the lower; both are there.
  @inline(__always)
  func pair(at offset: Int) -> UInt16 {
    UInt16(littleEndian: UnsafeRawPointer(base + offset).loadUnaligned(as: UInt16.self))
  }

  /// `,"` and `":` as `pair` has them.
  static var commaQuote: UInt16 { 0x222C }
  static var quoteColon: UInt16 { 0x3A22 }

  /// Whether a 16-byte step may start at an offset.
  @inline(__always)
  func hasWide(at offset: Int) -> Bool { offset &+ 16 <= count }

  /// How many bytes `nearQuote` and `nearDigits` fetch from a value's first byte on.
  static var nearBytes: Int { 18 }

  /// Where a string ends that is plain and has 16 bytes at most, from behind its opening quote; some
  /// other byte than a quote stands there when it is neither.
  @inline(__always)
  func nearQuote(_ start: Int) -> Int {
    start &+ (weir_special16(base + start) | 1 << 16).trailingZeroBitCount
  }

  /// How many digits a whole number has, of 16 at most, whose first byte is one; 0 for what must be
  /// looked at more closely.
  @inline(__always)
  func nearDigits(_ start: Int) -> Int {
    let count = (weir_nondigit16(base + start) | 1 << 16).trailingZeroBitCount
    let isPlain =
      JSONText.endsNumber(base[start &+ count])
      && (base[start] != UInt8(ascii: "0") || count == 1)
    return isPlain ? count : 0
  }

  /// The special bytes (see `weir_special16`) from an offset within the last 16 bytes of a text of at
  /// least so many; 0 where there is none.
  @inline(never)
  func lastSpecial(_ offset: Int) -> UInt32 {
    let last = count &- 16
    return weir_special16(base + last) >> UInt32(truncatingIfNeeded: offset &- last)
  }

  /// The value and the end of a number of up to 8 digits, a point and up to 8 more, `nearBytes` of text
  /// from its first byte on; nil for what must be looked at more closely.
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

  /// The length of the literal that stands at an offset; 0 for none.
  @inline(__always)
  func nearLiteral(_ start: Int) -> Int {
    let raw = UnsafeRawPointer(base + start)
    let word = UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self))
    if word == 0x6575_7274 || word == 0x6C6C_756E { return 4 }
    return word == 0x736C_6166 && base[start &+ 4] == UInt8(ascii: "e") ? 5 : 0
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

  func slice(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
    assert(start <= end && end <= count)
    return UnsafeBufferPointer(start: base + start, count: end - start)
  }

  /// What is wrong with a byte that the grammar has no place for.
  @inline(never)
  func unexpected(at offset: Int) -> InputError {
    guard offset < count else { return InputError(.truncated, at: count) }
    if base[offset] >= 0x80, UTF8Check.length(at: offset, in: self) == nil {
      return InputError(.utf8, at: offset)
    }
    return InputError(.syntax, at: offset)
  }

  // MARK: Blanks

  /// The first offset from `start` whose byte is no blank.
  @inline(__always)
  func skipBlanks(_ start: Int) -> Int {
    byte(at: start) > 0x20 ? start : skipManyBlanks(start)
  }

  /// Steps over blanks and returns the byte behind them; 0 at the end.
  @inline(__always)
  func next(_ offset: inout Int) -> UInt8 {
    let first = byte(at: offset)
    if first > 0x20 { return first }
    offset = skipManyBlanks(offset)
    return byte(at: offset)
  }

  @inline(never)
  private func skipManyBlanks(_ start: Int) -> Int {
    // Mostly one space, or many blanks.
    if byte(at: start) == 0x20, byte(at: start &+ 1) > 0x20 { return start &+ 1 }
    var offset = start
    while hasWide(at: offset) {
      let others = weir_nonblank16(base + offset)
      if others != 0 { return offset + others.trailingZeroBitCount }
      offset += 16
    }
    while offset < count, JSONText.isBlank(base[offset]) { offset += 1 }
    return offset
  }

  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// Where the text's one value starts.
  func start() throws(InputError) -> Int {
    let start = skipBlanks(0)
    guard start < count else { throw InputError(.empty, at: 0) }
    return start
  }

  /// Nothing but blanks may follow the text's one value.
  func finish(_ end: Int) throws(InputError) {
    let rest = skipBlanks(end)
    if rest < count { throw InputError(.trailing, at: rest) }
  }

  // MARK: Strings

  /// Where a string's closing quote is, and whether it must be decoded.
  struct StringEnd {
    var quote: Int
    var hasEscapes: Bool
  }

  /// Checks a string from behind its opening quote.
  @inline(__always)
  func stringEnd(from start: Int) throws(InputError) -> StringEnd {
    guard hasWide(at: start) else { return try irregularStringEnd(from: start) }
    // Most strings end within the first step.
    var special = weir_special16(base + start)
    var offset = start
    while special == 0 {
      offset &+= 16
      guard hasWide(at: offset) else { return try irregularStringEnd(from: offset) }
      special = weir_special16(base + offset)
    }
    offset &+= special.trailingZeroBitCount
    guard base[offset] == UInt8(ascii: "\"") else { return try irregularStringEnd(from: offset) }
    return StringEnd(quote: offset, hasEscapes: false)
  }

  /// The rest of a string that has escapes or more than ASCII in it, or stands at the text's end.
  @inline(never)
  private func irregularStringEnd(from start: Int) throws(InputError) -> StringEnd {
    var offset = start
    var hasEscapes = false
    // What is well formed is stepped over here, and what is not, or may not be, left to the rest.
    while hasWide(at: offset) {
      let byte = base[offset]
      if byte == UInt8(ascii: "\\") {
        let escaped = base[offset &+ 1]
        if weir_unescaped(escaped) != 0 {
          offset &+= 2
        } else if weir_escapes16(base + offset) {
          offset &+= 12
        } else {
          let length = escaped == UInt8(ascii: "u") ? unicodeEscapeLength(at: offset) : 0
          guard length > 0 else { break }
          offset &+= length
        }
        hasEscapes = true
      } else if byte == UInt8(ascii: "\"") {
        return StringEnd(quote: offset, hasEscapes: hasEscapes)
      } else if byte >= 0x80 {
        let length = foreignLength(at: offset)
        guard length > 0 else { break }
        offset &+= length
      } else {
        let special = weir_special16(base + offset)
        guard special & 1 == 0 else { break }
        offset &+= special == 0 ? 16 : special.trailingZeroBitCount
      }
    }
    return try closeStringEnd(from: offset, hasEscapes: hasEscapes)
  }

  /// The same, one character after the other, and what is wrong.
  @inline(never)
  private func closeStringEnd(
    from start: Int, hasEscapes hadEscapes: Bool
  ) throws(InputError) -> StringEnd {
    var offset = start
    var hasEscapes = hadEscapes
    while true {
      if count >= 16, offset < count, !hasWide(at: offset) {
        // The last 16 bytes, those in front of `offset` shifted out.
        let special = weir_special16(base + (count - 16)) >> UInt32(offset - (count - 16))
        guard special != 0 else { throw InputError(.truncated, at: count) }
        offset += special.trailingZeroBitCount
      }
      guard offset < count else { throw InputError(.truncated, at: count) }
      let byte = base[offset]
      switch byte {
      case UInt8(ascii: "\""): return StringEnd(quote: offset, hasEscapes: hasEscapes)
      case UInt8(ascii: "\\"):
        offset = try escape(at: offset).end
        hasEscapes = true
      case 0..<0x20: throw InputError(.controlCharacter, at: offset)
      case 0x20..<0x80: offset += 1
      default:
        guard let length = UTF8Check.length(at: offset, in: self) else {
          throw InputError(.utf8, at: offset)
        }
        offset += length
      }
    }
  }

  /// The length of an escape of four digits, 16 bytes of text with it, or of a pair of surrogates; 0
  /// for what is none.
  @inline(__always)
  private func unicodeEscapeLength(at backslash: Int) -> Int {
    let unit = weir_hexadecimal4(base + (backslash &+ 2))
    guard unit >= 0 else { return 0 }
    if unit & 0xF800 != 0xD800 { return 6 }
    guard unit < 0xDC00, base[backslash &+ 6] == UInt8(ascii: "\\"),
      base[backslash &+ 7] == UInt8(ascii: "u")
    else { return 0 }
    let low = weir_hexadecimal4(base + (backslash &+ 8))
    return low >= 0 && low & 0xFC00 == 0xDC00 ? 12 : 0
  }

  /// The length of a character beyond ASCII, 4 bytes of text with it; 0 for what is none.
  @inline(__always)
  private func foreignLength(at offset: Int) -> Int {
    let first = base[offset]
    let second = base[offset &+ 1]
    guard first >= 0xC2, second & 0xC0 == 0x80 else { return 0 }
    if first < 0xE0 { return 2 }
    guard base[offset &+ 2] & 0xC0 == 0x80 else { return 0 }
    if first < 0xF0 {
      // No overlong forms, no surrogates.
      return first == 0xE0 && second < 0xA0 || first == 0xED && second >= 0xA0 ? 0 : 3
    }
    guard base[offset &+ 3] & 0xC0 == 0x80, first <= 0xF4 else { return 0 }
    return first == 0xF0 && second < 0x90 || first == 0xF4 && second >= 0x90 ? 0 : 4
  }

  /// The scalar that an escape at a backslash stands for, and where the escape ends.
  func escape(at backslash: Int) throws(InputError) -> (scalar: UInt32, end: Int) {
    guard backslash + 1 < count else { throw InputError(.truncated, at: count) }
    let scalar: UInt32
    switch base[backslash + 1] {
    case UInt8(ascii: "\""): scalar = 0x22
    case UInt8(ascii: "\\"): scalar = 0x5C
    case UInt8(ascii: "/"): scalar = 0x2F
    case UInt8(ascii: "b"): scalar = 0x08
    case UInt8(ascii: "f"): scalar = 0x0C
    case UInt8(ascii: "n"): scalar = 0x0A
    case UInt8(ascii: "r"): scalar = 0x0D
    case UInt8(ascii: "t"): scalar = 0x09
    case UInt8(ascii: "u"): return try unicodeEscape(at: backslash)
    default: throw InputError(.escape, at: backslash)
    }
    return (scalar, backslash + 2)
  }

  private func unicodeEscape(at backslash: Int) throws(InputError) -> (scalar: UInt32, end: Int) {
    let first = try hexadecimal(at: backslash)
    switch first {
    case 0xD800..<0xDC00:
      let second = backslash + 6
      // A pair cut off by the text's end is as good as any other beginning.
      if second == count || second + 1 == count && base[second] == UInt8(ascii: "\\") {
        throw InputError(.truncated, at: count)
      }
      guard byte(at: second) == UInt8(ascii: "\\"), byte(at: second + 1) == UInt8(ascii: "u")
      else { throw InputError(.loneSurrogate, at: backslash) }
      let low = try hexadecimal(at: second)
      guard (0xDC00..<0xE000).contains(low) else {
        throw InputError(.loneSurrogate, at: backslash)
      }
      return (0x10000 + (first - 0xD800) << 10 + (low - 0xDC00), second + 6)
    case 0xDC00..<0xE000: throw InputError(.loneSurrogate, at: backslash)
    default: return (first, backslash + 6)
    }
  }

  /// The four digits of `\uXXXX`.
  private func hexadecimal(at backslash: Int) throws(InputError) -> UInt32 {
    var value: UInt32 = 0
    for offset in backslash + 2..<backslash + 6 {
      guard offset < count else { throw InputError(.truncated, at: count) }
      let digit = base[offset]
      switch digit {
      case 0x30...0x39: value = value << 4 | UInt32(digit - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(digit - 0x41 + 10)
      case 0x61...0x66: value = value << 4 | UInt32(digit - 0x61 + 10)
      default: throw InputError(.escape, at: backslash)
      }
    }
    return value
  }

  /// Hands the bytes of a string that `stringEnd` let pass to `sink`, escapes decoded, in runs;
  /// stops when the sink says false.
  func decode(
    from start: Int, to quote: Int, _ sink: (UnsafeBufferPointer<UInt8>) -> Bool
  ) throws(InputError) -> Bool {
    var offset = start
    while offset < quote {
      if base[offset] == UInt8(ascii: "\\") {
        let (scalar, end) = try escape(at: offset)
        offset = end
        var bytes: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0)
        let length = UTF8Check.encode(scalar, into: &bytes)
        let accepted = withUnsafeBytes(of: &bytes) { raw in
          sink(UnsafeBufferPointer(rebasing: raw.assumingMemoryBound(to: UInt8.self)[..<length]))
        }
        guard accepted else { return false }
      } else {
        let run = offset
        while offset < quote, base[offset] != UInt8(ascii: "\\") { offset += 1 }
        guard sink(slice(run, offset)) else { return false }
      }
    }
    return true
  }

  /// Bytes beyond a string's own that `decodeNear` must have room for.
  static var decodingRoom: Int { 32 }
  /// Room enough for most names.
  static var nameRoom: Int { 128 }

  /// Checks a string from behind its opening quote and writes its bytes, escapes decoded, in the same
  /// pass. Nil where there is not enough room, near the text's end and for what is not well formed: to
  /// be looked at more closely.
  @inline(never)
  func decodeNear(
    from start: Int, into bytes: UnsafeMutablePointer<UInt8>, room: Int
  ) -> (length: Int, quote: Int)? {
    // A step of 16 bytes and the longest escape may be fetched from here, and as much be written.
    let last = min(count, start &+ room) &- JSONText.decodingRoom
    var offset = start
    var length = 0
    while offset <= last {
      copy(SIMD16<UInt8>.self, from: offset, to: bytes + length)
      let plain = (weir_special16(base + offset) | 1 << 16).trailingZeroBitCount
      offset &+= plain
      length &+= plain
      guard plain < 16 else { continue }
      let byte = base[offset]
      if byte == UInt8(ascii: "\"") { return (length, offset) }
      if byte == UInt8(ascii: "\\") {
        let escaped = weir_unescaped(base[offset &+ 1])
        if escaped != 0 {
          bytes[length] = escaped
          length &+= 1
          offset &+= 2
          continue
        }
        let unit = weir_hexadecimal4(base + (offset &+ 2))
        if 0..<0x80 ~= unit, base[offset &+ 1] == UInt8(ascii: "u") {
          bytes[length] = UInt8(truncatingIfNeeded: unit)
          length &+= 1
          offset &+= 6
          continue
        }
        guard let (count, end) = decodeForeignEscape(at: offset, into: bytes + length)
        else { return nil }
        length &+= count
        offset = end
      } else {
        let count = foreignLength(at: offset)
        guard count > 0 else { return nil }
        copy(UInt32.self, from: offset, to: bytes + length)
        length &+= count
        offset &+= count
      }
    }
    return nil
  }

  /// Writes what an escape stands for, four bytes at most, and returns how many and where it ends; nil for
  /// what is none.
  @inline(never)
  private func decodeForeignEscape(
    at backslash: Int, into bytes: UnsafeMutablePointer<UInt8>
  ) -> (count: Int, end: Int)? {
    guard let (scalar, end) = try? escape(at: backslash) else { return nil }
    var encoded: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0)
    let count = UTF8Check.encode(scalar, into: &encoded)
    UnsafeMutableRawPointer(bytes).storeBytes(of: encoded, as: type(of: encoded))
    return (count, end)
  }

  @inline(__always)
  private func copy<Bytes: BitwiseCopyable>(
    _ type: Bytes.Type, from offset: Int, to bytes: UnsafeMutablePointer<UInt8>
  ) {
    let taken = UnsafeRawPointer(base + offset).loadUnaligned(as: type)
    UnsafeMutableRawPointer(bytes).storeBytes(of: taken, as: type)
  }

  /// Whether two names that were let pass are the same once their escapes are decoded, by where their
  /// opening quotes are.
  func areEqualNames(at first: Int, _ second: Int) throws(InputError) -> Bool {
    var left = first + 1
    var right = second + 1
    while base[left] != UInt8(ascii: "\""), base[right] != UInt8(ascii: "\"") {
      let one = try character(at: left)
      let other = try character(at: right)
      guard one.scalar == other.scalar else { return false }
      left = one.end
      right = other.end
    }
    return base[left] == base[right]
  }

  /// A string's next character, decoded, and where it ends.
  private func character(at offset: Int) throws(InputError) -> (scalar: UInt32, end: Int) {
    let first = byte(at: offset)
    if first == UInt8(ascii: "\\") { return try escape(at: offset) }
    if first < 0x80 { return (UInt32(first), offset + 1) }
    guard let length = UTF8Check.length(at: offset, in: self) else {
      throw InputError(.utf8, at: offset)
    }
    var scalar = UInt32(first & 0x7F >> UInt8(length))
    for index in 1..<length { scalar = scalar << 6 | UInt32(base[offset + index] & 0x3F) }
    return (scalar, offset + length)
  }

  // MARK: Numbers and literals

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
  private static func endsNumber(_ byte: UInt8) -> Bool {
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

  // MARK: Values that nobody wants

  /// What a value is, by its first byte.
  enum Kind {
    case string, number, literal, record, list
  }

  @inline(__always)
  func kind(at offset: Int) throws(InputError) -> Kind {
    try kind(of: byte(at: offset), at: offset)
  }

  @inline(__always)
  func kind(of first: UInt8, at offset: Int) throws(InputError) -> Kind {
    if first == UInt8(ascii: "\"") { return .string }
    switch first {
    case UInt8(ascii: "{"): return .record
    case UInt8(ascii: "["): return .list
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): return .literal
    case UInt8(ascii: "-"), 0x30...0x39: return .number
    default: throw noValue(at: offset)
    }
  }

  @inline(never)
  private func noValue(at offset: Int) -> InputError {
    let first = byte(at: offset)
    return first == UInt8(ascii: "+") || first == UInt8(ascii: ".")
      ? InputError(.number, at: offset) : unexpected(at: offset)
  }

  /// Checks a value and returns where it ends. `depth` is how many containers it lies in.
  @inline(__always)
  func skipValue(_ start: Int, depth: Int) throws(InputError) -> Int {
    switch try kind(at: start) {
    case .string: return try stringEnd(from: start + 1).quote + 1
    case .number: return try numberEnd(from: start)
    case .literal: return try literalEnd(from: start)
    case .record, .list: return try skipContainer(start, depth: depth)
    }
  }

  /// The same, out of line, and blanks may stand in front of the value.
  @inline(never)
  func skipAny(_ start: Int, depth: Int) throws(InputError) -> Int {
    try skipValue(skipBlanks(start), depth: depth)
  }

  /// The same for a value behind which `nearBytes` of text may be fetched, quicker for most.
  @inline(__always)
  func skipNear(_ start: Int, depth: Int) throws(InputError) -> Int {
    let first = base[start]
    if first == UInt8(ascii: "\"") {
      let quote = nearQuote(start &+ 1)
      if base[quote] == UInt8(ascii: "\"") { return quote &+ 1 }
    } else if first &- 0x30 < 10 {
      let digits = nearDigits(start)
      if digits > 0 { return start &+ digits }
    }
    return try skipAny(start, depth: depth)
  }

  /// From behind a member's name to its value.
  @inline(__always)
  func skipColon(_ start: Int) throws(InputError) -> Int {
    var offset = start
    guard next(&offset) == UInt8(ascii: ":") else { throw unexpected(at: offset) }
    offset &+= 1
    _ = next(&offset)
    return offset
  }

  /// Checks an object or array. Which of the open ones are objects is a bit each of one word, so
  /// 63 levels need no recursion; deeper ones are another call each 63, which the limit keeps few.
  @inline(never)
  func skipContainer(_ start: Int, depth outer: Int) throws(InputError) -> Int {
    guard outer < Limits.requestDepth else { throw InputError(.depth, at: start) }
    /// The innermost open container's bit is the lowest; above the outermost one's is one more.
    var objects: UInt64 = byte(at: start) == UInt8(ascii: "{") ? 0b11 : 0b10
    /// From here on there is no room, or no level left.
    let full: UInt64 =
      outer &+ 63 <= Limits.requestDepth
      ? 1 << 63 : 1 &<< UInt64(truncatingIfNeeded: Limits.requestDepth &- outer)
    var offset = start &+ 1
    if next(&offset) == JSONText.closing(objects & 1 == 1) { return offset &+ 1 }
    values: while true {
      // At a member or an element, which no blank precedes any more.
      value: do {
        var first: UInt8
        // Comparing once is enough for 16 bytes of name, its quotes, the colon and what comes then.
        if offset &+ 20 <= count {
          if objects & 1 == 1 {
            guard base[offset] == UInt8(ascii: "\"") else { throw unexpected(at: offset) }
            let quote = nearQuote(offset &+ 1)
            if pair(at: quote) == JSONText.quoteColon {
              offset = quote &+ 2
              first = base[offset]
              if first <= 0x20 { first = next(&offset) }
            } else {
              offset = try skipName(offset)
              first = byte(at: offset)
            }
          } else {
            first = base[offset]
          }
        } else {
          if objects & 1 == 1 { offset = try skipName(offset) }
          first = byte(at: offset)
        }
        // The plain ones of scalars are here, inline; the rest is behind them. Brace and bracket
        // differ in one bit.
        if offset &+ JSONText.nearBytes > count, first | 0x20 != UInt8(ascii: "{") {
          offset = try skipOtherScalar(first, at: offset)
        } else if first == UInt8(ascii: "\"") {
          var quote = offset &+ 1
          var special = weir_special16(base + quote)
          while special == 0, hasWide(at: quote &+ 16) {
            quote &+= 16
            special = weir_special16(base + quote)
          }
          if special != 0 {
            quote &+= special.trailingZeroBitCount
            if base[quote] == UInt8(ascii: "\"") {
              offset = quote &+ 1
              break value
            }
          }
          offset = try irregularStringEnd(from: quote).quote &+ 1
        } else if first &- 0x30 < 10 || first == UInt8(ascii: "-") {
          // Numbers of one digit are many for their size.
          let after = base[offset &+ 1]
          if first != UInt8(ascii: "-") {
            if after == UInt8(ascii: ","), base[offset &+ 2] > 0x20 {
              offset &+= 2
              continue values
            }
            if after | 0x20 == UInt8(ascii: "}") {
              offset &+= 1
              break value
            }
          }
          // In a list the next is likely to be one too.
          if objects & 1 == 0 {
            offset = try skipNumbers(offset)
            break value
          }
          let sign = first == UInt8(ascii: "-") ? 1 : 0
          let digits = nearDigits(offset &+ sign)
          offset =
            try digits > 0 ? offset &+ sign &+ digits : skipOtherScalar(first, at: offset)
        } else if first | 0x20 == UInt8(ascii: "{") {
          guard objects < full else {
            // Which refuses it where no level is left.
            offset = try skipContainer(offset, depth: min(outer &+ 63, Limits.requestDepth))
            break value
          }
          offset &+= 1
          var inner = next(&offset)
          if first == UInt8(ascii: "[") {
            while inner == UInt8(ascii: "[") {
              objects &<<= 1
              guard objects < full else { continue values }
              offset &+= 1
              inner = next(&offset)
            }
          }
          // Two above the opening one is the closing one.
          if inner != first &+ 2 {
            objects = objects &<< 1 | UInt64(first &>> 5 & 1)
            continue values
          }
          offset &+= 1
        } else {
          let length = nearLiteral(offset)
          offset = try length > 0 ? offset &+ length : skipOtherScalar(first, at: offset)
        }
      }
      // Behind a value: a comma and the next, or the end of one container or several.
      while true {
        let byte = next(&offset)
        if byte == UInt8(ascii: ",") {
          offset &+= 1
          _ = next(&offset)
          break
        }
        guard byte == JSONText.closing(objects & 1 == 1) else { throw unexpected(at: offset) }
        offset &+= 1
        objects &>>= 1
        if objects == 1 { return offset }
      }
    }
  }

  /// From a member's name to its value.
  @inline(never)
  private func skipName(_ start: Int) throws(InputError) -> Int {
    guard byte(at: start) == UInt8(ascii: "\"") else { throw unexpected(at: start) }
    return try skipColon(try stringEnd(from: start &+ 1).quote &+ 1)
  }

  /// Checks a number of a list, and those behind it that follow a comma at once.
  @inline(never)
  private func skipNumbers(_ start: Int) throws(InputError) -> Int {
    let lastNear = count &- JSONText.nearBytes
    var offset = start
    while offset <= lastNear {
      let length = nearNumberLength(offset)
      guard length > 0 else { break }
      offset &+= length
      guard base[offset] == UInt8(ascii: ",") else { return offset }
      offset &+= 1
    }
    // Behind a comma, at what no short number is.
    return try offset == start ? numberEnd(from: start) : offset &- 1
  }

  /// Checks a string, number or literal.
  @inline(never)
  private func skipOtherScalar(_ first: UInt8, at start: Int) throws(InputError) -> Int {
    if first &- 0x30 < 10 || first == UInt8(ascii: "-"), start &+ JSONText.nearBytes <= count {
      let length = nearNumberLength(start)
      if length > 0 { return start &+ length }
    }
    switch try kind(of: first, at: start) {
    case .number: return try numberEnd(from: start)
    case .literal: return try literalEnd(from: start)
    case .string: return try stringEnd(from: start + 1).quote + 1
    case .record, .list: throw unexpected(at: start)
    }
  }

  @inline(__always)
  static func closing(_ isObject: Bool) -> UInt8 {
    isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
  }
}

/// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing beyond U+10FFFF.
enum UTF8Check {
  /// The length of the sequence at a byte from 0x80; nil when there is no valid one.
  static func length(at offset: Int, in text: JSONText) -> Int? {
    func isContinuation(_ index: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
      let byte = text.byte(at: offset + index)
      return byte >= low && byte <= high
    }
    switch text.byte(at: offset) {
    case 0xC2...0xDF: return isContinuation(1) ? 2 : nil
    case 0xE0: return isContinuation(1, 0xA0) && isContinuation(2) ? 3 : nil
    case 0xED: return isContinuation(1, 0x80, 0x9F) && isContinuation(2) ? 3 : nil
    case 0xE1...0xEF: return isContinuation(1) && isContinuation(2) ? 3 : nil
    case 0xF0:
      return isContinuation(1, 0x90) && isContinuation(2) && isContinuation(3) ? 4 : nil
    case 0xF4:
      return isContinuation(1, 0x80, 0x8F) && isContinuation(2) && isContinuation(3) ? 4 : nil
    case 0xF1...0xF3:
      return isContinuation(1) && isContinuation(2) && isContinuation(3) ? 4 : nil
    default: return nil
    }
  }

  /// The bytes of a scalar that is no surrogate; returns how many.
  static func encode(_ scalar: UInt32, into bytes: inout (UInt8, UInt8, UInt8, UInt8)) -> Int {
    func continuation(_ shift: UInt32) -> UInt8 { UInt8(0x80 | scalar >> shift & 0x3F) }
    switch scalar {
    case 0..<0x80:
      bytes.0 = UInt8(scalar)
      return 1
    case 0x80..<0x800:
      bytes = (UInt8(0xC0 | scalar >> 6), continuation(0), 0, 0)
      return 2
    case 0x800..<0x10000:
      bytes = (UInt8(0xE0 | scalar >> 12), continuation(6), continuation(0), 0)
      return 3
    default:
      bytes = (UInt8(0xF0 | scalar >> 18), continuation(12), continuation(6), continuation(0))
      return 4
    }
  }
}
