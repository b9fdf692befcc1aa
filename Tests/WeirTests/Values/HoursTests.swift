import Foundation
import Testing

@testable import Weir

/// The machine's own zone files: any with the changes of 2026 in them will do.
func zoneFile(_ name: String) throws -> [UInt8] {
  Array(try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/\(name)")))
}

func zone(_ name: String) throws -> ZoneRules {
  if name == "UTC" { return .utc }
  return try #require(ZoneRules(tzif: try zoneFile(name)))
}

extension ZoneRules {
  fileprivate mutating func append(_ change: Int64, _ offset: Int32) {
    self = ZoneRules(
      changes: changes + [change], offsets: offsets + [offset], first: first, rule: rule)
  }
}

/// What the C library knows of a zone.
private enum CLibraryZone {
  struct Change {
    var seconds: Int64
    var offset: Int
    var line: Substring
  }

  /// The last second before each change of four centuries and the first second after it, in order.
  static func changes(of name: String) throws -> [Change] {
    let places = ["/usr/bin/zdump", "/usr/sbin/zdump"]
    let program = try #require(
      places.first { FileManager.default.isExecutableFile(atPath: $0) }, "there is no zdump")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["-v", "-c", "1850,2250", name]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return text.split(separator: "\n").compactMap { change($0) }
  }

  /// `Europe/Berlin  Sun Mar 29 00:59:59 2026 UT = Sun Mar 29 01:59:59 2026 CET isdst=0
  /// gmtoff=3600`; nil for the ends of time, where a year would not fit.
  private static func change(_ line: Substring) -> Change? {
    let words = line.split(separator: " ")
    guard words.count > 6, let offset = words.last?.split(separator: "="), offset.count == 2,
      offset[0] == "gmtoff", let gmtoff = Int(offset[1]),
      let month = months.firstIndex(of: words[2]), let day = Int(words[3]), let year = Int(words[5])
    else { return nil }
    let text = "\(padded(year, 4))-\(padded(month + 1, 2))-\(padded(day, 2))T\(words[4])Z"
    return Timestamp(text).map { Change(seconds: $0.seconds, offset: gmtoff, line: line) }
  }

  private static let months: [Substring] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = "\(number)"
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

@Suite struct ZoneRulesTests {
  @Test(arguments: [
    ("Europe/Berlin", "2026-01-15T12:00:00Z", 3600),
    ("Europe/Berlin", "2026-07-15T12:00:00Z", 7200),
    // The very second of the change, this year and long after the file's last entry.
    ("Europe/Berlin", "2026-03-29T00:59:59Z", 3600),
    ("Europe/Berlin", "2026-03-29T01:00:00Z", 7200),
    ("Europe/Berlin", "2026-10-25T00:59:59Z", 7200),
    ("Europe/Berlin", "2026-10-25T01:00:00Z", 3600),
    ("Europe/Berlin", "2999-07-01T00:00:00Z", 7200),
    ("Europe/Berlin", "9999-12-31T23:00:00Z", 3600),
    ("Europe/Berlin", "1850-01-01T00:00:00Z", 3208),
    ("America/New_York", "2026-03-08T06:59:59Z", -18000),
    ("America/New_York", "2026-03-08T07:00:00Z", -14400),
    // Summer over the year's end.
    ("Australia/Sydney", "2100-01-01T00:00:00Z", 39600),
    ("Australia/Sydney", "2100-07-01T00:00:00Z", 36000),
    ("Australia/Sydney", "2100-12-31T13:30:00Z", 39600),
    ("Asia/Kolkata", "2026-01-01T00:00:00Z", 19800),
    ("Asia/Kathmandu", "2050-01-01T00:00:00Z", 20700),
    // Negative summer time, rules at odd hours, a rule by day of the year.
    ("Europe/Dublin", "2060-07-01T00:00:00Z", 3600), ("Europe/Dublin", "2060-01-01T00:00:00Z", 0),
    ("Pacific/Apia", "2011-12-30T09:59:59Z", -36000),
    ("Pacific/Apia", "2011-12-30T10:00:00Z", 50400),
    ("UTC", "2026-01-01T00:00:00Z", 0),
  ])
  func offsets(name: String, instant: String, expected: Int) throws {
    #expect(try zone(name).offset(at: Timestamp(instant)!) == expected)
  }

  /// The C library reads the same files by means of its own: the offsets just before and at every
  /// change, as `zdump` prints them. (Foundation brings tables along that are older than the
  /// files.)
  @Test(arguments: [
    "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Tehran",
    "Africa/Casablanca", "Europe/Dublin", "America/St_Johns", "Pacific/Chatham", "Asia/Tokyo",
    "Africa/Cairo", "America/Santiago", "Asia/Gaza", "America/Nuuk", "Pacific/Apia",
    "Antarctica/Troll",
  ])
  func agreesWithTheCLibrary(name: String) throws {
    let rules = try zone(name)
    let changes = try CLibraryZone.changes(of: name)
    #expect(changes.count >= 8)
    for change in changes {
      let offset = rules.offset(at: Timestamp(seconds: change.seconds, nanoseconds: 0))
      #expect(offset == change.offset, "\(name) at \(change.seconds): \(change.line)")
    }
    // In between nothing changes: two offsets that are the same hold for all the time between them.
    for (one, other) in zip(changes, changes.dropFirst()) where one.offset == other.offset {
      let middle = (one.seconds + other.seconds) / 2
      let offset = rules.offset(at: Timestamp(seconds: middle, nanoseconds: 0))
      #expect(offset == one.offset, "\(name) at \(middle), after \(one.line)")
    }
  }

  /// Files may list changes that their yearly rule makes as well: `zic -b fat` does, `-b slim` does
  /// not.
  @Test(arguments: [
    ("Europe/Berlin", 1996...1997), ("America/New_York", 2006...2008),
    ("Australia/Sydney", 2007...2009), ("Asia/Tokyo", 1950...1953), ("Asia/Kolkata", 1944...1946),
  ])
  func fewestChanges(name: String, lastYear: ClosedRange<Int>) throws {
    let rules = try zone(name)
    let short = rules.inFewestChanges
    #expect(short.inFewestChanges == short)
    let last = Timestamp(seconds: try #require(short.changes.last), nanoseconds: 0)
    #expect(lastYear.contains(Int(last.description.prefix(4))!), "\(last)")
    for second in stride(from: Int64(-3_000_000_000), through: 6_000_000_000, by: 1_000_003) {
      let instant = Timestamp(seconds: second, nanoseconds: 0)
      #expect(short.offset(at: instant) == rules.offset(at: instant), "\(instant)")
    }
    for second in rules.changes.flatMap({ [$0 - 1, $0] }) {
      let instant = Timestamp(seconds: second, nanoseconds: 0)
      #expect(short.offset(at: instant) == rules.offset(at: instant), "\(instant)")
    }
    // As a file would that lists changes for longer.
    if short.rule?.summer != nil {
      var long = rules
      let start = rules.changes.last! / 3600 + 1
      for hour in start..<start + 3 * 366 * 24 {
        let after = rules.offset(at: Timestamp(seconds: hour * 3600, nanoseconds: 0))
        let before = rules.offset(at: Timestamp(seconds: hour * 3600 - 1, nanoseconds: 0))
        if before != after { long.append(hour * 3600, Int32(after)) }
      }
      #expect(long.changes.count >= rules.changes.count + 4)
      #expect(long.inFewestChanges == short)
    }
  }

  @Test(arguments: [
    ("UTC0", 0, 0), ("CET-1CEST,M3.5.0,M10.5.0/3", 3600, 7200),
    ("EST5EDT,M3.2.0,M11.1.0", -18000, -14400),
    ("<+0330>-3:30<+0430>,J79/24,J263/24", 12600, 16200), ("<-03>3", -10800, -10800),
    ("IST-1GMT0,M10.5.0,M3.5.0/1", 3600, 0), ("XXX-2<+01>-1,0/0,J365/23", 7200, 3600),
  ])
  func readsRules(text: String, winter: Int32, summer: Int32) {
    let rule = YearlyRule(posix: Array(text.utf8))
    #expect(rule?.standard == winter)
    #expect((rule?.summer?.offset ?? rule?.standard) == summer)
  }

  @Test(arguments: [
    "", "CE-1", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
    "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.0.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
    "CET-1CEST,J0,J365", "CET-1CEST,366,1", "CET-1CEST,M3.5.0,M10.5.0/168",
    "CET-1CEST,M3.5.0,M10.5.0x", "CET-25", "<CET-1", "CET-1:60", "CET-1CEST,M3.5.0,M10.5.0,",
  ])
  func refusesRules(text: String) {
    #expect(YearlyRule(posix: Array(text.utf8)) == nil)
  }

  @Test func damagedFilesAreRefused() throws {
    let file = try zoneFile("Europe/Berlin")
    #expect(ZoneRules(tzif: file) != nil)
    for count in 0..<file.count { #expect(ZoneRules(tzif: file.prefix(count)) == nil) }
    #expect(ZoneRules(tzif: Array("TZif".utf8)) == nil)
    #expect(ZoneRules(tzif: []) == nil)
    var old = file
    old[4] = 0
    #expect(ZoneRules(tzif: old) == nil)
  }

  @Test func encodingRoundTripsAndRefusesDamage() throws {
    for name in ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "UTC", "Australia/Lord_Howe"] {
      let rules = try zone(name)
      var bytes: [UInt8] = []
      rules.encode(into: &bytes)
      #expect(ZoneRules(decoding: bytes) == rules)
      #expect(ZoneRules(decoding: bytes + [0]) == nil)
      for count in 0..<bytes.count { #expect(ZoneRules(decoding: bytes.prefix(count)) == nil) }
    }
  }
}

@Suite struct HoursTests {
  private func contains(_ week: String, _ name: String, _ instant: String) throws -> Bool {
    try Hours(week, zoneName: name, zone: zone(name)).contains(Timestamp(instant)!)
  }

  /// 2026-03-02 is a Monday.
  @Test(arguments: [
    ("Mon-Fri 09:00-17:00", "2026-03-02T09:00:00Z", true),
    ("Mon-Fri 09:00-17:00", "2026-03-02T08:59:59.999Z", false),
    ("Mon-Fri 09:00-17:00", "2026-03-02T16:59:59.999Z", true),
    ("Mon-Fri 09:00-17:00", "2026-03-02T17:00:00Z", false),
    ("Mon-Fri 09:00-17:00", "2026-03-06T10:00:00Z", true),
    ("Mon-Fri 09:00-17:00", "2026-03-07T10:00:00Z", false),
    ("Mon-Fri 09:00-17:00, Sat 10:00-12:00", "2026-03-07T10:00:00Z", true),
    ("Mon-Fri 09:00-17:00, Sat 10:00-12:00", "2026-03-07T09:30:00Z", false),
    ("Mon,Wed 09:00-12:00 13:00-17:00", "2026-03-04T13:00:00Z", true),
    ("Mon,Wed 09:00-12:00 13:00-17:00", "2026-03-04T12:30:00Z", false),
    ("Mon, Wed 09:00-12:00, 13:00-17:00", "2026-03-02T14:00:00Z", true),
    ("Mon,Wed 09:00-12:00 13:00-17:00", "2026-03-03T10:00:00Z", false),
    // Over midnight, and over the end of the week.
    ("Fri 22:00-06:00", "2026-03-06T22:00:00Z", true),
    ("Fri 22:00-06:00", "2026-03-07T05:59:00Z", true),
    ("Fri 22:00-06:00", "2026-03-07T06:00:00Z", false),
    ("Fri 22:00-06:00", "2026-03-06T03:00:00Z", false),
    ("Sun 22:00-06:00", "2026-03-02T05:00:00Z", true),
    ("Sat-Mon 10:00-11:00", "2026-03-01T10:30:00Z", true),
    ("Sat-Mon 10:00-11:00", "2026-03-03T10:30:00Z", false),
    ("Sat 00:00-24:00", "2026-03-07T23:59:59Z", true),
    ("Sat 00:00-24:00", "2026-03-08T00:00:00Z", false),
    ("Mon-Sun 00:00-24:00", "2026-03-08T00:00:00Z", true),
    ("Sun 23:00-24:00", "2026-03-01T23:30:00Z", true),
    ("Mon 09:00-12:00, Mon 11:00-13:00", "2026-03-02T12:30:00Z", true),
    ("Mon 09:00-10:00", "1969-12-29T09:30:00Z", true),
  ])
  func inUTC(week: String, instant: String, expected: Bool) throws {
    #expect(try contains(week, "UTC", instant) == expected)
  }

  @Test(arguments: [
    ("Europe/Berlin", "2026-03-02T08:00:00Z", true),
    ("Europe/Berlin", "2026-03-02T07:59:59Z", false),
    ("Europe/Berlin", "2026-07-06T07:00:00Z", true),
    ("Europe/Berlin", "2026-07-06T15:00:00Z", false),
    ("America/New_York", "2026-03-02T14:00:00Z", true),
    // Monday there already, Sunday in UTC.
    ("Pacific/Auckland", "2026-03-01T20:30:00Z", true),
  ])
  func inZones(name: String, instant: String, expected: Bool) throws {
    #expect(try contains("Mon-Fri 09:00-17:00", name, instant) == expected)
  }

  @Test(arguments: [
    ("", "there are no hours in it"), (" , ", "there are no hours in it"),
    ("Mon-Fri", "the last days have no times"),
    ("Mon 09:00-10:00, Tue", "the last days have no times"),
    ("09:00-10:00", "`09:00-10:00` stands before any day"),
    ("Mo 09:00-10:00", "`Mo` is no day; days are `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat`, `Sun`"),
    (
      "mon 09:00-10:00", "`mon` is no day; days are `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat`, `Sun`"
    ),
    ("Mon-Tue-Wed 09:00-10:00", "`Mon-Tue-Wed` is no day and no range of days"),
    ("Mon 9:00-10:00", "`9:00` in `9:00-10:00` is no time of day from `00:00` to `24:00`"),
    ("Mon 09:00-24:01", "`24:01` in `09:00-24:01` is no time of day from `00:00` to `24:00`"),
    ("Mon 09:60-10:00", "`09:60` in `09:60-10:00` is no time of day from `00:00` to `24:00`"),
    ("Mon 09:00", "`09:00` is no pair of times such as `09:00-17:00`"),
    ("Mon 09:00-10:00-11:00", "`09:00-10:00-11:00` is no pair of times such as `09:00-17:00`"),
    ("Mon 24:00-06:00", "`24:00-06:00` begins at a day's end"),
    ("Mon 09:00-09:00", "`09:00-09:00` ends where it begins; a whole day is `00:00-24:00`"),
  ])
  func refuses(week: String, reason: String) {
    #expect(throws: HoursError(reason)) { try Hours(week, zoneName: "UTC", zone: .utc) }
  }

  @Test func aZoneAloneIsNeverOpen() throws {
    let hours = Hours(zoneName: "Europe/Berlin", zone: try zone("Europe/Berlin"))
    for hour in 0..<168 {
      #expect(!hours.contains(Timestamp(seconds: Int64(hour) * 3600, nanoseconds: 0)))
    }
  }

  @Test func encodingRoundTripsAndRefusesDamage() throws {
    let rules = try zone("Europe/Berlin")
    for hours in [
      try Hours("Mon-Fri 09:00-17:00, Sun 22:00-06:00", zoneName: "Europe/Berlin", zone: rules),
      Hours(zoneName: "Europe/Berlin", zone: rules), Hours(zoneName: "UTC", zone: .utc),
    ] {
      var bytes: [UInt8] = []
      hours.encode(into: &bytes)
      #expect(Hours(decoding: bytes) == hours)
      #expect(Hours(decoding: bytes + [0]) == nil)
      for count in 0..<bytes.count { #expect(Hours(decoding: bytes.prefix(count)) == nil) }
      // Whatever else is in the bytes, reading them ends well.
      for index in bytes.indices {
        var damaged = bytes
        damaged[index] ^= 0xFF
        if let read = Hours(decoding: damaged) {
          _ = read.contains(Timestamp("2026-03-02T09:00:00Z")!)
          _ = read.contains(Timestamp("9999-12-31T23:59:59Z")!)
        }
      }
    }
  }
}
