import Testing
import WeirTesting

@testable import Weir

@Suite struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ("2026-03-02T09:00:00+01:00", "2026-03-02T08:00:00Z"),
    ("2026-03-02t09:00:00z", "2026-03-02T09:00:00Z"),
    ("2026-03-02T00:30:00+05:45", "2026-03-01T18:45:00Z"),
    ("2026-12-31T23:30:00-23:59", "2027-01-01T23:29:00Z"),
    ("2026-03-02T09:00:00-00:00", "2026-03-02T09:00:00Z"),
    ("2026-03-02T09:00:00.5Z", "2026-03-02T09:00:00.5Z"),
    ("2026-03-02T09:00:00.123456789Z", "2026-03-02T09:00:00.123456789Z"),
    ("2026-03-02T09:00:00.000000000Z", "2026-03-02T09:00:00Z"),
    ("2026-03-02T09:00:00.010Z", "2026-03-02T09:00:00.01Z"),
    ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
    ("2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
    ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.5Z"),
  ])
  func reads(text: String, expected: String) {
    #expect(Timestamp(text)?.description == expected)
  }

  @Test(arguments: [
    "", "2026", "2026-03-02", "2026-03-02T09:00:00", "2026-03-02 09:00:00Z",
    "2026-03-02T09:00Z", "2026-3-2T09:00:00Z", "26-03-02T09:00:00Z", "+2026-03-02T09:00:00Z",
    "2026-00-02T09:00:00Z", "2026-13-02T09:00:00Z", "2026-03-00T09:00:00Z",
    "2026-03-32T09:00:00Z", "2026-04-31T09:00:00Z", "2026-02-29T09:00:00Z",
    "1900-02-29T00:00:00Z", "2100-02-29T00:00:00Z",
    "2026-03-02T24:00:00Z", "2026-03-02T23:60:00Z", "2016-12-31T23:59:60Z",
    "2026-03-02T09:00:00.Z", "2026-03-02T09:00:00.1234567890Z", "2026-03-02T09:00:00,5Z",
    "2026-03-02T09:00:00+1:00", "2026-03-02T09:00:00+0100", "2026-03-02T09:00:00+24:00",
    "2026-03-02T09:00:00+01:60", "2026-03-02T09:00:00+01", "2026-03-02T09:00:00ZZ",
    "2026-03-02T09:00:00Z ", " 2026-03-02T09:00:00Z", "2026-03-02T09:00:00+01:00x",
    "0000-12-31T23:59:59Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
    "2026-03-02T09:00:0xZ", "２026-03-02T09:00:00Z",
  ])
  func refuses(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func everyDayOfFourCenturiesCountsOn() {
    var date = CivilDate(daysSinceEpoch: -146_097)
    for day in -146_096...146_097 {
      let next = CivilDate(daysSinceEpoch: day)
      #expect(next.daysSinceEpoch == day && next.isValid)
      let follows =
        next.day == date.day + 1 && next.month == date.month && next.year == date.year
        || next.day == 1 && date.day == CivilDate.days(of: date.month, in: date.year)
          && (next.month == date.month + 1 || next.month == 1 && next.year == date.year + 1)
      if !follows {
        Issue.record("\(next) does not follow \(date)")
        return
      }
      date = next
    }
    // A Thursday.
    #expect(CivilDate.weekday(daysSinceEpoch: 0) == 3)
    #expect(CivilDate.weekday(daysSinceEpoch: -4) == 6)
  }

  @Test(arguments: [
    ("2026-03-02T09:00:00Z", "2026-03-02T08:30:00Z", "30m"),
    ("2026-03-02T08:30:00Z", "2026-03-02T09:00:00Z", "-30m"),
    ("2026-03-02T09:00:00.25Z", "2026-03-02T09:00:00.5Z", "-250ms"),
    ("9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "3652058d23h59m59s"),
    ("2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z", "0s"),
  ])
  func differences(later: String, earlier: String, expected: String) {
    let (later, earlier) = (Timestamp(later)!, Timestamp(earlier)!)
    let difference = later.since(earlier)
    #expect(difference.description == expected)
    #expect(earlier.adding(difference) == later)
    #expect(later.subtracting(difference) == earlier)
  }

  @Test func sumsOutsideOfTheCalendarAreNone() {
    let last = Timestamp("9999-12-31T23:59:59Z")!
    #expect(last.adding(SignedDuration("1s")!) == nil)
    #expect(last.adding(SignedDuration("999ms")!) != nil)
    #expect(Timestamp("0001-01-01T00:00:00Z")!.subtracting(SignedDuration("1ms")!) == nil)
    #expect(last.adding(SignedDuration(seconds: .max, nanoseconds: 0)) == nil)
    #expect(last.subtracting(SignedDuration(seconds: .min, nanoseconds: 0)) == nil)
  }

  @Test func partsOutOfRangeAreMovedIntoIt() {
    #expect(
      Timestamp(seconds: .max, nanoseconds: .max).description == "9999-12-31T23:59:59.999999999Z")
    #expect(Timestamp(seconds: .min, nanoseconds: 0).description == "0001-01-01T00:00:00Z")
  }
}

