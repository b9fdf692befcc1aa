// The clauses of a hold: who must approve, by when, and what the approval covers.

extension Parser {
  /// A clause by what it begins with.
  mutating func holdClause(_ clause: HoldClauseKind) -> SyntaxClause.Kind? {
    switch clause {
    case .needs: parseNeedsIfPresent()
    case .within: parseWithinIfPresent()
    case .rejectedBy: parseRejectedIfPresent()
    case .escalate: parseEscalateIfPresent()
    case .override: parseOverrideIfPresent()
    case .notify: parseNotifyIfPresent()
    case .covers: parseCoversIfPresent()
    }
  }

  /// needs = "needs" needs_or .
  mutating func parseNeedsIfPresent() -> SyntaxClause.Kind? {
    guard consume(.needs) else { return nil }
    return .hold(.needs(parseNeedsOr()))
  }

  /// needs_or = needs_and { "or" needs_and } .
  mutating func parseNeedsOr() -> SyntaxNeeds {
    let start = index
    var operands = [parseNeedsAnd()]
    while consume(.or) { operands.append(parseNeedsAnd()) }
    guard operands.count > 1 else { return operands[0] }
    let flat = operands.flatMap { operand in
      if case .any(let inner) = operand.kind { inner } else { [operand] }
    }
    return SyntaxNeeds(.any(flat), range: range(from: start))
  }

  /// needs_and = needs_term { "and" needs_term } .
  mutating func parseNeedsAnd() -> SyntaxNeeds {
    let start = index
    var operands = [parseNeedsTerm()]
    while consume(.and) { operands.append(parseNeedsTerm()) }
    guard operands.count > 1 else { return operands[0] }
    let flat = operands.flatMap { operand in
      if case .all(let inner) = operand.kind { inner } else { [operand] }
    }
    return SyntaxNeeds(.all(flat), range: range(from: start))
  }

  /// needs_term = "(" needs_or ")" | factor .
  mutating func parseNeedsTerm() -> SyntaxNeeds {
    guard at(.leftParenthesis) else { return parseFactor() }
    let start = index
    return nested { parser in
      let open = parser.range
      parser.advance()
      var inner = parser.parseNeedsOr()
      parser.expectClosing(.rightParenthesis, of: open)
      inner.range = parser.range(from: start)
      return inner
    } tooDeep: { parser in
      SyntaxNeeds(.error, range: parser.range(from: start))
    }
  }

  /// factor = count "of" one_selector .
  mutating func parseFactor() -> SyntaxNeeds {
    let start = index
    let example = "as in `needs 2 of group \"treasury\"`"
    if selectorKind() != nil {
      let isAlternative = index > 0 && tokens[index - 1].keyword == .or
      report(
        .expectedToken, "expected how many are needed, found \(found)",
        hint: isAlternative
          ? """
          one factor of several selectors has parentheses: `1 of (group \"risk\" or user \"cfo\")`
          """
          : example)
      return SyntaxNeeds(
        .factor(SyntaxCount(1, range), parseOneSelector()), range: range(from: start))
    }
    guard let count = parseCount("how many are needed", hint: example),
      expect(.of, " and who", hint: example)
    else { return SyntaxNeeds(.error, range: range(from: start)) }
    return SyntaxNeeds(.factor(count, parseOneSelector()), range: range(from: start))
  }

  /// one_selector = "(" selectors ")" | ( "group" | "user" | "role" ) ( text | path ) .
  mutating func parseOneSelector() -> SyntaxSelector {
    let start = index
    if at(.leftParenthesis) {
      return nested { parser in
        let open = parser.range
        parser.advance()
        var inner = parser.parseSelectors()
        parser.expectClosing(.rightParenthesis, of: open)
        inner.range = parser.range(from: start)
        return inner
      } tooDeep: { parser in
        SyntaxSelector(.error, range: parser.range(from: start))
      }
    }
    if consumeInvalid() { return SyntaxSelector(.error, range: range(from: start)) }
    guard let kind = selectorKind() else {
      reportExpected(
        "`group`, `user` or `role`", hint: "people are named by `group \"treasury\"`, say")
      return SyntaxSelector(.error, range: range(from: start))
    }
    advance()
    let operand: SyntaxExpression
    if isString(self.kind) {
      let text = takeText()
      operand = SyntaxExpression(.string(text.value), text.range)
    } else if at(.word) {
      operand = parsePath()
    } else {
      if !consumeInvalid() {
        reportExpected("a string or a path behind `\(kind.rawValue)`")
      }
      return SyntaxSelector(.error, range: range(from: start))
    }
    return SyntaxSelector(.one(kind, operand), range: range(from: start))
  }

  /// selectors = one_selector { "or" one_selector } .
  mutating func parseSelectors() -> SyntaxSelector {
    let start = index
    var operands = [parseOneSelector()]
    while consume(.or) { operands.append(parseOneSelector()) }
    if at(.and), !isPastMistake {
      report(
        .expectedToken, "`and` does not join selectors",
        hint:
          """
          whoever is in several groups counts for either; several factors are joined outside: `1 \
          of … and 1 of …`
          """
      )
    }
    guard operands.count > 1 else { return operands[0] }
    return SyntaxSelector(.any(operands), range: range(from: start))
  }

