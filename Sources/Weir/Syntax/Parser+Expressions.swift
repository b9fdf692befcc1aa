// Expressions, by the precedence of the grammar: `or`, `and`, `not`, comparison, sum, product,
// sign, `??`, path.
//
// Chains of `or` and `and` are built balanced, so that a condition of ten thousand alternatives is
// a tree as deep as its logarithm; what they mean does not depend on it. All other depth is
// limited.

extension Parser {
  /// expr = or_expr .
  mutating func parseExpr() -> SyntaxExpression {
    let start = index
    return nested { parser in
      parser.parseOrExpr()
    } tooDeep: { parser in
      SyntaxExpression(.error, parser.range(from: start))
    }
  }

  /// or_expr = and_expr { "or" and_expr } .
  mutating func parseOrExpr() -> SyntaxExpression {
    let first = parseAndExpr()
    guard isAtOperator(.or) else { return first }
    var operands = [first]
    var operators: [SourceRange] = []
    while isAtOperator(.or) {
      operators.append(range)
      advance()
      operands.append(parseAndExpr())
    }
    return Parser.balanced(.or, operands[...], operators[...])
  }

  /// and_expr = not_expr { "and" not_expr } .
  mutating func parseAndExpr() -> SyntaxExpression {
    let first = parseNotExpr()
    guard isAtOperator(.and) else { return first }
    var operands = [first]
    var operators: [SourceRange] = []
    while isAtOperator(.and) {
      operators.append(range)
      advance()
      operands.append(parseNotExpr())
    }
    return Parser.balanced(.and, operands[...], operators[...])
  }

  /// not_expr = "not" not_expr | compare .
  mutating func parseNotExpr() -> SyntaxExpression {
    guard at(.not) || isForeignNot else { return parseCompare() }
    let start = index
    return nested { parser in
      parser.advance()
      let operand = parser.parseNotExpr()
      return SyntaxExpression(.not(operand), parser.range(from: start))
    } tooDeep: { parser in
      SyntaxExpression(.error, parser.range(from: start))
    }
  }

  /// compare = sum [ comp sum ] .
  mutating func parseCompare() -> SyntaxExpression {
    let left = parseSum()
    guard let (comparison, place) = parseCompIfPresent() else { return left }
    let right = parseSum()
    let result = Parser.binary(.compare(comparison), left, right, at: place)
    guard let (_, second) = parseCompIfPresent(isChained: true) else { return result }
    // The rest of the chain is read for its own mistakes and means nothing.
    _ = second
    _ = parseSum()
    while parseCompIfPresent(isChained: true) != nil { _ = parseSum() }
    return SyntaxExpression(.error, range(from: left.range))
  }

  /// comp = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not" "in" | "contains"
  ///      | "overlaps" | "includes" | "starts_with" | "ends_with" | "like" | "matches" .
  mutating func parseCompIfPresent(isChained: Bool = false) -> (Comparison, SourceRange)? {
    let start = index
    let comparison: Comparison
    if at(.not), token(ahead: 1).keyword == .in {
      comparison = .notIn
    } else if let fixed = Parser.comparison(tokens[index]), !beginsExample {
      comparison = fixed
    } else if at(.assign) {
      report(
        .expectedToken, "`=` names a definition and compares nothing", hint: "equal is `==`")
      comparison = .equal
    } else if at(.invalid), case .compare(let meant)? = foreignOperator(text) {
      comparison = meant
    } else if let meant = readMeantComparison() {
      comparison = meant
    } else {
      return nil
    }
    if isChained {
      report(
        .chainedComparison, "comparisons do not chain",
        hint: "write `a < b and b < c`, or set parentheses")
    }
    advance()
    if comparison == .notIn { advance() }
    return (comparison, range(from: start))
  }

