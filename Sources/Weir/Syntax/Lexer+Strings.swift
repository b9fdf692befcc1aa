// Strings, and the bytes in strings and comments that deserve a second look: what is no UTF-8,
// controls that make a text look like another one (a lone carriage return, bidirectional
// overrides), and in strings what nobody sees (InvisibleCharacters.swift). A reviewer must see the
// policy that the compiler sees, so these are errors.

extension Lexer {
  mutating func scanString() {
    let start = position
    position += 1
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        add(.string, from: start)
        return
      case UInt8(ascii: "\\"): scanEscape()
      case UInt8(ascii: "\n"):
        endUnterminated(.string, from: start)
        return
      case UInt8(ascii: "\t"):
        report(
          .invalidEscape, "a tab inside a string", from: position, to: position + 1,
          hint: "write `\\t`")
        position += 1
      case let byte:
        if isHarmless(byte) { position += 1 } else { scanDoubtful(in: stringPlace) }
      }
    }
    endUnterminated(.string, from: start)
  }

  mutating func scanRawString() {
    let start = position
    position += 1
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "'"):
        position += 1
        add(.rawString, from: start)
        return
      case UInt8(ascii: "\n"):
        endUnterminated(.rawString, from: start)
        return
      case let byte:
        if isHarmless(byte) { position += 1 } else { scanDoubtful(in: stringPlace) }
      }
    }
    endUnterminated(.rawString, from: start)
  }

  /// What the string at the cursor is for: its token is not there yet.
  private var stringPlace: TextPlace {
    tokens.last { !$0.kind.isTrivia }?.keyword == .because ? .reason : .string
  }

  private mutating func endUnterminated(_ kind: TokenKind, from start: Int) {
    if position > start + 1, position < end, bytes[position - 1] == UInt8(ascii: "\r") {
      position -= 1
    }
    let quote = kind == .string ? "\"" : "'"
    report(
      .unterminatedString, "this string is not closed on its line", from: start, to: position,
      hint: "close it with `\(quote)`; a line break inside a string is `\\n`")
    add(kind, from: start)
  }

  /// The cursor is at a backslash. What it escapes is decoded by `decodeString`, which has to
  /// agree.
  private mutating func scanEscape() {
    let start = position
    switch byte(at: position + 1) {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
    case UInt8(ascii: "u"):
      guard let unit = hexadecimal(bytes, at: position + 2) else {
        position += 2
        report(
          .invalidEscape, "`\\u` needs four hexadecimal digits", from: start, to: position,
          hint: "write `\\u00e9`; what lies beyond four digits is a pair, `\\ud83d\\ude00`")
        return
      }
      position += 6
      switch unit {
      case 0xD800..<0xDC00:
        if byte(at: position) == UInt8(ascii: "\\"), byte(at: position + 1) == UInt8(ascii: "u"),
          let low = hexadecimal(bytes, at: position + 2), (0xDC00..<0xE000).contains(low)
        {
          position += 6
          return
        }
        fallthrough
      case 0xDC00..<0xE000:
        report(
          .invalidEscape, "`\(text(from: start, to: position))` is half of a surrogate pair",
          from: start, to: position, hint: "both halves stand together, high one first")
      default: break
      }
    case UInt8(ascii: "\n"), 0:
      // The string ends here unclosed, which is reported instead.
      position += 1
    case let escaped:
      position += 2
      // Not inside a character of several bytes.
      while position < end, bytes[position] & 0xC0 == 0x80 { position += 1 }
      let written = text(from: start, to: position)
      report(
        .invalidEscape, "`\(written)` is not an escape", from: start, to: position,
        hint: escaped == UInt8(ascii: "'")
          ? "an apostrophe needs no backslash here"
          : "a backslash is written `\\\\`; in '…' nothing is escaped")
    }
  }

  /// The cursor is at a byte that is neither printable ASCII nor a tab. Passes one character.
  mutating func scanDoubtful(in place: TextPlace) {
    let start = position
    let first = bytes[position]
    if first < 0x80 {
      position += 1
      if first == UInt8(ascii: "\r"), byte(at: position) == UInt8(ascii: "\n") { return }
      report(
        .invalidToken, "a control character (\(codePoint(UInt32(first)))) in \(place.phrase)",
        from: start, to: position,
        hint: first == UInt8(ascii: "\r")
          ? "a line ends with a line feed" : "remove it; in a string it can be written as an escape"
      )
      return
    }
    guard let scalar = scanScalar() else { return }
    if isInvisibleControl(scalar.value) {
      report(
        .invalidToken,
        """
        a character that changes how the text around it looks \
        (\(InvisibleCharacters.described(scalar))) in \(place.phrase)
        """,
        from: start, to: position, hint: "remove it; in a string it can be written as an escape")
    } else if InvisibleCharacters.isInvisible(scalar), !place.allows(scalar) {
      reportInvisible(scalar, in: place, from: start)
    }
  }

  mutating func reportInvisible(_ scalar: Unicode.Scalar, in place: TextPlace, from start: Int) {
    let isSpace = scalar.properties.generalCategory == .spaceSeparator
    let hint: String
    switch place {
    case .policy, .comment: hint = isSpace ? "use a space" : "remove it"
    case .string, .reason:
      hint =
        (isSpace ? "use a space, or" : "remove it, or where it is meant")
        + " write it in \"…\" as `\(JSONString.escape(of: scalar))`"
    }
    report(
      .invalidToken,
      """
      \(isSpace ? "a blank that is not a space" : "an invisible character") \
      (\(InvisibleCharacters.described(scalar))) in \(place.phrase)
      """,
      from: start, to: position, hint: hint)
  }

  /// Passes one character beyond ASCII; nil (and reported, once a file) where the bytes are no
  /// UTF-8.
  mutating func scanScalar() -> Unicode.Scalar? {
    if let (scalar, length) = UTF8Scalar.decode(bytes, at: position) {
      position += length
      return scalar
    }
    if !hasReportedEncoding {
      hasReportedEncoding = true
      let digits = String(bytes[position], radix: 16, uppercase: true)
      report(
        .invalidUTF8, "the byte 0x\(digits) is not UTF-8 here", from: position, to: position + 1,
        hint: "save the file in UTF-8; further such bytes in this file are not listed")
    }
    position += 1
    return nil
  }
}

