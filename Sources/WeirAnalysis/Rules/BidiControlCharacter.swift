internal import Weir

/// A text has a character, written as an escape or out of bound data, that turns the direction of
/// what is shown after it, so that a name or a reason can look like another one. Leave it out;
/// written plainly, such a character is an error.
struct BidiControlCharacter: LintRule {
  let name: ExactString = "bidi-control-character"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = #"""
    allow reports when file == "report«\u202E»fdp.exe"
    """#
  let good: LintExample = """
    allow reports when file == "report-exe.pdf"
    """

  /// The controls of Unicode's bidirectional algorithm (UAX 9, section 2).
  private static let controls: Set<Int> = Set(
    [0x061C, 0x200E, 0x200F] + Array(0x202A...0x202E) + Array(0x2066...0x2069))

  func findings(in context: LintContext) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for (number, file) in context.policy.files.enumerated()
    where file.bytes.contains(UInt8(ascii: "\\")) {
      for token in lex(file, index: Int32(number)).tokens where token.kind == .string {
        findings += escapes(in: file.bytes[token.range.bytes(of: file)]).map { place, code in
          finding(
            "\(codePoint(UInt32(code))) turns the direction of what is shown after it",
            at: SourceRange(file: Int32(number), start: Int32(place), end: Int32(place + 6)),
            hint: "leave it out")
        }
      }
    }
    return findings + texts(context, known: !findings.isEmpty)
  }

  /// Texts out of bound data, by where they are compared. They have no place of their own in the
  /// policy, so that a text of the policy that came through a definition cannot be told from them.
  private func texts(_ context: LintContext, known: Bool) -> [Diagnostic] {
    if known { return [] }
    return context.textComparisons.compactMap { comparison -> Diagnostic? in
      for text in comparison.texts {
        // They begin with one of two bytes.
        guard text.bytes.contains(where: { $0 == 0xD8 || $0 == 0xE2 }),
          let scalar = text.description.unicodeScalars.first(where: {
            Self.controls.contains(Int($0.value))
          })
        else { continue }
        return finding(
          "`\(VisibleText.escaped(text.description))` has \(codePoint(scalar.value)), which turns "
            + "the direction of what is shown after it", at: comparison.range,
          hint: "leave it out of the data")
      }
      return nil
    }
  }

  /// Where `\\u` escapes of such a character stand in a string in double quotes.
  private func escapes(in string: ArraySlice<UInt8>) -> [(place: Int, code: Int)] {
    guard string.first == UInt8(ascii: "\"") else { return [] }
    var found: [(place: Int, code: Int)] = []
    var place = string.startIndex + 1
    while place < string.endIndex {
      guard string[place] == UInt8(ascii: "\\") else {
        place += 1
        continue
      }
      if place + 6 <= string.endIndex, string[place + 1] == UInt8(ascii: "u"),
        let code = Int(
          String(decoding: string[(place + 2)..<(place + 6)], as: UTF8.self), radix: 16),
        Self.controls.contains(code)
      {
        found.append((place, code))
      }
      place += 2
    }
    return found
  }
}
