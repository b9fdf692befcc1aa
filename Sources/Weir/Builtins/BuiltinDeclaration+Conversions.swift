// Functions from texts to numbers and from values to texts.

extension BuiltinDeclaration {
  static let conversions: [BuiltinDeclaration] = [
    BuiltinDeclaration(
      .number, "number", [Parameter("text", .string)], .type(.number),
      """
      The number that a text spells as JSON would, exactly. A plus sign, zeros in front and blanks \
      are a fault (`bad_format`); a number that is no decimal is one too (`number_out_of_range`).
      """,
      examples: [
        Example(#"number("12.50")"#, "12.5"), Example(#"number("-1e3") < 0"#, "true"),
      ],
      implementation: { arguments, memory, _ in
        numeral(arguments.first, memory) { Decimal.read($0) }
      }),
    BuiltinDeclaration(
      .text, "text",
      [
        Parameter(
          "value", .string, .bool, .number, .timestamp, .duration, .ip, .cidr, .version, .path)
      ], .type(.string),
      """
      A value as a reason shows it: a number with no more digits than it has, a time in UTC, a \
      path without anything to resolve in it.
      """,
      examples: [
        Example("text(1.50)", #""1.5""#), Example(#"text(path("/a/../b"))"#, #""/b""#),
        Example(#"text(ip("::ffff:10.0.0.1"))"#, #""10.0.0.1""#), Example("text(90s)", #""1m30s""#),
        Example(#"join(["n", text(7)], "")"#, #""n7""#),
      ],
      implementation: { arguments, memory, _ in text(arguments.first, &memory) }),
    BuiltinDeclaration(
      .quantity, "quantity", [Parameter("text", .string)], .type(.number),
      """
      The number that a quantity of Kubernetes spells: `200m`, `1.5Gi`, `1e3`. `k`, `M`, `G`, `T`, \
      `P` and `E` are powers of 1000, `Ki` to `Ei` of 1024; `n`, `u` and `m` are fractions. \
      Nothing is rounded: what is finer than a billionth, or larger than 64 bits hold, is a fault \
      (`number_out_of_range`).
      """,
      examples: [
        Example(#"quantity("200m")"#, "0.2"), Example(#"quantity("1.5Gi")"#, "1_610_612_736"),
        Example(#"quantity("1E")"#, "1e18"), Example(#"quantity("1e3")"#, "1000"),
      ],
      implementation: { arguments, memory, _ in
        numeral(arguments.first, memory) { Quantity.read($0) }
      }),
  ]
}

private func numeral(
  _ text: Value, _ memory: borrowing Memory,
  _ read: (UnsafeBufferPointer<UInt8>) -> Decimal.Reading
) -> Value {
  guard text.tag == .string else { return .fault(.wrongType) }
  memory.count(comparisons: text.count)
  switch read(memory.bytes(of: text)) {
  case .value(let decimal): return .number(decimal)
  case .outOfRange: return .fault(.outOfRange)
  case .malformed: return .fault(.badFormat)
  }
}

private func text(_ value: Value, _ memory: inout Memory) -> Value {
  let description: String
  switch value.tag {
  case .string: return value
  case .path: return .string(value.region, offset: value.offset, count: value.count)
  case .bool: description = value.isTrue ? "true" : "false"
  case .number: description = value.decimal.description
  case .timestamp: description = value.timestamp.description
  case .duration: description = value.interval.description
  case .ip: description = memory.address(of: value).description
  case .cidr: description = memory.block(of: value).description
  case .version:
    description = SemanticVersion(ordered: Array(memory.bytes(of: value))).description
  case .fault, .hours, .folder, .list, .record, .opaqueRecord, .opaqueList:
    return .fault(.wrongType)
  }
  let bytes = Array(description.utf8)
  memory.count(comparisons: 16 &+ bytes.count / 8)
  return memory.make(.string, bytes)
}
