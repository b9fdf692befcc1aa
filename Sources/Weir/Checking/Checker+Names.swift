// What a word means: the root of a path, in the order of the language. First a quantifier's
// variable or a parameter, then a declaration of the file's module, then a global one, then a
// member of the request. `request.x` is always the member. Steps after the root extend the path as
// long as they are constant; from the first computed one on, values are computed.

extension Checker {
  private enum Link {
    case member(SyntaxName)
    case index(SyntaxExpression, SourceRange)
  }

  /// Where a walk along a path stands.
  private enum Cursor {
    /// At a node of the request's tree.
    case request(Int)
    case value(CheckedExpression)
  }

  /// A name with the steps after it. Guarded is the operand of `has` and `??`, which may well be
  /// absent.
  mutating func reference(_ syntax: SyntaxExpression, isGuarded: Bool) -> CheckedExpression {
    // From the outermost step in.
    var links: [Link] = []
    var root = syntax
    while true {
      if case .member(let base, let name) = root.kind {
        links.append(.member(name))
        root = base
      } else if case .index(let base, let key) = root.kind {
        links.append(.index(key, root.range))
        root = base
      } else {
        break
      }
    }
    // Steps that stay computed nest.
    guard links.count < 16 || charge(nodes: links.count, depth: links.count, at: syntax.range)
    else { return .mistake(syntax.range) }
    var range = root.range
    var cursor: Cursor
    if case .name(let word) = root.kind {
      cursor = self.root(word, range, &links)
    } else {
      cursor = .value(expression(root))
    }
    while let link = links.popLast() {
      switch link {
      case .member(let name):
        range = range.through(name.range)
        if case .request(let node) = cursor,
          let next = requestPaths.knownStep(name.text, from: node)
        {
          cursor = .request(next)
          continue
        }
        cursor = step(.member(ExactString(name.text)), from: cursor, at: name.range, isGuarded)
        if case .request(let node) = cursor { requestPaths.name(node, name.text) }
      case .index(let key, let linkRange):
        cursor = index(key, from: cursor, at: linkRange, isGuarded)
        range = range.through(linkRange)
      }
    }
    switch cursor {
    case .request(let node):
      if node == 0 {
        report(
          .typeMismatch, "`request` alone is not a value", at: syntax.range,
          hint: "name a member of it: `request.action`")
        return .mistake(syntax.range)
      }
      return CheckedExpression(
        .path(requestPaths[node].path), requestPaths[node].type, syntax.range)
    case .value(var expression):
      expression.range = syntax.range
      return expression
    }
  }

  // MARK: Roots

  private mutating func root(
    _ word: String, _ range: SourceRange, _ links: inout [Link]
  ) -> Cursor {
    if !context.variables.isEmpty,
      let variable = context.variables.last(where: { $0.name == word })
    {
      return .value(place(variable.value, at: range))
    }
    // What else a word means is the same all over a module.
    if let known = rootMeanings[word], known.module == context.module {
      switch known.meaning {
      case .request(let node): return .request(node)
      case .definition(let index): return .value(use(index, at: range))
      }
    }
    if word == "request" { return .request(0) }
    if let index = definition(word) {
      rootMeanings[word] = RootMeaning(module: context.module, meaning: .definition(index))
      if policy.shape?.member(ExactString(word)) != nil { noteBareRead(word, range) }
      return .value(use(index, at: range))
    }
    if word == "now" { return .value(CheckedExpression(.now, .timestamp, range)) }
    if moduleRoots.contains(word), let outcome = inModule(word, range, &links) { return outcome }
    // Here the word is a member of the request.
    do throws(StepFailure) {
      let node = try requestPaths.step(.member(ExactString(word)), from: 0)
      rootMeanings[word] = RootMeaning(module: context.module, meaning: .request(node))
      noteBareRead(word, range)
      return .request(node)
    } catch {
      reportUnknown(word, range)
      return .value(.mistake(range))
    }
  }

  private mutating func noteBareRead(_ word: String, _ range: SourceRange) {
    if bareReads[word] == nil { bareReads[word] = range }
  }

