// The terms of a rule as text: S-expressions in which what means the same by the language's own
// laws reads the same, byte for byte. A hold's key holds a digest of them: an approval outlives a
// rule that is merely spelled anew, and no approval of one rule serves another that means something
// else.
//
// The laws stand in Architecture ("Terms"). Negations are moved inward, until they stand before
// what cannot be taken apart; nested `and`s and `or`s are one; a quantifier's variable is known by
// how many are bound around it, so that no number depends on what stands beside. Nothing else is
// rewritten. Texts that differ may still mean the same; equal ones never differ in meaning.

package enum CanonicalForm {
  /// What approving a hold of this rule means: its conditions, its period, who, by when, for what.
  /// What is only said about it (reason, annotations, documentation, whom to notify) is not here: a
  /// better wording voids no approval.
  package static func terms(_ rule: CheckedRule) -> ExactString {
    // One conjunction, however it is spread over clauses and over the `on`s around them.
    let whole = CanonicalTruth.joined(
      .and,
      rule.conditions.map { truth($0, Scope(), isNegated: false) }
        + rule.exclusions.map { truth($0, Scope(), isNegated: true) })
    var lines: [String]
    switch whole.kind {
    case .constant(true): lines = []
    case .all(.and): lines = whole.parts.map { form("when", [$0.text]) }
    case .constant(false), .all(.or), .leaf: lines = [form("when", [whole.text])]
    }
    if let from = rule.from { lines.append("(from \(from))") }
    if let until = rule.until { lines.append("(until \(until))") }
    if let hold = rule.hold { lines += ClauseForm.canonical.lines(hold) }
    return ExactString(lines.joined(separator: "\n"))
  }

  /// What approving a hold of the default means.
  package static func terms(_ hold: HoldClauses<PolicyApprover>) -> ExactString {
    ExactString(ClauseForm.canonical.lines(hold).joined(separator: "\n"))
  }

  /// An expression.
  package static func text(_ expression: CheckedExpression) -> ExactString {
    ExactString(text(expression, Scope()))
  }

  static func form(_ head: String, _ operands: [String]) -> String {
    "(" + ([head] + operands).joined(separator: " ") + ")"
  }
}

extension [String] {
  /// In the order of their bytes.
  var inOrder: [String] {
    sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// In the order of their bytes, each once.
  var asSet: [String] {
    var kept: [String] = []
    for text in inOrder where !(kept.last?.utf8.elementsEqual(text.utf8) ?? false) {
      kept.append(text)
    }
    return kept
  }
}

// MARK: - Truths

/// A condition in canonical form.
private struct CanonicalTruth {
  enum Junction: String {
    case and, or
  }

  enum Kind {
    case constant(Bool)
    case leaf
    /// Of at least two parts, none of them of the same kind.
    case all(Junction)
  }

  let kind: Kind
  let text: String
  let parts: [CanonicalTruth]

  private init(_ kind: Kind, _ text: String, _ parts: [CanonicalTruth] = []) {
    self.kind = kind
    self.text = text
    self.parts = parts
  }

  static func constant(_ truth: Bool) -> CanonicalTruth {
    CanonicalTruth(.constant(truth), "\(truth)")
  }

  static func leaf(_ text: String, isNegated: Bool) -> CanonicalTruth {
    CanonicalTruth(.leaf, isNegated ? "(not \(text))" : text)
  }

  /// Operands of `and` or `or`, in whatever order and however nested.
  static func joined(_ junction: Junction, _ operands: [CanonicalTruth]) -> CanonicalTruth {
    var parts: [CanonicalTruth] = []
    for operand in operands {
      switch operand.kind {
      case .constant(let truth):
        // What decides alone, and what changes nothing.
        if truth == (junction == .or) { return operand }
      case .all(let inner) where inner == junction: parts += operand.parts
      case .leaf, .all: parts.append(operand)
      }
    }
    parts.sort { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    var kept: [CanonicalTruth] = []
    for part in parts where !(kept.last?.text.utf8.elementsEqual(part.text.utf8) ?? false) {
      kept.append(part)
    }
    guard let first = kept.first else { return constant(junction == .and) }
    if kept.count == 1 { return first }
    return CanonicalTruth(
      .all(junction), CanonicalForm.form(junction.rawValue, kept.map(\.text)), kept)
  }
}

/// The variables that are bound where an expression stands.
private struct Scope {
  private var levels: [Int: Int] = [:]
  private var count = 0

  /// A variable by the number of those bound around it.
  func name(of variable: Int) -> String {
    // One that is bound elsewhere, in a part of a condition.
    levels[variable].map { "$\($0)" } ?? "$free\(variable)"
  }

