// Rules spelled anew so that they mean the same, by the laws that Architecture lists under "Terms",
// and rules altered a little so that they may mean something else.

package import Weir

/// Spells checked rules anew.
package struct Respelling {
  private var random: SplitMix64
  /// Variables get numbers that nothing else has.
  private var nextVariable = 1_000

  package init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// A rule that means the same.
  package mutating func respelled(_ rule: CheckedRule) -> CheckedRule {
    var result = rule
    // `unless a` is `when not a`; `when a and b` is two `when`s, `unless a or b` two `unless`es.
    var conditions = rule.conditions
    var exclusions: [CheckedExpression] = []
    for exclusion in rule.exclusions {
      if random.once(in: 3) {
        conditions.append(CheckedExpression(.not(exclusion), .bool, exclusion.range))
      } else {
        exclusions.append(exclusion)
      }
    }
    result.conditions = regrouped(conditions.map { respelled($0, [:]) }, isAnd: true)
    result.exclusions = regrouped(exclusions.map { respelled($0, [:]) }, isAnd: false)
    return result
  }

  /// The same clauses in another order, split and joined.
  private mutating func regrouped(
    _ clauses: [CheckedExpression], isAnd: Bool
  ) -> [CheckedExpression] {
    var parts: [CheckedExpression] = []
    for clause in clauses {
      switch clause.kind {
      case .and(let operands) where isAnd && random.once(in: 2): parts += operands
      case .or(let operands) where !isAnd && random.once(in: 2): parts += operands
      default: parts.append(clause)
      }
    }
    parts.shuffle(using: &random)
    if let last = parts.last, random.once(in: 4) { parts.append(last) }
    guard parts.count > 1, random.once(in: 2) else { return parts }
    let count = 2 + random.below(parts.count - 1)
    let joined = Array(parts.prefix(count))
    let range = joined[0].range
    return [CheckedExpression(isAnd ? .and(joined) : .or(joined), .bool, range)]
      + parts.dropFirst(count)
  }

  /// An expression that means the same; `names` are the new numbers of the variables bound around
  /// it.
  private mutating func respelled(
    _ expression: CheckedExpression, _ names: [Int: Int]
  ) -> CheckedExpression {
    var result = expression
    switch expression.kind {
    case .constant, .path, .now: break
    case .local(let variable, let steps):
      result.kind = .local(names[variable] ?? variable, steps)
    case .member(let base, let name): result.kind = .member(respelled(base, names), name)
    case .element(let base, let key):
      result.kind = .element(respelled(base, names), respelled(key, names))
    case .list(let elements): result.kind = .list(elements.map { respelled($0, names) })
    case .not(let operand): result.kind = .not(respelled(operand, names))
    case .and(let operands):
      result.kind = .and(shuffled(operands.map { respelled($0, names) }) { .and($0) })
    case .or(let operands):
      result.kind = .or(shuffled(operands.map { respelled($0, names) }) { .or($0) })
    case .compare(let comparison, let left, let right):
      result.kind = compare(comparison, respelled(left, names), respelled(right, names))
    case .arithmetic(let operation, let left, let right):
      result.kind = .arithmetic(operation, respelled(left, names), respelled(right, names))
    case .negate(let operand): result.kind = .negate(respelled(operand, names))
    case .coalesce(let left, let right):
      result.kind = .coalesce(respelled(left, names), respelled(right, names))
    case .has(let operand): result.kind = .has(respelled(operand, names))
    case .call(let builtin, let arguments):
      result.kind = .call(builtin, arguments.map { respelled($0, names) })
    case .quantifier(var quantifier):
      var inner = names
      inner[quantifier.variable] = nextVariable
      quantifier.subject = respelled(quantifier.subject, names)
      quantifier.variable = nextVariable
      nextVariable += 1 + random.below(5)
      if let second = quantifier.secondVariable {
        inner[second] = nextVariable
        quantifier.secondVariable = nextVariable
        nextVariable += 1
      }
      quantifier.body = respelled(quantifier.body, inner)
      result.kind = .quantifier(quantifier)
    }
    if result.type == .bool, random.once(in: 8) { return negatedTwice(result) }
    return result
  }

  private mutating func shuffled(
    _ operands: [CheckedExpression], _ join: ([CheckedExpression]) -> CheckedExpression.Kind
  ) -> [CheckedExpression] {
    var operands = operands.shuffled(using: &random)
    if random.once(in: 6) { operands.append(random.pick(operands)) }
    guard operands.count > 2, random.once(in: 2) else { return operands }
    let inner = CheckedExpression(join(Array(operands.prefix(2))), .bool, operands[0].range)
    return [inner] + operands.dropFirst(2)
  }

  private mutating func compare(
    _ comparison: Comparison, _ left: CheckedExpression, _ right: CheckedExpression
  ) -> CheckedExpression.Kind {
    let plain = CheckedExpression.Kind.compare(comparison, left, right)
    guard random.once(in: 2) else { return plain }
    switch comparison {
    case .equal, .notEqual, .overlaps: return .compare(comparison, right, left)
    case .less: return .compare(.greater, right, left)
    case .lessOrEqual: return .compare(.greaterOrEqual, right, left)
    case .greater: return .compare(.less, right, left)
    case .greaterOrEqual: return .compare(.lessOrEqual, right, left)
    case .in, .notIn:
      guard case .constant(.list(let elements)) = right.kind, let first = elements.first else {
        return plain
      }
      var list = right
      list.kind = .constant(.list((elements + [first]).shuffled(using: &random)))
      return .compare(comparison, left, list)
    case .contains, .includes, .startsWith, .endsWith, .like, .matches: return plain
    }
  }

  /// `not not a`, with the inner `not` moved inward where Kleene's tables let it.
  private mutating func negatedTwice(_ expression: CheckedExpression) -> CheckedExpression {
    var inner = expression
    func opposite(_ operand: CheckedExpression) -> CheckedExpression {
      CheckedExpression(.not(operand), .bool, operand.range)
    }
    switch expression.kind {
    case .and(let operands): inner.kind = .or(operands.map(opposite))
    case .or(let operands): inner.kind = .and(operands.map(opposite))
    case .compare(let comparison, let left, let right):
      guard let other = comparison.opposite else { return opposite(opposite(expression)) }
      inner.kind = .compare(other, left, right)
    case .quantifier(var quantifier):
      switch quantifier.kind {
      case .any: quantifier.kind = .all
      case .all: quantifier.kind = .any
      case .count, .sum, .min, .max: return expression
      }
      quantifier.body = opposite(quantifier.body)
      inner.kind = .quantifier(quantifier)
    default: inner = opposite(expression)
    }
    return opposite(inner)
  }
}

