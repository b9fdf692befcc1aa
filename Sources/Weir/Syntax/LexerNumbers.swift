// Numbers and durations. `10_000`, `0.9`, `1e6` are numbers; `15m`, `2h30m` are durations. What is
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
    while position < end, isWordByte(bytes[position]) || bytes[position] >= 0x80 { position += 1 }
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
    guard next == UInt8(ascii: "T") || (hasZero && !isWordByte(next)) else { return false }
    position += 10
    while position < end, isWordByte(bytes[position]) || bytes[position] == UInt8(ascii: ":") {
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
    if kind == .integer {
      switch readDuration(bytes, from: start, to: position) {
      case .value:
        add(.duration, from: start)
        return
      case .outOfRange:
        report(
          .invalidDuration, "`\(written)` is longer than ten thousand years", from: start,
          to: position)
        add(.invalid, from: start)
        return
      case .unordered:
        report(
          .invalidDuration, "the units of `\(written)` are not in descending order, each once",
          from: start, to: position, hint: "the order is d h m s ms, as in `1d12h` or `2h30m`")
        add(.invalid, from: start)
        return
      case .malformed: break
      }
    }
    var unitEnd = numberEnd
    while unitEnd < position, !isDigit(bytes[unitEnd]) { unitEnd += 1 }
    let unit = text(from: numberEnd, to: unitEnd)
    if kind == .decimal, Lexer.foreignUnits[unit] != nil || DurationUnit(rawValue: unit) != nil {
      report(
        .invalidDuration, "`\(written)`: a duration has whole numbers", from: start, to: position,
        hint: "one hour and a half is `1h30m`")
    } else if let replacement = Lexer.foreignUnits[unit] {
      report(
        .invalidDuration, "`\(unit)` is no unit of time", from: start, to: position,
        hint: replacement)
    } else if DurationUnit(rawValue: unit) != nil {
      report(
        .invalidDuration, "`\(written)` is no duration", from: start, to: position,
        hint: "the units are d h m s ms, as in `15m` or `2h30m`")
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
    for unit in ["us", "µs", "ns"] { units[unit] = "the shortest unit is `ms`" }
    return units
  }()
}

/// The units of durations, in the order they are written.
package enum DurationUnit: String, CaseIterable, Sendable {
  case days = "d"
  case hours = "h"
  case minutes = "m"
  case seconds = "s"
  case milliseconds = "ms"

  var milliseconds: Int64 {
    switch self {
    case .days: 86_400_000
    case .hours: 3_600_000
    case .minutes: 60_000
    case .seconds: 1000
    case .milliseconds: 1
    }
  }
}

/// What a run of digits and letters means as a duration.
enum DurationReading {
  case value(Interval)
  case malformed
  case unordered
  case outOfRange
}

/// Longer than any policy means, and short enough that adding it to an instant cannot overflow.
private let longestDuration: Int64 = 10_000 * 366 * 86_400_000

/// Reads `2h30m`.
func readDuration(_ bytes: [UInt8], from start: Int, to end: Int) -> DurationReading {
  var position = start
  var total: Int64 = 0
  var next = 0
  var isUnordered = false
  var isOutOfRange = false
  while position < end {
    var amount: Int64 = 0
    let digits = position
    while position < end, isDigit(bytes[position]) || bytes[position] == UInt8(ascii: "_") {
      if bytes[position] == UInt8(ascii: "_") {
        guard position > digits, position + 1 < end, isDigit(bytes[position + 1]),
          isDigit(bytes[position - 1])
        else { return .malformed }
      } else {
        amount = min(amount * 10 + Int64(bytes[position] - 0x30), longestDuration + 1)
      }
      position += 1
    }
    if position == digits { return .malformed }
    let letters = position
    while position < end, !isDigit(bytes[position]) { position += 1 }
    let unit = String(decoding: bytes[letters..<position], as: UTF8.self)
    guard let index = DurationUnit.allCases.firstIndex(where: { $0.rawValue == unit }) else {
      return .malformed
    }
    if index < next { isUnordered = true }
    next = index + 1
    let (product, overflow) = amount.multipliedReportingOverflow(
      by: DurationUnit.allCases[index].milliseconds)
    if overflow || product > longestDuration - total {
      isOutOfRange = true
    } else {
      total += product
    }
  }
  if isUnordered { return .unordered }
  if isOutOfRange { return .outOfRange }
  return .value(
    Interval(seconds: total / 1000, nanoseconds: UInt32(total % 1000) * 1_000_000))
}
