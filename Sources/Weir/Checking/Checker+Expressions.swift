// Expressions: literals, and the operators between them. Names are in Checker+Names.swift, which
// types go together in Checker+Operators.swift, what constants come to in ConstantFolding.swift.

/// What the checker knows while it is inside one expression.
struct Context {
  /// The module whose names are in reach bare.
  var module: String?
  /// Quantifiers' variables and the parameters of the definition that is expanded, innermost last.
  var variables: [Variable] = []
  /// Nodes made since the root.
  var nodes = 0
  /// How deep this node lies, and how deep any has.
  var depth = 0
  var deepest = 0
  var quantifiers = 0
  var deepestQuantifier = 0
  /// A limit was passed and reported: the rest of this root is not looked at.
  var isOverLimit = false
  /// A definition that is wrong in itself was used.
  var leansOnMistake = false
  /// The call whose definition is being expanded.
  var expanding: Expanding?
  /// Calls inside calls.
  var callDepth = 0
}

/// A name that stands for a value inside an expression.
struct Variable {
  var name: String
  var value: Expansion
}

/// An expression with its size, ready to stand where a name stands.
struct Expansion {
  var expression: CheckedExpression
  var nodes = 1
  var depth = 1
  var quantifiers = 0
}

/// An expansion under way.
struct Expanding {
  var name: String
  var range: SourceRange
  /// The definition is wrong in itself, or this call was reported already.
  var isSilent: Bool
}

extension CheckedExpression {
  /// Stands for what was reported: of any type, never constant, and nothing further is said of it.
  static func mistake(_ range: SourceRange) -> CheckedExpression {
    CheckedExpression(.path(RequestPath(steps: [])), .any, range)
  }

  /// Stands for a parameter while its definition is checked without a call.
  static func placeholder(_ index: Int, _ type: Type, _ range: SourceRange) -> CheckedExpression {
    CheckedExpression(.local(-1 - index, []), type, range)
  }

  var isMistake: Bool {
    if case .path(let path) = kind { path.steps.isEmpty } else { false }
  }

  /// A parameter itself, or something below it: known once the definition is called.
  var isPlaceholder: Bool {
    if case .local(let variable, _) = kind { variable < 0 } else { false }
  }

  package var constant: Constant? {
    if case .constant(let constant) = kind { constant } else { nil }
  }
}

extension Checker {
  /// Checks an expression that stands by itself: a condition, the body of a definition.
  mutating func root(_ syntax: SyntaxExpression, module: String?) -> Expansion {
    context = Context(module: module)
    let expression = expression(syntax)
    return Expansion(
      expression: expression, nodes: context.nodes, depth: context.deepest,
      quantifiers: context.deepestQuantifier)
  }

  /// Checks a condition: `when`, `unless`, `on`.
  mutating func condition(_ syntax: SyntaxExpression, module: String?) -> CheckedExpression {
    let checked = root(syntax, module: module)
    var expression = checked.expression
    if !expression.type.mayBeTruth {
      report(
        .notACondition, "a condition is true or false, and this is \(expression.type.phrase)",
        at: syntax.range, hint: conditionHint(expression.type))
      return .mistake(syntax.range)
    }
    if checked.quantifiers > 0 { expression = expression.numberedFromZero() }
    return expression
  }

  private func conditionHint(_ type: Type) -> String {
    switch type {
    case .list: "ask for its elements: `any(x in …: …)`, or `x in …`"
    case .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .version, .path, .folder:
      "compare it with something: `… == …`"
    case .bool, .hours, .record, .map, .any: "compare something in it with `==`"
    }
  }

  // MARK: Limits

  /// Counts nodes and depth about to be added; false once a limit is passed, which is reported
  /// once.
  mutating func charge(nodes: Int, depth: Int, at range: SourceRange) -> Bool {
    if context.isOverLimit { return false }
    context.nodes += nodes
    totalNodes += nodes
    context.deepest = max(context.deepest, context.depth + depth)
    if context.nodes > Limits.expandedNodes {
      context.isOverLimit = true
      report(
        .expansionTooLarge,
        "with its definitions written out, this has more than \(Limits.expandedNodes) parts",
        at: range, hint: "definitions that use definitions twice double them: bind data, or split")
    } else if totalNodes > Limits.policyNodes {
      context.isOverLimit = true
      if totalNodes - nodes <= Limits.policyNodes {
        report(
          .expansionTooLarge,
          "with its definitions written out, the policy has more than \(Limits.policyNodes) parts",
          at: range, hint: "use shorter definitions, or bind data instead")
      }
    } else if context.depth + depth > Limits.expandedDepth {
      context.isOverLimit = true
      report(
        .expansionTooLarge,
        "with its definitions written out, this nests deeper than \(Limits.expandedDepth)",
        at: range, hint: "split it, or write a chain of definitions as one list")
    }
    return !context.isOverLimit
  }