  /// A path that begins with a module's name; nil when it may be a member of the request after all.
  private mutating func inModule(
    _ word: String, _ range: SourceRange, _ links: inout [Link]
  ) -> Cursor? {
    let isMember = policy.shape?.member(ExactString(word)) != nil
    if let index = qualifiedDefinition(word, &links) {
      if isMember {
        report(
          .shadowedName, "`\(word)` is a module here, and a member of the request as well",
          at: range, labels: [Diagnostic.Label(definitions[index].name.range, "declared here")],
          hint: "rename the module, or write `request.\(word)` for the member")
      }
      return .value(use(index, at: range))
    }
    // Without a shape a slip in a module's names would silently read what no request has.
    guard !isMember, case .member(let name)? = links.last else { return nil }
    let known = definitionsByModule[word].map { Array($0.keys) } ?? []
    report(
      .unknownName, "module `\(word)` declares no `\(name.text)`", at: name.range,
      hint: suggestion(for: name.text, among: known)
        ?? "write `request.\(word)` for a member of the request")
    return .value(.mistake(range))
  }

  /// The definition a bare word names in the current module.
  private func definition(_ word: String) -> Int? {
    if let module = context.module, let index = definitionsByModule[module]?[word] {
      return index
    }
    return definitionsByName[word]
  }

  /// `payments.limit`: takes the steps that belong to the name.
  private func qualifiedDefinition(_ word: String, _ links: inout [Link]) -> Int? {
    var name = word
    for (count, link) in links.reversed().enumerated() {
      guard case .member(let member) = link else { return nil }
      name += "." + member.text
      if let index = definitionsByName[name] {
        links.removeLast(count + 1)
        return index
      }
    }
    return nil
  }

  private mutating func reportUnknown(_ word: String, _ range: SourceRange) {
    if let module = definitions.first(where: { $0.name.text == word && $0.module != nil })?.module {
      report(
        .unknownName, "`\(word)` is declared in module `\(module)`", at: range,
        hint: "write `\(module).\(word)`")
      return
    }
    if Checker.builtins[word] != nil {
      report(
        .unknownName, "`\(word)` is a function", at: range,
        hint: "call it: `\(word)(…)`")
      return
    }
    var known = context.variables.map(\.name) + ["now", "request"]
    known += policy.shape?.members.map(\.name.description) ?? []
    known += visibleDefinitions()
    report(
      .unknownName, "`\(word)` is neither declared nor a member of the request", at: range,
      hint: suggestion(for: word, among: known)
        ?? "declare it with `define`, or add it to the `request` block")
  }

  private func visibleDefinitions() -> [String] {
    definitions.map { $0.module == context.module ? $0.name.text : $0.qualifiedName }
  }

  // MARK: Steps

  private mutating func step(
    _ step: RequestPath.Step, from cursor: Cursor, at range: SourceRange, _ isGuarded: Bool
  ) -> Cursor {
    switch cursor {
    case .request(let node):
      do throws(StepFailure) {
        return .request(try requestPaths.step(step, from: node))
      } catch {
        report(error, step, after: requestPaths[node].path.text, at: range)
        return .value(.mistake(range))
      }
    case .value(let value):
      if value.isMistake { return cursor }
      let member: RecordShape.Member
      do throws(StepFailure) {
        member = try value.type.after(step)
      } catch {
        report(error, step, after: source(value.range), at: range)
        return .value(.mistake(range))
      }
      let reach = value.range.through(range)
      switch value.kind {
      case .path(let path):
        return .value(
          CheckedExpression(.path(RequestPath(steps: path.steps + [step])), member.type, reach))
      case .local(let variable, let steps):
        return .value(CheckedExpression(.local(variable, steps + [step]), member.type, reach))
      case .constant(let constant):
        let fault: FaultKind
        switch ConstantFolding.value(at: step, in: constant) {
        case .success(let found):
          return .value(CheckedExpression(.constant(found), member.type, reach))
        case .failure(let kind): fault = kind
        }
        if !isGuarded {
          let place = RequestPath.text(of: [step])
          report(
            .invalidConstant,
            fault == .null
              ? "\(place) of `\(source(value.range))` is null"
              : "`\(source(value.range))` has no \(place)", at: range,
            hint: "this is known now: correct the data, or ask with `has` or `??`")
          return .value(.mistake(range))
        }
        return .value(computed(step, of: value, member.type, reach))
      case .now, .member, .element, .list, .not, .and, .or, .compare, .arithmetic, .negate,
        .coalesce, .has, .quantifier, .call:
        return .value(computed(step, of: value, member.type, reach))
      }
    }
  }

