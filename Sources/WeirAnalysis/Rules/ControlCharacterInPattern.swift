internal import Weir

/// A text to compare with holds a character that nobody sees inside of words: in "…" `\b` is a
/// backspace and the `\t` of `C:\temp` a tab, and a zero-width space hides in bound data. Hardly a
/// request has such a text. Write it in '…', where a backslash stays, or leave the character out;
/// in the patterns of `like` and `matches` a control character is an error.
struct ControlCharacterInPattern: LintRule {
  let name: ExactString = "control-character-in-pattern"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = #"""
    deny removal when «note includes "\brm\b"»
    """#
  let good: LintExample = #"""
    deny removal when note matches '.*\brm\b.*'
    """#

  func findings(in context: LintContext) -> [Diagnostic] {
    context.textComparisons.compactMap { comparison -> Diagnostic? in
      for text in comparison.texts {
        if let escape = misread(text.bytes) {
          let edge = escape == "\\b" ? "; a word's edge is `\\b` in `matches '…'`" : ""
          return finding(
            "`\(escape)` is a control character here, and no backslash with a letter",
            at: comparison.range, hint: "write the text in '…', where a backslash stays\(edge)")
        }
        if let hidden = hidden(text) {
          return finding(
            "\(codePoint(hidden.value)) in a word is seen by nobody, and makes "
              + "another text of it",
            at: comparison.range, hint: "leave it out")
        }
      }
      return nil
    }
  }

  /// The escape that made a control character of what seems meant for a backslash and a letter.
  private func misread(_ bytes: [UInt8]) -> String? {
    for (place, byte) in bytes.enumerated() where byte < 0x20 {
      let isBesideWord =
        place > 0 && ASCII.isWordByte(bytes[place - 1])
        || place + 1 < bytes.count && ASCII.isWordByte(bytes[place + 1])
      // `C:\temp`, `C:\new`.
      let isBehindDrive =
        place == 2 && bytes[1] == UInt8(ascii: ":") && ASCII.isWordByte(bytes[0])
      switch byte {
      case 0x08 where isBesideWord || isBehindDrive: return "\\b"
      case 0x0C where isBesideWord || isBehindDrive: return "\\f"
      case 0x09 where isBehindDrive: return "\\t"
      case 0x0A where isBehindDrive: return "\\n"
      case 0x0D where isBehindDrive: return "\\r"
      default: continue
      }
    }
    return nil
  }

  /// Soft hyphens, zero-width spaces and joiners, and signs of formulas that nobody sees. Between
  /// letters of ASCII none of them has a use. What turns directions is `bidi-control-character`.
  private static let invisible: Set<UInt32> = [
    0xAD, 0x180E, 0x200B, 0x200C, 0x200D, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF,
  ]

  private func hidden(_ text: ExactString) -> Unicode.Scalar? {
    // Beyond ASCII, they begin with one of four bytes.
    guard text.bytes.contains(where: { $0 == 0xC2 || $0 == 0xE1 || $0 == 0xE2 || $0 == 0xEF })
    else { return nil }
    let scalars = Array(text.description.unicodeScalars)
    func isOfWord(_ place: Int) -> Bool? {
      guard scalars.indices.contains(place) else { return nil }
      return scalars[place].isASCII && ASCII.isWordByte(UInt8(scalars[place].value))
    }
    for (place, scalar) in scalars.enumerated() where Self.invisible.contains(scalar.value) {
      let sides = [isOfWord(place - 1), isOfWord(place + 1)].compactMap(\.self)
      if !sides.isEmpty, sides.allSatisfy(\.self) { return scalar }
    }
    return nil
  }
}
