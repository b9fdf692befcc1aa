// What a report in XML may consist of, whatever names and texts a policy puts into it.

/// The characters and tags of an XML text.
package enum XMLCharacters {
  /// Whether XML 1.0 has all characters of a text (section 2.2).
  package static func areSound(in text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      [0x9, 0xA, 0xD].contains(scalar.value) || (0x20...0xD7FF).contains(scalar.value)
        || (0xE000...0xFFFD).contains(scalar.value) || scalar.value >= 0x10000
    }
  }

  /// What begins with `<` and is none of these, up to a blank. Between tags and in attributes no
  /// text has what would end it.
  package static func strangers(in text: String, besides known: [String]) -> [String] {
    text.unicodeScalars.split(separator: "<")
      .map { String(decoding: String($0).utf8.prefix { $0 > 0x20 }, as: UTF8.self) }
      .filter { name in !known.contains { $0.utf8.elementsEqual(name.utf8) } }
  }
}