  private func computed(
    _ step: RequestPath.Step, of value: CheckedExpression, _ type: Type, _ range: SourceRange
  ) -> CheckedExpression {
    switch step {
    case .member(let name): return CheckedExpression(.member(value, name), type, range)
    case .index(let index):
      let key = CheckedExpression(.constant(.number(Decimal(index))), .number, range)
      return CheckedExpression(.element(value, key), type, range)
    }
  }

  /// `p[key]`: a step like any other when the key is constant.
  private mutating func index(
    _ keySyntax: SyntaxExpression, from cursor: Cursor, at range: SourceRange, _ isGuarded: Bool
  ) -> Cursor {
    let key = expression(keySyntax)
    if key.isMistake { return .value(.mistake(range)) }
    switch key.kind {
    case .constant(.string(let name)):
      return step(.member(name), from: cursor, at: key.range, isGuarded)
    case .constant(.number(let number)):
      if let index = number.integer, index >= 0, index <= Int(Int32.max) {
        return step(.index(index), from: cursor, at: key.range, isGuarded)
      }
      // No list has it: absent like any place past the end, and no path.
      if case .value(let value) = cursor, value.constant != nil, !isGuarded, !value.isMistake {
        report(
          .invalidConstant, "`\(source(value.range))` has no [\(number)]", at: key.range,
          hint: "elements are counted from 0; ask with `has` or `??`")
        return .value(.mistake(range))
      }
    case .constant, .path, .local, .now, .member, .element, .list, .not, .and, .or, .compare,
      .arithmetic, .negate, .coalesce, .has, .quantifier, .call:
      break
    }
    let base: CheckedExpression
    switch cursor {
    case .value(let value): base = value
    case .request(let node):
      if node == 0 {
        report(
          .constantRequired, "which member of the request is read must be known", at: key.range,
          hint: "write the name itself: `request[\"name\"]`")
        return .value(.mistake(range))
      }
      base = CheckedExpression(
        .path(requestPaths[node].path), requestPaths[node].type, range)
    }
    if base.isMistake { return cursor }
    let asked: Type
    let result: Type
    switch base.type {
    case .list(let element): (asked, result) = (.number, element)
    case .map(let value): (asked, result) = (.string, value)
    case .record: (asked, result) = (.string, .any)
    case .any: (asked, result) = (.any, .any)
    case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
      .path, .folder:
      report(
        .typeMismatch, "`[…]` chooses from a list or a map, and this is \(base.type.phrase)",
        at: range)
      return .value(.mistake(range))
    }
    guard key.type.fits(asked), asked != .any || key.type.isText || key.type.isIndex else {
      report(
        .typeMismatch,
        asked == .number
          ? "a list is indexed by a number, and this is \(key.type.phrase)"
          : "a key is a string, and this is \(key.type.phrase)", at: key.range)
      return .value(.mistake(range))
    }
    return .value(CheckedExpression(.element(base, key), result, range))
  }

  private mutating func report(
    _ failure: StepFailure, _ step: RequestPath.Step, after base: String, at range: SourceRange
  ) {
    switch failure {
    case .unknownMember(let shape):
      guard case .member(let name) = step else { return }
      let names = shape.members.map(\.name.description)
      report(
        .unknownMember,
        base.isEmpty
          ? "the request has no member `\(name)`" : "`\(base)` has no member `\(name)`",
        at: range,
        hint: suggestion(for: name.description, among: names)
          ?? (names.isEmpty
            ? "its shape lists none" : "it has " + listed(names.map { "`\($0)`" })))
    case .wrongType(let type):
      switch step {
      case .member(let name):
        var hint = "only records and maps have members"
        if case .list = type { hint = "ask its elements: `any(x in \(base): x.\(name) …)`" }
        report(
          .typeMismatch, "`\(base)` is \(type.phrase) and has no member `\(name)`", at: range,
          hint: hint)
      case .index:
        report(
          .typeMismatch, "`\(base)` is \(type.phrase) and has no numbered elements", at: range,
          hint: "only lists have")
      }
    }
  }

