// Whether libyaml and YAML 1.2 read a document's bytes alike. libyaml reports the position of each
// scalar, list and record. The bytes between them are read here again, by the rules of YAML 1.2;
// what libyaml wrongly accepts, or reads differently, is refused with its position. So is anything
// that these rules do not know: a gap in them costs a message, not a verdict.

internal import Weir

/// What an event of libyaml's covers.
struct YAMLSpan {
  enum Kind {
    case plain, quoted, block, alias
    case flowStart, blockStart, collectionEnd, streamEnd
  }
  var kind: Kind
  var start: Int
  var end: Int
  /// The column of `end`, from 0, in characters.
  var endColumn: Int
}

/// Follows a document from event to event.
struct YAMLLayout {
  private let text: UnsafeBufferPointer<UInt8>
  private let limit: Int
  private let startLine: Int
  private let start: Int
  /// Up to here everything is understood.
  private var index: Int
  private var flowDepth = 0
  /// The columns of the block collections around, and -1 around all.
  private var columns = [-1]
  /// Whether each open record or list is a block, a flow one with brackets, or a pair in a list.
  private var open: [Opening] = []
  private enum Opening { case block, flow, pair }
  /// What was last is a text in quotes or a bracket's end: a colon may touch what follows it.
  private var mayTouchColon = false

  init(_ text: UnsafeBufferPointer<UInt8>, _ extent: YAMLExtent) {
    self.text = text
    start = extent.bytes.lowerBound
    limit = extent.bytes.upperBound
    startLine = extent.line
    index = start
  }

  /// Goes on to the end of an event.
  mutating func advance(_ span: YAMLSpan) throws(YAMLError) {
    switch span.kind {
    case .plain:
      if span.start == span.end { return }
      try between(to: span.start)
      let content = try properties(from: span.start, to: span.end)
      if content < span.end { try plain(content..<span.end) }
      end(at: span.end)
    case .quoted:
      try between(to: span.start)
      let content = try properties(from: span.start, to: span.end)
      try continuationLines(content..<span.end)
      end(at: span.end)
      mayTouchColon = true
    case .block:
      try between(to: span.start)
      try block(try properties(from: span.start, to: span.end)..<span.end)
      end(at: span.end)
    case .alias:
      try between(to: span.start)
      index = try name(at: span.start)
      mayTouchColon = false
    case .flowStart:
      let isPair =
        span.start == span.end || text[span.start] == UInt8(ascii: "?")
      open.append(isPair ? .pair : .flow)
      if isPair { return }
      try between(to: span.end)
      flowDepth += 1
      mayTouchColon = false
    case .blockStart:
      try between(to: span.end)
      open.append(.block)
      // The end of a list that is indented no further than its record lies after its first dash.
      let isAfterDash =
        span.end > start && text[span.end - 1] == UInt8(ascii: "-")
        && (span.end == limit || isBlankOrBreak(text[span.end]))
      columns.append(isAfterDash ? span.endColumn - 1 : span.endColumn)
    case .collectionEnd:
      switch open.popLast() {
      case .block: columns.removeLast()
      case .flow:
        try between(to: span.end)
        flowDepth -= 1
        mayTouchColon = true
      case .pair, nil: break
      }
    case .streamEnd: try between(to: limit)
    }
  }

  private mutating func end(at offset: Int) {
    index = offset
    mayTouchColon = false
  }

  private var column: Int { columns[columns.count - 1] }

  private func isEnd(_ offset: Int) -> Bool { offset == limit || isBlankOrBreak(text[offset]) }

