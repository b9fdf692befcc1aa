// A file as its items, with what the tree says of each: where declarations, clauses and members
// begin, what a bracket is for, and where a line may be broken. How it looks is decided elsewhere
// (`LineLayout`): here nothing depends on where the file breaks its lines.
//
// The order in which a line that is too long is broken (`FormatItem.rank`): outside before inside,
// and of what stands in the same brackets the loosest first.

internal import Weir

/// The items of a file without mistakes.
struct FormatTree {
  let file: SourceFile
  var items: [FormatItem] = []
  var statements: [FormatStatement] = []
  /// By byte offset, the first item that begins there or after.
  private var starts: [Int32]

  /// Where a line may be broken, of those in the same brackets.
  private enum Place: UInt16 {
    /// A definition's body, a rule's clauses.
    case body = 1
    /// Inside brackets.
    case opening
    /// The condition of a quantifier.
    case quantified
    case comma
    /// `from`, `after`, `for`.
    case addition
    case or
    case and
    case alternative
  }

  /// Nil if the file has mistakes, which are told.
  init?(_ file: SourceFile, diagnostics: inout [Diagnostic]) {
    self.file = file
    let (tree, found) = parse(file, index: 0)
    diagnostics = found
    guard !found.contains(where: { $0.severity == .error }) else {
      return nil
    }
    starts = []
    collect(lex(file, index: 0).tokens)
    index()
    mark(tree)
    pair()
    ranks()
  }

  // MARK: Items

  private mutating func collect(_ tokens: [Token]) {
    items.reserveCapacity(tokens.count)
    var newlines: UInt8 = 0
    for token in tokens {
      if token.kind == .lineBreak {
        newlines = min(newlines + 1, 2)
        continue
      }
      var item = FormatItem(token: token)
      item.newlines = items.isEmpty ? max(newlines, 1) : newlines
      if token.kind == .endOfFile {
        item.role = .endOfFile
        item.newlines = max(newlines, 1)
      }
      item.width = width(of: token)
      items.append(item)
      newlines = 0
    }
  }

  private func width(of token: Token) -> Int {
    if token.kind == .word { return Int(token.range.end - token.range.start) }
    var count = 0
    for offset in Int(token.range.start)..<Int(token.range.end)
    where file.bytes[offset] & 0xC0 != 0x80 {
      count += 1
    }
    return count
  }

  private mutating func index() {
    starts = Array(repeating: 0, count: file.bytes.count + 1)
    var next = 0
    for offset in 0...file.bytes.count {
      while next < items.count - 1, Int(items[next].token.range.start) < offset { next += 1 }
      starts[offset] = Int32(next)
    }
  }

  /// The first token, no comment, that begins at this offset or after.
  private func item(at offset: Int32) -> Int {
    significant(Int(starts[Int(offset)]))
  }

  /// This item, or the first after it that is no comment.
  func significant(_ index: Int) -> Int {
    var index = index
    while items[index].isComment { index += 1 }
    return index
  }

  /// The last item before this one that is no comment; -1 at the head of a file.
  func before(_ index: Int) -> Int {
    var index = index - 1
    while index >= 0, items[index].isComment { index -= 1 }
    return index
  }

  // MARK: Declarations

  private mutating func mark(_ tree: SyntaxFile) {
    if tree.module != nil {
      begin(.declaration, at: significant(0), indent: 0)
    }
    for declaration in tree.declarations { mark(declaration, indent: 0) }
    statements.append(
      FormatStatement(
        kind: .endOfFile, start: items.count - 1, indent: 0, head: items.count - 1))
  }

  private mutating func begin(_ kind: FormatStatement.Kind, at start: Int, indent: Int) {
    items[start].role = kind == .blockEnd ? .blockEnd : .statement
    statements.append(FormatStatement(kind: kind, start: start, indent: indent, head: start))
  }

