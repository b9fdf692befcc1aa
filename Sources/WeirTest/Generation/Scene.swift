// What conditions evaluate to on a sketch, as far as it is decided. Only the search uses this; in
// the end the machine says whether a rule matches the request. Operators and functions are the
// machine's own (through `ConstantFolding`); this file adds what is known while operands are open.

internal import Weir

/// What the search has decided so far.
struct Scene: Hashable, Sendable {
  var sketch = Sketch.record([])
  /// The instant of judgement.
  var now: Timestamp?
}

/// What a quantifier's variable stands for.
enum Binding: Sendable {
  case place(SketchPlace)
  case constant(Constant)
}

typealias Bindings = [Int: Binding]

/// What is known of an expression's value.
enum Known: Sendable {
  /// It depends on what is still open.
  case unknown
  /// It can no longer be a value; the fault says why.
  case fault(FaultKind)
  case constant(Constant)
  /// A list or record of the sketch with open parts.
  case place(SketchPlace)

  var constant: Constant? {
    switch self {
    case .constant(let constant): constant
    case .unknown, .fault, .place: nil
    }
  }

  /// Where a truth is asked for; nil while it is open.
  var truth: Truth? {
    switch self {
    case .constant(.bool(let truth)): Truth(truth)
    case .constant, .fault: .uncertain
    case .unknown, .place: nil
    }
  }

  var isUnknown: Bool {
    switch self {
    case .unknown, .place: true
    case .fault, .constant: false
    }
  }

  static func truth(_ truth: Truth) -> Known {
    truth.certain.map { .constant(.bool($0)) } ?? .fault(.wrongType)
  }

  /// What folding has come to.
  static func folded(_ outcome: ConstantFolding.Outcome) -> Known {
    switch outcome {
    case .success(let constant): .constant(constant)
    case .failure(let fault): .fault(fault)
    }
  }

  /// A constant, or a fault; nil while it is open.
  var outcome: ConstantFolding.Outcome? {
    switch self {
    case .constant(let constant): .success(constant)
    case .fault(let fault): .failure(fault)
    case .unknown, .place: nil
    }
  }
}

extension Scene {
  // MARK: Places

  /// Where an expression's value stands in the request, if it stands there.
  func place(of expression: CheckedExpression, _ bindings: Bindings) -> SketchPlace? {
    switch expression.kind {
    case .path(let path): return SketchPlace(path)
    case .local(let variable, let steps):
      guard case .place(let place) = bindings[variable] else { return nil }
      return SketchPlace(place.steps + steps.map(SketchPlace.Step.init))
    case .member(let base, let name):
      return place(of: base, bindings)?.appending(.member(name))
    case .element(let base, let key):
      guard let place = place(of: base, bindings) else { return nil }
      switch evaluate(key, bindings).constant {
      case .string(let name): return place.appending(.member(name))
      case .number(let number):
        return number.integer.flatMap { $0 >= 0 ? place.appending(.index($0)) : nil }
      case .null, .bool, .timestamp, .duration, .ip, .cidr, .hours, .version, .path, .folder, .list,
        .record, nil:
        return nil
      }
    case .call(.builtin(.json), let arguments):
      return arguments.first.flatMap { place(of: $0, bindings) }?.appending(.json)
    case .call(.builtin(.url), let arguments):
      return arguments.first.flatMap { place(of: $0, bindings) }?.appending(.url)
    case .constant, .now, .list, .not, .and, .or, .compare, .arithmetic, .negate, .coalesce, .has,
      .quantifier, .call:
      return nil
    }
  }

  /// The value at a place; nil where the way leads into a text that is not in parts.
  func known(at place: SketchPlace) -> Known? {
    switch sketch.look(place) {
    case .missing: return .fault(.absent)
    case .blocked: return place.outermost == place ? .fault(.notARecord) : nil
    case .sketch(let found):
      switch found {
      case .open: return .unknown
      case .absent: return .fault(.absent)
      case .null: return .fault(.null)
      case .numeral: return .fault(.outOfRange)
      case .value(let constant): return .constant(constant)
      case .list, .record, .url: return found.constant.map { .constant($0) } ?? .place(place)
      case .json: return found.json.map { part in text(part) } ?? .fault(.wrongType)
      }
    }
  }

  private func text(_ part: JSONPart) -> Known {
    guard case .string(let text) = part else { return .fault(.wrongType) }
    return .constant(.string(ExactString(text)))
  }

  // MARK: Values

