// Weekly hours in a time zone: `hours("Mon-Fri 09:00-17:00, Sat 10:00-12:00", "Europe/Berlin")`.
//
//   week   = group { [","] group } .       group = days { [","] days } times { [","] times } .
//   days   = day [ "-" day ] .             times = time "-" time .
//
// A range of days may run over the week's end (`Sat-Mon`). Times run from 00:00 to 24:00; one that
// ends before it begins ends on the next day, and belongs to the day it begins on. Equal ends are
// refused: nobody can say whether that is all of a day or nothing; the whole day is 00:00-24:00.
// The first minute belongs to the hours, the last one's end does not. All of it is the zone's own
// clock, so an hour that a clock shows twice counts twice and one that it skips never comes.

/// Weekly hours in a time zone, with the zone's rules inside.
package struct Hours: Hashable, Sendable {
  /// As the policy wrote it; empty for a zone alone.
  package let text: String
  package let zoneName: String
  package let zone: ZoneRules
  /// Minutes of the week, from Monday 00:00; ascending, apart from one another.
  private(set) var openings: [Range<UInt16>]

  /// The days of the week as policies write them.
  package static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  private static let minutesPerDay = 1440
  private static let minutesPerWeek = 7 * minutesPerDay

  /// Reads weekly hours.
  package init(_ text: String, zoneName: String, zone: ZoneRules) throws(HoursError) {
    var minutes = [Bool](repeating: false, count: Hours.minutesPerWeek)
    var days: [Int] = []
    /// Days have been read, their times not yet.
    var isOpen = false
    for word in text.utf8.split(whereSeparator: { $0 == 0x20 || $0 == UInt8(ascii: ",") }) {
      let word = String(decoding: word, as: UTF8.self)
      if let range = try Hours.times(word) {
        guard !days.isEmpty else { throw HoursError("`\(word)` stands before any day") }
        isOpen = false
        for day in days {
          for minute in range {
            minutes[(day * Hours.minutesPerDay + minute) % Hours.minutesPerWeek] = true
          }
        }
      } else {
        if !isOpen { days = [] }
        isOpen = true
        days += try Hours.days(word)
      }
    }
    guard !days.isEmpty else { throw HoursError("there are no hours in it") }
    guard !isOpen else { throw HoursError("the last days have no times") }

    self.init(zoneName: zoneName, zone: zone, text: text)
    var start: Int?
    for minute in 0...Hours.minutesPerWeek {
      let isIn = minute < Hours.minutesPerWeek && minutes[minute]
      if isIn, start == nil { start = minute }
      if !isIn, let from = start {
        openings.append(UInt16(from)..<UInt16(minute))
        start = nil
      }
    }
  }

  /// A zone alone: hours that are never open.
  package init(zoneName: String, zone: ZoneRules) {
    self.init(zoneName: zoneName, zone: zone, text: "")
  }

  private init(zoneName: String, zone: ZoneRules, text: String) {
    self.text = text
    self.zoneName = zoneName
    self.zone = zone
    openings = []
  }

  /// How long the longest time is in which they are closed; nil where they never are.
  package var longestClosed: SignedDuration? {
    guard let first = openings.first, let last = openings.last else {
      return SignedDuration(seconds: Int64(Hours.minutesPerWeek) * 60, nanoseconds: 0)
    }
    // The week goes on with its first day.
    var longest = Int(first.lowerBound) + Hours.minutesPerWeek - Int(last.upperBound)
    for (opening, next) in zip(openings, openings.dropFirst()) {
      longest = max(longest, Int(next.lowerBound) - Int(opening.upperBound))
    }
    return longest == 0 ? nil : SignedDuration(seconds: Int64(longest) * 60, nanoseconds: 0)
  }

  /// Whether an instant lies in the hours.
  package func contains(_ timestamp: Timestamp) -> Bool {
    let local = localTime(at: timestamp)
    let minute = UInt16(local.weekday * Hours.minutesPerDay + local.secondOfDay / 60)
    return openings.contains { $0.contains(minute) }
  }

  /// What the zone's calendar and clock show.
  func localTime(at timestamp: Timestamp) -> (date: CivilDate, weekday: Int, secondOfDay: Int) {
    let seconds = timestamp.seconds + Int64(zone.offset(at: timestamp))
    let day = Int(floorDivide(seconds, 86_400))
    return (
      CivilDate(daysSinceEpoch: day), CivilDate.weekday(daysSinceEpoch: day),
      Int(seconds) - day * 86_400
    )
  }

  // MARK: Reading

  /// `09:00-17:00` as minutes from the day's beginning; nil for a word that does not begin with a
  /// digit.
  private static func times(_ word: String) throws(HoursError) -> Range<Int>? {
    guard let first = word.utf8.first, first &- UInt8(ascii: "0") < 10 else { return nil }
    let ends = word.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2 else {
      throw HoursError("`\(word)` is not a pair of times such as `09:00-17:00`")
    }
    let start = try time(ends[0], of: word)
    let end = try time(ends[1], of: word)
    guard start < minutesPerDay else { throw HoursError("`\(word)` begins at a day's end") }
    guard start != end else {
      throw HoursError("`\(word)` ends where it begins; a whole day is `00:00-24:00`")
    }
    return start..<(end > start ? end : end + minutesPerDay)
  }

  private static func time(_ text: Substring, of word: String) throws(HoursError) -> Int {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"), let hour = Int(text.prefix(2)),
      let minute = Int(text.suffix(2)), bytes[0] != UInt8(ascii: "+"),
      bytes[3] != UInt8(ascii: "+"), bytes[3] != UInt8(ascii: "-"),
      hour < 24 && minute < 60 || hour == 24 && minute == 0
    else {
      throw HoursError("`\(text)` in `\(word)` is not a time of day from `00:00` to `24:00`")
    }
    return hour * 60 + minute
  }

  /// `Mon` or `Mon-Fri`.
  private static func days(_ word: String) throws(HoursError) -> [Int] {
    var ends: [Int] = []
    for name in word.split(separator: "-", omittingEmptySubsequences: false) {
      guard let day = weekdays.firstIndex(of: String(name)) else {
        throw HoursError(
          "`\(name)` is not a day; days are \(weekdays.map { "`\($0)`" }.joined(separator: ", "))")
      }
      ends.append(day)
    }
    guard ends.count <= 2, let first = ends.first, let last = ends.last else {
      throw HoursError("`\(word)` is neither a day nor a range of days")
    }
    return (0...(last - first + 7) % 7).map { (first + $0) % 7 }
  }

  // MARK: In a program

  /// Appends the hours and the zone's rules as bytes.
  package func encode(into output: inout [UInt8]) {
    output.append(text: text)
    output.append(text: zoneName)
    output.append(littleEndian: UInt16(openings.count))
    for opening in openings {
      output.append(littleEndian: opening.lowerBound)
      output.append(littleEndian: opening.upperBound)
    }
    zone.encode(into: &output)
  }

  /// Reads what `encode` wrote, all of it; nil when it is anything else.
  package init?(decoding bytes: some Collection<UInt8>) {
    var reader = ByteReader(bytes)
    guard let text = reader.text(), let zoneName = reader.text(),
      let count = reader.integer(UInt16.self)
    else { return nil }
    var openings: [Range<UInt16>] = []
    for _ in 0..<count {
      guard let start = reader.integer(UInt16.self), let end = reader.integer(UInt16.self),
        start < end, Int(end) <= Hours.minutesPerWeek,
        openings.last.map({ $0.upperBound < start }) ?? true
      else { return nil }
      openings.append(start..<end)
    }
    guard let zone = ZoneRules(&reader), reader.isAtEnd else { return nil }
    self.init(zoneName: zoneName, zone: zone, text: text)
    self.openings = openings
  }
}

/// Why a text is not weekly hours: a clause for a message.
package struct HoursError: Error, Hashable, Sendable {
  package var reason: String
  package init(_ reason: String) { self.reason = reason }
}
