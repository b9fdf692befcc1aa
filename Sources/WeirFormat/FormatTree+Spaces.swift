// Where a space stands between two tokens of a line, and a blank line between two lines.

internal import Weir

extension FormatTree {
  /// Whether there is a space between this item and the token before it, on one line.
  func hasSpace(before index: Int) -> Bool {
    guard index > 0 else { return false }
    let (left, right) = (items[index - 1], items[index])
    if right.isComment { return true }
    switch left.kind {
    case .leftParenthesis, .leftBracket, .dot, .at: return false
    case .leftBrace: return right.kind != .rightBrace
    case .minus: if left.isSign { return false }
    default: break
    }
    switch right.kind {
    case .rightParenthesis, .rightBracket, .comma, .colon, .dot, .questionMark: return false
    case .leftParenthesis, .leftBracket:
      switch right.bracket {
      case .call, .index, .quantifier: return false
      case .shape, .block, .group, .list, .typeList, nil: return true
      }
    default: return true
    }
  }

  /// Whether a blank line of the file stays before this item, which begins a line: between
  /// declarations, clauses, members, elements and comments, not inside a condition.
  func keepsBlankLine(before index: Int) -> Bool {
    let item = items[index]
    guard item.newlines > 1, index > 0 else { return false }
    let last = items[before(index) < 0 ? 0 : before(index)]
    if last.bracket == .shape || last.bracket == .list || last.bracket == .call { return false }
    if item.isComment { return true }
    switch item.role {
    case .clause: return !item.isFirst
    case .statement, .member: return true
    case .blockEnd, .blockBegin, .endOfFile: return false
    case .plain: return last.kind == .comma
    }
  }

  /// A comma that says nothing.
  mutating func drop(_ index: Int) { items[index].isDropped = true }
}
