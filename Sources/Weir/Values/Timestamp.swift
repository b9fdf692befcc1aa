// Instants and lengths of time. Texts are RFC 3339 with an offset, up to nine digits of fraction;
// the calendar is the proleptic Gregorian one, years 0001 to 9999 in UTC, and nothing outside is an
// instant: it could not be written down. A leap second (`:60`) is refused: it has no second of its
// own in Unix time, and two different texts would be one instant.

/// An instant: seconds since 1970-01-01T00:00:00Z, and nanoseconds within the second.
public struct Timestamp: Hashable, Sendable, BitwiseCopyable {
  /// Whole seconds since the Unix epoch, rounded down.
  public let seconds: Int64
  /// 0 to 999,999,999, counted forward from `seconds`.
  public let nanoseconds: UInt32

  /// An instant of its parts; what is out of range is the nearest that is not.
  public init(seconds: Int64, nanoseconds: UInt32) {
    let range = Timestamp.secondsInRange
    self.seconds = min(max(seconds, range.lowerBound), range.upperBound)
    self.nanoseconds = min(nanoseconds, 999_999_999)
  }

  /// From 0001-01-01T00:00:00Z to the last second of the year 9999.
  package static var secondsInRange: ClosedRange<Int64> { -62_135_596_800...253_402_300_799 }

  /// What to write instead of a text that is none.
  static var formHint: String { "write it like `2026-03-02T09:00:00+01:00`, with `Z` for UTC" }

  /// Reads RFC 3339 text: `2026-03-02T08:00:00.25+01:00`. Nil when it is none.
  public init?(_ text: String) {
    guard
      let timestamp = Array(text.utf8).withUnsafeBufferPointer({ Timestamp(reading: $0) })
    else { return nil }
    self = timestamp
  }

  /// Reads RFC 3339 text without allocating.
  package init?(reading bytes: UnsafeBufferPointer<UInt8>) {
    // 2026-03-02T08:00:00Z
    // 0123456789012345678901234567890
    guard bytes.count >= 20,
      let century = twoDigits(bytes, 0), let yearOfCentury = twoDigits(bytes, 2),
      bytes[4] == UInt8(ascii: "-"), let month = twoDigits(bytes, 5),
      bytes[7] == UInt8(ascii: "-"), let day = twoDigits(bytes, 8),
      bytes[10] | 0x20 == UInt8(ascii: "t"), let hour = twoDigits(bytes, 11),
      bytes[13] == UInt8(ascii: ":"), let minute = twoDigits(bytes, 14),
      bytes[16] == UInt8(ascii: ":"), let second = twoDigits(bytes, 17)
    else { return nil }
    let date = CivilDate(year: 100 * century + yearOfCentury, month: month, day: day)
    guard date.isValid, hour < 24, minute < 60, second < 60 else { return nil }

    var index = 19
    var fraction: UInt32 = 0
    if bytes[index] == UInt8(ascii: ".") {
      index += 1
      var digits = 0
      while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 {
        digits += 1
        guard digits <= 9 else { return nil }
        fraction = fraction * 10 + UInt32(bytes[index] - UInt8(ascii: "0"))
        index += 1
      }
      guard digits > 0 else { return nil }
      for _ in digits..<9 { fraction *= 10 }
    }

    guard index < bytes.count else { return nil }
    var offset = 0
    switch bytes[index] {
    case UInt8(ascii: "Z"), UInt8(ascii: "z"):
      guard bytes.count == index + 1 else { return nil }
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      guard bytes.count == index + 6, let hours = twoDigits(bytes, index + 1), hours < 24,
        bytes[index + 3] == UInt8(ascii: ":"), let minutes = twoDigits(bytes, index + 4),
        minutes < 60
      else { return nil }
      offset = (hours * 60 + minutes) * 60
      if bytes[index] == UInt8(ascii: "-") { offset = -offset }
    default:
      return nil
    }
    let secondOfDay = (hour * 60 + minute) * 60 + second
    let seconds = Int64(date.daysSinceEpoch) * 86_400 + Int64(secondOfDay - offset)
    guard Timestamp.secondsInRange.contains(seconds) else { return nil }
    self.init(seconds: seconds, nanoseconds: fraction)
  }
}