package func codePoint(_ value: UInt32) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

/// C1 controls, line and paragraph separators, bidirectional marks, overrides and isolates.
package func isInvisibleControl(_ value: UInt32) -> Bool {
  switch value {
  case 0x80...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
  default: false
  }
}

/// The value of four hexadecimal digits.
func hexadecimal(_ bytes: [UInt8], at offset: Int) -> UInt32? {
  guard offset + 4 <= bytes.count else { return nil }
  var value: UInt32 = 0
  for byte in bytes[offset..<offset + 4] {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - 0x30)
    case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - 0x57)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - 0x37)
    default: return nil
    }
  }
  return value
}

/// A string literal decoded, with where each byte (and the end) stands in the file.
struct DecodedString {
  fileprivate(set) var bytes: [UInt8] = []
  /// Where the first byte stands.
  fileprivate let start: Int
  /// What to know of bytes that do not stand in the file as they are, one after the other.
  private var details: [Detail]?

  private struct Detail {
    var origin: Int32
    var isEscaped: Bool
  }

  /// A string of which each byte stands for itself.
  fileprivate init(verbatim bytes: ArraySlice<UInt8>) {
    self.bytes = Array(bytes)
    start = bytes.startIndex
  }

  /// An empty string, for `append`.
  fileprivate init(from start: Int, capacity: Int) {
    self.start = start
    details = []
    bytes.reserveCapacity(capacity)
    details?.reserveCapacity(capacity + 1)
  }

