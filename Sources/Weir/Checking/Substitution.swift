// What an expression comes to once the values it reads are known: for explanations, which say
// beside each operand what it was. Values are put in the place of paths and folded as the checker
// folds constants (`ConstantFolding`), so operators mean what they mean to the machine. It decides
// nothing; how a condition came out is the machine's to say, and tests hold the two together. What
// folding does not tell is nil: the value is not known here.

/// The values that expressions are given.
package struct Substitution {
  package typealias Value = ConstantFolding.Outcome

  /// The value of a path, of what stands below a variable that has none here, or of what is read
  /// from a computed value; nil where it cannot be told, and for the last, where it is computed.
  private let read: (CheckedExpression) -> Value?
  private let now: Constant?
  /// The values of quantifiers' variables.
  private var locals: [Int: Constant] = [:]

  package init(now: Timestamp?, read: @escaping (CheckedExpression) -> Value?) {
    self.now = now.map { .timestamp($0) }
    self.read = read
  }

  /// The value of an expression, or the fault it comes to; nil where it cannot be told.
  package func value(of expression: CheckedExpression) -> Value? {
    switch expression.kind {
    case .constant(let constant): return .success(constant)
    case .path: return read(expression)
    case .local(let variable, let steps):
      guard let value = locals[variable] else { return read(expression) }
      return held(ConstantFolding.value(at: steps, in: value), to: expression.type)
    case .now: return now.map { .success($0) }
    case .member(let base, let name):
      return read(expression)
        ?? value(of: base).map { ConstantFolding.value(at: .member(name), in: $0) }
    case .element(let base, let key):
      if let known = read(expression) { return known }
      guard let collection = value(of: base) else { return nil }
      // What has no elements needs no key.
      if case .failure = collection { return ConstantFolding.element(collection, of: collection) }
      return value(of: key).map { ConstantFolding.element($0, of: collection) }
    case .list(let elements):
      // A fault in a list is a fault where it stands, which no constant has.
      guard case .success(let list) = values(of: elements, { .success(.list($0)) }) else {
        return nil
      }
      return .success(list)
    case .not, .and, .or: return known(truth(of: expression))
    case .compare(let comparison, let left, let right):
      return values(of: [left, right]) { values in
        known(ConstantFolding.compare(comparison, values[0], values[1], as: right.type))
      }
    case .arithmetic(.add, _, _), .arithmetic(.subtract, _, _):
      return total(expression)
    case .arithmetic(.multiply, let left, let right):
      return values(of: [left, right]) { values in
        ConstantFolding.arithmetic(.multiply, values[0], values[1]).map { .success($0) }
      }
    case .negate(let operand):
      if operand.isSum { return total(expression) }
      return values(of: [operand]) { ConstantFolding.negated($0[0]).map { .success($0) } }
    case .coalesce(let left, let right):
      guard let value = value(of: left) else { return nil }
      switch value {
      case .success: return value
      case .failure(let fault): return fault.isMissing ? self.value(of: right) : value
      }
    case .has(let operand):
      guard let value = value(of: operand) else { return nil }
      switch value {
      case .success: return .success(.bool(true))
      case .failure(let fault): return known(ConstantFolding.has(fault)) ?? value
      }
    case .quantifier(let quantifier): return self.value(of: quantifier)
    case .call(.reader, _): return nil
    case .call(.builtin(let builtin), let arguments):
      return values(of: arguments) { arguments in
        ConstantFolding.call(builtin, arguments).map { $0.mapError(\.kind) }
      }
    }
  }

  private func total(_ sum: CheckedExpression) -> Value? {
    let terms = sum.terms
    return values(of: terms.map(\.term)) { values in
      ConstantFolding.total(zip(values, terms).map { ($0, $1.isSubtracted) })
        .map { .success($0) }
    }
  }

  /// A fault of an operand is the value's; what is made of the operands is asked for otherwise.
  private func values(
    of operands: [CheckedExpression], _ make: ([Constant]) -> Value?
  ) -> Value? {
    var constants: [Constant] = []
    for operand in operands {
      switch value(of: operand) {
      case .success(let constant): constants.append(constant)
      case .failure(let fault): return .failure(fault)
      case nil: return nil
      }
    }
    return make(constants)
  }

  /// The parts of a list's elements come here as they are in the request; the machine holds them to
  /// their types, and makes instants and addresses of texts.
  private func held(_ value: Value, to type: Type) -> Value? {
    guard case .success(let constant) = value else { return value }
    switch (type, constant) {
    case (.any, _), (.bool, .bool), (.string, .string), (.number, .number): return value
    case (.choice(let texts), .string(let text)):
      return texts.contains(text) ? value : .failure(.notInEnum)
    case (.bool, _), (.string, _), (.number, _), (.choice, _): return .failure(.wrongType)
    case (.timestamp, .timestamp), (.duration, .duration), (.ip, .ip), (.cidr, .cidr),
      (.version, .version), (.path, .path), (.folder, .folder):
      return value
    case (.timestamp, _), (.duration, _), (.ip, _), (.cidr, _), (.hours, _), (.version, _),
      (.path, _), (.folder, _),
      (.list, _), (.record, _), (.map, _):
      return nil
    }
  }

  private func known(_ truth: Truth) -> Value? { truth.certain.map { .success(.bool($0)) } }

  /// The truth of an expression; what cannot be told is uncertain, as a fault is.
  private func truth(of expression: CheckedExpression) -> Truth {
    switch expression.kind {
    case .not(let operand): return !truth(of: operand)
    case .and(let operands): return operands.lazy.map { truth(of: $0) }.conjunction
    case .or(let operands): return operands.lazy.map { truth(of: $0) }.disjunction
    case .constant, .path, .local, .now, .member, .element, .list, .compare, .arithmetic, .negate,
      .coalesce, .has, .quantifier, .call:
      guard case .success(.bool(let truth)) = value(of: expression) else { return .uncertain }
      return Truth(truth)
    }
  }

  // MARK: Quantifiers

  private func value(of quantifier: CheckedQuantifier) -> Value? {
    var bodies: [Constant] = []
    switch value(of: quantifier.subject) {
    case .success(.list(let elements)):
      for (index, element) in elements.enumerated() {
        guard let body = body(of: quantifier, first: .number(Decimal(index)), element)
        else { return nil }
        bodies.append(body)
      }
    case .success(.record(let members)) where quantifier.takesMap:
      for member in members {
        guard let body = body(of: quantifier, first: .string(member.name), member.value)
        else { return nil }
        bodies.append(body)
      }
    case .success: return .failure(.wrongType)
    case .failure(let fault): return .failure(fault)
    case nil: return nil
    }
    let outcome = ConstantFolding.quantifier(quantifier.kind, bodies)
    // The fault of a quantifier over nothing is its own.
    if case .failure = outcome, !bodies.isEmpty { return nil }
    return outcome
  }

  /// The body for one element; `first` is what the first of two variables stands for.
  private func body(
    of quantifier: CheckedQuantifier, first: Constant, _ element: Constant
  ) -> Constant? {
    var inner = self
    if let second = quantifier.secondVariable {
      inner.locals[quantifier.variable] = first
      inner.locals[second] = element
    } else if case .string = first {
      // One variable over a map stands for its keys.
      inner.locals[quantifier.variable] = first
    } else {
      inner.locals[quantifier.variable] = element
    }
    guard case .success(let body) = inner.value(of: quantifier.body) else { return nil }
    return body
  }
}