  /// within = "within" period .
  mutating func parseWithinIfPresent() -> SyntaxClause.Kind? {
    guard consume(.within) else { return nil }
    return parsePeriod().map { .hold(.within($0)) } ?? .error
  }

  /// rejected = "rejected" "by" count .
  mutating func parseRejectedIfPresent() -> SyntaxClause.Kind? {
    guard consume(.rejected) else { return nil }
    expect(.by, " behind `rejected`", hint: "as in `rejected by 2`")
    return parseCount("how many rejections settle it", hint: "as in `rejected by 2`").map {
      .hold(.rejectedBy($0))
    } ?? .error
  }

  /// escalate = "escalate" "to" selectors "after" period .
  mutating func parseEscalateIfPresent() -> SyntaxClause.Kind? {
    guard consume(.escalate) else { return nil }
    let example = "as in `escalate to group \"oncall\" after 5m`"
    expect(.to, " behind `escalate`", hint: example)
    let selector = parseSelectors()
    guard expect(.after, " and how long the hold may wait before", hint: example) else {
      return .error
    }
    guard let after = parsePeriod() else { return .error }
    return .hold(.escalate(to: selector, after: after))
  }

  /// override = "override" "by" selectors .
  mutating func parseOverrideIfPresent() -> SyntaxClause.Kind? {
    guard consume(.override) else { return nil }
    expect(.by, " behind `override`", hint: "as in `override by group \"directors\"`")
    return .hold(.override(by: parseSelectors()))
  }

  /// notify = "notify" notification { "," notification } .
  mutating func parseNotifyIfPresent() -> SyntaxClause.Kind? {
    guard consume(.notify) else { return nil }
    var notifications: [SyntaxNotification] = []
    repeat {
      if let notification = parseNotification() { notifications.append(notification) }
    } while consume(.comma)
    return notifications.isEmpty ? .error : .hold(.notify(notifications))
  }

  /// notification = word text .
  mutating func parseNotification() -> SyntaxNotification? {
    let example = "as in `notify slack \"#payments-approvals\"`"
    guard let channel = expectWord("a channel", hint: example) else { return nil }
    guard let target = parseText("the channel's target, a string", hint: example) else {
      return nil
    }
    return SyntaxNotification(channel: channel, target: target)
  }

  /// covers = "covers" ( "once" [ "for" period ] | paths "for" period ) .
  mutating func parseCoversIfPresent() -> SyntaxClause.Kind? {
    guard consume(.covers) else { return nil }
    let next = token(ahead: 1).kind
    if at(.once), next != .dot, next != .leftBracket, next != .comma {
      advance()
      guard consume(.for) else { return .hold(.covers(.once(for: nil))) }
      return parsePeriod().map { .hold(.covers(.once(for: $0))) } ?? .error
    }
    let paths = parsePaths()
    guard
      expect(
        .for, " and how long the approval is good",
        hint: "as in `covers principal.session.id, action for 1h`, or `covers once`")
    else { return .error }
    return parsePeriod().map { .hold(.covers(.values(paths, for: $0))) } ?? .error
  }

  /// period = duration .
  mutating func parsePeriod() -> SyntaxDuration? {
    if at(.duration) {
      let place = range
      return SyntaxDuration(takeDuration(), place)
    }
    if consumeInvalid() { return nil }
    if at(.integer), token(ahead: 1).kind == .word {
      reportExpected(
        "a duration", hint: "number and unit are written together, as in `15m`")
      advance()
      advance()
      return nil
    }
    reportExpected(
      "a duration",
      hint: isString(kind)
        ? "a duration has no quotes, as in `15m`"
        : at(.dot)
          ? "a number begins with a digit, as in `0.5h`"
          : "the units are d h m s ms, as in `15m` or `2h30m`")
    return nil
  }

  /// count = integer .
  mutating func parseCount(_ what: String, hint: String) -> SyntaxCount? {
    let place = range
    if consumeInvalid() { return nil }
    guard at(.integer) else {
      reportExpected("\(what), a whole number", hint: hint)
      return nil
    }
    var value = 0
    var overflows = false
    for byte in bytes[Int(tokens[index].range.start)..<Int(tokens[index].range.end)]
    where byte != UInt8(ascii: "_") {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow2) = product.addingReportingOverflow(Int(byte - 0x30))
      overflows = overflows || overflow || overflow2
      value = sum
    }
    if overflows {
      report(.invalidCount, "`\(text)` is more people than there are", hint: hint)
      value = 1
    }
    advance()
    return SyntaxCount(value, place)
  }
}

extension Parser {
  /// The value of the duration at the cursor, which the lexer has checked; passes it.
  mutating func takeDuration() -> SignedDuration {
    let token = tokens[index]
    advance()
    return (try? readDuration(bytes, from: Int(token.range.start), to: Int(token.range.end)))
      ?? .zero
  }

  private func selectorKind() -> ApproverKind? {
    switch keyword {
    case .group: .group
    case .user: .user
    case .role: .role
    default: nil
    }
  }
}
