// Numbers and durations. `10_000`, `0.9`, `1e6` are numbers; `15m`, `1.5h` are durations. What is
// written together is read together, so that `15min` is one mistake and not a number and a name.

extension Lexer {
  mutating func scanNumber() {
    let start = position
    if scanBareTimestamp() { return }
    skipDigits()
    let digitsEnd = position
    var kind = TokenKind.integer
    if byte(at: position) == UInt8(ascii: "."), isDigit(byte(at: position + 1)) {
      kind = .decimal
      position += 1
      skipDigits()
    }
    if byte(at: position) | 0x20 == UInt8(ascii: "e") {
      let sign = byte(at: position + 1)
      let isSigned = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
      if isDigit(byte(at: position + (isSigned ? 2 : 1))) {
        kind = .decimal
        position += isSigned ? 2 : 1
        skipDigits()
      }
    }
    let numberEnd = position
    while position < end {
      let byte = bytes[position]
      // The last number of `1h1.5m`.
      let isPoint =
        byte == UInt8(ascii: ".") && position > numberEnd && isDigit(bytes[position - 1])
        && isDigit(self.byte(at: position + 1))
      guard ASCII.isWordByte(byte) || byte >= 0x80 || isPoint else { break }
      position += 1
    }
    if position > numberEnd {
      scanDuration(from: start, kind: kind, numberEnd: numberEnd)
      return
    }
    if hasMisplacedUnderscore(from: start, to: position) {
      report(
        .invalidNumber, "an underscore stands between two digits of a number", from: start,
        to: position, hint: "write `10_000`")
      kind = .invalid
    } else if digitsEnd - start > 1, bytes[start] == UInt8(ascii: "0") {
      report(
        .invalidNumber, "a number does not begin with a zero that says nothing", from: start,
        to: position, hint: "numbers are decimal; write it without the leading zeros")
      kind = .invalid
    }
    add(kind, from: start)
  }

  /// `2026-03-01`, `2026-12-24T18:00:00Z`: no arithmetic that anybody means.
  private mutating func scanBareTimestamp() -> Bool {
    let start = position
    guard start + 10 <= end, bytes[start + 4] == UInt8(ascii: "-"),
      bytes[start + 7] == UInt8(ascii: "-"),
      [0, 1, 2, 3, 5, 6, 8, 9].allSatisfy({ isDigit(bytes[start + $0]) })
    else { return false }
    let next = byte(at: start + 10)
    let hasZero = bytes[start + 5] == UInt8(ascii: "0") || bytes[start + 8] == UInt8(ascii: "0")
    guard next == UInt8(ascii: "T") || (hasZero && !ASCII.isWordByte(next)) else { return false }
    position += 10
    while position < end, ASCII.isWordByte(bytes[position]) || bytes[position] == UInt8(ascii: ":")
    {
      position += 1
    }
    report(
      .invalidToken, "a timestamp is written as a string", from: start, to: position,
      hint: "as in `from \"2026-03-01T00:00:00Z\"` or `timestamp(\"2026-03-01T00:00:00Z\")`")
    add(.invalid, from: start)
    return true
  }

  private mutating func skipDigits() {
    while position < end, isDigit(bytes[position]) || bytes[position] == UInt8(ascii: "_") {
      position += 1
    }
  }

  private func hasMisplacedUnderscore(from start: Int, to end: Int) -> Bool {
    for offset in start..<end where bytes[offset] == UInt8(ascii: "_") {
      if offset + 1 == end || !isDigit(bytes[offset + 1]) || !isDigit(bytes[offset - 1]) {
        return true
      }
    }
    return false
  }

  /// The cursor is behind a run of letters that begins with a number: a duration, or nothing.
  private mutating func scanDuration(from start: Int, kind: TokenKind, numberEnd: Int) {
    let written = text(from: start, to: position)
    do throws(SignedDuration.Mistake) {
      _ = try readDuration(bytes, from: start, to: position)
      add(.duration, from: start)
      return
    } catch .malformed {
      // Told apart below.
    } catch {
      let (message, hint) = error.explanation(of: written)
      report(.invalidDuration, message, from: start, to: position, hint: hint)
      add(.invalid, from: start)
      return
    }
    var unitEnd = numberEnd
    while unitEnd < position, !isDigit(bytes[unitEnd]) { unitEnd += 1 }
    let unit = text(from: numberEnd, to: unitEnd)
    let isUnit = SignedDuration.units.contains { "\($0.name)" == unit }
    if isUnit, bytes[start..<numberEnd].contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
      report(
        .invalidDuration, "`\(written)`: a duration has no exponent", from: start, to: position,
        hint: "write the number out, as in `1000s`")
    } else if let replacement = Lexer.foreignUnits[unit] {
      report(
        .invalidDuration, "`\(unit)` is no unit of time", from: start, to: position,
        hint: replacement)
    } else if isUnit {
      let (message, hint) = SignedDuration.Mistake.malformed.explanation(of: written)
      report(.invalidDuration, message, from: start, to: position, hint: hint)
    } else {
      report(
        .invalidNumber, "`\(written)` is no number", from: start, to: position,
        hint: unit.hasPrefix("x") || unit.hasPrefix("b")
          ? "numbers are decimal" : "a name does not begin with a digit; a duration is `15m`")
    }
    add(.invalid, from: start)
  }

  /// Units that people write and Weir does not have, with what to write.
  private static let foreignUnits: [String: String] = {
    var units: [String: String] = [:]
    for unit in ["min", "mins", "minute", "minutes"] {
      units[unit] = "minutes are `m`, as in `15m`"
    }
    for unit in ["sec", "secs", "second", "seconds"] {
      units[unit] = "seconds are `s`, as in `30s`"
    }
    for unit in ["hr", "hrs", "hour", "hours", "H"] { units[unit] = "hours are `h`, as in `2h`" }
    for unit in ["day", "days", "D"] { units[unit] = "days are `d`, as in `7d`" }
    for unit in ["w", "week", "weeks"] { units[unit] = "a week is `7d`" }
    for unit in ["y", "year", "years", "mo", "month", "months"] {
      units[unit] = "months and years differ in length; count days, as in `30d`"
    }
    for unit in ["us", "µs", "μs", "ns"] {
      units[unit] = "the shortest unit is `ms`, and may have a fraction: `0.25ms`"
    }
    return units
  }()
}

/// Longer than any policy means, and short enough that adding it to an instant cannot overflow.
private let longestDuration = SignedDuration(seconds: 10_000 * 366 * 86_400, nanoseconds: 0)

/// Reads `2h30m`.
func readDuration(
  _ bytes: [UInt8], from start: Int, to end: Int
) throws(SignedDuration.Mistake) -> SignedDuration {
  let interval = try bytes.withUnsafeBufferPointer { (bytes) throws(SignedDuration.Mistake) in
    try SignedDuration(parsing: UnsafeBufferPointer(rebasing: bytes[start..<end]))
  }
  if longestDuration < interval { throw .outOfRange }
  return interval
}