  /// sum = product { ( "+" | "-" ) product } .
  mutating func parseSum() -> SyntaxExpression {
    var result = parseProduct()
    var links = 0
    while at(.plus) || at(.minus) {
      guard isWithinDepth(&links) else { break }
      let arithmetic: Arithmetic = at(.plus) ? .add : .subtract
      let place = range
      advance()
      result = Parser.binary(.arithmetic(arithmetic), result, parseProduct(), at: place)
    }
    return result
  }

  /// product = unary { "*" unary } .
  mutating func parseProduct() -> SyntaxExpression {
    var result = parseUnary()
    var links = 0
    while at(.star) || isForeignProduct {
      guard isWithinDepth(&links) else { break }
      let place = range
      let isForeign = at(.invalid)
      advance()
      let right = parseUnary()
      result =
        isForeign
        ? SyntaxExpression(.error, range(from: result.range))
        : Parser.binary(.arithmetic(.multiply), result, right, at: place)
    }
    return result
  }

  /// unary = [ "-" ] coalesce .
  mutating func parseUnary() -> SyntaxExpression {
    let start = index
    guard consume(.minus) else { return parseCoalesce() }
    let operand = parseCoalesce()
    return SyntaxExpression(.negate(operand), range(from: start))
  }

  /// coalesce = primary [ "??" [ "-" ] coalesce ] .
  mutating func parseCoalesce() -> SyntaxExpression {
    let left = parsePrimary()
    guard at(.coalesce) else { return left }
    return nested { parser in
      let place = parser.range
      parser.advance()
      let start = parser.index
      var right: SyntaxExpression
      if parser.consume(.minus) {
        let operand = parser.parseCoalesce()
        right = SyntaxExpression(.negate(operand), parser.range(from: start))
      } else {
        right = parser.parseCoalesce()
      }
      return Parser.binary(.coalesce, left, right, at: place)
    } tooDeep: { parser in
      SyntaxExpression(.error, parser.range(from: left.range))
    }
  }

  /// primary = has | quantifier | postfix .
  mutating func parsePrimary() -> SyntaxExpression {
    parseHasIfPresent() ?? parseQuantifierIfPresent() ?? parsePostfix()
  }

  /// has = "has" ( path | call selector { selector } ) .
  mutating func parseHasIfPresent() -> SyntaxExpression? {
    let start = index
    guard consume(.has) else { return nil }
    let operandStart = index
    let operand = parsePostfix()
    if !isPastMistake, !Parser.isSubjectOfHas(operand.kind) {
      let end = index
      index = operandStart
      report(
        .expectedToken, "`has` asks for a member of the request, by its path", at: operand.range,
        hint: "as in `has payload.amount`")
      index = end
      return SyntaxExpression(.error, range(from: start))
    }
    return SyntaxExpression(.has(operand), range(from: start))
  }

  /// quantifier = ( "any" | "all" | "count" | "sum" | "min" | "max" )
  ///              "(" name [ "," name ] "in" expr ":" expr ")" .
  mutating func parseQuantifierIfPresent() -> SyntaxExpression? {
    guard let kind = Parser.quantifier(keyword), token(ahead: 1).kind == .leftParenthesis else {
      return nil
    }
    let start = index
    advance()
    let open = range
    advance()
    let example = "as in `\(kind.rawValue)(item in items: item.\(Parser.exampleBody(kind)))`"
    var variables: [SyntaxName] = []
    let next = token(ahead: 1)
    if at(.word), !at(.in), next.kind == .comma || next.kind == .word {
      if let first = expectName("a quantifier's variable", hint: example) {
        variables.append(first)
      }
      if consume(.comma), let second = expectName("the second variable", hint: example) {
        variables.append(second)
      }
    } else {
      reportExpected("`variable in list: …`", hint: example)
    }
    guard !isPastMistake || at(.in), expect(.in, " and what is searched", hint: example) else {
      if findClosing(.rightParenthesis) { advance() }
      return SyntaxExpression(.error, range(from: start))
    }
    let subject = parseExpr()
    guard expect(.colon, " and what is asked of each element", hint: example) else {
      if findClosing(.rightParenthesis) { advance() }
      return SyntaxExpression(.error, range(from: start))
    }
    let body = parseExpr()
    expectClosing(.rightParenthesis, of: open)
    return SyntaxExpression(
      .quantifier(
        SyntaxQuantifier(kind: kind, variables: variables, subject: subject, body: body)),
      range(from: start))
  }