  fileprivate mutating func append(_ byte: UInt8, from origin: Int, isEscaped: Bool = false) {
    bytes.append(byte)
    details?.append(Detail(origin: Int32(truncatingIfNeeded: origin), isEscaped: isEscaped))
  }

  fileprivate mutating func end(at origin: Int) {
    details?.append(Detail(origin: Int32(truncatingIfNeeded: origin), isEscaped: false))
  }

  /// Whether each byte stands in the file as it is, one after the other.
  var isVerbatim: Bool { details == nil }

  /// Where a byte, or the end, stands in the file.
  func origin(of index: Int) -> Int32 {
    details.map { $0[index].origin } ?? Int32(truncatingIfNeeded: start + index)
  }

  /// Whether a byte was written as an escape.
  func isEscaped(_ index: Int) -> Bool { details.map { $0[index].isEscaped } ?? false }
}

/// Decodes the string token at `range`. Mistakes have been reported by the lexer and decode to
/// U+FFFD, so that the result is always UTF-8.
func decodeString(_ bytes: [UInt8], in range: SourceRange, isRaw: Bool) -> DecodedString {
  let quote = isRaw ? UInt8(ascii: "'") : UInt8(ascii: "\"")
  var position = Int(range.start) + 1
  let end = Int(range.end)
  // Nearly every string is plain ASCII.
  var plain = position
  while plain < end, bytes[plain] != quote, bytes[plain] < 0x80,
    bytes[plain] != UInt8(ascii: "\\")
  {
    plain += 1
  }
  if plain == end || bytes[plain] == quote {
    return DecodedString(verbatim: bytes[position..<plain])
  }
  var result = DecodedString(from: position, capacity: end - position)
  while position < end, bytes[position] != quote {
    let byte = bytes[position]
    if byte == UInt8(ascii: "\\"), !isRaw {
      let (scalar, length) = decodeEscape(bytes, at: position)
      for byte in String(scalar).utf8 { result.append(byte, from: position, isEscaped: true) }
      position = min(position + length, end)
    } else if byte < 0x80 {
      result.append(byte, from: position)
      position += 1
    } else if let (_, length) = UTF8Scalar.decode(bytes, at: position) {
      for offset in position..<position + length { result.append(bytes[offset], from: offset) }
      position += length
    } else {
      for byte in [0xEF, 0xBF, 0xBD] as [UInt8] { result.append(byte, from: position) }
      position += 1
    }
  }
  result.end(at: position)
  return result
}

/// What the backslash at `offset` and the bytes after it stand for in "…".
package func decodeEscape(_ bytes: [UInt8], at offset: Int) -> (Unicode.Scalar, length: Int) {
  guard offset + 1 < bytes.count else { return ("\u{FFFD}", 1) }
  switch bytes[offset + 1] {
  case UInt8(ascii: "\""): return ("\"", 2)
  case UInt8(ascii: "\\"): return ("\\", 2)
  case UInt8(ascii: "/"): return ("/", 2)
  case UInt8(ascii: "b"): return ("\u{8}", 2)
  case UInt8(ascii: "f"): return ("\u{C}", 2)
  case UInt8(ascii: "n"): return ("\n", 2)
  case UInt8(ascii: "r"): return ("\r", 2)
  case UInt8(ascii: "t"): return ("\t", 2)
  case UInt8(ascii: "u"):
    guard let unit = hexadecimal(bytes, at: offset + 2) else { return ("\u{FFFD}", 2) }
    if (0xD800..<0xDC00).contains(unit), offset + 7 < bytes.count,
      bytes[offset + 6] == UInt8(ascii: "\\"), bytes[offset + 7] == UInt8(ascii: "u"),
      let low = hexadecimal(bytes, at: offset + 8), (0xDC00..<0xE000).contains(low)
    {
      let value = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      return (Unicode.Scalar(value) ?? "\u{FFFD}", 12)
    }
    return (Unicode.Scalar(unit) ?? "\u{FFFD}", 6)
  default: return ("\u{FFFD}", 2)
  }
}