  mutating func bind(_ variable: Int) {
    levels[variable] = count
    count += 1
  }
}

extension CanonicalForm {
  private static func truth(
    _ expression: CheckedExpression, _ scope: Scope, isNegated: Bool
  ) -> CanonicalTruth {
    switch expression.kind {
    case .constant(.bool(let truth)): return .constant(truth != isNegated)
    case .not(let operand): return truth(operand, scope, isNegated: !isNegated)
    case .and(let operands):
      return .joined(
        isNegated ? .or : .and, operands.map { truth($0, scope, isNegated: isNegated) })
    case .or(let operands):
      return .joined(
        isNegated ? .and : .or, operands.map { truth($0, scope, isNegated: isNegated) })
    case .compare(let comparison, let left, let right):
      let (text, isOpposite) = compare(comparison, left, right, scope)
      return .leaf(text, isNegated: isNegated != isOpposite)
    case .quantifier(let quantifier):
      switch quantifier.kind {
      case .any, .all:
        // `not any(x in xs: a)` is `all(x in xs: not a)`.
        let kind: QuantifierKind = (quantifier.kind == .any) != isNegated ? .any : .all
        return .leaf(
          text(quantifier, as: kind, scope) { truth($0, $1, isNegated: isNegated).text },
          isNegated: false)
      case .count, .sum, .min, .max:
        return .leaf(text(expression, scope), isNegated: isNegated)
      }
    case .constant, .path, .local, .now, .member, .element, .list, .arithmetic, .negate, .coalesce,
      .has, .call:
      return .leaf(text(expression, scope), isNegated: isNegated)
    }
  }

  /// A comparison, or its opposite.
  private static func compare(
    _ comparison: Comparison, _ left: CheckedExpression, _ right: CheckedExpression, _ scope: Scope
  ) -> (text: String, isOpposite: Bool) {
    switch comparison {
    case .equal, .notEqual:
      let sides = [text(left, scope), text(right, scope)].inOrder
      return (form("==", sides), comparison == .notEqual)
    case .less, .greaterOrEqual:
      return (form("<", [text(left, scope), text(right, scope)]), comparison == .greaterOrEqual)
    case .greater, .lessOrEqual:
      return (form("<", [text(right, scope), text(left, scope)]), comparison == .lessOrEqual)
    case .in, .notIn:
      // Whether a map is meant is known from the shape, and what has no shape is uncertain.
      let word = if case .map = right.type { "key-in" } else { "in" }
      return (form(word, [text(left, scope), members(right, scope)]), comparison == .notIn)
    case .contains:
      // The same as `in`, where it is known to be a list; `in` asks for other things too.
      if case .list = left.type {
        return (form("in", [text(right, scope), members(left, scope)]), false)
      }
      return (form("contains", [text(left, scope), text(right, scope)]), false)
    case .overlaps:
      return (form("overlaps", [members(left, scope), members(right, scope)].inOrder), false)
    case .includes, .startsWith, .endsWith, .like, .matches:
      return (form(comparison.spelling, [text(left, scope), text(right, scope)]), false)
    }
  }

  /// A list in which something is looked for: in what order, and how often, an element stands in
  /// one that is written out does not matter.
  private static func members(_ list: CheckedExpression, _ scope: Scope) -> String {
    switch list.kind {
    case .constant(.list(let elements)):
      return "[" + elements.map { spelling($0) }.asSet.joined(separator: " ") + "]"
    case .list(let elements): return form("list", elements.map { text($0, scope) }.asSet)
    case .constant, .path, .local, .now, .member, .element, .not, .and, .or, .compare, .arithmetic,
      .negate, .coalesce, .has, .quantifier, .call:
      return text(list, scope)
    }
  }
}

// MARK: - Values

extension CanonicalForm {
  private static func text(_ expression: CheckedExpression, _ scope: Scope) -> String {
    switch expression.kind {
    case .constant(let constant): return spelling(constant)
    case .path(let path): return "(path \(path.text))"
    case .local(let variable, let steps):
      return RequestPath.text(of: steps, root: scope.name(of: variable))
    case .now: return "now"
    case .member(let base, let name): return form("member", [text(base, scope), quoted(name)])
    case .element(let base, let key):
      return form("element", [text(base, scope), text(key, scope)])
    case .list(let elements): return form("list", elements.map { text($0, scope) })
    case .not, .and, .or, .compare: return truth(expression, scope, isNegated: false).text
    case .arithmetic(.multiply, let left, let right):
      return form("*", [text(left, scope), text(right, scope)].inOrder)
    case .arithmetic(.add, let left, let right):
      return sum(expression, scope) ?? form("+", [text(left, scope), text(right, scope)].inOrder)
    case .arithmetic(.subtract, let left, let right):
      return sum(expression, scope) ?? form("-", [text(left, scope), text(right, scope)])
    case .negate(let operand):
      return sum(expression, scope) ?? form("-", [text(operand, scope)])
    case .coalesce(let left, let right):
      return form("??", [text(left, scope), text(right, scope)])
    case .has(let operand): return form("has", [text(operand, scope)])
    case .quantifier(let quantifier):
      switch quantifier.kind {
      case .any, .all: return truth(expression, scope, isNegated: false).text
      case .count, .sum, .min, .max:
        return text(quantifier, as: quantifier.kind, scope) { text($0, $1) }
      }
    case .call(let callee, let arguments):
      return form("call " + callee.name, arguments.map { text($0, scope) })
    }
  }