/// The number that two digits spell.
@inline(__always)
private func twoDigits(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
  let tens = bytes[index] &- UInt8(ascii: "0")
  let ones = bytes[index + 1] &- UInt8(ascii: "0")
  return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
}

extension Timestamp: Comparable, CustomStringConvertible {
  /// Earlier is less.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  /// RFC 3339 in UTC, as short as it goes: `2026-03-02T07:00:00.25Z`.
  public var description: String {
    var bytes: [UInt8] = []
    write(into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the text of `description`.
  package func write(into output: inout [UInt8]) {
    let day = floorDivide(seconds, 86_400)
    let secondOfDay = UInt128(seconds - day * 86_400)
    CivilDate(daysSinceEpoch: Int(day)).write(into: &output)
    output.append(UInt8(ascii: "T"))
    appendDigits(of: secondOfDay / 3600, width: 2, to: &output)
    output.append(UInt8(ascii: ":"))
    appendDigits(of: secondOfDay / 60 % 60, width: 2, to: &output)
    output.append(UInt8(ascii: ":"))
    appendDigits(of: secondOfDay % 60, width: 2, to: &output)
    if nanoseconds != 0 {
      output.append(UInt8(ascii: "."))
      appendDigits(of: UInt128(nanoseconds), width: 9, to: &output)
      while output.last == UInt8(ascii: "0") { output.removeLast() }
    }
    output.append(UInt8(ascii: "Z"))
  }
}

extension Timestamp {
  /// How long after `other` this instant is.
  package func since(_ other: Timestamp) -> SignedDuration {
    var seconds = seconds - other.seconds
    var nanoseconds = Int64(nanoseconds) - Int64(other.nanoseconds)
    if nanoseconds < 0 {
      seconds -= 1
      nanoseconds += 1_000_000_000
    }
    return SignedDuration(seconds: seconds, nanoseconds: UInt32(nanoseconds))
  }

  /// The instant that much later; nil outside the years 0001 to 9999.
  package func adding(_ interval: SignedDuration) -> Timestamp? {
    guard
      let sum = SignedDuration(seconds: seconds, nanoseconds: nanoseconds).adding(interval),
      Timestamp.secondsInRange.contains(sum.seconds)
    else { return nil }
    return Timestamp(seconds: sum.seconds, nanoseconds: sum.nanoseconds)
  }

  /// The instant that much earlier; nil outside the years 0001 to 9999.
  package func subtracting(_ interval: SignedDuration) -> Timestamp? {
    interval.negated.flatMap(adding)
  }
}

/// Rounds the quotient down; `divisor` is positive.
func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
  let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? quotient - 1 : quotient
}

/// A day of the proleptic Gregorian calendar.
struct CivilDate: Hashable {
  var year: Int
  /// From 1.
  var month: Int
  /// From 1.
  var day: Int

  init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Whether there is such a day, in the years 1 to 9999.
  var isValid: Bool {
    1...9999 ~= year && 1...12 ~= month && day >= 1 && day <= CivilDate.days(of: month, in: year)
  }

  static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  static func days(of month: Int, in year: Int) -> Int {
    month == 2
      ? (isLeap(year) ? 29 : 28) : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
  }

  // Both directions count from March of the year 0, so that the leap day is a year's last; 719468
  // days lie between that and 1970. A 400-year era has 146097 days.

  /// Days since 1970-01-01.
  var daysSinceEpoch: Int {
    let marchYear = month > 2 ? year : year - 1
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  init(daysSinceEpoch: Int) {
    let days = daysSinceEpoch + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Monday is 0.
  static func weekday(daysSinceEpoch: Int) -> Int {
    let day = (daysSinceEpoch + 3) % 7
    return day < 0 ? day + 7 : day
  }

  /// Appends `2026-03-02`; the year is 0 to 9999.
  func write(into output: inout [UInt8]) {
    appendDigits(of: UInt128(year.magnitude), width: 4, to: &output)
    output.append(UInt8(ascii: "-"))
    appendDigits(of: UInt128(month.magnitude), width: 2, to: &output)
    output.append(UInt8(ascii: "-"))
    appendDigits(of: UInt128(day.magnitude), width: 2, to: &output)
  }
}