@Suite struct IntervalTests {
  @Test(arguments: [
    ("15m", "15m"), ("2h30m", "2h30m"), ("90m", "1h30m"), ("24h", "1d"), ("1500ms", "1s500ms"),
    ("0s", "0s"), ("0d0ms", "0s"), ("1d2h3m4s5ms", "1d2h3m4s5ms"), ("61s", "1m1s"),
    ("007s", "7s"), ("106751991167300d", "106751991167300d"), ("1.5h", "1h30m"),
    ("0.25s", "250ms"), ("1h0.5m", "1h30s"), ("1.1d", "1d2h24m"), ("0.000001ms", "0.000001ms"),
    ("1s0.25ms", "1s0.25ms"), ("0.0s", "0s"), ("1.50000000000000000000h", "1h30m"),
    ("0.0000000000003125d", "0.000027ms"), ("1_000ms", "1s"), ("1_0.2_5s", "10s250ms"),
    ("00.5h", "30m"),
  ])
  func reads(text: String, expected: String) {
    #expect(SignedDuration(text)?.description == expected)
  }

  @Test(
    arguments: [
      ("", .malformed), ("15", .malformed), ("m", .malformed), ("15 m", .malformed),
      ("15M", .malformed), ("-5m", .malformed), ("5min", .malformed), ("1w", .malformed),
      ("5m ", .malformed), ("1h30", .malformed), ("µs", .malformed), ("1us", .malformed),
      (".5h", .malformed), ("1.h", .malformed), ("1.5", .malformed), ("1.5.5h", .malformed),
      ("1..5h", .malformed), ("1,5h", .malformed), ("1e3s", .malformed), ("_1s", .malformed),
      ("1_s", .malformed), ("1__0s", .malformed), ("1_.5s", .malformed), ("1._5s", .malformed),
      ("1.5_s", .malformed), ("+1s", .malformed), ("1s\0", .malformed), ("１h", .malformed),
      ("1m1h", .unordered), ("1h1h", .unordered), ("1ms1s", .unordered),
      ("1.5h1.5h", .fractionInside),
      ("1.5h30m", .fractionInside), ("1.0h30m", .fractionInside), ("1d0.5h1ms", .fractionInside),
      ("0.0000000001s", .inexact), ("1.0000000001s", .inexact), ("0.0000001ms", .inexact),
      ("0.00000000000000001d", .inexact), ("0.33333333333333333333333h", .inexact),
      ("1.00000000000000000000000001s", .inexact),
      ("106751991167301d", .outOfRange), ("99999999999999999999s", .outOfRange),
      ("99999999999999999999.5s", .outOfRange),
    ] as [(String, SignedDuration.Mistake)])
  func refuses(text: String, mistake: SignedDuration.Mistake) {
    #expect(SignedDuration(text) == nil)
    #expect(throws: mistake) {
      try Array(text.utf8).withUnsafeBufferPointer { _ = try SignedDuration(parsing: $0) }
    }
  }

  /// What is printed is read again as the same.
  @Test func readsWhatItPrints() {
    var random = SplitMix64(seed: 7)
    for _ in 0..<2000 {
      let interval = SignedDuration(
        seconds: Int64(random.next() % (1 << UInt64(1 + random.next() % 40))),
        nanoseconds: UInt32(random.next() % 1_000_000_000))
      #expect(SignedDuration(interval.description) == interval)
    }
  }

  @Test(arguments: [
    (Int64(-1), UInt32(0), "-1s"), (-1, 500_000_000, "-500ms"), (-2, 500_000_000, "-1s500ms"),
    (0, 1, "0.000001ms"), (1, 250_000, "1s0.25ms"), (0, 1_500_000, "1.5ms"),
    (-86_400, 0, "-1d"),
  ])
  func prints(seconds: Int64, nanoseconds: UInt32, expected: String) {
    #expect(SignedDuration(seconds: seconds, nanoseconds: nanoseconds).description == expected)
  }

  @Test(
    arguments: [
      ("1h", "2", "2h"), ("1h", "0.5", "30m"), ("1h", "-1", "-1h"),
      ("1ms", "0.000001", "0.000001ms"),
      ("1ms", "0.0000001", nil), ("1s", "0", "0s"), ("1d", "1e28", nil), ("1s", "1e19", nil),
      ("1s", "9e18", "104166666666666d16h"), ("1h30m", "1.1", "1h39m"),
      ("100d", "1e-9", "8.64ms"),
    ] as [(String, String, String?)])
  func multiplies(interval: String, factor: String, expected: String?) {
    let factor = Decimal.read(factor.utf8).decimal!
    #expect(SignedDuration(interval)!.multiplied(by: factor)?.description == expected)
  }

  @Test func sumsThatDoNotFitAreNone() {
    let longest = SignedDuration(seconds: .max, nanoseconds: 999_999_999)
    #expect(longest.adding(SignedDuration(seconds: 0, nanoseconds: 1)) == nil)
    #expect(SignedDuration(seconds: .min, nanoseconds: 0).negated == nil)
    #expect(longest.negated?.negated == longest)
    #expect(SignedDuration("1h")!.subtracting(SignedDuration("90m")!)?.description == "-30m")
  }
}