  private mutating func mark(_ declaration: SyntaxDeclaration, indent: Int) {
    let start = item(at: declaration.range.start)
    switch declaration.kind {
    case .request(let members):
      begin(.declaration, at: start, indent: indent)
      mark(members)
    case .requester(let paths), .volatile(let paths):
      begin(.declaration, at: start, indent: indent)
      for path in paths { mark(path) }
    case .data(_, let type, _):
      begin(.declaration, at: start, indent: indent)
      mark(type)
      let from = item(at: type.range.end)
      allowBreak(before: from, .addition)
      // It follows the brace of a shape, which has lines enough.
      if items[before(from)].kind == .rightBrace { items[from].rank = FormatItem.keptOnly }
    case .define(let name, let parameters, let body):
      begin(.declaration, at: start, indent: indent)
      if let parameters {
        items[item(at: name.range.end)].bracket = .call
        for parameter in parameters { mark(parameter.type) }
      }
      mark(body)
      allowBreak(before: item(at: body.range.start), .body)
    case .type(_, let type):
      begin(.declaration, at: start, indent: indent)
      mark(type)
    case .rule(let rule):
      begin(.rule, at: start, indent: indent)
      markHead(rule.annotations, start)
      mark(rule.clauses)
    case .default(let rule):
      begin(.rule, at: start, indent: indent)
      mark(rule.clauses)
    case .on(let block):
      begin(.blockHead, at: start, indent: indent)
      markHead(block.annotations, start)
      mark(block.condition)
      let brace = item(at: block.condition.range.end)
      items[brace].role = .blockBegin
      items[brace].bracket = .block
      for inner in block.declarations { mark(inner, indent: indent + 2) }
      begin(.blockEnd, at: lastItem(of: declaration.range), indent: indent)
    case .error: break
    }
  }

  private func lastItem(of range: SourceRange) -> Int {
    var index = Int(starts[Int(range.end)])
    while index > 0, items[index].isComment || items[index].token.range.start >= range.end {
      index -= 1
    }
    return index
  }

  /// A statement's annotations stand above it.
  private mutating func markHead(_ annotations: [SyntaxAnnotation], _ start: Int) {
    mark(annotations)
    guard let last = annotations.last else { return }
    let head = item(at: last.range.end)
    items[head].role = .statement
    statements[statements.count - 1].head = head
  }

  private mutating func mark(_ annotations: [SyntaxAnnotation]) {
    for (index, annotation) in annotations.enumerated() {
      if index > 0 { allowBreak(before: item(at: annotation.range.start), .body) }
      if annotation.value != nil { items[item(at: annotation.name.range.end)].bracket = .index }
    }
  }

  // MARK: Clauses

  private mutating func mark(_ clauses: [SyntaxClause]) {
    for (index, clause) in clauses.enumerated() {
      let start = item(at: clause.range.start)
      items[start].role = .clause
      items[start].rank = Place.body.rawValue
      items[start].isFirst = index == 0
      statements[statements.count - 1].clauses.append(start)
      switch clause.kind {
      case .when(let condition), .unless(let condition): mark(condition)
      case .because, .from, .until, .error: break
      case .example(let example): mark(example.members)
      case .hold(let hold): mark(hold, start, clause.range)
      }
    }
  }

  private mutating func mark(_ members: [SyntaxSample.Member]) {
    for member in members {
      items[item(at: member.name.range.start)].role = .member
      mark(member.value)
    }
  }

  private mutating func mark(_ sample: SyntaxSample) {
    switch sample.kind {
    case .record(let members): mark(members)
    case .list(let elements):
      items[item(at: sample.range.start)].bracket = .list
      for element in elements { mark(element) }
    case .number:
      if items[item(at: sample.range.start)].kind == .minus {
        items[item(at: sample.range.start)].isSign = true
      }
    case .string, .bool, .null, .error: break
    }
  }

  private mutating func mark(_ hold: SyntaxHoldClause, _ start: Int, _ range: SourceRange) {
    switch hold {
    case .within, .rejectedBy, .notify: break
    case .needs(let needs): mark(needs)
    case .escalate(let selector, _), .override(let selector): mark(selector)
    case .covers(.once): break
    case .covers(.values(let paths, _)):
      for path in paths { mark(path) }
    }
    // The tree does not say where the words between the operands stand.
    var index = start + 1
    while items[index].token.range.end <= range.end, items[index].kind != .endOfFile {
      defer { index += 1 }
      guard items[before(index)].kind != .dot else { continue }
      switch items[index].token.keyword {
      case .and: allowBreak(beforeOperator: index, .and)
      case .or: allowBreak(beforeOperator: index, .or)
      case .after, .for: allowBreak(before: index, .addition)
      default: break
      }
    }
  }

  private mutating func mark(_ needs: SyntaxNeeds) {
    switch needs.kind {
    case .factor(_, let selector): mark(selector)
    case .all(let parts), .any(let parts): for part in parts { mark(part) }
    case .error: break
    }
  }

  private mutating func mark(_ selector: SyntaxSelector) {
    switch selector.kind {
    case .one(_, let operand): mark(operand)
    case .any(let parts): for part in parts { mark(part) }
    case .error: break
    }
  }

  // MARK: Types

  private mutating func mark(_ members: [SyntaxMember]) {
    for member in members {
      items[item(at: member.range.start)].role = .member
      mark(member.annotations)
      mark(member.type)
    }
  }

  private mutating func mark(_ type: SyntaxType) {
    switch type.kind {
    case .name, .choice, .error: break
    case .list(let element):
      items[item(at: type.range.start)].bracket = .typeList
      mark(element)
    case .map(let element): mark(element)
    case .record(let members): mark(members)
    }
  }

