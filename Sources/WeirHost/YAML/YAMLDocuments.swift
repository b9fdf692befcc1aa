// Where the documents of a YAML text begin and end. A line that begins with `---` or `...` ends a
// document anywhere, even in a block scalar or between quotes (yaml.org/spec/1.2.2, 9.1.2), so
// documents are split before their content is parsed. Each has its own parser, and a broken one
// does not affect the others. What libyaml always reads differently from YAML 1.2 (line breaks,
// byte-order marks, directives) is refused here, and so is what costs it more than linear time.

internal import Weir

/// One document of a text.
struct YAMLExtent {
  /// From the comments before it to what ends it; directives are left out.
  var bytes: Range<Int>
  /// The line of its first byte, from 1.
  var line: Int
  /// Bytes and characters are the same.
  var isASCII = true
  /// Control characters stand in it.
  var hasControls = false
  /// Why it is refused as it lies there.
  var refusal: YAMLError?

  /// Refuses it, if nothing did before.
  mutating func refuse(_ error: @autoclosure () -> YAMLError?) {
    if refusal == nil { refusal = error() }
  }
}

/// Finds the documents of a text one after the other.
struct YAMLDocuments {
  private let text: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var line = 1
  /// Blanks and line breaks up to here.
  private var blanks = 0
  /// Why nothing of the text can be read.
  private let encodingError: YAMLError?

  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    encodingError = YAMLDocuments.wideEncoding(text)
  }

  /// The next document; nil after the last.
  mutating func next() -> YAMLExtent? {
    if let encodingError {
      defer { index = text.count }
      return index < text.count
        ? YAMLExtent(bytes: 0..<text.count, line: 1, refusal: encodingError) : nil
    }
    var extent = YAMLExtent(bytes: index..<index, line: line)
    var directive: YAMLPlace?
    var hasBegun = false
    while index < text.count {
      // After a directive it is none of the marks that a document may begin with.
      if !hasBegun, directive == nil, isByteOrderMark(at: index) {
        expectText(before: index, &extent)
        index += 3
        extent.bytes = index..<index
        extent.line = line
        if index == text.count { break }
      }
      let isMarked = hasBegun && isByteOrderMark(at: index) && marker(at: index + 3) == .start
      switch marker(at: isMarked ? index + 3 : index) {
      case .start:
        if hasBegun { return end(extent) }
        hasBegun = true
      case .end:
        if let directive, !hasBegun { extent.refuse(YAMLDocuments.lonely(directive)) }
        extent.refuse(junk(from: index + 3))
        extent = end(extent)
        scanLine(&extent)
        if !hasBegun { expectText(before: index, &extent) }
        if hasBegun || extent.refusal != nil { return extent }
        extent = YAMLExtent(bytes: index..<index, line: line)
        continue
      case nil:
        if hasBegun { break }
        if text[index] == UInt8(ascii: "%") {
          let place = YAMLPlace(offset: index, line: line, column: 1)
          extent.refuse(mistake(inDirectiveAt: place, after: directive))
          directive = place
          scanLine(&extent)
          expectText(before: index, &extent)
          extent.bytes = index..<index
          extent.line = line
          continue
        }
        if !isComment(from: index) {
          hasBegun = true
          if let directive { extent.refuse(YAMLDocuments.lonely(directive)) }
        }
      }
      scanLine(&extent)
    }
    if let directive, !hasBegun { extent.refuse(YAMLDocuments.lonely(directive)) }
    if !hasBegun { expectText(before: index, &extent) }
    return hasBegun || extent.refusal != nil ? end(extent) : nil
  }

  private func end(_ extent: YAMLExtent) -> YAMLExtent {
    var extent = extent
    extent.bytes = extent.bytes.lowerBound..<index
    return extent
  }

  // MARK: Lines

  private enum Marker { case start, end }

  /// `---` or `...` and then a blank or the line's end.
  private func marker(at start: Int) -> Marker? {
    guard start + 3 <= text.count, start + 3 == text.count || isBlankOrBreak(text[start + 3])
    else { return nil }
    switch text[start] {
    case UInt8(ascii: "-"):
      return text[start + 1] == UInt8(ascii: "-") && text[start + 2] == UInt8(ascii: "-")
        ? .start : nil
    case UInt8(ascii: "."):
      return text[start + 1] == UInt8(ascii: ".") && text[start + 2] == UInt8(ascii: ".")
        ? .end : nil
    default: return nil
    }
  }

  private func isByteOrderMark(at start: Int) -> Bool {
    start + 3 <= text.count && text[start] == 0xEF && text[start + 1] == 0xBB
      && text[start + 2] == 0xBF
  }

  private func endOfLine(from start: Int) -> Int {
    var end = start
    while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
    return end
  }

  /// Whether the line has nothing but blanks and a comment from here on.
  private func isComment(from start: Int) -> Bool {
    var start = start
    while start < text.count, text[start] == UInt8(ascii: " ") || text[start] == UInt8(ascii: "\t")
    { start += 1 }
    return start == text.count || isBreak(text[start]) || text[start] == UInt8(ascii: "#")
  }

  // MARK: Characters

  /// Goes to the next line, past what no document may have.
  private mutating func scanLine(_ extent: inout YAMLExtent) {
    let lineStart = index
    var index = index
    var blanks = blanks
    defer {
      self.index = index
      self.blanks = blanks
    }
    while index < text.count {
      let byte = text[index]
      index &+= 1
      if byte > 0x20, byte < 0x7F {
        if blanks == 0 { continue }
        if blanks > Limits.yamlBlanks {
          extent.refuse(
            YAMLError(
              .tooManyBlanks,
              "more than \(Limits.yamlBlanks) blanks and empty lines follow each other",
              at: place(index - 1, lineStart), hint: "remove them"))
        }
        blanks = 0
      } else if byte >= 0x7F {
        if byte == 0x7F { extent.hasControls = true } else { extent.isASCII = false }
        blanks = 0
        // Only these begin what libyaml takes for something else.
        if byte == 0xC2 || byte == 0xE2 || byte == 0xEF {
          extent.refuse(mistake(inCharacterAt: index - 1, lineStart))
        }
      } else {
        blanks &+= 1
        if byte == UInt8(ascii: "\n") {
          line += 1
          return
        }
        if !isBlankOrBreak(byte) { extent.hasControls = true }
        if byte == UInt8(ascii: "\r"), index == text.count || text[index] != UInt8(ascii: "\n") {
          extent.refuse(
            YAMLError(
              .readersDiffer, "a carriage return stands without a line feed",
              at: place(index - 1, lineStart), hint: "end lines with a line feed"))
        }
      }
    }
  }

  /// Comments and directives that libyaml never sees are text all the same, or their file is none.
  private func expectText(before end: Int, _ extent: inout YAMLExtent) {
    if extent.isASCII, !extent.hasControls { return }
    let bytes = text[extent.bytes.lowerBound..<end]
    let isText = String(validating: bytes, as: UTF8.self)?.unicodeScalars.allSatisfy {
      $0 == "\n" || $0 == "\r" || $0 == "\t"
        || $0.properties.generalCategory != .control && $0 != "\u{FFFE}" && $0 != "\u{FFFF}"
    }
    if isText == true { return }
    let place = YAMLPlace(offset: extent.bytes.lowerBound, line: extent.line, column: 1)
    extent.refuse(
      YAMLError(
        .encoding, "the comments and directives from here on are not UTF-8 text that YAML allows",
        at: place, hint: "save the file as UTF-8, and remove control characters"))
  }

  private func place(_ offset: Int, _ lineStart: Int) -> YAMLPlace {
    let column = text[lineStart..<offset].count { $0 & 0xC0 != 0x80 } + 1
    return YAMLPlace(offset: offset, line: line, column: column)
  }

  /// What libyaml takes for a line break, or for nothing, and YAML 1.2 for a character.
  private func mistake(inCharacterAt offset: Int, _ lineStart: Int) -> YAMLError? {
    let rest = text[offset..<min(offset + 3, text.count)]
    let character: String
    if rest.starts(with: [0xC2, 0x85]) {
      character = "U+0085"
    } else if rest.starts(with: [0xE2, 0x80, 0xA8]) {
      character = "U+2028"
    } else if rest.starts(with: [0xE2, 0x80, 0xA9]) {
      character = "U+2029"
    } else if rest.starts(with: [0xEF, 0xBB, 0xBF]) {
      return YAMLError(
        .readersDiffer, "a byte-order mark (U+FEFF) stands inside a document",
        at: place(offset, lineStart),
        hint: "remove it, or write it as \"\\uFEFF\" in double quotes")
    } else {
      return nil
    }
    let digits = character.dropFirst(2)
    return YAMLError(
      .readersDiffer, "\(character) ends a line in YAML 1.1 and does not in YAML 1.2",
      at: place(offset, lineStart), hint: "write it as \"\\u\(digits)\" in double quotes")
  }

  /// What follows `...` on its line.
  private func junk(from start: Int) -> YAMLError? {
    // The marker ends in a blank, so a comment stands apart from it.
    if isComment(from: start) { return nil }
    return YAMLError(
      .syntax, "something follows '...' on its line",
      at: YAMLPlace(offset: start, line: line, column: 4), hint: "begin a new line")
  }

  // MARK: Directives

  /// `%YAML 1.2` says what is so anyway; every other directive changes how the document is read.
  private func mistake(inDirectiveAt place: YAMLPlace, after earlier: YAMLPlace?) -> YAMLError? {
    var end = endOfLine(from: place.offset)
    if let comment = text[place.offset..<end].firstIndex(of: UInt8(ascii: "#")), comment > 0,
      isBlankOrBreak(text[comment - 1])
    {
      end = comment
    }
    let words = text[place.offset..<end].split { isBlankOrBreak($0) }.map {
      String(decoding: $0, as: UTF8.self)
    }
    if words == ["%YAML", "1.2"] {
      if earlier == nil { return nil }
      return YAMLError(
        .directive, "a document has one %YAML line at most", at: place,
        hint: "remove one of the two")
    }
    switch words.first {
    case "%YAML":
      return YAMLError(
        .directive, "only YAML 1.2 is read, and this document says that it is another", at: place,
        hint: "remove the line, or write %YAML 1.2, where the document means the same in it")
    case "%TAG":
      return YAMLError(
        .directive, "%TAG, which renames tags, is not read", at: place,
        hint: "remove the line, and write tags in full: !!str, !<tag:example.com,2026:name>")
    default:
      return YAMLError(
        .directive, "\(words.first ?? "%") is not a directive of YAML", at: place,
        hint: "remove the line")
    }
  }

  private static func lonely(_ place: YAMLPlace) -> YAMLError {
    YAMLError(
      .directive, "no document follows this directive", at: place,
      hint: "write --- on a line of its own after it")
  }

  // MARK: Encodings

  /// UTF-16 and UTF-32, by their byte-order marks or by the zeros that the first character has.
  private static func wideEncoding(_ text: UnsafeBufferPointer<UInt8>) -> YAMLError? {
    let head = text.prefix(4)
    let isWide =
      head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xFF, 0xFE])
      || head.count >= 2 && (head[0] == 0) != (head[1] == 0)
      || head.count == 4 && head[0] == 0 && head[1] == 0
    guard isWide else { return nil }
    return YAMLError(
      .encoding,
      "this is UTF-16 or UTF-32, and only UTF-8 is read: \(text.count) bytes were not read",
      at: YAMLPlace(offset: 0, line: 1, column: 1), hint: "save the file as UTF-8")
  }
}

/// A line feed, or the carriage return before one.
func isBreak(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

func isBlankOrBreak(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || isBreak(byte)
}
