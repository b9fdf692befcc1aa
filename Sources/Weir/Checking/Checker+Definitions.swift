// Definitions: checked once each, in the order in which they use each other, then written out where
// they are used. One without parameters is checked and kept; one with parameters is checked with
// placeholders for them, and its body anew for each call, so that types and constants of a call's
// arguments are known inside.

extension Checker {
  mutating func resolveDefinitions() {
    if definitions.isEmpty { return }
    for index in definitions.indices { resolveParameters(index) }
    let (order, circles) = definitionOrder()
    for circle in circles { report(circle) }
    for index in order where !definitions[index].isBroken { resolve(index) }
  }

  private mutating func resolveParameters(_ index: Int) {
    guard case .define(let parameters?, _) = definitions[index].content else { return }
    var known: [(name: String, type: Type)] = []
    for parameter in parameters {
      if known.contains(where: { $0.name == parameter.name.text }) {
        definitions[index].isBroken = true
        report(
          .duplicateName, "two parameters are called `\(parameter.name.text)`",
          at: parameter.name.range, hint: "rename one of them")
      } else if parameter.name.text == "now" {
        definitions[index].isBroken = true
        report(
          .reservedName, "`now` is the clock and cannot be a parameter",
          at: parameter.name.range, hint: "choose another name")
      }
      let type = type(parameter.type, module: definitions[index].module)
      known.append((parameter.name.text, type))
    }
    definitions[index].parameters = known
  }

  private mutating func resolve(_ index: Int) {
    let errorsBefore = diagnostics.count
    switch definitions[index].content {
    case .data(let type, let path):
      let declared = type
      let type = self.type(type, module: definitions[index].module)
      if let constant = bind(path, as: type, declared, for: definitions[index].qualifiedName) {
        definitions[index].expansion = Expansion(
          expression: CheckedExpression(.constant(constant), type, definitions[index].name.range))
      }
    case .define(_, let body):
      context = Context(module: definitions[index].module)
      if let parameters = definitions[index].parameters {
        for (position, parameter) in parameters.enumerated() {
          context.variables.append(
            Variable(
              name: parameter.name,
              value: Expansion(
                expression: .placeholder(position, parameter.type, body.range))))
        }
      }
      let expression = expression(body)
      if definitions[index].parameters == nil {
        definitions[index].expansion = Expansion(
          expression: expression, nodes: context.nodes, depth: context.deepest,
          quantifiers: context.deepestQuantifier)
      }
    }
    // What uses a wrong definition is wrong with it, and says nothing of its own.
    if context.leansOnMistake || diagnostics.count > errorsBefore {
      definitions[index].isBroken = true
    }
    context = Context()
  }

  // MARK: Uses

  /// What a bare use of a definition stands for.
  mutating func use(_ index: Int, at range: SourceRange) -> CheckedExpression {
    definitions[index].isUsed = true
    if let parameters = definitions[index].parameters {
      report(
        .wrongArguments,
        "`\(definitions[index].qualifiedName)` takes \(counted(parameters.count, "argument"))",
        at: range, labels: [declaredHere(index)], hint: "call it: `\(signature(index))`")
      return .mistake(range)
    }
    guard !definitions[index].isBroken, let expansion = definitions[index].expansion else {
      context.leansOnMistake = true
      return .mistake(range)
    }
    return place(expansion, at: range)
  }

  /// Puts a finished expression where a name stands.
  mutating func place(_ expansion: Expansion, at range: SourceRange) -> CheckedExpression {
    guard charge(nodes: expansion.nodes, depth: expansion.depth, at: range) else {
      return .mistake(range)
    }
    if expansion.quantifiers > 0, !enterQuantifiers(expansion.quantifiers, at: range) {
      return .mistake(range)
    }
    var expression = expansion.expression
    expression.range = range
    return expression
  }

  // MARK: Calls

  mutating func call(
    _ callee: SyntaxExpression, _ arguments: [SyntaxExpression], _ range: SourceRange
  ) -> CheckedExpression {
    guard let name = calleeName(callee) else {
      report(
        .unknownFunction, "only a function can be called", at: callee.range,
        hint: "functions stand in front of their arguments: `lower(action)`")
      return .mistake(range)
    }
    let inModule = context.module.flatMap { definitionsByName["\($0).\(name)"] }
    if let index = inModule ?? definitionsByName[name] {
      return expand(index, arguments, callee.range, range)
    }
    if let builtin = Checker.builtins[name] {
      return call(builtin, name, arguments, callee.range, range)
    }
    if let reader = reader(named: name) { return call(reader, arguments, range) }
    for argument in arguments { _ = expression(argument) }
    let hint: String?
    if name == "now" {
      hint = "write `now` without parentheses"
    } else if let dot = name.lastIndex(of: "."), let method = methodHint(name, dot, callee) {
      hint = method
    } else {
      hint =
        suggestion(
          for: name,
          among: Array(Checker.builtins.keys) + environment.readers.map(\.name) + callableNames())
        ?? "functions are built in or declared with `define name(parameter: type) = …`"
    }
    report(.unknownFunction, "there is no function `\(name)`", at: callee.range, hint: hint)
    return .mistake(range)
  }

