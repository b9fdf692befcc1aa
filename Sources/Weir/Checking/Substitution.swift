// What an expression comes to once the values it reads are known: for explanations, which say
// beside each operand what it was. Values are put in the place of paths and folded by the rules
// that the checker folds constants by. It decides nothing; how a condition came out is the
// machine's to say, and tests hold the two together. What folding has no rule for is nil: the value
// is not known here.

/// The values that expressions are given.
package struct Substitution {
  package typealias Value = Result<Constant, FaultKind>

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
      return held(step(into: value, steps), to: expression.type)
    case .now: return now.map { .success($0) }
    case .member(let base, let name):
      return read(expression) ?? below(base) { step(into: $0, [.member(name)]) }
    case .element(let base, let key):
      return read(expression)
        ?? below(base) { collection in
          guard let key = value(of: key) else { return nil }
          switch (collection, key) {
          case (.record, .success(.string(let name))):
            return step(into: collection, [.member(name)])
          case (.list, .success(.number(let number))):
            guard let index = number.integer else { return .failure(.absent) }
            return step(into: collection, [.index(index)])
          case (_, _): return .failure(.notARecord)
          }
        }
    case .list(let elements):
      // A fault in a list is a fault where it stands, which no constant has.
      guard case .success(let list) = values(of: elements, { .success(.list($0)) }) else {
        return nil
      }
      return .success(list)
    case .not, .and, .or: return truth(of: expression)
    case .compare(let comparison, let left, let right):
      return values(of: [left, right]) { values in
        truth(ConstantFolding.compare(comparison, values[0], values[1], as: right.type))
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
      case .failure(.absent), .failure(.null): return self.value(of: right)
      case .failure: return value
      }
    case .has(let operand):
      guard let value = value(of: operand) else { return nil }
      switch value {
      case .success: return .success(.bool(true))
      case .failure(.absent), .failure(.null): return .success(.bool(false))
      // Something is there, whatever is the matter with it, unless the way there is none.
      case .failure(.notARecord): return value
      case .failure: return .success(.bool(true))
      }
    case .quantifier(let quantifier): return self.value(of: quantifier)
    case .call(let builtin, let arguments):
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

  /// What a step leads to from a computed collection; its faults as the machine has them.
  private func below(_ base: CheckedExpression, _ step: (Constant) -> Value?) -> Value? {
    switch value(of: base) {
    case .success(let collection): return step(collection)
    case .failure(let fault):
      switch fault {
      case .absent, .null, .notARecord, .noElement: return .failure(fault)
      case .wrongType, .notInEnum, .outOfRange, .badFormat: return .failure(.notARecord)
      }
    case nil: return nil
    }
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
      (.version, .version):
      return value
    case (.timestamp, _), (.duration, _), (.ip, _), (.cidr, _), (.hours, _), (.version, _),
      (.list, _), (.record, _), (.map, _):
      return nil
    }
  }

  private func step(into constant: Constant, _ steps: [RequestPath.Step]) -> Value {
    var constant = constant
    for step in steps {
      if constant == .null { return .failure(.null) }
      guard let below = ConstantFolding.value(at: step, in: constant) else {
        switch (step, constant) {
        case (.member, .record), (.index, .list): return .failure(.absent)
        case (.member, _), (.index, _): return .failure(.notARecord)
        }
      }
      constant = below
    }
    return constant == .null ? .failure(.null) : .success(constant)
  }

  private func truth(_ truth: Bool?) -> Value? { truth.map { .success(.bool($0)) } }

  /// Kleene's tables, in which a fault is uncertain and what cannot be told stays so.
  private func truth(of expression: CheckedExpression) -> Value? {
    switch expression.kind {
    case .not(let operand):
      guard case .success(.bool(let truth)) = value(of: operand) else { return nil }
      return .success(.bool(!truth))
    case .and(let operands), .or(let operands):
      let isAnd = if case .and = expression.kind { true } else { false }
      var isKnown = true
      for operand in operands {
        guard case .success(.bool(let truth)) = value(of: operand) else {
          isKnown = false
          continue
        }
        if truth != isAnd { return .success(.bool(truth)) }
      }
      return isKnown ? .success(.bool(isAnd)) : nil
    case .constant, .path, .local, .now, .member, .element, .list, .compare, .arithmetic, .negate,
      .coalesce, .has, .quantifier, .call:
      return nil
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
    return combine(bodies, quantifier.kind)
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

  private func combine(_ bodies: [Constant], _ kind: QuantifierKind) -> Value? {
    // Bodies of a kind that the quantifier does not take are faults to the machine.
    let isFit = bodies.allSatisfy { body in
      switch (kind, body) {
      case (.any, .bool), (.all, .bool), (.count, .bool), (.sum, .number), (.sum, .duration):
        true
      case (.any, _), (.all, _), (.count, _), (.sum, _): false
      case (.min, _), (.max, _): ConstantFolding.compare(.less, body, body) != nil
      }
    }
    guard isFit else { return nil }
    switch kind {
    case .any: return .success(.bool(bodies.contains(.bool(true))))
    case .all: return .success(.bool(!bodies.contains(.bool(false))))
    case .count: return .success(.number(Decimal(bodies.count { $0 == .bool(true) })))
    case .sum:
      return ConstantFolding.total(bodies.map { ($0, false) }).map { .success($0) }
    case .min, .max:
      guard var best = bodies.first else { return .failure(.noElement) }
      for body in bodies.dropFirst() {
        guard
          let isBetter = ConstantFolding.compare(kind == .min ? .less : .greater, body, best)
        else { return nil }
        if isBetter { best = body }
      }
      return .success(best)
    }
  }
}
