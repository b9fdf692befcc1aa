// Functions on texts. Nothing here depends on a locale; what is Unicode's business is decided by
// Unicode's own data (see Values/UnicodeText.swift).

extension BuiltinDeclaration {
  static let texts: [BuiltinDeclaration] = [
    BuiltinDeclaration(
      .length, "length", [Parameter("value", .string, .list(.any), .map(.any))], .type(.number),
      "How long a string is in Unicode scalars, a list in elements, a map or record in members.",
      examples: [
        Example(#"length("Zoë")"#, "3"), Example("length([1, 2, 2])", "3"),
        Example(#"length("")"#, "0"),
      ], implementation: { arguments, memory, _ in length(arguments.first, memory) }),
    BuiltinDeclaration(
      .lower, "lower", [Parameter("text", .string)], .type(.string),
      """
      The text in lower case, by the full mappings of Unicode \(UnicodeText.version), scalar by \
      scalar, the same in every locale.
      """,
      examples: [Example(#"lower("ÄRGER 7")"#, #""ärger 7""#)],
      implementation: { arguments, memory, _ in changeCase(arguments.first, toUpper: false, &memory)
      }),
    BuiltinDeclaration(
      .upper, "upper", [Parameter("text", .string)], .type(.string),
      """
      The text in upper case, by the full mappings of Unicode \(UnicodeText.version), scalar by \
      scalar, the same in every locale.
      """,
      examples: [Example(#"upper("straße")"#, #""STRASSE""#)],
      implementation: { arguments, memory, _ in changeCase(arguments.first, toUpper: true, &memory)
      }),
    BuiltinDeclaration(
      .trim, "trim", [Parameter("text", .string)], .type(.string),
      "The text without the white space (Unicode's `White_Space`) at its beginning and end.",
      examples: [Example(#"trim("  a b\n")"#, #""a b""#)],
      implementation: { arguments, memory, _ in trim(arguments.first, memory) }),
    BuiltinDeclaration(
      .split, "split", [Parameter("text", .string), Parameter("separator", .string)],
      .type(.list(.string)),
      """
      The parts of the text between the separators, empty parts included. An empty separator is a \
      fault (`bad_format`).
      """,
      examples: [
        Example(#"split("a,b,,c", ",")"#, #"["a", "b", "", "c"]"#),
        Example(#"split("", ",")"#, #"[""]"#),
        Example(#"split("team:payments", ":")[1]"#, #""payments""#),
      ],
      isCostly: true,
      implementation: { arguments, memory, _ in
        split(arguments.first, arguments.second, &memory)
      }),
    BuiltinDeclaration(
      .join, "join", [Parameter("parts", .list(.any)), Parameter("separator", .string)],
      .type(.string), "The strings of a list with the separator between each two.",
      examples: [
        Example(#"join(["a", "b"], "/")"#, #""a/b""#), Example(#"join([], "/")"#, #""""#),
      ],
      implementation: { arguments, memory, _ in join(arguments.first, arguments.second, &memory) }),
    BuiltinDeclaration(
      .replace, "replace",
      [Parameter("text", .string), Parameter("old", .string), Parameter("new", .string)],
      .type(.string),
      """
      The text with every `old` replaced by `new`, from the left, none of them overlapping. An \
      empty `old` is a fault (`bad_format`).
      """,
      examples: [Example(#"replace("a-b-c", "-", "+")"#, #""a+b+c""#)],
      isCostly: true,
      implementation: { arguments, memory, _ in
        replace(arguments.first, arguments.second, arguments.third, &memory)
      }),
    BuiltinDeclaration(
      .nfc, "nfc", [Parameter("text", .string)], .type(.string),
      """
      The text in normalisation form C of Unicode \(UnicodeText.version): equal for texts that \
      look and mean the same.
      """,
      examples: [Example(#"nfc("e\u0301") == "\u00e9""#, "true")],
      isCostly: true,
      implementation: { arguments, memory, _ in normalise(arguments.first, folded: false, &memory) }
    ),
    BuiltinDeclaration(
      .fold, "fold", [Parameter("text", .string)], .type(.string),
      """
      The text for comparing without regard to case: NFC, then the full case folding of Unicode \
      \(UnicodeText.version), then NFC again.
      """,
      examples: [Example(#"fold("Straße") == fold("STRASSE")"#, "true")],
      isCostly: true,
      implementation: { arguments, memory, _ in
        normalise(arguments.first, folded: true, &memory)
      }),
  ]
}

// Each counts what it takes of `Limits.comparedPairs`, beyond a comparison for 64 bytes of its
// arguments (`Interpreter.call`): within a quantifier, a function of a long text is called again
// and again.
//
// What a text is made of may move when bytes are appended to the scratch region: room is made
// first, or the text is asked for anew after every step.

private func length(_ value: Value, _ memory: borrowing Memory) -> Value {
  switch value.tag {
  case .string:
    scalarCount(value, memory)
  case .list, .record: .number(Decimal(value.count))
  case .fault, .bool, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .path, .folder,
    .opaqueRecord,
    .opaqueList:
    .fault(.wrongType)
  }
}

private func scalarCount(_ text: Value, _ memory: borrowing Memory) -> Value {
  memory.count(comparisons: text.count / 16)
  return .number(Decimal(UnicodeText.scalarCount(memory.bytes(of: text))))
}

private func changeCase(_ text: Value, toUpper: Bool, _ memory: inout Memory) -> Value {
  guard text.tag == .string else { return .fault(.wrongType) }
  let bytes = memory.bytes(of: text)
  let first = toUpper ? UInt8(ascii: "a") : UInt8(ascii: "A")
  if UnicodeText.isASCII(bytes) {
    guard bytes.contains(where: { $0 &- first < 26 }) else { return text }
    memory.count(comparisons: text.count / 2)
    return memory.makeText { memory in
      for index in 0..<text.count {
        let byte = memory.bytes(of: text)[index]
        guard memory.appendByte(byte &- first < 26 ? byte ^ 0x20 : byte) else { return false }
      }
      return true
    }
  }
  memory.count(comparisons: text.count &* 8)
  return memory.makeText { memory in
    var index = 0
    while index < text.count {
      let (scalar, length) = UnicodeText.scalar(in: memory.bytes(of: text), at: index)
      for byte in UnicodeText.mapped(scalar, toUpper: toUpper).utf8 where !memory.appendByte(byte) {
        return false
      }
      index += length
    }
    return true
  }
}

private func trim(_ text: Value, _ memory: borrowing Memory) -> Value {
  guard text.tag == .string else { return .fault(.wrongType) }
  let range = UnicodeText.trimmed(memory.bytes(of: text))
  memory.count(comparisons: (text.count - range.count) &* 8)
  return text.part(range)
}

private func split(_ text: Value, _ separator: Value, _ memory: inout Memory) -> Value {
  guard text.tag == .string, separator.tag == .string else { return .fault(.wrongType) }
  let (bytes, mark) = (memory.bytes(of: text), memory.bytes(of: separator))
  guard !mark.isEmpty else { return .fault(.badFormat) }
  // Parts are parts of the text: only the list is made. The text is searched twice.
  memory.countSearch(for: separator, in: text)
  memory.countSearch(for: separator, in: text)
  let count = occurrences(of: mark, in: bytes) + 1
  memory.count(comparisons: count &* 16)
  guard let start = memory.allocateValues(count) else { return .fault(.outOfRange) }
  var place = 0
  var slot = start
  while let found = bytes.firstRange(of: mark, from: place) {
    memory[slot] = text.part(place..<found)
    slot += 1
    place = found + mark.count
  }
  memory[slot] = text.part(place..<text.count)
  return .list(.scratch, offset: start, count: slot + 1 - start)
}

private func occurrences(
  of mark: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>
) -> Int {
  var count = 0
  var place = 0
  while let found = text.firstRange(of: mark, from: place) {
    count += 1
    place = found + mark.count
  }
  return count
}

private func join(_ list: Value, _ separator: Value, _ memory: inout Memory) -> Value {
  guard list.tag == .list, separator.tag == .string else { return .fault(.wrongType) }
  // Nothing is added to the arena meanwhile: its values stay where they are.
  let parts = memory.values(of: list)
  var total = 0
  for index in 0..<list.count {
    let part = parts[index * list.stride]
    if part.isFault { return part }
    guard part.tag == .string else { return .fault(.wrongType) }
    total += part.count + (index > 0 ? separator.count : 0)
  }
  memory.count(comparisons: list.count &* 4 &+ total / 64)
  guard memory.reserveBytes(total) else { return .fault(.outOfRange) }
  return memory.makeText { memory in
    for index in 0..<list.count {
      if index > 0, memory.appendBytes(memory.bytes(of: separator)) == nil { return false }
      if memory.appendBytes(memory.bytes(of: parts[index * list.stride])) == nil { return false }
    }
    return true
  }
}

private func replace(
  _ text: Value, _ old: Value, _ new: Value, _ memory: inout Memory
) -> Value {
  guard text.tag == .string, old.tag == .string, new.tag == .string else {
    return .fault(.wrongType)
  }
  guard old.count > 0 else { return .fault(.badFormat) }
  memory.countSearch(for: old, in: text)
  let count = occurrences(of: memory.bytes(of: old), in: memory.bytes(of: text))
  if count == 0 { return text }
  memory.countSearch(for: old, in: text)
  memory.count(comparisons: count &* 32 &+ (text.count &+ count &* new.count) / 64)
  guard memory.reserveBytes(text.count + count * (new.count - old.count)) else {
    return .fault(.outOfRange)
  }
  return memory.makeText { memory in
    let (bytes, mark) = (memory.bytes(of: text), memory.bytes(of: old))
    let replacement = memory.bytes(of: new)
    var place = 0
    while let found = bytes.firstRange(of: mark, from: place) {
      let before = UnsafeBufferPointer(rebasing: bytes[place..<found])
      guard memory.appendBytes(before) != nil, memory.appendBytes(replacement) != nil else {
        return false
      }
      place = found + mark.count
    }
    return memory.appendBytes(UnsafeBufferPointer(rebasing: bytes[place...])) != nil
  }
}

private func normalise(_ text: Value, folded: Bool, _ memory: inout Memory) -> Value {
  guard text.tag == .string else { return .fault(.wrongType) }
  let bytes = memory.bytes(of: text)
  if UnicodeText.isASCII(bytes) {
    return folded ? changeCase(text, toUpper: false, &memory) : text
  }
  memory.count(comparisons: text.count &* (folded ? 32 : 16))
  return memory.makeText { memory in
    var start = 0
    while start < text.count {
      let (end, isKnown) = UnicodeText.run(in: memory.bytes(of: text), from: start)
      guard isKnown || memory.reserveBytes(end - start) else { return false }
      let part = UnsafeBufferPointer(rebasing: memory.bytes(of: text)[start..<end])
      // What the version of Unicode does not have stands for itself.
      let isMade =
        isKnown
        ? UnicodeText.normalised(part, folded: folded) { memory.appendBytes($0) != nil }
        : memory.appendBytes(part) != nil
      if isMade == nil { memory.exceed(.scratchBytes) }
      guard isMade == true else { return false }
      start = end
    }
    return true
  }
}
