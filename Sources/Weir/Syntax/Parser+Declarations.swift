// Declarations: what stands at the top of a file and inside `on … { }`.

extension Parser {
  /// file = [ module ] { declaration } .
  mutating func parseFile(index file: Int32) -> SyntaxFile {
    let module = parseModuleIfPresent()
    var declarations: [SyntaxDeclaration] = []
    while !at(.endOfFile) {
      if consumeInvalid() { continue }
      declarations.append(parseDeclaration())
    }
    return SyntaxFile(file: file, module: module, declarations: declarations)
  }

  /// module = "module" name .
  mutating func parseModuleIfPresent() -> SyntaxName? {
    guard consume(.module) else { return nil }
    return expectName("the module's name", hint: "one word, as in `module payments`")
  }

  /// declaration = { annotation } ( request | requester | volatile | data | define | alias
  ///             | default | rule | on ) .
  mutating func parseDeclaration() -> SyntaxDeclaration {
    let start = index
    let documentation = documentation(at: start)
    let annotations = annotations()
    _ = readMeantDeclaration()
    let kind: SyntaxDeclaration.Kind?
    switch keyword {
    case .request: kind = parseRequestIfPresent()
    case .requester: kind = parseRequesterIfPresent()
    case .volatile: kind = parseVolatileIfPresent()
    case .data: kind = parseDataIfPresent()
    case .define: kind = parseDefineIfPresent()
    case .type: kind = parseAliasIfPresent()
    case .default: kind = parseDefaultIfPresent()
    default: kind = ruleOrOn(annotations)
    }
    if let kind {
      return SyntaxDeclaration(
        kind, documentation: documentation, annotations: kind.hasOwnAnnotations ? [] : annotations,
        range: range(from: start))
    }
    reportNoDeclaration()
    return SyntaxDeclaration(.error, documentation: documentation, range: range(from: start))
  }

  /// statement = { annotation } ( rule | on ) .
  mutating func parseStatementIfPresent() -> SyntaxDeclaration.Kind? {
    ruleOrOn(annotations())
  }

  /// request = "request" shape .
  mutating func parseRequestIfPresent() -> SyntaxDeclaration.Kind? {
    guard consume(.request) else { return nil }
    if let members = parseShapeIfPresent() { return .request(members: members) }
    reportExpected("`{` after `request`", hint: "`request { … }` lists the members of a request")
    skipToDeclaration()
    return .request(members: [])
  }

  /// requester = "requester" paths .
  mutating func parseRequesterIfPresent() -> SyntaxDeclaration.Kind? {
    guard consume(.requester) else { return nil }
    return .requester(parsePaths())
  }

  /// volatile = "volatile" paths .
  mutating func parseVolatileIfPresent() -> SyntaxDeclaration.Kind? {
    guard consume(.volatile) else { return nil }
    return .volatile(parsePaths())
  }

  /// paths = path { "," path } .
  mutating func parsePaths() -> [SyntaxExpression] {
    var paths = [parsePath()]
    while consume(.comma) { paths.append(parsePath()) }
    return paths
  }

  /// data = "data" name ":" type "from" text .
  mutating func parseDataIfPresent() -> SyntaxDeclaration.Kind? {
    guard consume(.data) else { return nil }
    let example = "as in `data treasurers: [string] from \"data/treasurers.yaml\"`"
    let name = expectName("the name of the data", hint: example)
    guard expect(.colon, " and the data's type", hint: example) else {
      skipToDeclaration()
      return .error
    }
    let type = parseType()
    guard expect(.from, " and the file's path", hint: example) else {
      skipToDeclaration()
      return .error
    }
    let path = parseText("the path of the data's file", hint: example)
    guard let name, let path else { return .error }
    return .data(name: name, type: type, path: path)
  }

  /// define = "define" name [ parameters ] "=" expr .
  mutating func parseDefineIfPresent() -> SyntaxDeclaration.Kind? {
    guard consume(.define) else { return nil }
    let example = "as in `define limit = 10_000`"
    let name = expectName("the name of the definition", hint: example)
    let parameters = parseParametersIfPresent()
    guard expect(.assign, " and the definition's expression", hint: example) else {
      skipToDeclaration()
      return .error
    }
    let body = parseExpr()
    guard let name else { return .error }
    return .define(name: name, parameters: parameters, body: body)
  }