  // MARK: Expressions

  /// Checks one expression inside the current root.
  mutating func expression(_ syntax: SyntaxExpression) -> CheckedExpression {
    guard charge(nodes: 1, depth: 1, at: syntax.range) else { return .mistake(syntax.range) }
    context.depth += 1
    defer { context.depth -= 1 }
    let range = syntax.range
    switch syntax.kind {
    case .error:
      sawSyntaxError = true
      return .mistake(range)
    case .boolean(let truth): return CheckedExpression(.constant(.bool(truth)), .bool, range)
    case .string(let text): return CheckedExpression(.constant(.string(text)), .string, range)
    case .number(let text): return number(text, range)
    case .duration(let interval):
      return CheckedExpression(.constant(.duration(interval)), .duration, range)
    case .list(let elements): return list(elements, range)
    case .name, .member, .index: return reference(syntax, isGuarded: false)
    case .call(let callee, let arguments): return call(callee, arguments, range)
    case .parenthesized(let inner):
      var expression = expression(inner)
      expression.range = range
      return expression
    case .not(let operand):
      let operand = truth(operand, of: "not")
      if case .constant(.bool(let truth)) = operand.kind {
        return CheckedExpression(.constant(.bool(!truth)), .bool, range)
      }
      return CheckedExpression(.not(operand), .bool, range)
    case .negate(let operand): return negation(expression(operand), range)
    case .has(let operand): return presence(operand, range)
    case .binary(let operation, let left, let right, let operatorRange):
      switch operation {
      case .and, .or: return connective(syntax, operation == .and, range)
      case .coalesce: return coalesce(left, right, range)
      case .compare(let comparison):
        let left = expression(left)
        return compare(comparison, left, expression(right), operatorRange, range)
      case .arithmetic: return judged(arithmetic(syntax))
      }
    case .quantifier(let quantifier): return self.quantifier(quantifier, range)
    }
  }

  private mutating func number(_ text: String, _ range: SourceRange) -> CheckedExpression {
    switch Decimal.read(literal: text) {
    case .value(let decimal):
      return CheckedExpression(.constant(.number(decimal)), .number, range)
    case .outOfRange:
      report(
        .numberOutOfRange, "\(source(range)) cannot be held exactly", at: range,
        hint: "a number has up to 28 digits, and an exponent from -28 to 28")
      return .mistake(range)
    case .malformed:
      // The lexer lets no such literal through.
      report(.invalidNumber, "\(source(range)) is not a number", at: range)
      return .mistake(range)
    }
  }

  private mutating func list(
    _ elements: [SyntaxExpression], _ range: SourceRange
  ) -> CheckedExpression {
    var checked: [CheckedExpression] = []
    checked.reserveCapacity(elements.count)
    var constants: [Constant] = []
    constants.reserveCapacity(elements.count)
    var type: Type?
    var wasReported = false
    for element in elements {
      let expression = expression(element)
      if let constant = expression.constant { constants.append(constant) }
      checked.append(expression)
      guard let known = type else {
        type = expression.type
        continue
      }
      if let joined = known.joined(with: expression.type) {
        type = joined
      } else if !wasReported {
        wasReported = true
        type = .any
        report(
          .typeMismatch,
          """
          a list has elements of one type, and this is \(expression.type.phrase) after \
          \(known.phrase)
          """,
          at: expression.range, labels: [Diagnostic.Label(checked[0].range, "the first element")],
          hint: "make two lists of them")
      }
    }
    let listType = Type.list(type ?? .any)
    if constants.count == checked.count {
      return CheckedExpression(.constant(.list(constants)), listType, range)
    }
    return CheckedExpression(.list(checked), listType, range)
  }

  // MARK: Truths

  private mutating func truth(_ syntax: SyntaxExpression, of word: String) -> CheckedExpression {
    let operand = expression(syntax)
    if operand.type.mayBeTruth { return operand }
    report(
      .notACondition, "`\(word)` takes a truth, and this is \(operand.type.phrase)",
      at: syntax.range, hint: conditionHint(operand.type))
    return .mistake(syntax.range)
  }