  func evaluate(_ expression: CheckedExpression, _ bindings: Bindings = [:]) -> Known {
    if let place = place(of: expression, bindings), let known = known(at: place) { return known }
    switch expression.kind {
    case .constant(let constant): return .constant(constant)
    case .path: return .fault(.notARecord)
    case .local(let variable, let steps):
      guard case .constant(let value) = bindings[variable] else { return .fault(.notARecord) }
      return .folded(ConstantFolding.value(at: steps, in: value))
    case .now: return now.map { .constant(.timestamp($0)) } ?? .unknown
    case .member(let base, let name):
      return evaluate(base, bindings).outcome
        .map { .folded(ConstantFolding.value(at: .member(name), in: $0)) } ?? .unknown
    case .element(let base, let key):
      guard let collection = evaluate(base, bindings).outcome,
        let key = evaluate(key, bindings).outcome
      else { return .unknown }
      return .folded(ConstantFolding.element(key, of: collection))
    case .list(let elements):
      return all(elements, bindings) { .constant(.list($0)) }
    case .not(let operand):
      return evaluate(operand, bindings).truth.map { .truth(!$0) } ?? .unknown
    case .and(let operands):
      return joined(operands.lazy.map { evaluate($0, bindings) }, isAnd: true)
    case .or(let operands):
      return joined(operands.lazy.map { evaluate($0, bindings) }, isAnd: false)
    case .compare(let comparison, let left, let right):
      return all([left, right], bindings) {
        .truth(ConstantFolding.compare(comparison, $0[0], $0[1], as: right.type))
      }
    case .arithmetic(.add, _, _), .arithmetic(.subtract, _, _): return total(expression, bindings)
    case .arithmetic(.multiply, let left, let right):
      return all([left, right], bindings) {
        ConstantFolding.arithmetic(.multiply, $0[0], $0[1])
          .map { .constant($0) } ?? .fault(.outOfRange)
      }
    case .negate(let operand):
      if operand.isSum { return total(expression, bindings) }
      return all([operand], bindings) {
        ConstantFolding.negated($0[0]).map { .constant($0) } ?? .fault(.outOfRange)
      }
    case .coalesce(let left, let right):
      let known = evaluate(left, bindings)
      if case .fault(let fault) = known, fault.isMissing { return evaluate(right, bindings) }
      return known
    case .has(let operand):
      let known = evaluate(operand, bindings)
      switch known {
      case .unknown: return .unknown
      case .constant, .place: return .truth(.true)
      case .fault(let fault):
        let truth = ConstantFolding.has(fault)
        return truth == .uncertain ? known : .truth(truth)
      }
    case .quantifier(let quantifier): return evaluate(quantifier, bindings)
    case .call(.reader, _): return .unknown
    case .call(.builtin(let builtin), let arguments): return call(builtin, arguments, bindings)
    }
  }

  func truth(_ expression: CheckedExpression, _ bindings: Bindings = [:]) -> Truth? {
    evaluate(expression, bindings).truth
  }

  private func total(_ sum: CheckedExpression, _ bindings: Bindings) -> Known {
    let terms = sum.terms
    return all(terms.map(\.term), bindings) { values in
      ConstantFolding.total(zip(values, terms).map { ($0, $1.isSubtracted) })
        .map { .constant($0) } ?? .fault(.outOfRange)
    }
  }

  /// `and` or `or` of what is known: while an operand is open, others may settle it.
  private func joined(_ operands: some Sequence<Known>, isAnd: Bool) -> Known {
    var result = Truth(isAnd)
    var isOpen = false
    for operand in operands {
      guard let truth = operand.truth else {
        isOpen = true
        continue
      }
      result = isAnd ? result.and(truth) : result.or(truth)
      if result == Truth(!isAnd) { return .truth(result) }
    }
    return isOpen ? .unknown : .truth(result)
  }

  /// What is made of operands that are all constants. A fault of one is known before the others
  /// are.
  private func all(
    _ operands: [CheckedExpression], _ bindings: Bindings, _ make: ([Constant]) -> Known
  ) -> Known {
    var constants: [Constant] = []
    var isOpen = false
    for operand in operands {
      switch evaluate(operand, bindings).outcome {
      case .success(let constant): constants.append(constant)
      case .failure(let fault): return .fault(fault)
      case nil: isOpen = true
      }
    }
    return isOpen ? .unknown : make(constants)
  }

  // MARK: Quantifiers

  /// What a quantifier ranges over.
  enum Elements {
    case unknown
    case fault
    case bindings([Bindings])
  }

