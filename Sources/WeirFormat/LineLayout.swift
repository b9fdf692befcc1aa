// Which items begin a line, and how far it is indented.
//
// A break that the file has stays where a line may be broken; one is added where a line is longer
// than `columns`. So whoever has broken a condition where it reads best finds it that way, and what
// has been laid out once has no line left to break: formatting twice is formatting once. A break
// elsewhere goes. Where a line is indented follows from the breaks alone.

internal import Weir

/// The lines of a file.
struct LineLayout {
  /// As many fit on a line, where it can be broken.
  static let columns = 100

  private(set) var tree: FormatTree
  /// Whether an item begins a line.
  private(set) var breaks: [Bool]
  /// The columns before an item that begins a line.
  private(set) var indents: [Int]

  /// An open bracket, on the way through a statement.
  private struct Frame {
    var open: Int
    /// Where lines begin inside, and that of the closing bracket.
    var content: Int
    var closing: Int
  }

  init(_ tree: FormatTree) {
    self.tree = tree
    breaks = Array(repeating: false, count: tree.items.count)
    indents = Array(repeating: 0, count: tree.items.count)
    for index in tree.items.indices { breaks[index] = keepsBreak(before: index) }
    // Comments behind a statement's last token are above the next one.
    var start = 0
    for (number, statement) in tree.statements.enumerated() {
      let next = number + 1 < tree.statements.count ? tree.statements[number + 1].start : nil
      let end = next.map { tree.before($0) + 1 } ?? tree.items.count
      layOut(statement, start..<end)
      start = end
    }
    dropCommas()
  }

  // MARK: Breaks

  /// Whether there is a break before any line is looked at for its length.
  private func keepsBreak(before index: Int) -> Bool {
    let item = tree.items[index]
    if index == 0 { return true }
    if item.isComment { return !item.isTrailing }
    if tree.items[index - 1].isComment { return true }
    switch item.role {
    case .statement, .blockEnd, .endOfFile: return true
    case .clause, .member, .plain, .blockBegin: break
    }
    guard item.rank != 0 else { return false }
    if item.newlines > 0 { return true }
    if item.isOperator, index + 1 < tree.items.count {
      return tree.items[index + 1].newlines > 0 && !tree.items[index + 1].isComment
    }
    return false
  }

  /// Breaks that follow from others: where one is inside brackets that stand around lines of their
  /// own, the brackets do; where one is in a rule, every clause has its line.
  private mutating func settle(_ statement: FormatStatement, _ range: Range<Int>) {
    for open in range where tree.items[open].partner > open {
      let close = tree.items[open].partner
      let inner = tree.significant(open + 1)
      guard let bracket = tree.items[open].bracket, inner != close else { continue }
      switch bracket {
      case .shape:
        var isBroken = breaks[open + 1] || breaks[close] || tree.items[close].newlines > 0
        var index = inner
        while index < close, !isBroken {
          isBroken =
            breaks[index]
            && (tree.items[index].role == .member || tree.items[index].isComment)
          let partner = tree.items[index].partner
          index = partner > index ? partner + 1 : index + 1
        }
        if isBroken {
          breaks[inner] = true
          breaks[close] = true
        }
      case .call, .list, .typeList, .group:
        if breaks[close], bracket != .group { breaks[inner] = true }
        if breaks[open + 1] && !tree.items[open + 1].isTrailing || breaks[inner] {
          breaks[close] = true
        }
      case .quantifier, .index, .block: break
      }
    }
    if !statement.clauses.isEmpty,
      (statement.head + 1..<range.upperBound).contains(where: { breaks[$0] })
    {
      for clause in statement.clauses { breaks[clause] = true }
    }
    if statement.kind == .blockHead, let brace = range.last(where: { isBlockBegin($0) }),
      (statement.head + 1..<brace).contains(where: { breaks[$0] })
    {
      breaks[brace] = true
    }
  }

  private func isBlockBegin(_ index: Int) -> Bool { tree.items[index].role == .blockBegin }

  private mutating func layOut(_ statement: FormatStatement, _ range: Range<Int>) {
    settle(statement, range)
    repeat {
      indent(statement, range)
    } while breakLongLines(statement, range)
  }

  /// Breaks the lines that are too long, each at the places outermost in it; false if none was.
  private mutating func breakLongLines(_ statement: FormatStatement, _ range: Range<Int>) -> Bool {
    var isChanged = false
    var line = range.lowerBound
    while line < range.upperBound {
      var end = line + 1
      var width = tree.items[line].isComment ? 0 : indents[line] + tree.items[line].width
      while end < range.upperBound, !breaks[end] {
        if !tree.items[end].isComment {
          width += tree.items[end].width + (tree.hasSpace(before: end) ? 1 : 0)
        }
        end += 1
      }
      if width > LineLayout.columns, breakLine(line + 1..<end) { isChanged = true }
      line = end
    }
    if isChanged { settle(statement, range) }
    return isChanged
  }

