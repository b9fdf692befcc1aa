// Two texts as a unified diff, in the form of `diff -u`: what a run is about to write, or has
// written, for review.

internal import Weir

/// A unified diff.
package enum UnifiedDiff {
  /// Lines around a change that did not change.
  private static let context = 3
  /// Beyond so many pairs of lines, changes are not searched for but told as one.
  private static let searchable = 4 << 20

  private struct Line {
    /// ` `, `-` or `+`.
    var sign: Character
    /// With the line feed at its end, which a file's last line may lack.
    var text: Substring

    func shown(isExact: Bool) -> String {
      let hasEnd = text.utf8.last == UInt8(ascii: "\n")
      var line = hasEnd ? String(decoding: text.utf8.dropLast(), as: UTF8.self) : String(text)
      if !isExact { line = VisibleText.escaped(line) }
      return "\(sign)\(line)\n" + (hasEnd ? "" : "\\ No newline at end of file\n")
    }
  }

  /// What turns `old` into `new`; empty when nothing does. A file that was not there, or will not
  /// be, is `/dev/null`.
  ///
  /// - Parameter isExact: for `patch`: nothing is escaped.
  package static func between(
    _ old: String?, _ new: String?, path: String, isExact: Bool = false
  ) -> String {
    let lines = changes(split(old ?? ""), split(new ?? ""))
    let isSame = (old == nil) == (new == nil) && !lines.contains { $0.sign != " " }
    if isSame { return "" }
    let (before, after) = (name(path, old), name(path, new))
    var text = "--- \(before)\n+++ \(after)\n"
    // Hunks: changes with their surroundings, joined where these touch.
    var hunks: [Range<Int>] = []
    for (index, line) in lines.enumerated() where line.sign != " " {
      let range = max(0, index - context)..<min(lines.count, index + context + 1)
      if let last = hunks.last, last.upperBound >= range.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    var (oldLine, newLine, place) = (0, 0, 0)
    for hunk in hunks {
      for line in lines[place..<hunk.lowerBound] {
        if line.sign != "+" { oldLine += 1 }
        if line.sign != "-" { newLine += 1 }
      }
      let removed = lines[hunk].count { $0.sign != "+" }
      let added = lines[hunk].count { $0.sign != "-" }
      text += "@@ -\(extent(oldLine, removed)) +\(extent(newLine, added)) @@\n"
      for line in lines[hunk] { text += line.shown(isExact: isExact) }
      oldLine += removed
      newLine += added
      place = hunk.upperBound
    }
    return text
  }

  /// Where a hunk begins, from 1, and how long it is. One of no lines stands after a line.
  private static func extent(_ before: Int, _ count: Int) -> String {
    count == 0 ? "\(before),0" : count == 1 ? "\(before + 1)" : "\(before + 1),\(count)"
  }

  private static func name(_ path: String, _ text: String?) -> String {
    text == nil ? "/dev/null" : VisibleText.escaped(path)
  }

  private static func split(_ text: String) -> [Substring] {
    // By bytes: a carriage return and a line feed are one character to Swift.
    var lines: [Substring] = []
    var start = text.utf8.startIndex
    while start < text.utf8.endIndex {
      let feed = text.utf8[start...].firstIndex(of: UInt8(ascii: "\n"))
      let end = feed.map { text.utf8.index(after: $0) } ?? text.utf8.endIndex
      lines.append(Substring(text.utf8[start..<end]))
      start = end
    }
    return lines
  }

  private static func changes(_ old: [Substring], _ new: [Substring]) -> [Line] {
    var start = 0
    while start < old.count, start < new.count, isEqual(old[start], new[start]) { start += 1 }
    var end = 0
    while end < old.count - start, end < new.count - start,
      isEqual(old[old.count - 1 - end], new[new.count - 1 - end])
    { end += 1 }
    let (before, after) = (old[start..<old.count - end], new[start..<new.count - end])
    var lines = old[..<start].map { Line(sign: " ", text: $0) }
    if before.count * after.count > searchable {
      lines += before.map { Line(sign: "-", text: $0) } + after.map { Line(sign: "+", text: $0) }
    } else {
      lines += search(Array(before), Array(after))
    }
    return lines + old[(old.count - end)...].map { Line(sign: " ", text: $0) }
  }

  private static func search(_ old: [Substring], _ new: [Substring]) -> [Line] {
    let difference = new.difference(from: old, by: isEqual)
    var (removed, inserted) = (Set<Int>(), Set<Int>())
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var lines: [Line] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if removed.contains(left) {
        lines.append(Line(sign: "-", text: old[left]))
        left += 1
      } else if inserted.contains(right) {
        lines.append(Line(sign: "+", text: new[right]))
        right += 1
      } else {
        lines.append(Line(sign: " ", text: old[left]))
        left += 1
        right += 1
      }
    }
    return lines
  }

  /// Texts are their bytes: canonically equivalent ones differ.
  private static func isEqual(_ left: Substring, _ right: Substring) -> Bool {
    left.utf8.elementsEqual(right.utf8)
  }
}