  /// `a, b and c`, the first eight of them.
  func listed(_ names: [String]) -> String {
    if names.count > 8 { return names.prefix(8).joined(separator: ", ") + " …" }
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  // MARK: Quantifiers

  mutating func quantifier(
    _ syntax: SyntaxQuantifier, _ range: SourceRange
  ) -> CheckedExpression {
    let subject = expression(syntax.subject)
    if let list = patternList(syntax, subject, range) { return list }
    guard enterQuantifiers(1, at: range) else { return .mistake(range) }
    context.quantifiers += 1
    defer { context.quantifiers -= 1 }

    let isPair = syntax.variables.count > 1
    let first: Type
    let second: Type
    switch subject.type {
    case .list(let element): (first, second) = isPair ? (.number, element) : (element, .any)
    case .map(let value): (first, second) = (.string, value)
    case .any:
      if !isPair, case .constant(.record) = subject.kind {
        report(
          .typeMismatch,
          "one variable goes through a list or a map, and this record is declared as neither",
          at: subject.range,
          hint:
            """
            declare the data as `map T`, or name two variables: `\(syntax.kind.rawValue)(k, v in …)`
            """
        )
      }
      (first, second) = (.any, .any)
    case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
      .path, .folder,
      .record:
      var hint = "it takes a list or a map"
      if case .record = subject.type { hint = "declare it as `map T` to ask all its members" }
      report(
        .typeMismatch,
        "`\(syntax.kind.rawValue)` goes through a list, and this is \(subject.type.phrase)",
        at: subject.range, hint: hint)
      (first, second) = (.any, .any)
    }
    let number = nextVariable
    nextVariable += 2
    var names: [String] = []
    for (position, name) in syntax.variables.prefix(2).enumerated() {
      checkVariableName(name, taken: names)
      names.append(name.text)
      let value = CheckedExpression(
        .local(number + position, []), position == 0 ? first : second, name.range)
      context.variables.append(Variable(name: name.text, value: Expansion(expression: value)))
    }
    let body = expression(syntax.body)
    context.variables.removeLast(names.count)

    guard let type = quantifierType(syntax.kind, body) else { return .mistake(range) }
    return CheckedExpression(
      .quantifier(
        CheckedQuantifier(
          kind: syntax.kind, variable: number, secondVariable: isPair ? number + 1 : nil,
          subject: subject, body: body)), type, range)
  }

  /// Notes that quantifiers nest; false past the limit.
  mutating func enterQuantifiers(_ depth: Int, at range: SourceRange) -> Bool {
    let reached = context.quantifiers + depth
    context.deepestQuantifier = max(context.deepestQuantifier, reached)
    if reached <= Limits.quantifierDepth { return true }
    report(
      .nestingTooDeep, "quantifiers nest deeper than \(Limits.quantifierDepth)", at: range,
      hint: "each level multiplies the work: ask a flatter question")
    return false
  }

  mutating func checkVariableName(_ name: SyntaxName, taken: [String]) {
    let meaning: String
    var labels: [Diagnostic.Label] = []
    if let variable = context.variables.last(where: { $0.name == name.text }) {
      meaning = taken.contains(name.text) ? "the other variable" : "a variable around it"
      labels = [Diagnostic.Label(variable.value.expression.range, "that one")]
    } else if let index = definition(name.text) {
      meaning = "a declaration"
      labels = [Diagnostic.Label(definitions[index].name.range, "declared here")]
    } else if name.text == "now" {
      meaning = "the clock"
    } else if policy.shape?.member(ExactString(name.text)) != nil {
      meaning = "a member of the request"
    } else {
      return
    }
    report(
      .shadowedName, "`\(name.text)` is already the name of \(meaning)", at: name.range,
      labels: labels, hint: "choose another name for the variable")
  }

  private mutating func quantifierType(
    _ kind: QuantifierKind, _ body: CheckedExpression
  ) -> Type? {
    switch kind {
    case .any, .all, .count:
      if body.type.mayBeTruth { return kind == .count ? .number : .bool }
      report(
        .notACondition,
        "`\(kind.rawValue)` asks a question of each element, and this is \(body.type.phrase)",
        at: body.range, hint: "end with a condition: `… == …`")
      return nil
    case .sum:
      if body.type == .number || body.type == .any { return .number }
      report(
        .typeMismatch, "`sum` adds numbers, and this is \(body.type.phrase)", at: body.range,
        hint: "name a number of each element: `sum(x in items: x.price)`")
      return nil
    case .min, .max:
      if body.type.isOrdered { return body.type }
      report(
        .typeMismatch, "`\(kind.rawValue)` compares, and \(body.type.phrase) has no order",
        at: body.range, hint: "numbers, timestamps, durations, strings and versions have one")
      return nil
    }
  }
}

/// What a bare word means in a module, if it is not a variable.
struct RootMeaning {
  enum Meaning {
    case request(Int)
    case definition(Int)
  }
  var module: String?
  var meaning: Meaning
}

extension Type {
  var isIndex: Bool { self == .number || self == .any }
}
