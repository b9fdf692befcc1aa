// How a declaration goes: with the lines it stands on, its documentation and the comment at its
// end, and with one of the two blank lines around it. Comments above it stay, for they may be about
// more.

internal import Weir

/// The removal of one declaration from its file.
struct DeclarationRemoval {
  private let file: SourceFile
  private let range: SourceRange

  init(of range: SourceRange, in file: SourceFile) {
    self.file = file
    self.range = range
  }

  var edit: Diagnostic.Fix.Edit {
    let (start, end) = (Int(range.start), Int(range.end))
    let first = file.line(at: start)
    let last = file.line(at: max(start, end - 1))
    let before = file.bytes[file.range(ofLine: first).lowerBound..<start]
    let rest = file.bytes[end..<max(end, file.range(ofLine: last).upperBound)]
    let isFollowed = rest.drop(while: isBlank).first.map { $0 != UInt8(ascii: "/") } ?? false
    guard before.allSatisfy(isBlank), !isFollowed else {
      // Something else stands on its lines.
      return edit(start..<end + rest.prefix(while: isBlank).count)
    }
    var from = first
    while from > 1, isDocumentation(from - 1) { from -= 1 }
    var to = last
    if to >= count || (to + 1...count).allSatisfy(isBlankLine) {
      // The end of the file: no blank line is left before it.
      to = count
      while from > 1, isBlankLine(from - 1) { from -= 1 }
    } else if from == 1 || isBlankLine(from - 1), isBlankLine(to + 1) {
      to += 1
    }
    return edit(file.lineStarts[from - 1]..<(to < count ? file.lineStarts[to] : file.bytes.count))
  }

  private var count: Int { file.lineStarts.count }

  private func edit(_ bytes: Range<Int>) -> Diagnostic.Fix.Edit {
    Diagnostic.Fix.Edit(
      SourceRange(
        file: range.file, start: Int32(bytes.lowerBound), end: Int32(bytes.upperBound)), "")
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  private func isBlankLine(_ line: Int) -> Bool {
    file.bytes[file.range(ofLine: line)].allSatisfy(isBlank)
  }

  private func isDocumentation(_ line: Int) -> Bool {
    let text = file.bytes[file.range(ofLine: line)].drop(while: isBlank)
    return text.starts(with: "///".utf8) && !text.starts(with: "////".utf8)
  }
}
