// Functions on instants. Zone rules come from the program, never from the machine that evaluates:
// where a function takes a zone, its argument is an `Hours` (see `BuiltinDeclaration.Role.zone`).

extension BuiltinDeclaration {
  static let times: [BuiltinDeclaration] = [
    BuiltinDeclaration(
      .timestamp, "timestamp", [Parameter("text", .string)], .type(.timestamp),
      """
      The instant that RFC 3339 text names: with an offset, with up to nine digits of fraction. A \
      leap second (`:60`) is none.
      """,
      examples: [
        Example(
          #"timestamp("2026-03-02T09:00:00+01:00") == timestamp("2026-03-02T08:00:00Z")"#, "true"),
        Example(#"timestamp("2026-03-02T09:00:00Z") - timestamp("2026-03-02T08:30:00Z")"#, "30m"),
      ],
      implementation: { arguments, memory, _ in
        read(arguments.first, memory) { Timestamp(reading: $0).map(Value.timestamp) }
      }),
    BuiltinDeclaration(
      .duration, "duration", [Parameter("text", .string)], .type(.duration),
      "The length of time that a text spells as a policy does: `2h30m`, `1.5h`.",
      examples: [Example(#"duration("90m")"#, "1h30m"), Example(#"duration("0.25s")"#, "250ms")],
      implementation: { arguments, memory, _ in
        read(arguments.first, memory) { SignedDuration(reading: $0).map(Value.duration) }
      }),
    BuiltinDeclaration(
      .hours, "hours",
      [
        Parameter("week", .string, role: .constant), Parameter("zone", .string, role: .constant),
      ], .type(.hours),
      """
      Weekly hours in a time zone, for `in`: days (`Mon-Fri`, `Sat`) and times (`09:00-17:00`), \
      several of both; a time that ends before it begins ends on the next day. The end does not \
      belong to it. A zone has a name of the IANA database, or is `UTC`; `localtime`, which is \
      what a \
      machine is set to, is none.
      """,
      examples: [
        Example(
          #"timestamp("2026-03-02T08:00:00Z") in hours("Mon-Fri 09:00-17:00", "Europe/Berlin")"#,
          "true"),
        Example(
          #"timestamp("2026-03-07T03:00:00Z") in hours("Fri 22:00-06:00, Sun 10:00-12:00", "UTC")"#,
          "true"),
      ], implementation: { _, _, _ in .fault(.wrongType) }),
    BuiltinDeclaration(
      .date, "date",
      [Parameter("instant", .timestamp), Parameter("zone", .string, role: .zone)], .type(.string),
      "The calendar's date at an instant in a time zone, as `2026-03-02`.",
      examples: [
        Example(#"date(timestamp("2026-03-01T23:30:00Z"), "Europe/Berlin")"#, #""2026-03-02""#)
      ], implementation: { arguments, memory, hours in date(arguments, &memory, hours) }),
    BuiltinDeclaration(
      .weekday, "weekday",
      [Parameter("instant", .timestamp), Parameter("zone", .string, role: .zone)],
      .type(.choice(Hours.weekdays.map { ExactString($0) }.sorted())),
      """
      The day of the week at an instant in a time zone: `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat`, \
      `Sun`.
      """,
      examples: [
        Example(#"weekday(timestamp("2026-03-01T23:30:00Z"), "Europe/Berlin")"#, #""Mon""#)
      ], implementation: { arguments, memory, hours in weekday(arguments, &memory, hours) }),
    BuiltinDeclaration(
      .hour, "hour",
      [Parameter("instant", .timestamp), Parameter("zone", .string, role: .zone)], .type(.number),
      "The hour, 0 to 23, at an instant in a time zone.",
      examples: [Example(#"hour(timestamp("2026-03-01T23:30:00Z"), "Europe/Berlin")"#, "0")],
      implementation: { arguments, _, hours in hour(arguments, hours) }),
  ]
}

/// The value that a text spells.
private func read(
  _ text: Value, _ memory: borrowing Memory,
  _ parse: (UnsafeBufferPointer<UInt8>) -> Value?
) -> Value {
  guard text.tag == .string else { return .fault(.wrongType) }
  memory.count(comparisons: text.count / 2)
  return parse(memory.bytes(of: text)) ?? .fault(.badFormat)
}

/// The zone's clock and calendar at the first argument; the second is the zone.
private func localTime(
  _ arguments: BuiltinArguments, _ hours: [Hours]
) -> (date: CivilDate, weekday: Int, secondOfDay: Int)? {
  guard arguments.first.tag == .timestamp, arguments.second.tag == .hours,
    hours.indices.contains(arguments.second.hoursIndex)
  else { return nil }
  return hours[arguments.second.hoursIndex].localTime(at: arguments.first.timestamp)
}

private func date(
  _ arguments: BuiltinArguments, _ memory: inout Memory, _ hours: [Hours]
) -> Value {
  guard let date = localTime(arguments, hours)?.date else { return .fault(.wrongType) }
  // A zone's clock may show a year that no timestamp can.
  guard date.isValid else { return .fault(.outOfRange) }
  return memory.makeText { memory in
    for (number, width) in [(date.year, 4), (date.month, 2), (date.day, 2)] {
      if width == 2, !memory.appendByte(UInt8(ascii: "-")) { return false }
      var power = width == 4 ? 1000 : 10
      while power > 0 {
        guard memory.appendByte(UInt8(ascii: "0") + UInt8(number / power % 10)) else {
          return false
        }
        power /= 10
      }
    }
    return true
  }
}

private func weekday(
  _ arguments: BuiltinArguments, _ memory: inout Memory, _ hours: [Hours]
) -> Value {
  guard let day = localTime(arguments, hours)?.weekday else { return .fault(.wrongType) }
  return memory.makeText { memory in
    Hours.weekdays[day].utf8.allSatisfy { memory.appendByte($0) }
  }
}

private func hour(_ arguments: BuiltinArguments, _ hours: [Hours]) -> Value {
  guard let second = localTime(arguments, hours)?.secondOfDay else { return .fault(.wrongType) }
  return .number(Decimal(second / 3600))
}
