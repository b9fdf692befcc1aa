// Counts in messages: nouns whose plural ends in `s`, or in `ies` for `y`.

/// How a count and its noun are written.
package enum Plural {
  /// `1 case`, `2 cases`; `one` stands for 1 where it is given.
  package static func counted(_ count: Int, _ noun: String, one: String = "1") -> String {
    "\(count == 1 ? one : "\(count)") \(self.noun(count, noun))"
  }

  /// `case`, `cases`.
  package static func noun(_ count: Int, _ noun: String) -> String {
    if count == 1 { return noun }
    let letters = Array(noun.utf8.suffix(2))
    let isVowel = letters.first.map { "aeiou".utf8.contains($0) } ?? true
    return letters.last == UInt8(ascii: "y") && !isVowel ? noun.dropLast() + "ies" : noun + "s"
  }
}