  /// postfix = atom { selector } .
  mutating func parsePostfix() -> SyntaxExpression {
    var result = parseAtom()
    var links = 0
    while at(.dot) || at(.leftBracket) {
      guard isWithinDepth(&links) else { break }
      result = parseSelector(of: result)
    }
    return result
  }

  /// selector = "." word | "[" expr "]" .
  mutating func parseSelector(of base: SyntaxExpression) -> SyntaxExpression {
    let open = range
    if consume(.dot) {
      guard let name = expectWord("a name after `.`") else {
        return SyntaxExpression(.error, range(from: base.range))
      }
      return SyntaxExpression(.member(base, name), range(from: base.range))
    }
    advance()
    let key = parseExpr()
    expectClosing(.rightBracket, of: open)
    return SyntaxExpression(.index(base, key), range(from: base.range))
  }

  /// atom = "true" | "false" | number | duration | text | list | "(" expr ")" | call | root .
  mutating func parseAtom() -> SyntaxExpression {
    let start = index
    let place = range
    switch kind {
    case .word:
      if consume(.true) { return SyntaxExpression(.boolean(true), place) }
      if consume(.false) { return SyntaxExpression(.boolean(false), place) }
      return parseCallIfPresent() ?? parseRoot()
    case .integer, .decimal:
      return parseNumber()
    case .duration:
      return SyntaxExpression(.duration(takeDuration()), place)
    case .string, .rawString:
      return SyntaxExpression(.string(takeText().value), place)
    case .leftBracket:
      return parseList()
    case .leftParenthesis:
      advance()
      let inner = parseExpr()
      expectClosing(.rightParenthesis, of: place)
      return SyntaxExpression(.parenthesized(inner), range(from: start))
    case .invalid where foreignOperator(text) == nil:
      // Stands for the operand that it was meant to be.
      advance()
      return SyntaxExpression(.error, place)
    case .documentation, .comment, .lineBreak, .invalid, .endOfFile, .leftBrace, .rightBrace,
      .rightParenthesis, .rightBracket, .comma, .colon, .dot, .questionMark, .coalesce, .at, .bar,
      .assign, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus,
      .star:
      reportNoExpression()
      return SyntaxExpression(.error, range(from: start))
    }
  }

  /// number = integer | decimal .
  mutating func parseNumber() -> SyntaxExpression {
    let place = range
    var text = text
    if text.utf8.contains(UInt8(ascii: "_")) { text.removeAll { $0 == "_" } }
    advance()
    return SyntaxExpression(.number(text), place)
  }

  /// list = "[" [ elements ] "]" .
  mutating func parseList() -> SyntaxExpression {
    let start = index
    let open = range
    advance()
    let elements = parseElements(until: .rightBracket)
    expectClosing(.rightBracket, of: open, elements.isEmpty ? "" : "`,` or ")
    return SyntaxExpression(.list(elements), range(from: start))
  }

  /// call = name [ "." word ] "(" [ elements ] ")" .
  mutating func parseCallIfPresent() -> SyntaxExpression? {
    guard isName(tokens[index]) else { return nil }
    let start = index
    var callee: SyntaxExpression
    if token(ahead: 1).kind == .leftParenthesis {
      callee = SyntaxExpression(.name(text), range)
      advance()
    } else if token(ahead: 1).kind == .dot, token(ahead: 2).kind == .word,
      token(ahead: 3).kind == .leftParenthesis
    {
      callee = SyntaxExpression(.name(text), range)
      advance()
      advance()
      let name = takeName()
      callee = SyntaxExpression(.member(callee, name), range(from: start))
    } else {
      return nil
    }
    let open = range
    advance()
    let arguments = parseElements(until: .rightParenthesis)
    expectClosing(.rightParenthesis, of: open, arguments.isEmpty ? "" : "`,` or ")
    return SyntaxExpression(.call(callee, arguments), range(from: start))
  }