  func elements(of quantifier: CheckedQuantifier, _ bindings: Bindings) -> Elements {
    let subject = quantifier.subject
    if case .call(.builtin(.values), let arguments) = subject.kind, let map = arguments.first,
      let place = place(of: map, bindings), case .sketch(let found) = sketch.look(place),
      case .record(let members) = found
    {
      return pairs(
        quantifier, bindings,
        members.enumerated().map { index, member in
          (.number(Decimal(index)), .place(place.appending(.member(member.name))))
        })
    }
    if let place = place(of: subject, bindings), case .sketch(let found) = sketch.look(place) {
      switch found {
      case .open: return .unknown
      case .list(let elements):
        return pairs(
          quantifier, bindings,
          elements.indices.map { (.number(Decimal($0)), .place(place.appending(.index($0)))) })
      case .record(let members) where quantifier.takesMap:
        return keyed(
          quantifier, bindings,
          members.map { ($0.name, .place(place.appending(.member($0.name)))) })
      case .absent, .null, .value, .numeral, .record, .json, .url: break
      }
    }
    switch evaluate(subject, bindings) {
    case .unknown: return .unknown
    case .place(let place):
      if case .sketch(.record) = sketch.look(place), !quantifier.takesMap { return .fault }
      return .unknown
    case .fault: return .fault
    case .constant(.list(let elements)):
      return pairs(
        quantifier, bindings,
        elements.enumerated().map { (.number(Decimal($0)), .constant($1)) })
    case .constant(.record(let members)) where quantifier.takesMap:
      return keyed(quantifier, bindings, members.map { ($0.name, .constant($0.value)) })
    case .constant: return .fault
    }
  }

  private func pairs(
    _ quantifier: CheckedQuantifier, _ bindings: Bindings, _ elements: [(Constant, Binding)]
  ) -> Elements {
    .bindings(
      elements.map { index, element in
        var inner = bindings
        if let second = quantifier.secondVariable {
          inner[quantifier.variable] = .constant(index)
          inner[second] = element
        } else {
          inner[quantifier.variable] = element
        }
        return inner
      })
  }

  private func keyed(
    _ quantifier: CheckedQuantifier, _ bindings: Bindings, _ members: [(ExactString, Binding)]
  ) -> Elements {
    .bindings(
      members.map { name, value in
        var inner = bindings
        inner[quantifier.variable] = .constant(.string(name))
        if let second = quantifier.secondVariable { inner[second] = value }
        return inner
      })
  }

  private func evaluate(_ quantifier: CheckedQuantifier, _ bindings: Bindings) -> Known {
    let inner: [Bindings]
    switch elements(of: quantifier, bindings) {
    case .unknown: return .unknown
    case .fault: return .fault(.wrongType)
    case .bindings(let found): inner = found
    }
    let bodies = inner.lazy.map { evaluate(quantifier.body, $0) }
    switch quantifier.kind {
    case .any: return joined(bodies, isAnd: false)
    case .all: return joined(bodies, isAnd: true)
    case .count, .sum, .min, .max: break
    }
    var constants: [Constant] = []
    var isOpen = false
    for body in bodies {
      switch body.outcome {
      case .success(let constant): constants.append(constant)
      case .failure(let fault): return .fault(fault)
      case nil:
        // Of a count, a fault among the other bodies is known before this one is.
        guard quantifier.kind == .count else { return .unknown }
        isOpen = true
      }
    }
    return isOpen ? .unknown : .folded(ConstantFolding.quantifier(quantifier.kind, constants))
  }

  // MARK: Functions

  private func call(
    _ builtin: Builtin, _ arguments: [CheckedExpression], _ bindings: Bindings
  ) -> Known {
    var constants: [Constant] = []
    for argument in arguments {
      let known = evaluate(argument, bindings)
      if let constant = known.constant {
        constants.append(constant)
        continue
      }
      guard case .place(let place) = known else { return known }
      return shallow(builtin, place)
    }
    return .folded(builtin.fold(constants))
  }

  /// Functions that do not look into the elements.
  private func shallow(_ builtin: Builtin, _ place: SketchPlace) -> Known {
    guard case .sketch(let found) = sketch.look(place) else { return .unknown }
    switch (builtin, found) {
    case (.length, .list(let elements)): return .constant(.number(Decimal(elements.count)))
    case (.length, .record(let members)): return .constant(.number(Decimal(members.count)))
    case (.keys, .record(let members)):
      return .constant(.list(members.map(\.name).sorted().map { .string($0) }))
    case (_, _): return .unknown
    }
  }
}
