// Functions on maps and records.

extension BuiltinDeclaration {
  static let collections: [BuiltinDeclaration] = [
    BuiltinDeclaration(
      .keys, "keys", [Parameter("map", .map(.any))], .type(.list(.string)),
      "The names of a map's or record's members, in byte order.",
      examples: [Example(#"keys(json('{"b": 1, "a": 2}'))"#, #"["a", "b"]"#)],
      implementation: { arguments, memory, _ in members(of: arguments.first, place: 0, &memory) }),
    BuiltinDeclaration(
      .values, "values", [Parameter("map", .map(.any))], .listOfValues,
      "The values of a map's or record's members, in byte order of their names.",
      examples: [Example(#"values(json('{"b": 1, "a": 2}'))"#, "[2, 1]")],
      implementation: { arguments, memory, _ in members(of: arguments.first, place: 1, &memory) }),
  ]
}

/// The keys (place 0) or values (place 1) of a record's members, in byte order of the keys.
private func members(of record: Value, place: Int, _ memory: inout Memory) -> Value {
  guard record.tag == .record else { return .fault(.wrongType) }
  let order = memory.memberOrder(of: record)
  guard let start = memory.allocateValues(order.count) else { return .fault(.outOfRange) }
  // The arena may have moved.
  let values = memory.values(of: record)
  for (index, member) in order.enumerated() { memory[start + index] = values[member + place] }
  return .list(.scratch, offset: start, count: order.count)
}