  /// path = root { selector } .
  mutating func parsePath() -> SyntaxExpression {
    let start = index
    guard at(.word) || at(.invalid) else {
      reportExpected("a path", code: .expectedExpression, hint: "as in `principal.id`")
      return SyntaxExpression(.error, range(from: start))
    }
    var result = consumeInvalid() ? SyntaxExpression(.error, previousRange) : parseRoot()
    var links = 0
    while at(.dot) || at(.leftBracket) {
      guard isWithinDepth(&links) else { break }
      result = parseSelector(of: result)
    }
    return result
  }

  /// root = name | "request" selector .
  mutating func parseRoot() -> SyntaxExpression {
    let place = range
    if isName(tokens[index]) {
      let name = text
      // A word that begins a clause in every reading that parses begins one here too: then the
      // expression is missing, not the operator after it.
      if keyword != nil, startsLine[index], beginsClause(),
        !at(.covers) || token(ahead: 1).keyword == .once
      {
        reportNoExpression()
        return SyntaxExpression(.error, range(from: index))
      }
      advance()
      return SyntaxExpression(.name(name), place)
    }
    let next = token(ahead: 1).kind
    if at(.request), next == .dot || next == .leftBracket {
      advance()
      return parseSelector(of: SyntaxExpression(.name("request"), place))
    }
    return readReservedRoot()
  }
}

// What is not a production of its own.
extension Parser {
  /// elements = expr { "," expr } [ "," ] .
  private mutating func parseElements(until closing: TokenKind) -> [SyntaxExpression] {
    var elements: [SyntaxExpression] = []
    while !at(closing), !at(.endOfFile) {
      elements.append(parseExpr())
      if consume(.comma) { continue }
      if at(closing) { break }
      // A mistake inside one element: the next one is still worth reading.
      if !isPastMistake {
        reportExpected("`,` or `\(closing.rawValue)`")
      }
      guard skipToComma(before: closing) else { break }
      if at(.comma) { advance() }
    }
    return elements
  }

  /// Moves to the next comma or to the closing bracket on this level.
  private mutating func skipToComma(before closing: TokenKind) -> Bool {
    let start = index
    guard findClosing(closing) else { return false }
    let end = index
    index = start
    var depth = 0
    while index < end, depth > 0 || !at(.comma) {
      switch kind {
      case .leftBrace, .leftBracket, .leftParenthesis: depth += 1
      case .rightBrace, .rightBracket, .rightParenthesis: depth -= 1
      default: break
      }
      advance()
    }
    return true
  }

  /// A reserved word where a path or another operand has to begin.
  private mutating func readReservedRoot() -> SyntaxExpression {
    let place = range
    let word = text
    if forbiddenNames.contains(word) {
      report(
        .expectedExpression, "there is no `null` to compare with",
        hint: "`has p` asks whether something is there, `p ?? v` puts `v` in its place")
      advance()
      return SyntaxExpression(.error, place)
    }
    if at(.request) {
      report(
        .expectedExpression, "`request` itself is not a value",
        hint: "name a member of it, as in `request.\(Parser.exampleMember)`")
      advance()
      return SyntaxExpression(.error, place)
    }
    let next = token(ahead: 1).kind
    let isRead: Bool
    switch keyword {
    case .count, .sum, .min, .max, .any, .all: isRead = true
    case .and, .or, .in, .not, .has, .true, .false: isRead = next == .dot
    default: isRead = !beginsClause() && !beginsDeclaration() && !startsLine[index] || next == .dot
    }
    guard isRead else {
      reportNoExpression()
      return SyntaxExpression(.error, range(from: index))
    }
    report(
      .reservedName, "`\(word)` is reserved and begins no path",
      hint: "a member of the request with that name is read as `request.\(word)`")
    advance()
    return SyntaxExpression(.error, place)
  }

