// What a zone does every year, in the notation of POSIX's TZ variable with the extensions of RFC
// 8536: `CET-1CEST,M3.5.0,M10.5.0/3`. Its signs are the other way round: CET is UTC+1.

/// Standard time, and summer time where the zone has it.
struct YearlyRule: Hashable, Sendable {
  /// Seconds east of UTC.
  var standard: Int32
  var summer: Summer?

  struct Summer: Hashable, Sendable {
    /// Seconds east of UTC.
    var offset: Int32
    /// In standard time.
    var start: Day
    /// In summer time.
    var end: Day
  }

  /// A day of the year and a time on it, in seconds, that may lie on another day.
  struct Day: Hashable, Sendable {
    enum Kind: UInt8 {
      /// `J60`: the day's number from 1, 29 February not counted.
      case withoutLeapDay
      /// `59`: the day's number from 0.
      case withLeapDay
      /// `M3.5.0`: the week-th weekday of a month, 5 being the last; Sunday is 0.
      case monthly
    }
    var kind: Kind
    var number: UInt16 = 0
    var month: UInt8 = 0
    var week: UInt8 = 0
    var weekday: UInt8 = 0
    var time: Int32
  }

  /// Seconds east of UTC at an instant.
  func offset(at seconds: Int64) -> Int32 {
    guard let summer else { return standard }
    let day = floorDivide(seconds + Int64(standard), 86_400)
    let year = CivilDate(daysSinceEpoch: Int(day)).year
    let (start, end) = changes(to: summer, in: year)
    // South of the equator summer spans the year's end.
    let isSummer =
      start < end ? start <= seconds && seconds < end : seconds < end || start <= seconds
    return isSummer ? summer.offset : standard
  }

  /// Whether it changes nothing after one instant and before another; false too where these are
  /// more than two years apart.
  func isConstant(after first: Int64, before last: Int64) -> Bool {
    guard let summer else { return true }
    guard last - first <= 2 * 366 * 86_400 else { return false }
    func year(_ seconds: Int64) -> Int {
      CivilDate(daysSinceEpoch: Int(floorDivide(seconds, 86_400))).year
    }
    return (year(first) - 1...year(last) + 1).allSatisfy { year in
      let (start, end) = changes(to: summer, in: year)
      return [start, end].allSatisfy { $0 <= first || last <= $0 }
    }
  }

  /// When a year's summer time starts and ends.
  private func changes(to summer: Summer, in year: Int) -> (start: Int64, end: Int64) {
    (
      summer.start.localSeconds(in: year) - Int64(standard),
      summer.end.localSeconds(in: year) - Int64(summer.offset)
    )
  }
}

extension YearlyRule.Day {
  /// Seconds from 1970 on the zone's own clock.
  fileprivate func localSeconds(in year: Int) -> Int64 {
    let newYear = CivilDate(year: year, month: 1, day: 1).daysSinceEpoch
    let day: Int
    switch kind {
    case .withLeapDay: day = newYear + Int(number)
    case .withoutLeapDay:
      day = newYear + Int(number) - (CivilDate.isLeap(year) && number >= 60 ? 0 : 1)
    case .monthly:
      let first = CivilDate(year: year, month: Int(month), day: 1).daysSinceEpoch
      // Ours count from Monday, POSIX's from Sunday.
      let toFirst = (Int(weekday) + 6 - CivilDate.weekday(daysSinceEpoch: first) + 7) % 7
      let inMonth = toFirst + 7 * (Int(week) - 1)
      let length = CivilDate.days(of: Int(month), in: year)
      day = first + (inMonth < length ? inMonth : inMonth - 7)
    }
    return Int64(day) * 86_400 + Int64(time)
  }

  fileprivate var isValid: Bool {
    guard -167 * 3600...167 * 3600 ~= time else { return false }
    switch kind {
    case .withoutLeapDay: return 1...365 ~= number
    case .withLeapDay: return 0...365 ~= number
    case .monthly: return 1...12 ~= month && 1...5 ~= week && 0...6 ~= weekday
    }
  }
}

// MARK: - Text

