// Functions that undo an encoding of texts. They are strict: a text that two readers may read in
// two ways is a fault, so that a rule judges what the next reader will see.

extension BuiltinDeclaration {
  static let decoding: [BuiltinDeclaration] = [
    BuiltinDeclaration(
      .base64, "base64", [Parameter("text", .string)], .type(.string),
      """
      The text that Base64 (RFC 4648) stands for. Padding must be there, bits that are left over \
      must be zero, line breaks are none of it; what comes out must be UTF-8. Anything else is a \
      fault (`bad_format`).
      """,
      examples: [
        Example(#"base64("cm0gLXJmIC8=")"#, #""rm -rf /""#), Example(#"base64("")"#, #""""#),
      ],
      isCostly: true,
      implementation: { arguments, memory, _ in
        decode(arguments.first, &memory) { Base64.decode($0, .standard, $1) }
      }),
    BuiltinDeclaration(
      .base64url, "base64url", [Parameter("text", .string)], .type(.string),
      """
      The text that the Base64 of URLs and tokens stands for: `-` and `_` in place of `+` and `/`, \
      with padding or without. Otherwise as strict as `base64`.
      """,
      examples: [
        Example(#"base64url("eyJzdWIiOiI_In0")"#, #"'{"sub":"?"}'"#),
        Example(#"json(base64url("eyJzdWIiOiI_In0=")).sub"#, #""?""#),
      ],
      isCostly: true,
      implementation: { arguments, memory, _ in
        decode(arguments.first, &memory) { Base64.decode($0, .url, $1) }
      }),
    BuiltinDeclaration(
      .percent, "percent", [Parameter("text", .string)], .type(.string),
      """
      The text with every `%` and two hexadecimal digits decoded, once. A `+` stays a `+`. A `%` \
      without two digits is a fault (`bad_format`), as is what is not UTF-8 then.
      """,
      examples: [
        Example(#"percent("a%2Fb%20c+d")"#, #""a/b c+d""#),
        Example(#"percent("%252e")"#, #""%2e""#),
      ],
      isCostly: true,
      implementation: { arguments, memory, _ in
        decode(arguments.first, &memory) { PercentEncoding.decode($0, $1) }
      }),
  ]
}

/// The text that another stands for: never a longer one.
private func decode(
  _ text: Value, _ memory: inout Memory,
  _ read: (UnsafeBufferPointer<UInt8>, (UInt8) -> Void) -> Bool
) -> Value {
  guard text.tag == .string else { return .fault(.wrongType) }
  memory.count(comparisons: text.count)
  // The text may stand in the scratch region itself, and must not move while it is read.
  guard memory.reserveBytes(text.count) else { return .fault(.outOfRange) }
  let bytes = memory.bytes(of: text)
  let start = memory.scratchCount
  let isRead = read(bytes) { _ = memory.appendByte($0) }
  let made = Value.string(.scratch, offset: start, count: memory.scratchCount - start)
  guard isRead, (try? UTF8Span(validating: memory.bytes(of: made).span)) != nil else {
    memory.truncateBytes(to: start)
    return .fault(.badFormat)
  }
  return made
}