  private static let exampleMember = "action"

  private mutating func reportNoExpression() {
    if at(.not) {
      report(
        .expectedExpression, "`not` cannot stand here without parentheses",
        hint: "write `(not …)`, or `!=` instead of `==`")
      return
    }
    if at(.dot), token(ahead: 1).kind == .integer {
      reportExpected(
        "an expression", code: .expectedExpression, hint: "a number begins with a digit: `0.5`")
      advance()
      advance()
      return
    }
    if at(.leftBrace) {
      reportExpected(
        "an expression", code: .expectedExpression,
        hint: "there are no record literals; a list is written `[a, b]`")
      return
    }
    if at(.minus) {
      reportExpected(
        "an expression", code: .expectedExpression, hint: "one sign is enough; or set parentheses")
      return
    }
    reportExpected("an expression", code: .expectedExpression)
  }

  private var isForeignNot: Bool { at(.invalid) && text == "!" }

  private var isForeignProduct: Bool {
    at(.invalid) && foreignOperator(text) == .arithmetic(.multiply)
  }

  /// Counts one more link of a chain that grows to the left; its tree is as deep as it is long.
  private mutating func isWithinDepth(_ links: inout Int) -> Bool {
    links += 1
    if depth + links <= Limits.syntaxDepth { return true }
    report(
      .nestingTooDeep, "a chain of more than \(Limits.syntaxDepth) operators",
      hint: "name parts of it with `define`")
    skipToClause()
    lastReport = max(lastReport, index)
    return false
  }

  private static func binary(
    _ operation: BinaryOperator, _ left: SyntaxExpression, _ right: SyntaxExpression,
    at place: SourceRange
  ) -> SyntaxExpression {
    SyntaxExpression(
      .binary(operation, left, right, operatorRange: place), left.range.through(right.range))
  }

  private static func balanced(
    _ operation: BinaryOperator, _ operands: ArraySlice<SyntaxExpression>,
    _ operators: ArraySlice<SourceRange>
  ) -> SyntaxExpression {
    if operands.count == 1 { return operands[operands.startIndex] }
    let middle = operands.startIndex + (operands.count + 1) / 2
    let cut = operators.startIndex + (operands.count + 1) / 2 - 1
    return binary(
      operation, balanced(operation, operands[..<middle], operators[..<cut]),
      balanced(operation, operands[middle...], operators[(cut + 1)...]), at: operators[cut])
  }

  static func comparison(_ token: Token) -> Comparison? {
    switch token.kind {
    case .equal: return .equal
    case .notEqual: return .notEqual
    case .less: return .less
    case .lessOrEqual: return .lessOrEqual
    case .greater: return .greater
    case .greaterOrEqual: return .greaterOrEqual
    default: break
    }
    switch token.keyword {
    case .in: return .in
    case .contains: return .contains
    case .overlaps: return .overlaps
    case .includes: return .includes
    case .startsWith: return .startsWith
    case .endsWith: return .endsWith
    case .like: return .like
    case .matches: return .matches
    default: return nil
    }
  }

  private static func quantifier(_ keyword: Keyword?) -> QuantifierKind? {
    switch keyword {
    case .any: .any
    case .all: .all
    case .count: .count
    case .sum: .sum
    case .min: .min
    case .max: .max
    default: nil
    }
  }

  private static func exampleBody(_ kind: QuantifierKind) -> String {
    switch kind {
    case .any, .all, .count: "open"
    case .sum, .min, .max: "price"
    }
  }

  /// A path, or a path into what a call returns.
  private static func isSubjectOfHas(_ kind: SyntaxExpression.Kind) -> Bool {
    var kind = kind
    var isRead = false
    while true {
      switch kind {
      case .member(let base, _), .index(let base, _):
        kind = base.kind
        isRead = true
      case .name, .error: return true
      case .call: return isRead
      case .boolean, .string, .number, .duration, .list, .parenthesized, .not, .negate, .has,
        .binary, .quantifier:
        return false
      }
    }
  }
}
