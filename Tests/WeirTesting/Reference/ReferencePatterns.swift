// Patterns by other means than the core's: globs by trying every split, regular expressions by
// Swift's own engine over Unicode scalars.

import Weir

enum ReferencePatterns {
  static func matches(_ text: [UInt8], _ pattern: [UInt8], isGlob: Bool) -> Bool {
    if isGlob { return glob(text[...], pattern[...]) }
    guard let regex = try? Regex(String(decoding: pattern, as: UTF8.self)) else { return false }
    let strict = regex.matchingSemantics(.unicodeScalar).dotMatchesNewlines()
      .asciiOnlyDigits().asciiOnlyWordCharacters().asciiOnlyWhitespace()
    let whole = String(decoding: text, as: UTF8.self)
    return (try? strict.wholeMatch(in: whole)) != nil
  }

  private static func glob(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    if first == UInt8(ascii: "?") {
      // One scalar: a byte and those that continue it.
      guard let next = text.first, next != UInt8(ascii: "/") else { return false }
      return glob(text.dropFirst().drop { $0 & 0xC0 == 0x80 }, pattern.dropFirst())
    }
    if first == UInt8(ascii: "\\") {
      let rest = pattern.dropFirst()
      return text.first == rest.first && glob(text.dropFirst(), rest.dropFirst())
    }
    if first != UInt8(ascii: "*") {
      return text.first == first && glob(text.dropFirst(), pattern.dropFirst())
    }
    let crosses = pattern.dropFirst().first == UInt8(ascii: "*")
    let rest = pattern.dropFirst(crosses ? 2 : 1)
    for end in text.startIndex...text.endIndex {
      if !crosses, text[text.startIndex..<end].contains(UInt8(ascii: "/")) { return false }
      if glob(text[end...], rest) { return true }
    }
    return false
  }
}
