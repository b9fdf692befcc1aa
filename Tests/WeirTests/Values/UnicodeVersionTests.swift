// One version of Unicode: what `lower`, `upper`, `fold` and `nfc` make of every character there is,
// by two libraries that may each be younger than it.

import CUTF8Proc
import Testing

@testable import Weir

@Suite struct UnicodeVersionTests {
  private static var scalars: some Sequence<Unicode.Scalar> {
    (UInt32(0)...0x10FFFF).lazy.compactMap { Unicode.Scalar($0) }
  }

  private func evaluate(_ builtin: Builtin, _ text: String) -> String? {
    guard case .success(.string(let result)) = builtin.fold([.string(ExactString(text))]) else {
      return nil
    }
    return result.description
  }

  /// What the version has, both libraries have.
  @Test func knownCharactersAreAssignedInBothLibraries() {
    let unassigned = Self.scalars.filter { scalar in
      UnicodeText.isKnown(scalar)
        && utf8proc_category(Int32(scalar.value)) == UTF8PROC_CATEGORY_CN
        // Noncharacters have an age and no category.
        && !scalar.properties.isNoncharacterCodePoint
    }
    #expect(Array(unassigned.prefix(5)) == [])
  }

  /// Where one character maps to one, the two libraries agree about it.
  @Test func caseMappingsAreOfOneVersion() {
    var wrong: [String] = []
    for scalar in Self.scalars where UnicodeText.isKnown(scalar) {
      for toUpper in [false, true] {
        let mapped = Array(UnicodeText.mapped(scalar, toUpper: toUpper).unicodeScalars)
        let value = Int32(scalar.value)
        let simple = toUpper ? utf8proc_toupper(value) : utf8proc_tolower(value)
        guard mapped.count == 1, let target = Unicode.Scalar(UInt32(simple)),
          UnicodeText.isKnown(target)
        else { continue }
        if mapped[0] != target {
          wrong.append("\(codePoint(scalar.value)) toUpper: \(toUpper)")
        }
      }
    }
    #expect(wrong.prefix(5) == [])
  }

  /// What differs in case alone is the same once folded: `fold` is no older than `lower`.
  @Test func foldingReachesWhateverHasCase() {
    var wrong: [String] = []
    for scalar in Self.scalars where UnicodeText.isKnown(scalar) {
      let lower = UnicodeText.mapped(scalar, toUpper: false)
      guard lower.unicodeScalars.count == 1, lower != String(scalar) else { continue }
      if evaluate(.fold, lower) != evaluate(.fold, String(scalar)) {
        wrong.append(codePoint(scalar.value))
      }
    }
    #expect(wrong == [])
  }

  /// Pairs of letters and marks that came with version 16, beside what older text has of them.
  @Test(arguments: [
    "\u{264}", "\u{A7CB}", "\u{19B}", "\u{A7DC}", "\u{1C89}", "\u{1C8A}", "\u{10D50}", "\u{10D70}",
    "\u{378}", "\u{E0FFF}",
  ])
  func whatTheVersionLacksMapsToItself(text: String) {
    for builtin in [Builtin.lower, .nfc] { #expect(evaluate(builtin, text) == text) }
    #expect(evaluate(.upper, "x" + text) == "X" + text)
    #expect(evaluate(.fold, "É" + text + "SS") == "é" + text + "ss")
  }

  /// U+0897 is a mark since version 16, and nothing that marks are ordered round before.
  @Test func nothingMovesAcrossWhatTheVersionLacks() {
    let text = "a\u{301}\u{897}\u{323}"
    #expect(evaluate(.nfc, text).map { Array($0.utf8) } == Array("\u{E1}\u{897}\u{323}".utf8))
    #expect(
      evaluate(.nfc, "\u{1C89}\u{301}\u{323}").map { Array($0.utf8) }
        == Array("\u{1C89}\u{323}\u{301}".utf8))
  }
}
