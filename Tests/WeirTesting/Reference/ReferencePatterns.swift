// Patterns by other means than the core's: globs by trying every split, regular expressions by
// Swift's own engine over Unicode scalars.

import Weir

enum ReferencePatterns {
  static func matches(_ text: [UInt8], _ pattern: [UInt8], isGlob: Bool) -> Bool {
    if isGlob {
      return glob(
        String(decoding: text, as: UTF8.self).unicodeScalars.map(\.value)[...],
        String(decoding: pattern, as: UTF8.self).unicodeScalars.map(\.value)[...])
    }
    guard let regex = try? Regex(String(decoding: pattern, as: UTF8.self)) else { return false }
    let strict = regex.matchingSemantics(.unicodeScalar).dotMatchesNewlines()
      .asciiOnlyDigits().asciiOnlyWordCharacters().asciiOnlyWhitespace()
    let whole = String(decoding: text, as: UTF8.self)
    return (try? strict.wholeMatch(in: whole)) != nil
  }

  private static func glob(_ text: ArraySlice<UInt32>, _ pattern: ArraySlice<UInt32>) -> Bool {
    guard let first = pattern.first.flatMap({ UnicodeScalar($0) }) else { return text.isEmpty }
    let second = pattern.dropFirst().first.flatMap { UnicodeScalar($0) }
    switch (first, second) {
    case ("*", "*"):
      return (text.startIndex...text.endIndex).contains { end in
        glob(text[end...], pattern.dropFirst(2))
      }
    case ("*", _):
      let reach = text.firstIndex(of: UnicodeScalar("/").value) ?? text.endIndex
      return (text.startIndex...reach).contains { end in
        glob(text[end...], pattern.dropFirst())
      }
    case ("?", _):
      return text.first != nil && text.first != UnicodeScalar("/").value
        && glob(text.dropFirst(), pattern.dropFirst())
    case ("\\", .some(let escaped)):
      return text.first == escaped.value && glob(text.dropFirst(), pattern.dropFirst(2))
    default: return text.first == first.value && glob(text.dropFirst(), pattern.dropFirst())
    }
  }
}
