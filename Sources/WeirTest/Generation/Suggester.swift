// What to decide next, so that a condition gets the wanted truth. The demand is passed down the
// expression and solved for the open operand (`a + b > 10` with `a` known asks for `b > 10 - a`),
// until it reaches a path of the request or the clock, where values are tried.
//
// Suggestions need only be likely: the search evaluates each of them, and the machine has the last
// word. So samples are good enough where a demand is hard to invert.

internal import Weir

/// One decision.
enum SceneChange: Sendable {
  case set(SketchPlace, Sketch)
  case now(Timestamp)
}

extension Scene {
  func applying(_ decision: SceneChange) -> Scene {
    var scene = self
    switch decision {
    case .set(let place, let value): scene.sketch = sketch.setting(place, to: value)
    case .now(let instant): scene.now = instant
    }
    return scene
  }
}

/// What one search may spend on suggestions: functions in functions and quantifiers in quantifiers
/// multiply them, and a step of the search has no other bound.
final class SuggestionBudget {
  /// How many more expressions may be asked for suggestions.
  fileprivate var left = 200_000

  fileprivate func spend() -> Bool {
    left -= 1
    return left >= 0
  }
}

/// Suggests decisions for one scene.
struct Suggester {
  let scene: Scene
  let pool: ValuePool
  /// Where rules bound the time, the first instant to try.
  let start: Timestamp?
  let budget: SuggestionBudget

  /// No list of a sketch is longer: nobody would read it.
  static let listLength = 64
  /// Nor is a text.
  static let textLength = 256

  func suggestions(
    _ expression: CheckedExpression, _ demand: Demand, _ bindings: Bindings
  ) -> [SceneChange] {
    guard budget.spend() else { return [] }
    if let place = scene.place(of: expression, bindings) {
      if let decisions = decisions(at: place, expression.type, demand) { return decisions }
    }
    switch expression.kind {
    case .constant, .path, .local: return []
    case .now:
      guard scene.now == nil else { return [] }
      return demand.candidates(
        type: .timestamp, named: nil, pool: pool.moments(near: start).map { .timestamp($0) },
        moments: pool.moments(near: start)
      ).compactMap { candidate in
        if case .value(.timestamp(let instant)) = candidate { .now(instant) } else { nil }
      }
    case .member(let base, _): return suggestions(base, .any, bindings)
    case .element(let base, let key): return element(base, key, demand, bindings)
    case .list(let elements):
      return elements.first { scene.evaluate($0, bindings).isUnknown }
        .map { suggestions($0, .any, bindings) } ?? []
    case .not(let operand):
      return suggestions(operand, demand.negated, bindings)
    case .and(let operands): return junction(operands, all: true, demand, bindings)
    case .or(let operands): return junction(operands, all: false, demand, bindings)
    case .compare(let comparison, let left, let right):
      return compare(comparison, left, right, demand.wantedTruth, bindings)
    case .arithmetic(let operation, let left, let right):
      return arithmetic(operation, left, right, demand, bindings)
    case .negate(let operand): return negate(operand, demand, bindings)
    case .coalesce(let left, let right): return coalesce(left, right, demand, bindings)
    case .has(let operand):
      if demand.wantedTruth { return suggestions(operand, .any, bindings) }
      return scene.place(of: operand, bindings).map { [.set($0, .absent)] } ?? []
    case .quantifier(let quantifier): return self.quantifier(quantifier, demand, bindings)
    case .call(.reader, _): return []
    case .call(.builtin(let builtin), let arguments):
      return call(builtin, arguments, demand, bindings)
    }
  }

  // MARK: Places

  /// Values for a place; nil where there is nothing to decide there.
  private func decisions(at place: SketchPlace, _ type: Type, _ demand: Demand) -> [SceneChange]? {
    guard case .sketch(let found) = scene.sketch.look(place) else { return nil }
    switch found {
    case .open(let known):
      let declared = type == .any ? known ?? type : type
      return demand.candidates(
        type: declared, named: place.sampleName, pool: pool.values[ValuePool.key(place)] ?? [],
        moments: pool.moments(near: scene.now ?? start)
      ).prefix(64).filter(isReadable).map { .set(place, $0) }
    case .list(let elements):
      // One of the elements is open.
      for (index, element) in elements.enumerated() {
        let inner = place.appending(.index(index))
        if case .open(let type) = element {
          var demand = Demand.any
          if case .relation(.equal, .list(let wanted), true) = self.demand(demand),
            wanted.indices.contains(index)
          {
            demand = .relation(.equal, wanted[index], true)
          }
          return decisions(at: inner, type ?? .any, demand)
        }
      }
      return nil
    case .absent, .null, .value, .numeral, .record, .json, .url: return nil
    }
  }

