// The expressions of a policy's conditions by what they are, and what it does to requests when one
// of them is true more often. Found in one walk, so that many rules that look at single comparisons
// cost as much as one.

package import Weir

/// What rules look at one by one. An expression that several rules share, as those of an `on` and
/// of a definition are, is here once, at the place where it is written.
package struct LintExpressions {
  package struct Place {
    package let expression: CheckedExpression
    /// The first rule that it is a condition of, by its index in the checked policy.
    package let rule: Int
    /// Whether more requests may pass if it is true more often: it is required by an allow, or
    /// spares something from a deny or hold.
    package fileprivate(set) var opens: Bool
    /// Whether fewer requests may pass if it is true more often.
    package fileprivate(set) var closes: Bool
    /// Whether a hold depends on it: the text of its conditions is in the keys of its approvals.
    package fileprivate(set) var isInHold: Bool

    /// Takes on what another place of the same text does.
    mutating func join(_ other: Place) {
      opens = opens || other.opens
      closes = closes || other.closes
      isInHold = isInHold || other.isInHold
    }

    /// The same of a part of it, for who looks into the body of a quantifier.
    package func part(_ expression: CheckedExpression) -> Place {
      Place(
        expression: expression, rule: rule, opens: opens, closes: closes, isInHold: isInHold)
    }
  }

  package private(set) var comparisons: [Place] = []
  package private(set) var quantifiers: [Place] = []

  private var indices: [Key: Int] = [:]
  private var effect = PolicyEffect.allow

  private struct Key: Hashable {
    var kind: Kind
    var range: SourceRange
  }

  private enum Kind {
    case comparison, quantifier
  }

  /// What more truth of an expression does to the verdicts.
  private enum Direction {
    case opens, closes, either

    var opposite: Direction {
      switch self {
      case .opens: .closes
      case .closes: .opens
      case .either: .either
      }
    }
  }

  init(_ checked: CheckedPolicy) {
    for (index, rule) in checked.rules.enumerated() {
      effect = rule.effect
      let direction: Direction =
        switch rule.effect {
        case .allow: .opens
        case .deny, .hold: .closes
        }
      for condition in rule.conditions { add(condition, direction, rule: index) }
      for condition in rule.exclusions { add(condition, direction.opposite, rule: index) }
    }
    indices = [:]
  }

  private mutating func add(_ expression: CheckedExpression, _ direction: Direction, rule: Int) {
    switch expression.kind {
    case .constant, .path, .local, .now: break
    case .member(let operand, _), .has(let operand), .negate(let operand):
      add(operand, .either, rule: rule)
    case .element(let left, let right), .arithmetic(_, let left, let right),
      .coalesce(let left, let right):
      add(left, .either, rule: rule)
      add(right, .either, rule: rule)
    case .list(let elements):
      for element in elements { add(element, .either, rule: rule) }
    case .not(let operand): add(operand, direction.opposite, rule: rule)
    case .and(let operands), .or(let operands):
      for operand in operands { add(operand, direction, rule: rule) }
    case .compare(_, let left, let right):
      place(expression, .comparison, direction, rule, in: \.comparisons)
      add(left, .either, rule: rule)
      add(right, .either, rule: rule)
    case .quantifier(let quantifier):
      place(expression, .quantifier, direction, rule, in: \.quantifiers)
      add(quantifier.subject, .either, rule: rule)
      let body: Direction =
        switch quantifier.kind {
        case .any, .all: direction
        case .count, .sum, .min, .max: .either
        }
      add(quantifier.body, body, rule: rule)
    case .call(_, let arguments):
      for argument in arguments { add(argument, .either, rule: rule) }
    }
  }

  private mutating func place(
    _ expression: CheckedExpression, _ kind: Kind, _ direction: Direction, _ rule: Int,
    in list: WritableKeyPath<LintExpressions, [Place]>
  ) {
    let (opens, closes) = (direction != .closes, direction != .opens)
    let place = Place(
      expression: expression, rule: rule, opens: opens, closes: closes, isInHold: effect == .hold)
    let key = Key(kind: kind, range: expression.range)
    if let known = indices[key] {
      self[keyPath: list][known].join(place)
    } else {
      indices[key] = self[keyPath: list].count
      self[keyPath: list].append(place)
    }
  }
}
