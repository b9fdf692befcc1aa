// Formats a policy's text: the one way that it looks, without options.
//
// - Two spaces for each level; clauses stand below their rule's head, or all on its line where the
//   writer put them there and they fit. One break in a rule puts each clause on a line of its own.
// - A hundred columns, where a line can be broken: before `and`, `or` and `|`, after the comma of a
//   list, after `=` and the `:` of a quantifier, inside the brackets of lists, calls and shapes.
//   Strings and comments are never broken. A break of the writer's at such a place stays (which
//   conditions belong together, only they know), one elsewhere goes.
// - One blank line at most, and none where a block ends, where a shape begins or inside a
//   condition.
// - Members of a shape stand in lines of their own, or all on one, and need no comma at a line's
//   end. Nothing is aligned in columns: a new name would change every line around it, and reviews
//   would show lines that nobody changed.
// - A comment stays between the two tokens where it was: above a line, or behind one. What it
//   says is not touched, but for blanks at its end.
// - Lines end with a line feed, also the last one. There is no byte order mark. Strings have no
//   line breaks inside, so no value is changed by that.
//
// What must never happen is that a token changes. So the result is read again before anybody gets
// it, and held to the same tokens in the same places of the same tree.

package import Weir

/// What formatting a file comes to.
package enum FormatResult: Sendable {
  /// The text as it should be; equal to the file's where nothing is to do.
  case formatted([UInt8])
  /// The file has mistakes, and stays as it is.
  case mistakes([Diagnostic])
  /// A defect of the formatter: its text would not be the same policy. The place in the file.
  case defect(SourceRange)
}

/// Formats policies.
package enum PolicyFormatter {
  package static func format(_ file: SourceFile) -> FormatResult {
    var diagnostics: [Diagnostic] = []
    guard let tree = FormatTree(file, diagnostics: &diagnostics) else {
      return .mistakes(diagnostics)
    }
    let layout = LineLayout(tree)
    let text = layout.text()
    if text == file.bytes { return .formatted(text) }
    if let place = layout.tree.difference(from: text) { return .defect(place) }
    return .formatted(text)
  }
}

extension LineLayout {
  /// The file as it should be.
  fileprivate func text() -> [UInt8] {
    let bytes = tree.file.bytes
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 8)
    for (index, item) in tree.items.enumerated() where !item.isDropped {
      if item.kind == .endOfFile { break }
      if breaks[index] {
        if index > 0 { text.append(UInt8(ascii: "\n")) }
        if tree.keepsBlankLine(before: index) { text.append(UInt8(ascii: "\n")) }
        text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indents[index]))
      } else if tree.hasSpace(before: index) {
        text.append(UInt8(ascii: " "))
      }
      text.append(contentsOf: bytes[tree.extent(of: index)])
    }
    if !text.isEmpty { text.append(UInt8(ascii: "\n")) }
    return text
  }
}

extension FormatTree {
  /// The bytes of an item that are printed.
  fileprivate func extent(of index: Int) -> Range<Int> {
    let range = items[index].token.range
    var end = Int(range.end)
    guard items[index].isComment else { return Int(range.start)..<end }
    while end > range.start, file.bytes[end - 1] == UInt8(ascii: " ") || file.bytes[end - 1] == 9 {
      end -= 1
    }
    return Int(range.start)..<end
  }

  /// Where this file is not the same policy, with the same comments, as the text; nil if it is.
  fileprivate func difference(from text: [UInt8]) -> SourceRange? {
    var diagnostics: [Diagnostic] = []
    let whole = SourceRange(file: 0, start: 0, end: 0)
    guard let other = FormatTree(SourceFile(path: "", bytes: text), diagnostics: &diagnostics)
    else { return whole }
    var place = 0
    for (index, item) in items.enumerated() where !item.isDropped {
      guard place < other.items.count else { return item.token.range }
      let new = other.items[place]
      guard item.kind == new.kind, item.role == new.role, item.bracket == new.bracket,
        item.depth == new.depth, item.isSign == new.isSign, item.isTrailing == new.isTrailing,
        file.bytes[extent(of: index)] == other.file.bytes[other.extent(of: place)]
      else { return item.token.range }
      place += 1
    }
    return place == other.items.count ? nil : whole
  }
}
