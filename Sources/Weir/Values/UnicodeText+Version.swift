// The one version of Unicode that texts are mapped by, whichever versions the standard library and
// utf8proc have: a policy means the same on every machine, and `fold` never lags behind `lower`.
//
// Both libraries know this version or a later one, and Unicode never changes how characters that
// are there fold, compose or pair up in case. So all that a later version adds is what has to be
// held back: a character that this version does not have maps to itself, nothing maps to it, and in
// normalisation nothing is moved or composed across it, as Unicode has it for unassigned ones.

extension UnicodeText {
  /// As the reference states it.
  package static let version = "15.0"

  /// Whether the version has the character.
  static func isKnown(_ scalar: Unicode.Scalar) -> Bool {
    // All of Latin, which most text is, has been there for long.
    if scalar.value < 0x370 { return true }
    guard let age = scalar.properties.age else { return false }
    return (age.major, age.minor) <= (15, 0)
  }

  /// The character in upper or lower case, by the full mappings.
  static func mapped(_ scalar: Unicode.Scalar, toUpper: Bool) -> String {
    let properties = scalar.properties
    let mapping = toUpper ? properties.uppercaseMapping : properties.lowercaseMapping
    let isOfVersion = isKnown(scalar) && mapping.unicodeScalars.allSatisfy { isKnown($0) }
    return isOfVersion ? mapping : String(scalar)
  }

  /// Where the run of characters that begins at `start` ends, all of which the version has, or
  /// none. U+11A7 begins a run of its own: it composes with nothing, and utf8proc, which counts the
  /// Hangul finals from it, swallows it after a syllable that has none.
  static func run(
    in text: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (end: Int, isKnown: Bool) {
    let (first, length) = scalar(in: text, at: start)
    let isKnown = isKnown(first)
    var end = start + length
    while end < text.count {
      let (next, length) = scalar(in: text, at: end)
      if self.isKnown(next) != isKnown || next == "\u{11A7}" { break }
      end += length
    }
    return (end, isKnown)
  }
}
