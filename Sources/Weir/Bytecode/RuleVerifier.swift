// Proves what is taken for granted of rules laid flat: that each record names texts, parts, slots,
// files and holds that exist, and that its piece of a verdict line is what the writer puts into one
// as it stands. One look at each record, nothing made.

internal import CScan

struct RuleVerifier {
  private let rules: FlatRules
  private let slots: Int
  private let bytes: UnsafeBufferPointer<UInt8>

  /// Verifies the rules of an image, which must be flat.
  static func verify(_ rules: FlatRules, of image: ProgramImage) throws(ProgramError) {
    try rules.bytes.withUnsafeBufferPointer { (bytes) throws(ProgramError) in
      try require(isUTF8(bytes), "the texts of rules are not UTF-8")
      let verifier = RuleVerifier(
        rules: rules, slots: image.projection.slotCount, bytes: bytes)
      for hold in rules.holds { try verifier.verify(hold) }
      try rules.parts.withUnsafeBufferPointer { (parts) throws(ProgramError) in
        for part in parts { try verifier.verify(part) }
      }
      try rules.records.withUnsafeBufferPointer { (records) throws(ProgramError) in
        for record in records {
          try verifier.verify(record)
          // Nothing but people's listings reads ranges, and those come with the sources.
          guard image.hasSources else { continue }
          try verify(record.range, in: image.files)
          try verify(record.nameRange, in: image.files)
        }
      }
    }
    if case .hold(let hold) = image.defaultVerdict {
      try verify(hold, slots: image.projection.slotCount)
    }
  }

  /// Verifies that a range lies in its file.
  static func verify(_ range: SourceRange, in files: [SourceFile]) throws(ProgramError) {
    try require(
      files.isEmpty && range.end == 0
        || files.indices.contains(Int(range.file)) && range.start >= 0 && range.start <= range.end
          && Int(range.end) <= files[Int(range.file)].bytes.count,
      "a range lies outside its file")
  }

