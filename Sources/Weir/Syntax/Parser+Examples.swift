// The examples that a rule carries. `matches` is an operator too; before a brace it begins an
// example, for no operand begins with one.

extension Parser {
  /// Whether an example begins here.
  var beginsExample: Bool {
    (keyword == .matches || keyword == .noMatch) && token(ahead: 1).kind == .leftBrace
  }

  /// example = ( "matches" | "no_match" ) sample [ "at" text ] .
  mutating func parseExampleIfPresent() -> SyntaxClause.Kind? {
    guard beginsExample else { return nil }
    let isMatch = keyword == .matches
    advance()
    let start = index
    guard let members = parseSampleIfPresent() else { return .error }
    let range = range(from: start)
    var instant: SyntaxText?
    if consume(.atInstant) {
      instant = parseText("an instant", hint: "as in `at \"2026-03-01T00:00:00Z\"`")
    }
    return .example(
      SyntaxExample(isMatch: isMatch, members: members, instant: instant, range: range))
  }

  /// sample = "{" [ sample_member { separator sample_member } [ "," ] ] "}" .
  mutating func parseSampleIfPresent() -> [SyntaxSample.Member]? {
    let open = range
    guard consume(.leftBrace) else { return nil }
    var members: [SyntaxSample.Member] = []
    while !at(.rightBrace), !at(.endOfFile) {
      let start = index
      guard let member = parseSampleMember() else { break }
      members.append(member)
      if at(.rightBrace) || at(.endOfFile) { break }
      guard index > start, parseSeparator() else {
        reportExpected(
          "`,`, a line break or `}` after a member",
          labels: [Diagnostic.Label(open, "in the example that begins here")])
        break
      }
    }
    expectClosing(.rightBrace, of: open)
    return members
  }

  /// sample_member = ( word | text ) ":" sample_value .
  mutating func parseSampleMember() -> SyntaxSample.Member? {
    guard let name = memberName() else { return nil }
    guard expect(.colon, " and the member's value", hint: "as in `action: \"read\"`") else {
      return nil
    }
    return SyntaxSample.Member(name: name, value: parseSampleValue())
  }

  /// sample_value = sample | sample_list | text | [ "-" ] number | "true" | "false" | "null" .
  mutating func parseSampleValue() -> SyntaxSample {
    let start = index
    let kind = nested { parser in
      parser.sampleValue()
    } tooDeep: { _ in
      .error
    }
    return SyntaxSample(kind: kind, range: range(from: start))
  }

  private mutating func sampleValue() -> SyntaxSample.Kind {
    if let members = parseSampleIfPresent() { return .record(members) }
    if let elements = parseSampleListIfPresent() { return .list(elements) }
    if isString(kind) { return .string(takeText().value) }
    if consume(.true) { return .bool(true) }
    if consume(.false) { return .bool(false) }
    if at(.word), text.utf8.elementsEqual("null".utf8) {
      advance()
      return .null
    }
    let isNegative = consume(.minus)
    if at(.integer) || at(.decimal), case .number(let number) = parseNumber().kind {
      return .number(isNegative ? "-\(number)" : number)
    }
    if consumeInvalid() { return .error }
    reportExpected(
      "a value",
      hint: "an example has the request's own values: texts, numbers, lists and records")
    return .error
  }

  /// sample_list = "[" [ sample_value { "," sample_value } [ "," ] ] "]" .
  mutating func parseSampleListIfPresent() -> [SyntaxSample]? {
    let open = range
    guard consume(.leftBracket) else { return nil }
    var elements: [SyntaxSample] = []
    while !at(.rightBracket), !at(.endOfFile) {
      elements.append(parseSampleValue())
      if isPastMistake || !consume(.comma) { break }
    }
    expectClosing(.rightBracket, of: open)
    return elements
  }
}
