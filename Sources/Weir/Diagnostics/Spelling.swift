// "Did you mean": the known name that somebody who wrote `text` most likely meant.

/// What a misspelt name most likely means.
package enum Spelling {
  /// The nearest candidate by edits (insert, delete, replace, swap two neighbours), if it is near
  /// enough to be what was meant: a third of the length, at most three. Of equally near ones the
  /// first in byte order, so that no message depends on an order of files. None where a candidate
  /// is the very text, or looks the same (is canonically equivalent): the spelling is not what is
  /// wrong, or cannot be seen.
  package static func closest(to text: String, among candidates: [String]) -> String? {
    let word = Array(text.utf8)
    // A name of that length is no typing mistake of anything, and the table below is quadratic.
    guard word.count <= 64 else { return nil }
    if candidates.contains(where: { looksSame($0, text) }) { return nil }
    var best: (distance: Int, candidate: String)?
    for candidate in candidates {
      let length = candidate.utf8.count
      let allowed = min(3, max(1, max(word.count, length) / 3))
      guard abs(word.count - length) <= allowed, length <= 64 else { continue }
      guard let distance = editDistance(word, Array(candidate.utf8), upTo: allowed),
        distance < max(word.count, length)
      else { continue }
      if let current = best,
        current.distance < distance
          || current.distance == distance
            && ExactString(current.candidate) <= ExactString(candidate)
      {
        continue
      }
      best = (distance, candidate)
    }
    return best?.candidate
  }

  /// Canonical equivalence: Swift's own `==` of texts, which nothing else here asks for.
  private static func looksSame<Element: Equatable>(_ left: Element, _ right: Element) -> Bool {
    left == right
  }

  /// Nil as soon as it is more than a limit.
  private static func editDistance(_ left: [UInt8], _ right: [UInt8], upTo limit: Int) -> Int? {
    var beforeLast = Array(0...right.count)
    var last = beforeLast
    var current = beforeLast
    for (row, byte) in left.enumerated() {
      current[0] = row + 1
      var least = row + 1
      for (column, other) in right.enumerated() {
        var distance = min(
          last[column + 1] + 1, current[column] + 1,
          last[column] + (isSameLetter(byte, other) ? 0 : 1))
        if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
          distance = min(distance, beforeLast[column - 1] + 1)
        }
        current[column + 1] = distance
        least = min(least, distance)
      }
      // No later row has less: two letters that are swapped cost this row one as well.
      if least > limit { return nil }
      swap(&beforeLast, &last)
      swap(&last, &current)
    }
    return last[right.count] <= limit ? last[right.count] : nil
  }

  /// Wrong case costs nothing: `Allow` is `allow`.
  private static func isSameLetter(_ left: UInt8, _ right: UInt8) -> Bool {
    left == right
      || (left ^ right == 0x20 && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(left | 0x20))
  }
}