extension YearlyRule {
  init?(posix text: [UInt8]) {
    var scanner = RuleScanner(text: text)
    guard scanner.skipName(), let standard = scanner.time(hours: 24) else { return nil }
    self.init(standard: -standard, summer: nil)
    if scanner.isAtEnd { return }
    guard scanner.skipName() else { return nil }
    var offset = self.standard + 3600
    if !scanner.isAtComma {
      guard let written = scanner.time(hours: 24) else { return nil }
      offset = -written
    }
    // Without days it is left to the reader when summer is; we have no opinion.
    guard let start = scanner.day(), let end = scanner.day(), scanner.isAtEnd else { return nil }
    summer = Summer(offset: offset, start: start, end: end)
  }
}

private struct RuleScanner {
  let text: [UInt8]
  var index = 0

  init(text: [UInt8]) { self.text = text }

  var isAtEnd: Bool { index == text.count }
  var isAtComma: Bool { peek == UInt8(ascii: ",") }
  private var peek: UInt8? { index < text.count ? text[index] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  /// `CET` or `<+0330>`.
  mutating func skipName() -> Bool {
    let start = index
    if take("<") {
      while let byte = peek, byte != UInt8(ascii: ">") { index += 1 }
      return take(">")
    }
    while let byte = peek, (byte | 0x20) &- UInt8(ascii: "a") < 26 { index += 1 }
    return index - start >= 3
  }

  private mutating func number(upTo limit: Int32) -> Int32? {
    let start = index
    var number: Int32 = 0
    while let byte = peek, byte &- UInt8(ascii: "0") < 10, index - start < 3 {
      number = number * 10 + Int32(byte - UInt8(ascii: "0"))
      index += 1
    }
    return index > start && number <= limit ? number : nil
  }

  /// `[+|-]hh[:mm[:ss]]` in seconds.
  mutating func time(hours limit: Int32) -> Int32? {
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    guard let hours = number(upTo: limit) else { return nil }
    var seconds = hours * 3600
    if take(":") {
      guard let minutes = number(upTo: 59) else { return nil }
      seconds += minutes * 60
      if take(":") {
        guard let rest = number(upTo: 59) else { return nil }
        seconds += rest
      }
    }
    return isNegative ? -seconds : seconds
  }

  /// `,M3.5.0/2`; two o'clock where no time is written.
  mutating func day() -> YearlyRule.Day? {
    guard take(",") else { return nil }
    var day: YearlyRule.Day
    if take("M") {
      guard let month = number(upTo: 12), take("."), let week = number(upTo: 5), take("."),
        let weekday = number(upTo: 6)
      else { return nil }
      day = YearlyRule.Day(
        kind: .monthly, month: UInt8(month), week: UInt8(week), weekday: UInt8(weekday),
        time: 7200)
    } else {
      let kind: YearlyRule.Day.Kind = take("J") ? .withoutLeapDay : .withLeapDay
      guard let number = number(upTo: 365) else { return nil }
      day = YearlyRule.Day(kind: kind, number: UInt16(number), time: 7200)
    }
    if take("/") {
      guard let time = time(hours: 167) else { return nil }
      day.time = time
    }
    return day.isValid ? day : nil
  }
}

// MARK: - In a program

extension YearlyRule {
  func encode(into output: inout [UInt8]) {
    output.append(littleEndian: standard)
    output.append(summer == nil ? 0 : 1)
    guard let summer else { return }
    output.append(littleEndian: summer.offset)
    for day in [summer.start, summer.end] {
      output.append(day.kind.rawValue)
      output.append(littleEndian: day.number)
      output.append(contentsOf: [day.month, day.week, day.weekday])
      output.append(littleEndian: day.time)
    }
  }

  init?(_ reader: inout ByteReader) {
    let offsets: ClosedRange<Int32> = -90_000...93_600
    guard let standard = reader.integer(Int32.self), offsets.contains(standard),
      let hasSummer = reader.byte(), hasSummer <= 1
    else { return nil }
    self.init(standard: standard, summer: nil)
    guard hasSummer == 1 else { return }
    guard let offset = reader.integer(Int32.self), offsets.contains(offset),
      let start = Day(&reader), let end = Day(&reader)
    else { return nil }
    summer = Summer(offset: offset, start: start, end: end)
  }
}

extension YearlyRule.Day {
  fileprivate init?(_ reader: inout ByteReader) {
    guard let kind = reader.byte().flatMap(Kind.init), let number = reader.integer(UInt16.self),
      let month = reader.byte(), let week = reader.byte(), let weekday = reader.byte(),
      let time = reader.integer(Int32.self)
    else { return nil }
    self.init(
      kind: kind, number: number, month: month, week: week, weekday: weekday, time: time)
    guard isValid else { return nil }
  }
}