  private func isFlowEnd(_ offset: Int) -> Bool {
    guard flowDepth > 0, offset < limit else { return false }
    switch text[offset] {
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): return true
    default: return false
    }
  }

  // MARK: Between values

  /// Blanks, comments, indicators, anchors and tags up to a byte.
  private mutating func between(to end: Int) throws(YAMLError) {
    while index < end {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\r"), UInt8(ascii: "\t"): index += 1
      case UInt8(ascii: "\n"):
        index += 1
        try lineStart()
      case UInt8(ascii: "#"):
        guard index == start || isBlankOrBreak(text[index - 1]) else {
          throw differ(
            "a comment needs a blank before it", at: index,
            "put a blank before '#', or quotes around a text that has one")
        }
        while index < limit, text[index] != UInt8(ascii: "\n") { index += 1 }
      case UInt8(ascii: "-"):
        // `---`, or the dash of a list; libyaml has looked at what follows.
        index += isDocumentStart(index) ? 3 : 1
        mayTouchColon = false
      case UInt8(ascii: "?"):
        guard isEnd(index + 1) else {
          throw differ(
            "'?' begins a name only before a blank, and is a part of the text in YAML 1.2",
            at: index,
            "put the text in quotes")
        }
        index += 1
        mayTouchColon = false
      case UInt8(ascii: ":"):
        guard isEnd(index + 1) || flowDepth > 0 && (mayTouchColon || isFlowEnd(index + 1)) else {
          throw differ(
            "':' needs a blank after it, and is a part of the text in YAML 1.2", at: index,
            "put a blank after ':', or the text in quotes")
        }
        index += 1
        mayTouchColon = false
      case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
        UInt8(ascii: "}"):
        guard flowDepth > 0 || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") else {
          throw unknown(at: index)
        }
        index += 1
        mayTouchColon = false
      case UInt8(ascii: "&"): index = try name(at: index)
      case UInt8(ascii: "!"): index = try tag(at: index)
      default: throw unknown(at: index)
      }
    }
  }

  private func isDocumentStart(_ offset: Int) -> Bool {
    offset + 3 <= limit && (offset == start || text[offset - 1] == UInt8(ascii: "\n"))
      && text[offset] == UInt8(ascii: "-") && text[offset + 1] == UInt8(ascii: "-")
      && text[offset + 2] == UInt8(ascii: "-") && isEnd(offset + 3)
  }

  /// In brackets, a line is indented more than the block around them; a closing bracket may stand
  /// below the name that it belongs to, because nobody reads that otherwise.
  private func lineStart() throws(YAMLError) {
    guard flowDepth > 0, column >= 0 else { return }
    var first = index
    while first < limit, text[first] == UInt8(ascii: " ") { first += 1 }
    let indentation = first - index
    if indentation > column { return }
    while first < limit, text[first] == UInt8(ascii: "\t") || text[first] == UInt8(ascii: " ") {
      first += 1
    }
    if first == limit || isBreak(text[first]) || text[first] == UInt8(ascii: "#") { return }
    let isClosing = text[first] == UInt8(ascii: "]") || text[first] == UInt8(ascii: "}")
    if isClosing, indentation == column, first == index + indentation { return }
    throw shallow(at: first)
  }

  // MARK: Values

  /// Where a value's content begins, after its anchor and its tag.
  private mutating func properties(from start: Int, to end: Int) throws(YAMLError) -> Int {
    index = start
    guard text[start] == UInt8(ascii: "&") || text[start] == UInt8(ascii: "!") else { return start }
    while index < end {
      switch text[index] {
      case UInt8(ascii: "&"): index = try name(at: index)
      case UInt8(ascii: "!"): index = try tag(at: index)
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"),
        UInt8(ascii: "#"):
        try between(to: index + 1)
      default: return index
      }
    }
    return end
  }

  /// `&name` or `*name`; the end. In YAML 1.2 a name goes on to a blank or a bracket's comma.
  private func name(at start: Int) throws(YAMLError) -> Int {
    var end = start + 1
    while end < limit, isNameByte(text[end]) { end += 1 }
    guard isEnd(end) || isFlowEnd(end) else {
      throw differ(
        "the name of an anchor has letters, digits, '-' and '_' only", at: start,
        "choose such a name, and put a blank after it")
    }
    return end
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private func tag(at start: Int) throws(YAMLError) -> Int {
    var end = start + 1
    let isVerbatim = end < limit && text[end] == UInt8(ascii: "<")
    var marks = 0
    while !isEnd(end), isVerbatim || !isFlowEnd(end) {
      if text[end] == UInt8(ascii: "!"), !isVerbatim { marks += 1 }
      if text[end] == UInt8(ascii: "%") {
        throw differ("an escape stands in a tag", at: end, "write the character itself")
      }
      end += 1
      if isVerbatim, text[end - 1] == UInt8(ascii: ">") { break }
    }
    let isEmpty = isVerbatim && end - start == 4 && text[start + 2] == UInt8(ascii: "!")
    guard marks <= 1, !isEmpty, isEnd(end) || flowDepth > 0 && text[end] == UInt8(ascii: ",")
    else {
      throw differ(
        "this is not a tag in YAML 1.2", at: start,
        "write it as !name or !!name, with a blank after it")
    }
    return end
  }

  private func plain(_ range: Range<Int>) throws(YAMLError) {
    if flowDepth > 0, range.count == 1, text[range.lowerBound] == UInt8(ascii: "-") {
      throw differ(
        "'-' alone is not a text in brackets", at: range.lowerBound, "put it in quotes")
    }
    try continuationLines(range)
  }

  /// The lines of a scalar after its first are indented more than the block around it.
  private func continuationLines(_ range: Range<Int>) throws(YAMLError) {
    guard column >= 0 else { return }
    var offset = range.lowerBound
    while offset < range.upperBound {
      if text[offset] != UInt8(ascii: "\n") {
        offset &+= 1
        continue
      }
      offset &+= 1
      let lineStart = offset
      while offset < range.upperBound, text[offset] == UInt8(ascii: " ") { offset += 1 }
      if offset - lineStart > column { continue }
      while offset < range.upperBound,
        text[offset] == UInt8(ascii: " ") || text[offset] == UInt8(ascii: "\t")
      { offset += 1 }
      if offset == range.upperBound || !isBreak(text[offset]) { throw shallow(at: offset) }
    }
  }

  /// `|` or `>`, its header, and its lines.
  private func block(_ range: Range<Int>) throws(YAMLError) {
    // On a line of its own it is indented like any other value.
    var lineStart = range.lowerBound
    while lineStart > start, text[lineStart - 1] == UInt8(ascii: " ") { lineStart -= 1 }
    if lineStart > start, text[lineStart - 1] == UInt8(ascii: "\n"),
      range.lowerBound - lineStart <= column
    {
      throw shallow(at: range.lowerBound)
    }
    var isStripped = false
    var header = range.lowerBound + 1
    while header < limit, !isBlankOrBreak(text[header]) {
      switch text[header] {
      case UInt8(ascii: "-"): isStripped = true
      case UInt8(ascii: "+"): break
      case UInt8(ascii: "1")...UInt8(ascii: "9"):
        if column < 0 {
          throw differ(
            "readers count the indentation of this block from different columns",
            at: range.lowerBound, "leave the digit out")
        }
      case UInt8(ascii: "#"):
        throw differ("a comment needs a blank before it", at: header, "put a blank before '#'")
      default: throw unknown(at: header)
      }
      header += 1
    }
    while header < limit, !isBreak(text[header]) { header += 1 }
    if text[header..<range.upperBound].allSatisfy(isBlankOrBreak) { try emptyBlock(range) }
    if !isStripped, text[limit - 1] != UInt8(ascii: "\n"),
      text[range.upperBound..<limit].allSatisfy({ isBlankOrBreak($0) && !isBreak($0) })
    {
      throw differ(
        "the text ends in a block without a line break, which is a part of it to some readers",
        at: range.lowerBound, "end the file with a line break, or write '|-'")
    }
  }

  /// A block without lines of its own. A comment after it that is indented is its text in YAML 1.2;
  /// and around everything a block may begin in the first column, where other readers look for it.
  private func emptyBlock(_ range: Range<Int>) throws(YAMLError) {
    var next = range.upperBound
    while next < limit, isBlankOrBreak(text[next]) { next += 1 }
    var lineStart = next
    while lineStart > range.upperBound, text[lineStart - 1] == UInt8(ascii: " ") { lineStart -= 1 }
    let isComment = next < limit && text[next] == UInt8(ascii: "#")
    guard column < 0 || isComment && next - lineStart > column else { return }
    throw differ(
      "readers look for the lines of this empty block in different places", at: range.lowerBound,
      "write '' where nothing is meant")
  }

  // MARK: Mistakes

  private func differ(_ message: String, at offset: Int, _ hint: String) -> YAMLError {
    YAMLError(.readersDiffer, message, at: place(offset), hint: hint)
  }

  private func shallow(at offset: Int) -> YAMLError {
    differ(
      "this line is indented too little for what it belongs to", at: offset,
      "indent it with spaces, by more than the name or the dash before it")
  }

  private func unknown(at offset: Int) -> YAMLError {
    differ(
      "nobody can be sure what this belongs to", at: offset,
      "put texts in quotes, and blanks around what is not a part of them")
  }

  private func place(_ offset: Int) -> YAMLPlace {
    var line = startLine
    var lineStart = start
    for index in start..<offset where text[index] == UInt8(ascii: "\n") {
      line += 1
      lineStart = index + 1
    }
    let column = text[lineStart..<offset].count { $0 & 0xC0 != 0x80 } + 1
    return YAMLPlace(offset: offset, line: line, column: column)
  }
}