  /// parameters = "(" [ parameter { "," parameter } [ "," ] ] ")" .
  mutating func parseParametersIfPresent() -> [SyntaxParameter]? {
    let open = range
    guard consume(.leftParenthesis) else { return nil }
    var parameters: [SyntaxParameter] = []
    while !at(.rightParenthesis), !isPastMistake {
      if let parameter = parseParameter() { parameters.append(parameter) }
      if !consume(.comma) { break }
    }
    expectClosing(.rightParenthesis, of: open, "`,` or ")
    return parameters
  }

  /// parameter = name ":" type .
  mutating func parseParameter() -> SyntaxParameter? {
    let example = "a parameter has a type, as in `address: string`"
    let name = expectName("the name of a parameter", hint: example)
    guard expect(.colon, " and the parameter's type", hint: example) else { return nil }
    let type = parseType()
    return name.map { SyntaxParameter(name: $0, type: type) }
  }

  /// alias = "type" name "=" type .
  mutating func parseAliasIfPresent() -> SyntaxDeclaration.Kind? {
    guard consume(.type) else { return nil }
    let example = "as in `type Money = { amount: number, currency: string }`"
    let name = expectName("the name of the type", hint: example)
    guard expect(.assign, " and the type", hint: example) else {
      skipToDeclaration()
      return .error
    }
    let type = parseType()
    guard let name else { return .error }
    return .type(name: name, type: type)
  }

  /// default = "default" effect { clause } .
  mutating func parseDefaultIfPresent() -> SyntaxDeclaration.Kind? {
    guard consume(.default) else { return nil }
    guard let effect = parseEffectIfPresent() else {
      reportExpected("`allow`, `deny` or `hold` after `default`")
      skipToDeclaration()
      return .error
    }
    return .default(SyntaxDefault(effect: effect, clauses: clauses()))
  }

  /// effect = "allow" | "deny" | "hold" .
  mutating func parseEffectIfPresent() -> PolicyEffect? {
    if consume(.allow) { return .allow }
    if consume(.deny) { return .deny }
    if consume(.hold) { return .hold }
    return nil
  }

  /// annotation = "@" word [ "(" text [ "," text ] ")" ] .
  mutating func parseAnnotationIfPresent() -> SyntaxAnnotation? {
    let start = index
    guard consume(.at) else { return nil }
    let example = "as in `@severity(\"high\")`"
    let name = expectWord("the annotation's name", hint: example)
    var value: SyntaxText?
    var reason: SyntaxText?
    let open = range
    if consume(.leftParenthesis) {
      value = parseText("the annotation's value, a string", hint: example)
      if consume(.comma) { reason = parseText("the reason, a string", hint: example) }
      expectClosing(.rightParenthesis, of: open)
    }
    return SyntaxAnnotation(
      name: name ?? SyntaxName("", range(from: start)), value: value, reason: reason,
      range: range(from: start))
  }

  /// rule = [ "observe" ] effect name { clause } .
  mutating func parseRuleIfPresent(_ annotations: [SyntaxAnnotation]) -> SyntaxDeclaration.Kind? {
    var isObserved = false
    if at(.observe) {
      isObserved = true
      advance()
      if !at(.allow), !at(.deny), !at(.hold), !readMeantDeclaration() {
        reportExpected(
          "`allow`, `deny` or `hold` after `observe`",
          hint: "`observe` stands before one rule: `observe deny name when …`")
        skipToDeclaration()
        return .error
      }
    }
    guard let effect = parseEffectIfPresent() else { return nil }
    let name = expectName(
      "the rule's name",
      hint: "every rule has a name, which verdicts say: `\(effect.rawValue) small_transfers when …`"
    )
    return .rule(
      SyntaxRule(
        annotations: annotations, isObserved: isObserved, effect: effect, name: name,
        clauses: clauses()))
  }

  /// on = "on" expr "{" { statement } "}" .
  mutating func parseOnIfPresent(_ annotations: [SyntaxAnnotation]) -> SyntaxDeclaration.Kind? {
    guard at(.on) else { return nil }
    return nested { parser in
      parser.advance()
      let condition = parser.parseExpr()
      let open = parser.range
      guard parser.consume(.leftBrace) else {
        parser.reportExpected(
          "an operator or `{`",
          hint: "`on action == \"x\" { … }` adds its condition to every rule inside")
        // A brace further on is this block's: its rules are worth reading.
        parser.skipToBrace()
        guard parser.consume(.leftBrace) else {
          return .on(
            SyntaxOn(annotations: annotations, condition: condition, declarations: []))
        }
        return .on(
          SyntaxOn(
            annotations: annotations, condition: condition, declarations: parser.block(open)))
      }
      return .on(
        SyntaxOn(
          annotations: annotations, condition: condition, declarations: parser.block(open)))
    } tooDeep: { parser in
      parser.skipToBrace()
      parser.skipGroup()
      parser.lastReport = max(parser.lastReport, parser.index)
      return .error
    }
  }
}

