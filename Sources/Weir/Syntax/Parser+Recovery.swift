// Where the parser goes on after a mistake. Many keywords are names elsewhere, so a word alone does
// not say that a clause begins: reserved words do unless they are read from (`hold.reason`), the
// others only in the company they keep.

extension Parser {
  /// Whether the token `distance` ahead begins a clause.
  func beginsClause(ahead distance: Int = 0) -> Bool {
    guard let keyword = token(ahead: distance).keyword, !followsDotOrAt(distance) else {
      return false
    }
    let next = token(ahead: distance + 1)
    switch keyword {
    case .when, .unless, .because, .needs, .within:
      return !continuesPath(next)
    case .from, .until: return isString(next.kind)
    case .rejected, .override: return next.keyword == .by
    case .escalate: return next.keyword == .to
    case .notify:
      // `when notify because "…"` reads a member of that name.
      return next.kind == .word && isString(token(ahead: distance + 2).kind)
        && ![.because, .from, .until].contains(next.keyword)
    case .covers:
      return next.keyword == .once
        || (startsLine(ahead: distance) && next.kind == .word && !isOperatorWord(next))
    case .matches, .noMatch: return next.kind == .leftBrace
    case .module, .request, .requester, .volatile, .data, .define, .type, .on, .default, .allow,
      .deny, .hold, .observe, .by, .to, .after, .once, .for, .atInstant, .of, .group, .user, .role,
      .and,
      .or,
      .not, .in, .has, .any, .all, .count, .sum, .min, .max, .true, .false, .contains, .overlaps,
      .includes, .startsWith, .endsWith, .like, .map:
      return false
    }
  }

  /// Whether the token `distance` ahead begins a declaration.
  func beginsDeclaration(ahead distance: Int = 0) -> Bool {
    let first = token(ahead: distance)
    let next = token(ahead: distance + 1)
    if first.kind == .at { return startsLine(ahead: distance) && next.kind == .word }
    if first.kind == .word, first.keyword == nil, startsLine(ahead: distance) {
      return beginsForeignDeclaration(ahead: distance)
    }
    guard let keyword = first.keyword, !followsDotOrAt(distance) else { return false }
    switch keyword {
    case .allow, .deny, .hold, .observe, .on: return !continuesPath(next)
    case .request: return next.kind == .leftBrace
    case .define:
      return startsLine(ahead: distance)
        && (next.kind == .word && !isOperatorWord(next) || next.kind == .assign)
    case .type, .data:
      let afterNext = token(ahead: distance + 2).kind
      return next.kind == .word && (afterNext == .assign || afterNext == .colon)
    case .module, .requester, .volatile:
      return startsLine(ahead: distance) && next.kind == .word && !isOperatorWord(next)
    case .default:
      return next.keyword == .allow || next.keyword == .deny || next.keyword == .hold
    case .from, .when, .unless, .because, .until, .needs, .within, .rejected, .by, .escalate,
      .to, .after, .override, .notify, .covers, .once, .for, .noMatch, .atInstant, .of, .group,
      .user,
      .role, .and, .or, .not, .in, .has, .any, .all, .count, .sum, .min, .max, .true, .false,
      .contains, .overlaps, .includes, .startsWith, .endsWith, .like, .matches, .map:
      return false
    }
  }

  /// Skips to the next clause, declaration, closing brace of a block, or the end.
  mutating func skipToClause() {
    skip { $0.beginsClause() || $0.beginsDeclaration() }
  }

  /// Skips to the next declaration, closing brace of a block, or the end.
  mutating func skipToDeclaration() {
    skip { $0.beginsDeclaration() }
  }

  /// Braces that open on the way are passed with what they hold.
  private mutating func skip(until isDone: (Parser) -> Bool) {
    var braces = 0
    while !at(.endOfFile) {
      if braces == 0, at(.rightBrace) || isDone(self) { break }
      if at(.leftBrace) { braces += 1 }
      if at(.rightBrace) { braces -= 1 }
      advance()
    }
    lastReport = max(lastReport, index - 1)
  }

  /// Moves to the closing bracket that fits the one opened last, unless a clause or a declaration
  /// begins before it: then the bracket is missing, and the cursor stays.
  mutating func findClosing(_ kind: TokenKind) -> Bool {
    let start = index
    var depth = 0
    while !at(.endOfFile) {
      if depth == 0, at(kind) { return true }
      // A shape has members of any name, so inside braces only what no member can be ends the
      // search.
      if kind != .rightBrace, beginsClause() || beginsDeclaration() { break }
      switch self.kind {
      case .leftBrace, .leftBracket, .leftParenthesis: depth += 1
      case .rightBrace, .rightBracket, .rightParenthesis:
        depth -= 1
        if depth < 0 {
          index = start
          return false
        }
      default: break
      }
      advance()
    }
    index = start
    return false
  }

  /// Passes the bracketed group that begins at the cursor, or, if none does, all up to the next
  /// clause.
  mutating func skipGroup() {
    switch kind {
    case .leftBrace, .leftBracket, .leftParenthesis: break
    default:
      skipToClause()
      return
    }
    var depth = 0
    repeat {
      switch kind {
      case .leftBrace, .leftBracket, .leftParenthesis: depth += 1
      case .rightBrace, .rightBracket, .rightParenthesis: depth -= 1
      case .endOfFile: return
      default: break
      }
      advance()
    } while depth > 0
  }

  private func startsLine(ahead distance: Int) -> Bool {
    startsLine[min(index + distance, startsLine.count - 1)]
  }

  private func followsDotOrAt(_ distance: Int) -> Bool {
    let before = min(index + distance, tokens.count - 1) - 1
    guard before >= 0 else { return false }
    return tokens[before].kind == .dot || tokens[before].kind == .at
  }

  /// `when.x`, `hold == …`: the word is meant as a name.
  private func continuesPath(_ next: Token) -> Bool {
    switch next.kind {
    case .dot, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .coalesce,
      .plus, .star, .assign, .colon, .questionMark:
      true
    default: false
    }
  }

  private func isOperatorWord(_ token: Token) -> Bool {
    switch token.keyword {
    case .and, .or, .not, .in, .contains, .overlaps, .includes, .startsWith, .endsWith, .like,
      .matches:
      true
    default: false
    }
  }
}
