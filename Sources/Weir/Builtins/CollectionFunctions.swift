// Functions on maps and records.

extension BuiltinDeclaration {
  static let collections: [BuiltinDeclaration] = [
    BuiltinDeclaration(
      .keys, "keys", [Parameter("map", .map(.any))], .type(.list(.string)),
      "The names of a map's or record's members, in byte order.",
      examples: [Example(#"keys(json('{"b": 1, "a": 2}'))"#, #"["a", "b"]"#)]),
    BuiltinDeclaration(
      .values, "values", [Parameter("map", .map(.any))], .listOfValues,
      "The values of a map's or record's members, in byte order of their names.",
      examples: [Example(#"values(json('{"b": 1, "a": 2}'))"#, "[2, 1]")]),
  ]
}