// What is not a production of its own.
extension Parser {
  private mutating func annotations() -> [SyntaxAnnotation] {
    var annotations: [SyntaxAnnotation] = []
    while let annotation = parseAnnotationIfPresent() { annotations.append(annotation) }
    return annotations
  }

  private mutating func ruleOrOn(
    _ annotations: [SyntaxAnnotation]
  ) -> SyntaxDeclaration.Kind? {
    if let kind = parseRuleIfPresent(annotations) ?? parseOnIfPresent(annotations) { return kind }
    guard !annotations.isEmpty else { return nil }
    reportExpected(
      "a rule or `on` after the annotation", code: .expectedDeclaration,
      hint: "an annotation stands before the rule or the `on` that it is about")
    skipToDeclaration()
    return .error
  }

  /// The statements of an `on` and its closing brace.
  private mutating func block(_ open: SourceRange) -> [SyntaxDeclaration] {
    var declarations: [SyntaxDeclaration] = []
    while !at(.rightBrace), !at(.endOfFile) {
      if consumeInvalid() { continue }
      let start = index
      let documentation = documentation(at: start)
      _ = readMeantDeclaration()
      if let kind = parseStatementIfPresent() {
        declarations.append(
          SyntaxDeclaration(kind, documentation: documentation, range: range(from: start)))
        continue
      }
      if beginsDeclaration() {
        // Legal at the top of a file: report it here, and read it so that its own mistakes show.
        report(
          .expectedDeclaration, "`\(text)` cannot stand inside `on … { }`",
          labels: [Diagnostic.Label(open, "the block begins here")],
          hint: "close the block before it, or move it to the top of the file")
        _ = parseDeclaration()
      } else {
        reportNoDeclaration()
      }
      declarations.append(SyntaxDeclaration(.error, range: range(from: start)))
    }
    if !consume(.rightBrace) {
      reportExpected("`}`", labels: [Diagnostic.Label(open, "to close this block")])
    }
    return declarations
  }

  private mutating func skipToBrace() {
    var candidate = index
    while tokens[candidate].kind != .leftBrace {
      if tokens[candidate].kind == .endOfFile || tokens[candidate].kind == .rightBrace { return }
      if candidate > index, startsLine[candidate], beginsDeclaration(ahead: candidate - index) {
        return
      }
      candidate += 1
    }
    index = candidate
    lastReport = max(lastReport, index)
  }

  func documentation(at token: Int) -> String? {
    guard let ranges = documentation[token] else { return nil }
    var lines: [String] = []
    for range in ranges {
      var start = Int(range.start) + 3
      if start < Int(range.end), bytes[start] == UInt8(ascii: " ") { start += 1 }
      lines.append(String(decoding: bytes[start..<Int(range.end)], as: UTF8.self))
    }
    return lines.joined(separator: "\n")
  }

  /// Reports what stands where a declaration has to, and skips it.
  private mutating func reportNoDeclaration() {
    if at(.rightBrace) {
      report(.expectedDeclaration, "this `}` closes nothing", hint: "remove it")
      advance()
      return
    }
    if at(.module) {
      report(
        .expectedDeclaration, "`module` stands at the head of its file, once",
        hint: "move it above every declaration")
      advance()
      if at(.word), !startsLine[index] { advance() }
      return
    }
    if beginsClause() || keyword == .when || keyword == .unless || keyword == .because {
      report(
        .expectedDeclaration, "`\(text)` belongs to a rule, and no rule precedes it",
        hint: "a rule begins with its effect and its name: `allow reads when …`")
      _ = clauses()
      return
    }
    if at(.word), let hint = Parser.foreignDeclarations[text] {
      report(.expectedDeclaration, "`\(text)` begins no declaration", hint: hint)
    } else {
      reportExpected(
        "a declaration", code: .expectedDeclaration, at: range,
        hint:
          "a file has rules (`allow`, `deny`, `hold`), `on`, `define`, `data`, `type`, `request`, …"
      )
    }
    advance()
    skipToDeclaration()
  }
}