extension Comparison {
  fileprivate var opposite: Comparison? {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .less: .greaterOrEqual
    case .greaterOrEqual: .less
    case .greater: .lessOrEqual
    case .lessOrEqual: .greater
    case .in: .notIn
    case .notIn: .in
    case .contains, .overlaps, .includes, .startsWith, .endsWith, .like, .matches: nil
    }
  }
}

// MARK: - Other rules

extension Respelling {
  /// A rule in which one thing is another one.
  package mutating func altered(_ rule: CheckedRule) -> CheckedRule {
    var result = rule
    if rule.conditions.isEmpty || (!rule.exclusions.isEmpty && random.once(in: 3)) {
      guard !rule.exclusions.isEmpty else { return rule }
      let index = random.below(rule.exclusions.count)
      result.exclusions[index] = altered(rule.exclusions[index])
    } else {
      let index = random.below(rule.conditions.count)
      result.conditions[index] = altered(rule.conditions[index])
    }
    return result
  }

  private mutating func altered(_ expression: CheckedExpression) -> CheckedExpression {
    var result = expression
    let goesOn = !random.once(in: 3)
    switch expression.kind {
    case .and(var operands), .or(var operands):
      let isAnd = if case .and = expression.kind { true } else { false }
      if goesOn {
        let index = random.below(operands.count)
        operands[index] = altered(operands[index])
        result.kind = isAnd ? .and(operands) : .or(operands)
      } else if random.once(in: 2), operands.count > 2 {
        operands.remove(at: random.below(operands.count))
        result.kind = isAnd ? .and(operands) : .or(operands)
      } else {
        result.kind = isAnd ? .or(operands) : .and(operands)
      }
    case .not(let operand): result = goesOn ? result : operand
    case .compare(let comparison, let left, let right):
      switch comparison {
      case .equal: result.kind = .compare(.notEqual, left, right)
      case .notEqual: result.kind = .compare(.equal, left, right)
      case .less, .lessOrEqual, .greater, .greaterOrEqual:
        let others: [Comparison] = [.less, .lessOrEqual, .greater, .greaterOrEqual]
        result.kind =
          random.once(in: 2)
          ? .compare(random.pick(others), left, right) : .compare(comparison, right, left)
      case .in: result.kind = .compare(.notIn, left, right)
      case .notIn: result.kind = .compare(.in, left, right)
      case .includes, .startsWith, .endsWith:
        result.kind = .compare(random.pick([.includes, .startsWith, .endsWith]), left, right)
      case .contains, .overlaps, .like, .matches:
        result = CheckedExpression(.not(expression), .bool, expression.range)
      }
    case .quantifier(var quantifier):
      switch quantifier.kind {
      case .any: quantifier.kind = .all
      case .all: quantifier.kind = .any
      case .min: quantifier.kind = .max
      case .max: quantifier.kind = .min
      case .count, .sum: break
      }
      if goesOn, quantifier.body.type == .bool { quantifier.body = altered(quantifier.body) }
      result.kind = .quantifier(quantifier)
    case .arithmetic(let operation, let left, let right):
      result.kind = .arithmetic(operation, right, left)
    case .constant, .path, .local, .now, .member, .element, .list, .negate, .coalesce, .has, .call:
      if expression.type == .bool {
        result = CheckedExpression(.not(expression), .bool, expression.range)
      }
    }
    return result
  }
}