  /// `path.lower()`: there are no methods, but the function may exist.
  private func methodHint(
    _ name: String, _ dot: String.Index, _ callee: SyntaxExpression
  ) -> String? {
    let method = String(name[name.index(after: dot)...])
    guard Checker.builtins[method] != nil else { return nil }
    return "there are no methods: write `\(method)(\(name[..<dot]))`"
  }

  private func callableNames() -> [String] {
    definitions.filter { $0.parameters != nil }
      .map { $0.module == context.module ? $0.name.text : $0.qualifiedName }
  }

  private func calleeName(_ callee: SyntaxExpression) -> String? {
    var parts: [String] = []
    var rest = callee
    while case .member(let base, let name) = rest.kind {
      parts.append(name.text)
      rest = base
    }
    guard case .name(let word) = rest.kind else { return nil }
    parts.append(word)
    return parts.reversed().joined(separator: ".")
  }

  private mutating func expand(
    _ index: Int, _ arguments: [SyntaxExpression], _ calleeRange: SourceRange,
    _ range: SourceRange
  ) -> CheckedExpression {
    definitions[index].isUsed = true
    let bound = arguments.map { measured($0) }
    guard case .define(_, let body) = definitions[index].content,
      let parameters = definitions[index].parameters
    else {
      report(
        .wrongArguments, "`\(definitions[index].qualifiedName)` takes no arguments",
        at: calleeRange, labels: [declaredHere(index)], hint: "write it without parentheses")
      return .mistake(range)
    }
    guard bound.count == parameters.count else {
      report(
        .wrongArguments,
        """
        `\(definitions[index].qualifiedName)` takes \(counted(parameters.count, "argument")), and \
        here are \(bound.count)
        """,
        at: range, labels: [declaredHere(index)], hint: "it is `\(signature(index))`")
      return .mistake(range)
    }
    var isFine = true
    for (argument, parameter) in zip(bound, parameters) {
      let expression = argument.expression
      if case .choice = parameter.type, expression.constant != nil,
        isOutsideParameter(expression, parameter)
      {
        isFine = false
      } else if !expression.type.fits(parameter.type) {
        isFine = false
        report(
          .wrongArguments,
          """
          parameter `\(parameter.name)` is \(parameter.type.phrase), and this is \
          \(expression.type.phrase)
          """,
          at: expression.range, labels: [declaredHere(index)],
          hint: "it is `\(signature(index))`")
      }
      if expression.isMistake { isFine = false }
    }
    // A definition that is wrong in itself was reported where it stands.
    guard isFine, !definitions[index].isBroken else {
      context.leansOnMistake = true
      return .mistake(range)
    }
    guard context.callDepth < Limits.syntaxDepth else {
      report(
        .expansionTooLarge, "definitions call each other deeper than \(Limits.syntaxDepth)",
        at: range, hint: "write the chain of definitions shorter")
      return .mistake(range)
    }

    let outer = context
    context.module = definitions[index].module
    context.variables = zip(parameters, bound).map { Variable(name: $0.name, value: $1) }
    context.callDepth += 1
    if context.expanding == nil {
      context.expanding = Expanding(
        name: definitions[index].qualifiedName, range: range, isSilent: false)
    }
    var result = expression(body)
    result.range = range
    context.module = outer.module
    context.variables = outer.variables
    context.callDepth = outer.callDepth
    // What an inner call found silences the outer one too, never the next.
    if outer.expanding == nil {
      context.expanding = nil
    }
    return result
  }

  private mutating func isOutsideParameter(
    _ expression: CheckedExpression, _ parameter: (name: String, type: Type)
  ) -> Bool {
    guard case .choice(let texts) = parameter.type,
      case .constant(.string(let text)) = expression.kind,
      !texts.containsSorted(text)
    else { return false }
    report(
      .valueOutsideEnum, "parameter `\(parameter.name)` is never \(quoted(text))",
      at: expression.range,
      hint: suggestion(for: text.description, among: texts.map(\.description))
        ?? "it is \(parameter.type.spelling)")
    return true
  }

  /// An argument, with its own size: it may stand in several places, or in none.
  private mutating func measured(_ syntax: SyntaxExpression) -> Expansion {
    let (nodes, depth) = (context.nodes, context.depth)
    let (deepest, quantifiers, deepestQuantifier) = (
      context.deepest, context.quantifiers, context.deepestQuantifier
    )
    context.deepest = context.depth
    context.quantifiers = 0
    context.deepestQuantifier = 0
    let expression = expression(syntax)
    let expansion = Expansion(
      expression: expression, nodes: context.nodes - nodes, depth: context.deepest - depth,
      quantifiers: context.deepestQuantifier)
    context.deepest = max(deepest, context.deepest)
    context.quantifiers = quantifiers
    context.deepestQuantifier = deepestQuantifier
    return expansion
  }

  private func declaredHere(_ index: Int) -> Diagnostic.Label {
    Diagnostic.Label(definitions[index].name.range, "declared here")
  }

  private func signature(_ index: Int) -> String {
    let parameters = (definitions[index].parameters ?? [])
      .map { "\($0.name): \($0.type.spelling)" }.joined(separator: ", ")
    return "\(definitions[index].qualifiedName)(\(parameters))"
  }

  func counted(_ count: Int, _ word: String) -> String {
    count == 0 ? "no " + Plural.noun(0, word) : Plural.counted(count, word, one: "one")
  }
}