  private func demand(_ demand: Demand) -> Demand { demand.normalised }

  private func isReadable(_ sketch: Sketch) -> Bool {
    switch sketch {
    case .value(.string(let text)): text.bytes.count <= Suggester.textLength
    case .list(let elements): elements.count <= Suggester.listLength
    case .open, .absent, .null, .value, .numeral, .record, .json, .url: true
    }
  }

  /// An element that a computed key chooses.
  private func element(
    _ base: CheckedExpression, _ key: CheckedExpression, _ demand: Demand, _ bindings: Bindings
  ) -> [SceneChange] {
    guard scene.evaluate(key, bindings).isUnknown else { return suggestions(base, .any, bindings) }
    var good: [Constant] = []
    var others: [Constant] = []
    switch scene.evaluate(base, bindings) {
    case .constant(.record(let members)):
      for member in members.prefix(64) {
        if demand.accepts(member.value) {
          good.append(.string(member.name))
        } else {
          others.append(.string(member.name))
        }
      }
    case .constant(.list(let elements)):
      for (index, element) in elements.prefix(64).enumerated() where demand.accepts(element) {
        good.append(.number(Decimal(index)))
      }
    case .unknown, .fault, .constant, .place: break
    }
    if good.isEmpty, others.isEmpty { return suggestions(key, .any, bindings) }
    return (good + others).flatMap { suggestions(key, .relation(.equal, $0, true), bindings) }
  }

  // MARK: Truths

  private func junction(
    _ operands: [CheckedExpression], all: Bool, _ demand: Demand, _ bindings: Bindings
  ) -> [SceneChange] {
    let wanted = demand.wantedTruth
    let open = operands.filter { scene.evaluate($0, bindings).isUnknown }
    if wanted == all {
      return open.first.map { suggestions($0, .truth(wanted), bindings) } ?? []
    }
    return open.prefix(24).flatMap { suggestions($0, .truth(wanted), bindings) }
  }

  private func compare(
    _ comparison: Comparison, _ left: CheckedExpression, _ right: CheckedExpression, _ truth: Bool,
    _ bindings: Bindings
  ) -> [SceneChange] {
    let (known, other) = (scene.evaluate(left, bindings), scene.evaluate(right, bindings))
    if let constant = other.constant {
      return suggestions(left, .relation(comparison, constant, truth), bindings)
    }
    if let constant = known.constant {
      return suggestions(right, .mirrored(comparison, constant, truth), bindings)
    }
    // The clock first: instants of the request are measured by it.
    if readsClock(left) {
      return suggestions(left, .any, bindings) + suggestions(right, .any, bindings)
    }
    return suggestions(right, .any, bindings) + suggestions(left, .any, bindings)
  }

  private func readsClock(_ expression: CheckedExpression) -> Bool {
    guard scene.now == nil else { return false }
    switch expression.kind {
    case .now: return true
    case .arithmetic(_, let left, let right): return readsClock(left) || readsClock(right)
    case .call(_, let arguments): return arguments.contains { readsClock($0) }
    case .constant, .path, .local, .member, .element, .list, .not, .and, .or, .compare, .negate,
      .coalesce, .has, .quantifier:
      return false
    }
  }

  private func coalesce(
    _ left: CheckedExpression, _ right: CheckedExpression, _ demand: Demand, _ bindings: Bindings
  ) -> [SceneChange] {
    guard scene.evaluate(left, bindings).isUnknown else {
      return suggestions(right, demand, bindings)
    }
    let values = suggestions(left, demand, bindings)
    guard let place = scene.place(of: left, bindings) else { return values }
    // Nothing at all is the least, where the replacement will do.
    let absent = SceneChange.set(place, .absent)
    if let value = scene.evaluate(right, bindings).constant, demand.accepts(value) {
      return [absent] + values
    }
    return values + [absent]
  }

