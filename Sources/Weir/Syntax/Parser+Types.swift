// Types and shapes.

extension Parser {
  /// type = ( choice | list_type | map_type | shape | named_type ) [ "?" ] .
  mutating func parseType() -> SyntaxType {
    let start = index
    let kind = nested { parser in
      parser.parseChoiceIfPresent() ?? parser.parseListTypeIfPresent()
        ?? parser.parseMapTypeIfPresent() ?? parser.parseShapeIfPresent().map { .record($0) }
        ?? parser.parseNamedType()
    } tooDeep: { _ in
      .error
    }
    let isNullable = consume(.questionMark)
    if at(.bar), !isPastMistake {
      report(
        .expectedToken, "`|` joins strings, not types",
        hint:
          """
          what may be null is `type?`, what may be absent `name?: type`, what may be anything `any`
          """
      )
      skipAlternatives()
      return SyntaxType(.error, isNullable: isNullable, range: range(from: start))
    }
    return SyntaxType(kind, isNullable: isNullable, range: range(from: start))
  }

  /// choice = text { "|" text } .
  mutating func parseChoiceIfPresent() -> SyntaxType.Kind? {
    guard isString(kind) else { return nil }
    var texts = [takeText()]
    while at(.bar), isString(token(ahead: 1).kind) || !beginsType(ahead: 1) {
      advance()
      guard let text = parseText("a string after `|`") else { break }
      texts.append(text)
    }
    return .choice(texts)
  }

  /// list_type = "[" type "]" .
  mutating func parseListTypeIfPresent() -> SyntaxType.Kind? {
    let open = range
    guard consume(.leftBracket) else { return nil }
    let element = parseType()
    expectClosing(.rightBracket, of: open)
    return .list(element)
  }

  /// map_type = "map" type .
  mutating func parseMapTypeIfPresent() -> SyntaxType.Kind? {
    guard consume(.map) else { return nil }
    return .map(parseType())
  }

  /// named_type = type_name [ "." word ] .
  mutating func parseNamedType() -> SyntaxType.Kind {
    if consumeInvalid() { return .error }
    guard isName(tokens[index]) || at(.any), !beginsDefinition() else {
      reportExpected(
        "a type",
        hint: text == "null"
          ? "what may be null is `type?`"
          : """
          a type is a name (`string`, `number`, …), `[T]`, `map T`, `{ … }`, or strings joined \
          by `|`
          """
      )
      return .error
    }
    var name = text
    advance()
    if consume(.dot) {
      guard let member = expectWord("the name of a type of that module") else { return .error }
      name += "." + member.text
    }
    return .name(name)
  }

  /// shape = "{" [ member { separator member } [ "," ] ] "}" .
  mutating func parseShapeIfPresent() -> [SyntaxMember]? {
    let open = range
    guard consume(.leftBrace) else { return nil }
    var members: [SyntaxMember] = []
    // No member looks like the beginning of a rule: where one stands, the brace is missing.
    while !at(.rightBrace), !at(.endOfFile), beginsMember() {
      let start = index
      if let member = parseMember() { members.append(member) }
      if isPastMistake || index == start { skipMember(from: start) }
      if at(.rightBrace) || at(.endOfFile) || !beginsMember() { break }
      if !parseSeparator() {
        reportExpected(
          "`,`, a line break or `}` after a member",
          labels: [Diagnostic.Label(open, "in the shape that begins here")])
        skipMember(from: index)
        _ = parseSeparator()
      }
    }
    if !consume(.rightBrace) {
      reportExpected("`}`", labels: [Diagnostic.Label(open, "to close this shape")])
    }
    return members
  }

  /// separator = "," | line_break .
  mutating func parseSeparator() -> Bool {
    consume(.comma) || startsLine[index]
  }

  /// member = { annotation } ( word | text ) [ "?" ] ":" type .
  mutating func parseMember() -> SyntaxMember? {
    let start = index
    let documentation = documentation(at: start)
    var annotations: [SyntaxAnnotation] = []
    while let annotation = parseAnnotationIfPresent() { annotations.append(annotation) }
    guard let name = memberName() else { return nil }
    let isOptional = consume(.questionMark)
    guard expect(.colon, " and the member's type", hint: "as in `name: string`") else {
      return nil
    }
    return SyntaxMember(
      annotations: annotations, name: name, isOptional: isOptional, type: parseType(),
      documentation: documentation, range: range(from: start))
  }
}

extension Parser {
  /// Any word, or what quotes make one.
  mutating func memberName() -> SyntaxName? {
    if isString(kind) {
      let text = takeText()
      return SyntaxName(text.value.description, text.range)
    }
    if at(.word) { return takeName() }
    _ = consumeInvalid()
    reportExpected("the name of a member", code: .expectedName)
    return nil
  }

  /// Whether what stands here may be a member. An annotation may be a member's or the next rule's:
  /// what follows it decides.
  private func beginsMember() -> Bool {
    guard at(.at) else { return !beginsDeclaration() && !beginsClause() }
    var distance = 0
    while token(ahead: distance).kind == .at, token(ahead: distance + 1).kind == .word {
      distance += 2
      guard token(ahead: distance).kind == .leftParenthesis else { continue }
      while token(ahead: distance).kind != .rightParenthesis {
        if token(ahead: distance).kind == .endOfFile { return false }
        distance += 1
      }
      distance += 1
    }
    let name = token(ahead: distance).kind
    let next = token(ahead: distance + 1).kind
    return (name == .word || isString(name)) && (next == .colon || next == .questionMark)
  }

  /// Passes the rest of a member that is none: to the next comma, line or closing brace.
  private mutating func skipMember(from start: Int) {
    var isFirst = index == start
    while !at(.endOfFile), !at(.rightBrace), !at(.comma), isFirst || !startsLine[index] {
      isFirst = false
      if at(.leftBrace) || at(.leftBracket) || at(.leftParenthesis) {
        skipGroup()
      } else {
        advance()
      }
    }
    lastReport = max(lastReport, index - 1)
  }

  /// Whether a definition begins on this line, so that the type before it is missing. Exact: no
  /// type of such a name is followed so.
  private func beginsDefinition() -> Bool {
    guard startsLine[index], at(.type) || at(.data) || at(.define) else { return false }
    let last = token(ahead: 2).kind
    return token(ahead: 1).kind == .word
      && (last == .assign || last == .colon || last == .leftParenthesis)
  }

  private func beginsType(ahead distance: Int) -> Bool {
    switch token(ahead: distance).kind {
    case .leftBrace, .leftBracket, .word: true
    default: false
    }
  }

  /// Passes `| T | U`.
  private mutating func skipAlternatives() {
    while consume(.bar) {
      switch kind {
      case .leftBrace, .leftBracket: skipGroup()
      case .word, .string, .rawString, .invalid: advance()
      default: break
      }
      _ = consume(.questionMark)
    }
    lastReport = max(lastReport, index - 1)
  }
}
