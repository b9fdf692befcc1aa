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
      ]),
    BuiltinDeclaration(
      .duration, "duration", [Parameter("text", .string)], .type(.duration),
      "The length of time that a text spells as a policy does: `2h30m`.",
      examples: [Example(#"duration("90m")"#, "1h30m")]),
    BuiltinDeclaration(
      .hours, "hours",
      [
        Parameter("week", .string, role: .constant), Parameter("zone", .string, role: .constant),
      ], .type(.hours),
      """
      Weekly hours in a time zone, for `in`: days (`Mon-Fri`, `Sat`) and times (`09:00-17:00`), \
      several of both; a time that ends before it begins ends on the next day. The end does not \
      belong to it.
      """,
      examples: [
        Example(
          #"timestamp("2026-03-02T08:00:00Z") in hours("Mon-Fri 09:00-17:00", "Europe/Berlin")"#,
          "true"),
        Example(
          #"timestamp("2026-03-07T03:00:00Z") in hours("Fri 22:00-06:00, Sun 10:00-12:00", "UTC")"#,
          "true"),
      ]),
    BuiltinDeclaration(
      .date, "date",
      [Parameter("instant", .timestamp), Parameter("zone", .string, role: .zone)], .type(.string),
      "The calendar's date at an instant in a time zone, as `2026-03-02`.",
      examples: [
        Example(#"date(timestamp("2026-03-01T23:30:00Z"), "Europe/Berlin")"#, #""2026-03-02""#)
      ]),
    BuiltinDeclaration(
      .weekday, "weekday",
      [Parameter("instant", .timestamp), Parameter("zone", .string, role: .zone)],
      .type(.choice(Hours.weekdays.map { Text($0) }.sorted())),
      "The day of the week at an instant in a time zone: `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat`, `Sun`.",
      examples: [
        Example(#"weekday(timestamp("2026-03-01T23:30:00Z"), "Europe/Berlin")"#, #""Mon""#)
      ]),
    BuiltinDeclaration(
      .hour, "hour",
      [Parameter("instant", .timestamp), Parameter("zone", .string, role: .zone)], .type(.number),
      "The hour, 0 to 23, at an instant in a time zone.",
      examples: [Example(#"hour(timestamp("2026-03-01T23:30:00Z"), "Europe/Berlin")"#, "0")]),
  ]
}
