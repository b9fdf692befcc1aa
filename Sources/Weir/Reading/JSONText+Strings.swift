// Strings: where they end, what their escapes stand for, and their bytes decoded.
//
// Most are plain and end within a step or two of 16 bytes, which is what is inline. Escapes and
// what is beyond ASCII are stepped over as long as they are well formed; what is wrong, or too near
// the text's end to be looked at so, goes one character after the other, where the errors are.

import CScan

extension JSONText {
  /// Where a string's closing quote is, and whether it must be decoded.
  struct StringEnd {
    var quote: Int
    var hasEscapes: Bool
  }

  /// Where a string ends that is plain and has 16 bytes at most, from behind its opening quote;
  /// some other byte than a quote stands there when it is neither.
  @inline(__always)
  func nearQuote(_ start: Int) -> Int {
    start &+ (weir_special16(base + start) | 1 << 16).trailingZeroBitCount
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

  /// The special bytes (see `weir_special16`) from an offset within the last 16 bytes of a text of
  /// at least so many; 0 where there is none.
  @inline(never)
  func lastSpecial(_ offset: Int) -> UInt32 {
    let last = count &- 16
    return weir_special16(base + last) >> UInt32(truncatingIfNeeded: offset &- last)
  }

  /// The rest of a string that has escapes or more than ASCII in it, or stands at the text's end.
  @inline(never)
  func irregularStringEnd(from start: Int) throws(InputError) -> StringEnd {
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
        let special = lastSpecial(offset)
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

  /// The length of an escape of four digits, 16 bytes of text with it, or of a pair of surrogates;
  /// 0 for what is none.
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

  // MARK: Decoding

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

  /// Checks a string from behind its opening quote and writes its bytes, escapes decoded, in the
  /// same pass. Nil where there is not enough room, near the text's end and for what is not well
  /// formed: to be looked at more closely.
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

  /// Writes what an escape stands for, four bytes at most, and returns how many and where it ends;
  /// nil for what is none.
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

  /// Whether two names that were let pass are the same once their escapes are decoded, by where
  /// their opening quotes are.
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
}
