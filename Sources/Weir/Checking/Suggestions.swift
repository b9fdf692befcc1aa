// "Did you mean …?": the declared name nearest to one that nobody declared. Optimal string
// alignment: an insertion, a deletion, a replacement and a swap of neighbours cost one each.

/// Finds the nearest of a set of names.
enum Suggestions {
  /// The candidate nearest to `name`, if it is near enough to be meant: at most a third of the
  /// letters wrong. Ties go to the first in byte order, whatever the order of candidates.
  static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.utf8)
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate != name {
      let letters = Array(candidate.utf8)
      let limit = max(1, min(wanted.count, letters.count) / 3)
      guard abs(letters.count - wanted.count) <= limit else { continue }
      let distance = distance(wanted, letters)
      guard distance <= limit else { continue }
      if let found = best {
        if distance > found.distance { continue }
        if distance == found.distance,
          !candidate.utf8.lexicographicallyPrecedes(found.name.utf8)
        {
          continue
        }
      }
      best = (candidate, distance)
    }
    return best?.name
  }

  /// How many slips lie between two names; case counts as half of nothing: letters are compared
  /// folded, so that `Action` is found for `action`.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    var current = previous
    for row in 0..<left.count {
      current[0] = row + 1
      for column in 0..<right.count {
        let isSame = folded(left[row]) == folded(right[column])
        var cost = min(previous[column] + (isSame ? 0 : 1), previous[column + 1] + 1)
        cost = min(cost, current[column] + 1)
        if row > 0, column > 0, folded(left[row]) == folded(right[column - 1]),
          folded(left[row - 1]) == folded(right[column])
        {
          cost = min(cost, beforePrevious[column - 1] + 1)
        }
        current[column + 1] = cost
      }
      (beforePrevious, previous, current) = (previous, current, beforePrevious)
    }
    return previous[right.count]
  }
}