  /// `and` and `or` chains are long in generated policies: they are walked, not recursed into.
  private mutating func connective(
    _ syntax: SyntaxExpression, _ isAnd: Bool, _ range: SourceRange
  ) -> CheckedExpression {
    var syntaxes: [SyntaxExpression] = []
    var rest = syntax
    while case .binary(let operation, let left, let right, _) = rest.kind,
      operation == (isAnd ? .and : .or)
    {
      syntaxes.append(right)
      rest = left
    }
    syntaxes.append(rest)
    var operands: [CheckedExpression] = []
    var isSettled = false
    operands.reserveCapacity(syntaxes.count)
    for syntax in syntaxes.reversed() {
      let operand = truth(syntax, of: isAnd ? "and" : "or")
      switch operand.kind {
      case .constant(.bool(let truth)):
        // `false and x` is false whatever x is; `true and x` is x.
        if truth != isAnd { isSettled = true }
      case .and(let inner) where isAnd: operands.append(contentsOf: inner)
      case .or(let inner) where !isAnd: operands.append(contentsOf: inner)
      case .and, .or, .constant, .path, .local, .now, .member, .element, .list, .not, .compare,
        .arithmetic, .negate, .coalesce, .has, .quantifier, .call:
        operands.append(operand)
      }
    }
    if isSettled { return CheckedExpression(.constant(.bool(!isAnd)), .bool, range) }
    if operands.isEmpty { return CheckedExpression(.constant(.bool(isAnd)), .bool, range) }
    // A lone operand of type any must still be a truth: it stays an operand.
    if operands.count == 1, operands[0].type == .bool {
      operands[0].range = range
      return operands[0]
    }
    if operands.count == 1 { operands.append(operands[0]) }
    return CheckedExpression(isAnd ? .and(operands) : .or(operands), .bool, range)
  }

  // MARK: Presence

  private mutating func presence(
    _ operand: SyntaxExpression, _ range: SourceRange
  ) -> CheckedExpression {
    let path = pathOperand(operand)
    if path.isMistake { return .mistake(range) }
    if let known = isPresent(path) {
      return CheckedExpression(.constant(.bool(known)), .bool, range)
    }
    guard isPath(path) else {
      report(
        .typeMismatch, "`has` asks for a path of the request, and this is computed",
        at: operand.range, hint: "write the path itself: `has payload.amount`")
      return .mistake(range)
    }
    return CheckedExpression(.has(path), .bool, range)
  }

  private mutating func coalesce(
    _ left: SyntaxExpression, _ right: SyntaxExpression, _ range: SourceRange
  ) -> CheckedExpression {
    let path = pathOperand(left)
    let value = expression(right)
    if path.isMistake || value.isMistake { return .mistake(range) }
    if let known = isPresent(path) {
      var chosen = known ? path : value
      chosen.range = range
      return chosen
    }
    guard isPath(path) else {
      report(
        .typeMismatch, "`??` stands in for a path of the request, and its left side is computed",
        at: left.range, hint: "put it after the path itself: `payload.amount ?? 0`")
      return .mistake(range)
    }
    guard let type = path.type.joined(with: value.type) else {
      report(
        .typeMismatch,
        "`\(source(left.range))` is \(path.type.phrase), and \(value.type.phrase) stands in for it",
        at: value.range, hint: "give the two sides of `??` one type")
      return .mistake(range)
    }
    return CheckedExpression(.coalesce(path, value), type, range)
  }

  /// The operand of `has` or `??`: here an absent member of bound data is not a mistake.
  private mutating func pathOperand(_ syntax: SyntaxExpression) -> CheckedExpression {
    var syntax = syntax
    while case .parenthesized(let inner) = syntax.kind { syntax = inner }
    switch syntax.kind {
    case .name, .member, .index:
      guard charge(nodes: 1, depth: 1, at: syntax.range) else { return .mistake(syntax.range) }
      context.depth += 1
      defer { context.depth -= 1 }
      return reference(syntax, isGuarded: true)
    case .error, .boolean, .string, .number, .duration, .list, .call, .parenthesized, .not,
      .negate, .has, .binary, .quantifier:
      return expression(syntax)
    }
  }

  private func isPath(_ expression: CheckedExpression) -> Bool {
    switch expression.kind {
    case .path, .local, .member, .element: true
    case .constant, .now, .list, .not, .and, .or, .compare, .arithmetic, .negate, .coalesce, .has,
      .quantifier, .call:
      false
    }
  }