  // MARK: Expressions

  private mutating func mark(_ expression: SyntaxExpression, inOr: Bool = false) {
    switch expression.kind {
    case .error, .boolean, .string, .number, .duration, .name: break
    case .list(let elements):
      items[item(at: expression.range.start)].bracket = .list
      for element in elements { mark(element) }
    case .member(let base, _): mark(base)
    case .index(let base, let key):
      mark(base)
      items[item(at: base.range.end)].bracket = .index
      mark(key)
    case .call(let callee, let arguments):
      items[item(at: callee.range.end)].bracket = .call
      for argument in arguments { mark(argument) }
    case .parenthesized(let inner): mark(inner)
    case .not(let operand), .has(let operand): mark(operand)
    case .negate(let operand):
      items[item(at: expression.range.start)].isSign = true
      mark(operand)
    case .binary(let operation, let left, let right, let place):
      let sign = item(at: place.start)
      var isOr = false
      switch operation {
      case .or:
        allowBreak(beforeOperator: sign, .or)
        isOr = true
      case .and:
        allowBreak(beforeOperator: sign, .and)
        if inOr { items[sign].nesting = 2 }
      case .coalesce, .compare, .arithmetic:
        items[sign].rank = FormatItem.keptOnly
        items[sign].nesting = inOr ? 4 : 2
        items[sign].isOperator = true
      }
      let isInner = operation == .and ? inOr : isOr
      mark(left, inOr: isInner)
      mark(right, inOr: isInner)
    case .quantifier(let quantifier):
      let open = significant(item(at: expression.range.start) + 1)
      items[open].bracket = .quantifier
      mark(quantifier.subject)
      mark(quantifier.body)
      allowBreak(before: item(at: quantifier.body.range.start), .quantified)
    }
  }

  private mutating func allowBreak(beforeOperator index: Int, _ place: Place) {
    items[index].isOperator = true
    allowBreak(before: index, place)
  }

  private mutating func allowBreak(before index: Int, _ place: Place) {
    if isBreakable(index) { items[index].rank = place.rawValue }
  }

  /// Whether a line may begin with this item. Some words begin a clause or a declaration there, and
  /// are names elsewhere.
  private func isBreakable(_ index: Int) -> Bool {
    switch items[index].token.keyword {
    case .covers, .define, .module, .requester, .volatile:
      return items[significant(index + 1)].kind == .dot
    default: return true
    }
  }

  // MARK: Brackets and ranks

  private mutating func pair() {
    var open: [Int] = []
    for index in items.indices {
      switch items[index].kind {
      case .leftBrace, .leftBracket, .leftParenthesis:
        items[index].depth = open.count
        if items[index].bracket == nil {
          items[index].bracket =
            items[index].kind == .leftBrace
            ? .shape : items[index].kind == .leftBracket ? .list : .group
        }
        open.append(index)
      case .rightBrace, .rightBracket, .rightParenthesis:
        guard let partner = open.popLast() else { continue }
        items[index].depth = open.count
        items[index].partner = partner
        items[partner].partner = index
      default:
        items[index].depth = open.count
        if items[index].kind == .comma, let last = open.last { items[last].hasComma = true }
        if items[index].kind == .bar { allowBreak(beforeOperator: index, .alternative) }
        if items[index].kind == .comma {
          let bracket = open.last.flatMap { items[$0].bracket }
          if bracket != .quantifier, bracket != .shape {
            let next = significant(index + 1)
            if !items[next].isClosing { allowBreak(before: next, .comma) }
          }
        }
      }
    }
  }

  private mutating func ranks() {
    for index in items.indices {
      if items[index].partner > index, let bracket = items[index].bracket {
        let inner = significant(index + 1)
        guard inner != items[index].partner else { continue }
        switch bracket {
        case .call, .list:
          // Not where it would only set one argument apart.
          if items[inner].rank == 0 || items[inner].rank == FormatItem.keptOnly,
            isBreakable(inner)
          {
            items[inner].rank =
              items[index].hasComma ? Place.opening.rawValue : FormatItem.keptOnly
          }
        case .group: if isBreakable(inner) { items[inner].rank = FormatItem.keptOnly }
        case .shape, .quantifier, .typeList, .index, .block: break
        }
      }
      if items[index].role == .member { items[index].rank = Place.opening.rawValue }
    }
    for index in items.indices where items[index].rank != 0 && items[index].rank != .max {
      let depth = items[index].role == .clause ? 0 : items[index].depth
      items[index].rank += UInt16(clamping: min(depth, 4_000) * 10)
    }
  }
}
