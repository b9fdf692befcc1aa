// What conditions come to on a sketch, as far as it is decided. This is how the search finds its
// way and has no say in anything: whether a rule matches is what the machine says of the request in
// the end. Operators and functions are the checker's, who folds constants with them.

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
  /// Absent or null.
  case missing
  /// It can be no value any more.
  case fault
  case constant(Constant)
  /// A list or record of the sketch with open parts.
  case place(SketchPlace)

  var constant: Constant? {
    switch self {
    case .constant(let constant): constant
    case .unknown, .missing, .fault, .place: nil
    }
  }

  var truth: Bool? {
    if case .constant(.bool(let truth)) = self { truth } else { nil }
  }

  var isUnknown: Bool {
    switch self {
    case .unknown, .place: true
    case .missing, .fault, .constant: false
    }
  }

  static func truth(_ truth: Bool?) -> Known { truth.map { .constant(.bool($0)) } ?? .fault }
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
      case .null, .bool, .timestamp, .duration, .ip, .cidr, .hours, .version, .list, .record, nil:
        return nil
      }
    case .call(.json, let arguments):
      return arguments.first.flatMap { place(of: $0, bindings) }?.appending(.json)
    case .call(.url, let arguments):
      return arguments.first.flatMap { place(of: $0, bindings) }?.appending(.url)
    case .constant, .now, .list, .not, .and, .or, .compare, .arithmetic, .negate, .coalesce, .has,
      .quantifier, .call:
      return nil
    }
  }

  /// The value at a place; nil where the way leads into a text that is not in parts.
  func known(at place: SketchPlace) -> Known? {
    switch sketch.look(place) {
    case .missing: return .missing
    case .blocked: return place.outermost == place ? .fault : nil
    case .sketch(let found):
      switch found {
      case .open: return .unknown
      case .absent, .null: return .missing
      case .numeral: return .fault
      case .value(let constant): return .constant(constant)
      case .list, .record, .url: return found.constant.map { .constant($0) } ?? .place(place)
      case .json: return found.json.map { part in text(part) } ?? .fault
      }
    }
  }

  private func text(_ part: JSONPart) -> Known {
    if case .string(let text) = part { .constant(.string(ExactString(text))) } else { .fault }
  }

  // MARK: Values

  func evaluate(_ expression: CheckedExpression, _ bindings: Bindings = [:]) -> Known {
    if let place = place(of: expression, bindings), let known = known(at: place) { return known }
    switch expression.kind {
    case .constant(let constant): return .constant(constant)
    case .path: return .fault
    case .local(let variable, let steps):
      guard case .constant(let value) = bindings[variable] else { return .fault }
      if value == .null { return .missing }
      return steps.reduce(.constant(value)) { step($1, in: $0) }
    case .now: return now.map { .constant(.timestamp($0)) } ?? .unknown
    case .member(let base, let name): return step(.member(name), in: evaluate(base, bindings))
    case .element(let base, let key): return element(base, key, bindings)
    case .list(let elements):
      var constants: [Constant] = []
      for element in elements {
        let known = evaluate(element, bindings)
        guard let constant = known.constant else { return known.isUnknown ? .unknown : .fault }
        constants.append(constant)
      }
      return .constant(.list(constants))
    case .not(let operand):
      let known = evaluate(operand, bindings)
      return known.truth.map { .truth(!$0) } ?? (known.isUnknown ? .unknown : .fault)
    case .and(let operands): return junction(operands, settledBy: false, bindings)
    case .or(let operands): return junction(operands, settledBy: true, bindings)
    case .compare(let comparison, let left, let right):
      return both(left, right, bindings) {
        .truth(ConstantFolding.compare(comparison, $0, $1, as: right.type))
      }
    case .arithmetic(let operation, let left, let right):
      return both(left, right, bindings) {
        ConstantFolding.arithmetic(operation, $0, $1).map { .constant($0) } ?? .fault
      }
    case .negate(let operand):
      let known = evaluate(operand, bindings)
      guard let constant = known.constant else { return known.isUnknown ? .unknown : .fault }
      return ConstantFolding.negated(constant).map { .constant($0) } ?? .fault
    case .coalesce(let left, let right):
      let known = evaluate(left, bindings)
      if case .missing = known { return evaluate(right, bindings) }
      return known
    case .has(let operand):
      switch evaluate(operand, bindings) {
      case .unknown: return .unknown
      case .missing: return .truth(false)
      case .constant, .place, .fault: return .truth(true)
      }
    case .quantifier(let quantifier): return evaluate(quantifier, bindings)
    case .call(let builtin, let arguments): return call(builtin, arguments, bindings)
    }
  }

  func truth(_ expression: CheckedExpression, _ bindings: Bindings = [:]) -> Bool? {
    evaluate(expression, bindings).truth
  }

  private func step(_ step: RequestPath.Step, in base: Known) -> Known {
    switch base {
    case .unknown, .missing, .fault: return base
    case .place: return .unknown
    case .constant(let constant):
      return ConstantFolding.value(at: step, in: constant)
        .map { $0 == .null ? .missing : .constant($0) } ?? .missing
    }
  }

  private func element(
    _ base: CheckedExpression, _ key: CheckedExpression, _ bindings: Bindings
  ) -> Known {
    let base = evaluate(base, bindings)
    switch evaluate(key, bindings) {
    case .constant(.string(let name)): return step(.member(name), in: base)
    case .constant(.number(let number)):
      return number.integer.map { step(.index($0), in: base) } ?? .missing
    case .unknown, .place: return .unknown
    case .missing, .fault, .constant: return .fault
    }
  }

  /// Kleene's tables, with what is unknown on top of them.
  private func junction(
    _ operands: [CheckedExpression], settledBy truth: Bool, _ bindings: Bindings
  ) -> Known {
    combine(operands.lazy.map { evaluate($0, bindings) }, settledBy: truth)
  }

  private func combine(_ outcomes: some Sequence<Known>, settledBy truth: Bool) -> Known {
    var isUnknown = false
    var isFault = false
    for outcome in outcomes {
      if outcome.truth == truth { return .truth(truth) }
      if outcome.isUnknown { isUnknown = true } else if outcome.truth == nil { isFault = true }
    }
    return isUnknown ? .unknown : isFault ? .fault : .truth(!truth)
  }

  private func both(
    _ left: CheckedExpression, _ right: CheckedExpression, _ bindings: Bindings,
    _ combine: (Constant, Constant) -> Known
  ) -> Known {
    let (left, right) = (evaluate(left, bindings), evaluate(right, bindings))
    if let left = left.constant, let right = right.constant { return combine(left, right) }
    for known in [left, right] where known.constant == nil && !known.isUnknown { return .fault }
    return .unknown
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
    if case .call(.values, let arguments) = subject.kind, let map = arguments.first,
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
    case .missing, .fault: return .fault
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
    case .fault: return .fault
    case .bindings(let found): inner = found
    }
    let bodies = inner.lazy.map { evaluate(quantifier.body, $0) }
    switch quantifier.kind {
    case .any: return combine(bodies, settledBy: true)
    case .all: return combine(bodies, settledBy: false)
    case .count:
      var count = 0
      var isUnknown = false
      for body in bodies {
        if body.isUnknown { isUnknown = true } else if body.truth == nil { return .fault }
        if body.truth == true { count += 1 }
      }
      return isUnknown ? .unknown : .constant(.number(Decimal(count)))
    case .sum, .min, .max:
      var result: Constant?
      for body in bodies {
        guard let value = body.constant else { return body.isUnknown ? .unknown : .fault }
        guard let known = result else {
          result = value
          continue
        }
        switch quantifier.kind {
        case .sum: result = ConstantFolding.arithmetic(.add, known, value)
        case .min: if ConstantFolding.compare(.less, value, known) == true { result = value }
        case .max: if ConstantFolding.compare(.greater, value, known) == true { result = value }
        case .any, .all, .count: break
        }
        if result == nil { return .fault }
      }
      if let result { return .constant(result) }
      guard quantifier.kind == .sum else { return .fault }
      return .constant(
        quantifier.body.type == .duration ? .duration(.zero) : .number(.zero))
    }
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
      guard case .place(let place) = known else { return known.isUnknown ? .unknown : .fault }
      return shallow(builtin, place)
    }
    switch builtin.fold(constants) {
    case .success(let constant): return .constant(constant)
    case .failure: return .fault
    }
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