  /// Whether bound data has it; nil when the request decides, and where there is no record or list
  /// on the way: that is not absence, and the machine makes it uncertain as it does in a request.
  private func isPresent(_ expression: CheckedExpression) -> Bool? {
    switch expression.kind {
    case .constant: true
    case .member(let base, let name): lacks(base, .string(name)) ? false : nil
    case .element(let base, let key): lacks(base, key.constant) ? false : nil
    case .path, .local, .now, .list, .not, .and, .or, .compare, .arithmetic, .negate, .coalesce,
      .has, .quantifier, .call:
      nil
    }
  }

  /// Whether a constant record or list could have what the key names: that it is looked up by
  /// computing says that it does not.
  private func lacks(_ base: CheckedExpression, _ key: Constant?) -> Bool {
    switch (base.constant, key) {
    case (.record, .string), (.list, .number): true
    case (_, _): false
    }
  }

  // MARK: Arithmetic

  /// A chain of one or more operators, walked from its left end. A sum is judged by whoever knows
  /// that it is whole.
  private mutating func arithmetic(_ syntax: SyntaxExpression) -> CheckedExpression {
    var links: [(operation: Arithmetic, right: SyntaxExpression, range: SourceRange)] = []
    var rest = syntax
    while case .binary(.arithmetic(let operation), let left, let right, _) = rest.kind {
      links.append((operation, right, rest.range))
      rest = left
    }
    guard charge(nodes: links.count, depth: links.count, at: syntax.range) else {
      return .mistake(syntax.range)
    }
    var result = operand(rest, of: links.last?.operation)
    for link in links.reversed() {
      let right = operand(link.right, of: link.operation)
      result = arithmetic(link.operation, result, right, link.range)
    }
    return result
  }

  /// An operand; of a sum it may be one in parentheses, which is a part of the whole then.
  private mutating func operand(
    _ syntax: SyntaxExpression, of operation: Arithmetic?
  ) -> CheckedExpression {
    var inner = syntax
    while case .parenthesized(let next) = inner.kind { inner = next }
    guard operation != .multiply, case .binary(.arithmetic(let own), _, _, _) = inner.kind,
      own != .multiply
    else { return expression(syntax) }
    guard charge(nodes: 1, depth: 1, at: syntax.range) else { return .mistake(syntax.range) }
    context.depth += 1
    defer { context.depth -= 1 }
    var sum = arithmetic(inner)
    sum.range = syntax.range
    return sum
  }

  /// A sum that is whole: of constants only, it is what they come to.
  private mutating func judged(_ expression: CheckedExpression) -> CheckedExpression {
    guard expression.isSum else { return expression }
    var values: [(value: Constant, isSubtracted: Bool)] = []
    for (term, isSubtracted) in expression.terms {
      guard let constant = term.constant else { return expression }
      values.append((constant, isSubtracted))
    }
    guard let value = ConstantFolding.total(values) else {
      reportOutOfRange(values.map(\.value), expression.range)
      return .mistake(expression.range)
    }
    return CheckedExpression(.constant(value), expression.type, expression.range)
  }

  private mutating func arithmetic(
    _ operation: Arithmetic, _ left: CheckedExpression, _ right: CheckedExpression,
    _ range: SourceRange
  ) -> CheckedExpression {
    guard let type = operation.result(left.type, right.type) else {
      report(
        .typeMismatch,
        "`\(operation.spelling)` does not go between \(left.type.phrase) and \(right.type.phrase)",
        at: range,
        hint:
          "it takes numbers, durations, a timestamp and a duration, or (for `-`) two timestamps")
      return .mistake(range)
    }
    if let leftConstant = left.constant, let rightConstant = right.constant {
      guard let value = ConstantFolding.arithmetic(operation, leftConstant, rightConstant) else {
        // Part of a sum, it may fit together with the rest.
        if operation != .multiply {
          return CheckedExpression(.arithmetic(operation, left, right), type, range)
        }
        reportOutOfRange([leftConstant, rightConstant], range)
        return .mistake(range)
      }
      return CheckedExpression(.constant(value), type, range)
    }
    // One order for the machine: the timestamp first, and the duration before the number.
    switch (operation, left.type, right.type) {
    case (.add, .duration, .timestamp), (.multiply, .number, .duration):
      return CheckedExpression(.arithmetic(operation, right, left), type, range)
    case (.add, _, _), (.subtract, _, _), (.multiply, _, _):
      return CheckedExpression(.arithmetic(operation, left, right), type, range)
    }
  }