  private mutating func breakLine(_ range: Range<Int>) -> Bool {
    var lowest = FormatItem.keptOnly
    for index in range where tree.items[index].rank != 0 {
      lowest = min(lowest, tree.items[index].rank)
    }
    guard lowest != FormatItem.keptOnly else { return false }
    // Of several pairs of brackets, the one with the most in it.
    var widest = -1
    var extent = -1
    for index in range where tree.items[index].rank == lowest {
      let open = tree.before(index)
      guard open >= 0, tree.items[open].partner > open, tree.items[open].bracket != .quantifier,
        tree.items[index].role != .member
      else {
        breaks[index] = true
        continue
      }
      let inside = tree.items[tree.items[open].partner].token.range.start
      let length = Int(inside - tree.items[open].token.range.end)
      if length > extent { (widest, extent) = (index, length) }
    }
    if widest >= 0 { breaks[widest] = true }
    return true
  }

  // MARK: Indents

  private mutating func indent(_ statement: FormatStatement, _ range: Range<Int>) {
    let base = statement.indent
    var further = base + (statement.kind == .rule ? 4 : 2)
    if statement.kind == .rule, let first = statement.clauses.first, !breaks[first] {
      further = base + 2
    }
    var frames: [Frame] = []
    var line = base
    var index = range.lowerBound
    while index < range.upperBound {
      defer { index += 1 }
      if breaks[index] {
        let next = tree.significant(index)
        line = indent(of: next, statement, frames, further)
        if next != index, tree.items[next].isClosing {
          // A comment at the end of what stands in brackets.
          line = statement.kind == .blockEnd ? base + 2 : frames.last?.content ?? line
        }
        indents[index] = line
      }
      let item = tree.items[index]
      if item.isClosing, item.partner >= 0, frames.last?.open == item.partner {
        frames.removeLast()
      } else if item.partner > index, item.bracket != .block {
        frames.append(frame(index, frames, line, further, range))
      }
    }
  }

  private func indent(
    of index: Int, _ statement: FormatStatement, _ frames: [Frame], _ further: Int
  ) -> Int {
    let item = tree.items[index]
    switch item.role {
    case .statement, .blockEnd, .blockBegin, .endOfFile: return statement.indent
    case .clause: return statement.indent + 2
    case .member: return frames.last?.content ?? further
    case .plain: break
    }
    guard let frame = frames.last else {
      return index <= statement.head ? statement.indent : further + Int(item.nesting)
    }
    if item.isClosing, item.partner == frame.open { return frame.closing }
    let open = tree.items[frame.open]
    let before = tree.before(index)
    let beginsElement = before == frame.open || tree.items[before].kind == .comma
    let isList = open.bracket == .shape || open.hasComma && open.bracket != .quantifier
    return frame.content + Int(item.nesting) + (isList && !beginsElement ? 2 : 0)
  }

  /// A bracket that opens on a line which is indented by `line`. Lines inside begin two columns
  /// further. If that is where the line goes on after the bracket, they would look like its
  /// continuation: then it is four.
  private func frame(
    _ open: Int, _ frames: [Frame], _ line: Int, _ further: Int, _ range: Range<Int>
  ) -> Frame {
    let close = tree.items[open].partner
    var content = max(line + 2, frames.last?.content ?? 0)
    let around = frames.last?.content ?? further
    if around == content, !breaks[close], frames.last.map({ tree.items[$0.open].bracket }) != .shape
    {
      let end = frames.last.map { tree.items[$0.open].partner } ?? range.upperBound
      let isBrokenInside = (open + 1..<close).contains { breaks[$0] }
      if isBrokenInside, goesOn(after: close, to: end) { content += 2 }
    }
    return Frame(open: open, content: content, closing: line)
  }

  /// Whether a line begins between two items, in the brackets that these stand in.
  private func goesOn(after start: Int, to end: Int) -> Bool {
    var index = start + 1
    while index < end {
      if tree.items[index].role == .clause || tree.items[index].role == .blockBegin { return false }
      if breaks[index] { return true }
      let partner = tree.items[index].partner
      index = partner > index ? partner : index + 1
    }
    return false
  }

  // MARK: Commas

  private mutating func dropCommas() {
    for index in tree.items.indices where tree.items[index].kind == .comma {
      let next = tree.significant(index + 1)
      guard index > 0, !tree.items[index - 1].isComment, !breaks[index] else { continue }
      let item = tree.items[next]
      let isLast =
        item.kind == .rightBrace && item.partner >= 0
        && tree.items[item.partner].bracket == .shape
      if isLast || item.role == .member && breaks[next] { tree.drop(index) }
    }
  }
}
