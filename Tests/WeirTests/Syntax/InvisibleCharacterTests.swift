// Characters that nobody sees, wherever a policy has text: every one of them, in every kind of
// string.

import Testing

@testable import Weir

@Suite struct InvisibleCharacterTests {
  private static func scalars() -> some Sequence<Unicode.Scalar> {
    (UInt32(0x80)...0x10FFFF).lazy.compactMap { Unicode.Scalar($0) }
  }

  private func findings(_ text: String) -> [Diagnostic] {
    lex(SourceFile(path: "p.weir", text: text), index: 0).diagnostics
  }

  /// What the table of Unicode says, and not what the code asks.
  @Test func formatCharactersSpacesAndFillersAreInvisible() {
    let invisible: [ClosedRange<UInt32>] = [
      0x80...0xA0, 0xAD...0xAD, 0x34F...0x34F, 0x600...0x605, 0x61C...0x61C, 0x6DD...0x6DD,
      0x70F...0x70F, 0x115F...0x1160, 0x1680...0x1680, 0x17B4...0x17B5, 0x180B...0x180F,
      0x2000...0x200F, 0x2028...0x202F, 0x205F...0x206F, 0x2800...0x2800, 0x3000...0x3000,
      0x3164...0x3164, 0xFDD0...0xFDEF, 0xFE00...0xFE0F, 0xFEFF...0xFEFF, 0xFFA0...0xFFA0,
      0xFFF0...0xFFFB, 0xFFFE...0xFFFF, 0x1D159...0x1D159, 0x1D173...0x1D17A, 0x1FFFE...0x1FFFF,
      0xE0000...0xE0FFF, 0x10FFFE...0x10FFFF,
    ]
    for value in invisible.joined() {
      let scalar = Unicode.Scalar(value)!
      #expect(InvisibleCharacters.isInvisible(scalar), "\(codePoint(value))")
    }
    for scalar in "aé€한字😀\u{301}\u{E000}\u{FFFD}−‑–’".unicodeScalars {
      #expect(!InvisibleCharacters.isInvisible(scalar), "\(codePoint(scalar.value))")
    }
  }

  @Test func everyOneIsFoundInEveryString() {
    var missed: [String] = []
    for scalar in Self.scalars() where InvisibleCharacters.isInvisible(scalar) {
      for quote in ["\"", "'"] {
        let found = findings("\(quote)a\(scalar)b\(quote)")
        let isNamed =
          found.count == 1 && found[0].code == .error(.invalidToken)
          && found[0].message.contains(codePoint(scalar.value))
        if !isNamed { missed.append(codePoint(scalar.value)) }
      }
    }
    #expect(missed.prefix(5) == [])
  }

  /// The way out that the help names: the same text, visible.
  @Test func everyOneMayBeEscaped() {
    var wrong: [String] = []
    for scalar in Self.scalars() where InvisibleCharacters.isInvisible(scalar) {
      let file = SourceFile(path: "p.weir", text: "\"\(JSONString.escape(of: scalar))\"")
      let (tokens, diagnostics) = lex(file, index: 0)
      let decoded = decodeString(file.bytes, in: tokens[0].range, isRaw: false)
      if !diagnostics.isEmpty || decoded.bytes != Array(String(scalar).utf8) {
        wrong.append(codePoint(scalar.value))
      }
    }
    #expect(wrong.prefix(5) == [])
  }

  @Test func noneIsPartOfAName() {
    var missed: [String] = []
    for scalar in Self.scalars() where InvisibleCharacters.isInvisible(scalar) {
      // At the head of a file U+FEFF is a byte order mark.
      for text in ["user\(scalar).id", " \(scalar)", "größe\(scalar)"] {
        let found = findings(text)
        if !found.contains(where: { $0.message.contains(codePoint(scalar.value)) }) {
          missed.append("\(codePoint(scalar.value)) in \(text.prefix(4))")
        }
      }
    }
    #expect(missed.prefix(5) == [])
  }

  /// What is shown to people may have typography; what turns it round may not.
  @Test(arguments: [
    ("because \"⚠\u{FE0F} 👩\u{200D}💻 refusé\u{202F}: 5\u{A0}€\"", 0),
    ("because // why\n '\u{200C}'", 0), ("because \"\u{200B}\"", 1), ("because \"\u{202E}\"", 1),
    ("because \"\u{2028}\"", 1), ("because \"\u{E0041}\"", 1), ("because == \"\u{A0}\"", 1),
    ("x.because \"\u{A0}\"", 0), ("when \"\u{A0}\"", 1), ("@a(\"\u{200D}\")", 1),
    ("// \u{200B} ⚠\u{FE0F} \u{A0}", 0), ("/// \u{AD}", 0), ("// \u{202E}", 1), ("// \u{2066}", 1),
    ("// \u{61C}", 1), ("// \u{85}", 1),
  ])
  func placesDiffer(text: String, count: Int) {
    #expect(findings(text).count == count, "\(findings(text).map(\.message))")
  }
}
