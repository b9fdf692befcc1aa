// The clauses that every rule may have, and the loop that collects clauses. Whether a clause fits
// its rule, and how often, is the checker's to say.

extension Parser {
  /// clause = when | unless | because | from | until | example | needs | within | rejected
  ///        | escalate | override | notify | covers .
  mutating func parseClauseIfPresent() -> SyntaxClause? {
    let start = index
    let kind: SyntaxClause.Kind?
    switch keyword {
    case .when: kind = parseWhenIfPresent()
    case .unless: kind = parseUnlessIfPresent()
    case .because: kind = parseBecauseIfPresent()
    case .from: kind = parseFromIfPresent()
    case .until: kind = parseUntilIfPresent()
    case .matches, .noMatch: kind = parseExampleIfPresent()
    default: kind = keyword.flatMap { HoldClauseKind($0) }.flatMap { holdClause($0) }
    }
    return kind.map { SyntaxClause($0, range: range(from: start)) }
  }

  /// when = "when" expr .
  mutating func parseWhenIfPresent() -> SyntaxClause.Kind? {
    guard consume(.when) else { return nil }
    return .when(parseExpr())
  }

  /// unless = "unless" expr .
  mutating func parseUnlessIfPresent() -> SyntaxClause.Kind? {
    guard consume(.unless) else { return nil }
    return .unless(parseExpr())
  }

  /// because = "because" template .
  mutating func parseBecauseIfPresent() -> SyntaxClause.Kind? {
    guard consume(.because) else { return nil }
    guard let template = parseTemplate() else { return .error }
    return .because(template)
  }

  /// from = "from" text .
  mutating func parseFromIfPresent() -> SyntaxClause.Kind? {
    guard consume(.from) else { return nil }
    return parseText("an instant", hint: "as in `from \"2026-03-01T00:00:00Z\"`").map { .from($0) }
      ?? .error
  }

  /// until = "until" text .
  mutating func parseUntilIfPresent() -> SyntaxClause.Kind? {
    guard consume(.until) else { return nil }
    return parseText("an instant", hint: "as in `until \"2026-03-01T00:00:00Z\"`").map {
      .until($0)
    } ?? .error
  }

  /// text = string | raw_string .
  mutating func parseText(_ what: String, hint: String? = nil) -> SyntaxText? {
    if isString(kind) { return takeText() }
    if consumeInvalid() { return nil }
    reportExpected(what, hint: hint)
    return nil
  }
}

extension Parser {
  /// The clauses of a rule, up to what begins another declaration. What is neither is reported
  /// here, where it is known that a rule is being read.
  mutating func clauses() -> [SyntaxClause] {
    var clauses: [SyntaxClause] = []
    clauses.reserveCapacity(4)
    while true {
      if let clause = parseClauseIfPresent() {
        clauses.append(clause)
        continue
      }
      if at(.endOfFile) || at(.rightBrace) || at(.at) || beginsDeclaration() { return clauses }
      // No clause and no operator is spelt like a declaration's keyword.
      if let keyword, Parser.declarations.contains(keyword) { return clauses }
      if consumeInvalid() { continue }
      if readMeantClause() { continue }
      let start = index
      reportNoClause()
      if index == start, !beginsClause() { advance() }
      skipToClause()
      clauses.append(SyntaxClause(.error, range: range(from: start)))
    }
  }

  private static let declarations: Set<Keyword> = [
    .module, .request, .requester, .volatile, .data, .define, .type, .on, .default, .allow, .deny,
    .hold, .observe,
  ]

  /// Reports a token that neither goes on with the clause before it nor begins one.
  private mutating func reportNoClause() {
    switch kind {
    case .word:
      if keyword == .and || keyword == .or {
        report(
          .expectedToken, "`\(text)` needs a condition before it",
          hint: "conditions are joined inside one `when`; several `when`s must all be true")
        return
      }
      if keyword == .not {
        report(
          .expectedToken, "expected an operator before `not`",
          hint:
            "only `in` takes it there (`x not in y`); elsewhere `not` stands before what it negates"
        )
        return
      }
      let meant = Spelling.closest(to: text, among: Parser.clauseWords + Parser.operatorWords)
      let hint = foreignOperatorWords[text] ?? meant.map { "did you mean `\($0)`?" }
      reportExpected("an operator, a clause or a declaration", at: range, hint: hint)
    case .leftBrace:
      reportExpected(
        "a clause", hint: "a rule has no braces: its clauses follow its name, `allow reads when …`")
      skipGroup()
      lastReport = max(lastReport, index - 1)
    case .leftParenthesis:
      reportExpected(
        "an operator, a clause or a declaration",
        hint: "only names of functions and definitions are called: `f(x)`, never `x.f()`")
    case .comma:
      reportExpected(
        "an operator, a clause or a declaration",
        hint: "clauses need no punctuation; conditions are joined with `and`")
    case .integer where index > 0 && tokens[index - 1].kind == .dot:
      reportExpected("a name")
    case .colon, .questionMark:
      reportExpected(
        "an operator, a clause or a declaration",
        hint: "there is no `? :`: write a rule for each of the two, or `??` for what may be absent")
    case .duration where index > 0 && tokens[index - 1].kind == .duration:
      reportExpected(
        "a clause or a declaration", hint: "a duration is written without spaces, as in `2h30m`")
    case .integer, .decimal, .duration, .string, .rawString, .documentation, .comment, .lineBreak,
      .invalid, .endOfFile, .rightBrace, .rightParenthesis, .leftBracket, .rightBracket, .dot,
      .coalesce, .at, .bar, .assign, .equal, .notEqual, .less, .lessOrEqual,
      .greater, .greaterOrEqual, .plus, .minus, .star:
      reportExpected("an operator, a clause or a declaration")
    }
  }
}
