// Functions that read a text as something structured.

extension BuiltinDeclaration {
  static let documents: [BuiltinDeclaration] = [
    BuiltinDeclaration(
      .json, "json", [Parameter("text", .string)], .type(.any),
      """
      The value that a text holds as JSON. Two members of one name in any object of it are a \
      fault (`bad_format`), as everything is that is not JSON.
      """,
      examples: [Example(#"json('{"amount": 12.50}').amount"#, "12.5")],
      isCostly: true, implementation: { arguments, memory, _ in json(arguments.first, &memory) }),
    BuiltinDeclaration(
      .semver, "semver", [Parameter("text", .string)], .type(.version),
      """
      The semantic version (semver.org 2.0.0) that a text spells. Versions are ordered by \
      precedence; build metadata is ignored, also by `==`.
      """,
      examples: [
        Example(#"semver("1.10.0") > semver("1.9.3")"#, "true"),
        Example(#"semver("1.0.0-rc.1") < semver("1.0.0+build.5")"#, "true"),
      ], implementation: { arguments, memory, _ in version(arguments.first, &memory) }),
  ]
}

private func json(_ text: Value, _ memory: inout Memory) -> Value {
  guard text.tag == .string else { return .fault(.wrongType) }
  memory.count(comparisons: text.count &* 16)
  guard let document = try? parseJSON(memory.bytes(of: text)) else { return .fault(.badFormat) }
  return memory.make(document)
}

private func version(_ text: Value, _ memory: inout Memory) -> Value {
  guard text.tag == .string else { return .fault(.wrongType) }
  memory.count(comparisons: text.count &* 2)
  // The text may stand in the scratch region itself, and must not move while it is read.
  guard memory.reserveBytes(SemanticVersion.orderedBound(for: text.count)) else {
    return .fault(.outOfRange)
  }
  let bytes = memory.bytes(of: text)
  let start = memory.scratchCount
  guard SemanticVersion.write(bytes, { _ = memory.appendByte($0) }) else {
    memory.truncateBytes(to: start)
    return .fault(.badFormat)
  }
  return .bytes(.version, .scratch, offset: start, count: memory.scratchCount - start)
}
