// What stands in a pattern as it is written: words, and what may be between them. Rules about
// queries and command lines show with it a text that means the same and does not match.

package import Weir

/// The text that a comparison looks for, as its words.
package struct PatternText {
  package struct Word {
    package let text: ExactString
    package let start: Int
    package let end: Int
  }

  package let bytes: [UInt8]
  /// Runs of letters, digits and `_`. Of a regular expression, escapes and classes have none.
  package private(set) var words: [Word] = []
  /// Whether capitals are small letters to it.
  package let ignoresCase: Bool
  /// Whether it leaves room for anything: `.*`, `[^;]+`, a `*` of a glob. A part always does.
  package private(set) var isOpen: Bool
  private let isExpression: Bool

  package init(_ text: ExactString, of comparison: TextComparison) {
    bytes = text.bytes
    isExpression = comparison.comparison == .matches
    isOpen =
      switch comparison.comparison {
      case .includes, .startsWith, .endsWith: true
      case .like: text.bytes.contains(UInt8(ascii: "*"))
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn,
        .contains, .overlaps, .matches:
        false
      }
    ignoresCase = comparison.ignoresCase || isExpression && PatternText.flags(bytes).ignoresCase
    var place = isExpression ? PatternText.flags(bytes).end : 0
    var start: Int?
    func end(at place: Int) {
      if let first = start {
        words.append(
          Word(text: ExactString(validated: Array(bytes[first..<place])), start: first, end: place))
      }
      start = nil
    }
    while place < bytes.count {
      let byte = bytes[place]
      if ASCII.isWordByte(byte) {
        if start == nil { start = place }
        place += 1
        continue
      }
      end(at: place)
      if isExpression, byte == UInt8(ascii: "\\") {
        place += 2
      } else if isExpression, byte == UInt8(ascii: "[") {
        let isNegated = place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "^")
        place = PatternText.endOfClass(bytes, place)
        if isNegated, repeats(at: place) { isOpen = true }
      } else {
        place += 1
        if isExpression, byte == UInt8(ascii: "."), repeats(at: place) { isOpen = true }
      }
    }
    end(at: min(place, bytes.count))
  }

  private func repeats(at place: Int) -> Bool {
    place < bytes.count && "*+{".utf8.contains(bytes[place])
  }

  /// The first two words with blanks alone between them.
  package var pair: (Word, Word)? {
    for (first, second) in zip(words, words.dropFirst()) {
      var hasBlank = false
      var place = first.end
      while place < second.start {
        if bytes[place] == UInt8(ascii: " ") {
          hasBlank = true
        } else if isExpression, bytes[place] == UInt8(ascii: "\\"),
          bytes[place + 1] == UInt8(ascii: "s")
        {
          hasBlank = true
          place += 1
        } else if !isExpression || !"+*?".utf8.contains(bytes[place]) {
          hasBlank = false
          break
        }
        place += 1
      }
      if hasBlank, place == second.start { return (first, second) }
    }
    return nil
  }

  /// Whether a text has to begin with the first word, but for blanks.
  package func beginsWithWord(_ comparison: Comparison) -> Bool {
    guard let first = words.first else { return false }
    switch comparison {
    case .startsWith, .like: return first.start == 0
    case .matches:
      let begin = bytes[PatternText.flags(bytes).end..<first.start]
      return begin.allSatisfy { "^ ".utf8.contains($0) }
        || ["\\s*", "^\\s*", "\\b", "^\\b"].contains(String(decoding: begin, as: UTF8.self))
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn, .contains,
      .overlaps, .includes, .endsWith:
      return false
    }
  }

  /// The flags that a regular expression begins with, as `(?i)`.
  static func flags(_ bytes: [UInt8]) -> (end: Int, ignoresCase: Bool) {
    guard bytes.starts(with: "(?".utf8), let end = bytes.firstIndex(of: UInt8(ascii: ")")),
      bytes[2..<end].allSatisfy({ "imsU".utf8.contains($0) })
    else { return (0, false) }
    return (end + 1, bytes[2..<end].contains(UInt8(ascii: "i")))
  }

  /// Where a class that begins at a place ends.
  static func endOfClass(_ bytes: [UInt8], _ start: Int) -> Int {
    var place = start + 1
    if place < bytes.count, bytes[place] == UInt8(ascii: "^") { place += 1 }
    if place < bytes.count, bytes[place] == UInt8(ascii: "]") { place += 1 }
    while place < bytes.count, bytes[place] != UInt8(ascii: "]") {
      if bytes[place] == UInt8(ascii: "\\") {
        place += 1
      } else if bytes[place] == UInt8(ascii: "["), place + 1 < bytes.count,
        bytes[place + 1] == UInt8(ascii: ":"),
        let end = bytes[place...].firstIndex(of: UInt8(ascii: "]"))
      {
        place = end
      }
      place += 1
    }
    return min(place + 1, bytes.count)
  }
}