  private static func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    (try? UTF8Span(validating: bytes.span)) != nil
  }

  private static func require(
    _ condition: Bool, _ rule: @autoclosure () -> String
  ) throws(ProgramError) {
    if !condition { throw .invalid(rule()) }
  }

  private static func verify(_ hold: HoldDescription, slots: Int) throws(ProgramError) {
    try require(hold.slots.values.allSatisfy { $0 < slots }, "a hold names an unknown slot")
    try require(hold.terms.count == 32, "a hold's terms are no SHA-256")
  }

  private func verify(_ hold: HoldDescription) throws(ProgramError) {
    try RuleVerifier.verify(hold, slots: slots)
  }

  private func verify(_ part: FlatRules.Part) throws(ProgramError) {
    if part.kind == FlatRules.Part.slot {
      try RuleVerifier.require(part.place < slots, "a text names an unknown slot")
    } else {
      try RuleVerifier.require(
        part.kind == FlatRules.Part.text && isText(part.place, part.count),
        "a part of a rule is no text")
    }
  }

  private func verify(_ record: FlatRules.Record) throws(ProgramError) {
    typealias Flags = FlatRules.Flags
    let effect = record.flags & Flags.effect
    try RuleVerifier.require(
      record.flags & ~Flags.all == 0 && effect <= Flags.hold, "a rule has no effect")
    try RuleVerifier.require(
      (effect == Flags.hold) == (record.hold > 0) && record.hold <= rules.holds.count,
      "a hold has no clauses")
    try RuleVerifier.require(
      rules.paths.indices.contains(Int(record.nameRange.file)), "a rule has no file")
    try RuleVerifier.require(isText(record.name.offset, record.name.count), "a rule has no name")
    try RuleVerifier.require(
      UInt64(record.firstBecause) + UInt64(record.becauseCount) <= rules.parts.count
        && UInt64(record.firstAnnotation) + UInt64(record.annotationCount) <= rules.parts.count
        && record.annotationCount % 2 == 0, "a rule has more parts than there are")
    for part in 0..<record.annotationCount {
      try RuleVerifier.require(
        rules.parts[Int(record.firstAnnotation + part)].kind == FlatRules.Part.text,
        "an annotation is no text")
    }
    try RuleVerifier.require(isPiece(record), "a rule's line is no JSON")
  }

  /// Whether a record's piece is what the writer expects. Pieces are copied in steps, so a step
  /// must be there behind it.
  private func isPiece(_ record: FlatRules.Record) -> Bool {
    let start = Int(record.piece)
    let end = start + Int(record.tail) + Int(record.tailCount)
    guard end + LineBuffer.step <= bytes.count,
      Int(record.firstTemplate) + Int(record.templateCount) <= rules.templateParts.count
    else { return false }
    var scanner = PieceScanner(
      bytes: bytes, place: start, end: start + Int(record.headCount))
    guard scanner.end <= end, scanner.skip(RuleMember.name.spelling), scanner.skipString(),
      scanner.place == start + FlatRules.nameStart + Int(record.quotedNameCount)
    else { return false }
    if record.flags & FlatRules.Flags.hasBecause != 0 {
      guard scanner.skip(RuleMember.because.spelling) else { return false }
      if record.templateCount == 0 {
        guard scanner.skipString() else { return false }
      } else {
        guard scanner.skip("\""), scanner.isAtEnd else { return false }
        for index in 0..<Int(record.templateCount) {
          let part = rules.templateParts[Int(record.firstTemplate) + index]
          scanner.end += Int(part.count)
          guard part.slot >= -1, part.slot < slots, scanner.end <= end,
            scanner.skipCharacters(), scanner.isAtEnd
          else { return false }
        }
      }
    } else if record.templateCount > 0 {
      return false
    }
    guard scanner.isAtEnd, scanner.place == start + Int(record.tail) else { return false }
    scanner.end = end
    return (record.templateCount == 0 || scanner.skip("\"")) && scanner.skipTail()
  }

  /// Whether a range of the bytes, which are UTF-8, is a text.
  private func isText(_ offset: UInt32, _ count: UInt32) -> Bool {
    let end = UInt64(offset) + UInt64(count)
    guard end <= bytes.count else { return false }
    return isBoundary(Int(offset)) && isBoundary(Int(end))
  }

  private func isBoundary(_ offset: Int) -> Bool {
    offset == bytes.count || bytes[offset] & 0xC0 != 0x80
  }
}

/// Walks over a piece of JSON in bytes that are UTF-8.
private struct PieceScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  var place: Int
  var end: Int

  var isAtEnd: Bool { place == end }

  @inline(__always)
  mutating func skip(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard end - place >= count, let base = bytes.baseAddress,
      ByteHash.areEqual(base + place, text.utf8Start, count)
    else { return false }
    place += count
    return true
  }

  /// Where the rule is and what annotations there are.
  mutating func skipTail() -> Bool {
    guard skip(RuleMember.at.spelling), skipString() else { return false }
    if isAtEnd { return true }
    guard skip(RuleMember.annotations.spelling) else { return false }
    repeat {
      guard skipString(), skip(":"), skipString() else { return false }
    } while skip(",")
    return skip("}") && isAtEnd
  }

  mutating func skipString() -> Bool { skip("\"") && skipCharacters() && skip("\"") }

  /// To the end, or to the quote that closes a string.
  mutating func skipCharacters() -> Bool {
    guard let base = bytes.baseAddress else { return false }
    while place < end {
      if place + 16 <= end {
        let special = weir_special16(base + place)
        if special == 0 {
          place += 16
          continue
        }
        place += special.trailingZeroBitCount
      }
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") { return true }
      place += 1
      if byte < 0x20 { return false }
      if byte == UInt8(ascii: "\\"), !skipEscape() { return false }
    }
    return true
  }

  private mutating func skipEscape() -> Bool {
    guard place < end else { return false }
    place += 1
    switch bytes[place - 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return true
    case UInt8(ascii: "u"):
      // Only controls are written so: no halves of pairs.
      guard skip("00"), end - place >= 2 else { return false }
      place += 2
      return bytes[place - 2..<place].allSatisfy(isHexadecimal)
    default: return false
    }
  }

  private func isHexadecimal(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
      || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f")
  }
}