  private static func text(
    _ quantifier: CheckedQuantifier, as kind: QuantifierKind, _ scope: Scope,
    body: (CheckedExpression, Scope) -> String
  ) -> String {
    var inner = scope
    inner.bind(quantifier.variable)
    var variables = inner.name(of: quantifier.variable)
    if let second = quantifier.secondVariable {
      inner.bind(second)
      variables += "," + inner.name(of: second)
    } else if case .map = quantifier.subject.type {
      // One variable over what no shape says to be a map is uncertain.
      variables += ",key"
    }
    // The subject stands outside: it does not know the variables.
    return form(
      kind.rawValue, [variables, text(quantifier.subject, scope), body(quantifier.body, inner)])
  }

  /// A sum of numbers, or of durations; nil for what may be one of something else, such as
  /// instants.
  private static func sum(_ expression: CheckedExpression, _ scope: Scope) -> String? {
    guard expression.isPlainSum else { return nil }
    var terms = Terms()
    terms.add(expression, scope, isNegated: false)
    return terms.text
  }

  /// What is added up and what is taken away, in whatever order.
  private struct Terms {
    private var added: [String] = []
    private var subtracted: [String] = []

    mutating func add(_ expression: CheckedExpression, _ scope: Scope, isNegated: Bool) {
      switch expression.kind {
      case .arithmetic(.add, let left, let right) where expression.isPlainSum:
        add(left, scope, isNegated: isNegated)
        add(right, scope, isNegated: isNegated)
      case .arithmetic(.subtract, let left, let right) where expression.isPlainSum:
        add(left, scope, isNegated: isNegated)
        add(right, scope, isNegated: !isNegated)
      case .negate(let operand) where expression.isPlainSum:
        add(operand, scope, isNegated: !isNegated)
      case .constant(let constant):
        // A constant has its own sign.
        if isNegated, let opposite = ConstantFolding.negated(constant) {
          added.append(spelling(opposite))
        } else {
          append(spelling(constant), isNegated)
        }
      case .path, .local, .now, .member, .element, .list, .not, .and, .or, .compare, .arithmetic,
        .negate, .coalesce, .has, .quantifier, .call:
        append(CanonicalForm.text(expression, scope), isNegated)
      }
    }

    private mutating func append(_ text: String, _ isNegated: Bool) {
      if isNegated { subtracted.append(text) } else { added.append(text) }
    }

    /// Not a set: the same term twice is another sum.
    var text: String { form("+", added.inOrder + subtracted.inOrder.map { form("-", [$0]) }) }
  }

  /// A constant as a policy spells it, or nearly.
  package static func spelling(_ constant: Constant) -> String {
    switch constant {
    case .null: return "null"
    case .bool(let truth): return "\(truth)"
    case .string(let text): return quoted(text)
    case .number(let decimal): return "\(decimal)"
    case .timestamp(let timestamp): return "\(timestamp)"
    case .duration(let interval): return "\(interval)"
    case .ip(let address): return "\(address)"
    case .cidr(let block): return "\(block)"
    case .hours(let hours):
      return "(hours \(quoted(ExactString(hours.text))) \(quoted(ExactString(hours.zoneName))))"
    case .version(let version):
      return "(version \(version.ordered.map { String($0, radix: 16) }.joined(separator: " ")))"
    case .path(let path): return "(path \(quoted(path.text)))"
    case .folder(let folder): return "(folder \(quoted(folder.text)))"
    case .list(let elements):
      return "[" + elements.map { spelling($0) }.joined(separator: " ") + "]"
    case .record(let members):
      return "{"
        + members.map { "\(quoted($0.name)): \(spelling($0.value))" }.joined(separator: " ") + "}"
    }
  }
}

extension CheckedExpression {
  /// Adds, subtracts or negates what can be nothing but numbers, or nothing but durations: in which
  /// order makes no difference then.
  fileprivate var isPlainSum: Bool {
    guard type == .number || type == .duration else { return false }
    switch kind {
    case .arithmetic(.add, let left, let right), .arithmetic(.subtract, let left, let right):
      return left.type == type && right.type == type
    case .negate(let operand): return operand.type == type
    case .arithmetic(.multiply, _, _), .constant, .path, .local, .now, .member, .element, .list,
      .not,
      .and, .or, .compare, .coalesce, .has, .quantifier, .call:
      return false
    }
  }
}