  // MARK: Arithmetic

  private func arithmetic(
    _ operation: Arithmetic, _ left: CheckedExpression, _ right: CheckedExpression,
    _ demand: Demand, _ bindings: Bindings
  ) -> [SceneChange] {
    let (known, other) = (scene.evaluate(left, bindings), scene.evaluate(right, bindings))
    guard case .relation(let comparison, let target, let truth) = demand.normalised else {
      return sampling([left, right], bindings)
    }
    if let constant = other.constant {
      let demands = Demand.undoing(operation, constant, isLeft: false, comparison, target, truth)
      if !demands.isEmpty { return demands.flatMap { suggestions(left, $0, bindings) } }
    } else if let constant = known.constant {
      let demands = Demand.undoing(operation, constant, isLeft: true, comparison, target, truth)
      if !demands.isEmpty { return demands.flatMap { suggestions(right, $0, bindings) } }
    }
    return sampling([left, right], bindings)
  }

  /// Samples for the first operand that is open.
  private func sampling(_ operands: [CheckedExpression], _ bindings: Bindings) -> [SceneChange] {
    let open = operands.filter { scene.evaluate($0, bindings).isUnknown }
    // Instants of the request are measured by the clock.
    return (open.first { readsClock($0) } ?? open.first)
      .map { suggestions($0, .any, bindings) } ?? []
  }

  private func negate(
    _ operand: CheckedExpression, _ demand: Demand, _ bindings: Bindings
  ) -> [SceneChange] {
    guard case .relation(let comparison, let target, let truth) = demand.normalised,
      let negated = ConstantFolding.negated(target)
    else { return suggestions(operand, .any, bindings) }
    return suggestions(operand, .mirrored(comparison, negated, truth), bindings)
  }
}

extension Demand {
  var wantedTruth: Bool {
    switch self {
    case .truth(let truth): truth
    case .relation(.equal, .bool(let value), let truth),
      .mirrored(.equal, .bool(let value), let truth):
      value == truth
    case .relation(.notEqual, .bool(let value), let truth),
      .mirrored(.notEqual, .bool(let value), let truth):
      value != truth
    case .any, .relation, .mirrored: true
    }
  }

  var negated: Demand { .truth(!wantedTruth) }

  /// What is asked of the other operand of an operation, so that its result stands in a relation.
  static func undoing(
    _ operation: Arithmetic, _ operand: Constant, isLeft: Bool, _ comparison: Comparison,
    _ target: Constant, _ truth: Bool
  ) -> [Demand] {
    func direct(_ operation: Arithmetic) -> [Demand] {
      (ConstantFolding.arithmetic(operation, target, operand)
        // A length of time and an instant are added in one order only.
        ?? (operation == .add ? ConstantFolding.arithmetic(.add, operand, target) : nil))
        .map { [.relation(comparison, $0, truth)] } ?? []
    }
    switch operation {
    case .add: return direct(.subtract)
    case .subtract:
      if !isLeft { return direct(.add) }
      // operand - x REL target is operand - target RELd x.
      return ConstantFolding.arithmetic(.subtract, operand, target)
        .map { [.mirrored(comparison, $0, truth)] } ?? []
    case .multiply:
      guard case .number(let factor) = operand, case .number(let product) = target,
        let near = product.divided(near: factor)
      else { return [] }
      // Not exact as a rule: the neighbourhood is tried.
      let demand = { (number: Decimal) -> Demand in
        factor.isNegative
          ? .mirrored(comparison, .number(number), truth)
          : .relation(comparison, .number(number), truth)
      }
      return [near, near.adding(Decimal(1)), near.subtracting(Decimal(1))].compactMap { $0 }
        .map(demand)
    }
  }
}

extension Decimal {
  /// A number near the quotient: exact where six digits after the point will do.
  func divided(near divisor: Decimal) -> Decimal? {
    guard !divisor.isZero, let left = Double(description), let right = Double(divisor.description)
    else { return nil }
    let scaled = (left / right * 1_000_000).rounded()
    guard scaled.magnitude < 1e18 else { return nil }
    return Decimal(
      isNegative: scaled < 0, coefficient: UInt128(scaled.magnitude), exponent: -6)
  }
}