  /// Reports that operands come to nothing that can be held: the message is about what they are.
  private mutating func reportOutOfRange(_ operands: [Constant], _ range: SourceRange) {
    let text = source(range)
    func has(_ isKind: (Constant) -> Bool) -> Bool { operands.contains(where: isKind) }
    if has({ if case .timestamp = $0 { true } else { false } }) {
      report(
        .numberOutOfRange, "`\(text)` lies outside the years 0001 to 9999", at: range,
        hint: "add or subtract less, or begin with another instant")
    } else if has({ if case .duration = $0 { true } else { false } }) {
      report(
        .numberOutOfRange, "`\(text)` is too long for a duration, or finer than a nanosecond",
        at: range, hint: "a duration is a whole number of nanoseconds, in less than 2^63 seconds")
    } else {
      report(
        .numberOutOfRange, "the value of `\(text)` cannot be held exactly", at: range,
        hint: "a number has up to 28 digits, and an exponent from -28 to 28")
    }
  }

  private mutating func negation(
    _ operand: CheckedExpression, _ range: SourceRange
  ) -> CheckedExpression {
    switch operand.type {
    case .number, .duration, .any: break
    case .bool, .string, .choice, .timestamp, .ip, .cidr, .hours, .version, .path, .folder, .list,
      .record, .map:
      report(
        .typeMismatch, "`-` takes a number or a duration, and this is \(operand.type.phrase)",
        at: operand.range, hint: "use `not` for truths")
      return .mistake(range)
    }
    guard let constant = operand.constant else {
      return operand.isMistake
        ? .mistake(range) : CheckedExpression(.negate(operand), operand.type, range)
    }
    guard let value = ConstantFolding.negated(constant) else {
      reportOutOfRange([constant], range)
      return .mistake(range)
    }
    return CheckedExpression(.constant(value), operand.type, range)
  }
}

extension CheckedExpression {
  /// The expression with its quantifiers' variables numbered from 0, outermost first. Definitions
  /// written out twice bring the same variables twice; each gets numbers of its own here.
  package func numberedFromZero() -> CheckedExpression {
    var next = 0
    return numbered([:], &next)
  }

  private func numbered(_ names: [Int: Int], _ next: inout Int) -> CheckedExpression {
    var result = self
    switch kind {
    case .constant, .path, .now: break
    case .local(let variable, let steps):
      if let number = names[variable] { result.kind = .local(number, steps) }
    case .member(let base, let name): result.kind = .member(base.numbered(names, &next), name)
    case .element(let base, let key):
      let base = base.numbered(names, &next)
      result.kind = .element(base, key.numbered(names, &next))
    case .list(let elements): result.kind = .list(elements.map { $0.numbered(names, &next) })
    case .not(let operand): result.kind = .not(operand.numbered(names, &next))
    case .and(let operands): result.kind = .and(operands.map { $0.numbered(names, &next) })
    case .or(let operands): result.kind = .or(operands.map { $0.numbered(names, &next) })
    case .compare(let comparison, let left, let right):
      let left = left.numbered(names, &next)
      result.kind = .compare(comparison, left, right.numbered(names, &next))
    case .arithmetic(let operation, let left, let right):
      let left = left.numbered(names, &next)
      result.kind = .arithmetic(operation, left, right.numbered(names, &next))
    case .negate(let operand): result.kind = .negate(operand.numbered(names, &next))
    case .coalesce(let left, let right):
      let left = left.numbered(names, &next)
      result.kind = .coalesce(left, right.numbered(names, &next))
    case .has(let operand): result.kind = .has(operand.numbered(names, &next))
    case .call(let builtin, let arguments):
      result.kind = .call(builtin, arguments.map { $0.numbered(names, &next) })
    case .quantifier(var quantifier):
      var inner = names
      inner[quantifier.variable] = next
      let number = next
      next += 1
      if let second = quantifier.secondVariable {
        inner[second] = next
        quantifier.secondVariable = next
        next += 1
      }
      quantifier.variable = number
      // The subject stands outside: it does not know the variables.
      quantifier.subject = quantifier.subject.numbered(names, &next)
      quantifier.body = quantifier.body.numbered(inner, &next)
      result.kind = .quantifier(quantifier)
    }
    return result
  }
}
