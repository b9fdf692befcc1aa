// Conditions as they are written, for the rules about how they are: what reads better and means
// the same. These look at the syntax, since a checked condition no longer has parentheses or names.

package import Weir

/// An expression in a condition or a definition, as it is written.
package struct WrittenCondition {
  package let expression: SyntaxExpression
  /// Whether a hold may depend on it: the form of its conditions is in the keys of its approvals,
  /// so that another spelling with another form would ask for approvals anew.
  package let mayBeInHold: Bool
  /// It is all of a clause, of an `on` or of a definition.
  package let isWhole: Bool
}

extension LintContext {
  /// Every expression of the policy's conditions and definitions, outer ones first.
  func findWrittenConditions() -> [WrittenCondition] {
    var found: [WrittenCondition] = []
    func add(_ expression: SyntaxExpression, _ mayBeInHold: Bool, isWhole: Bool) {
      found.append(
        WrittenCondition(expression: expression, mayBeInHold: mayBeInHold, isWhole: isWhole))
      switch expression.kind {
      case .error, .boolean, .string, .number, .duration, .name: break
      case .list(let parts):
        for part in parts { add(part, mayBeInHold, isWhole: false) }
      case .member(let base, _): add(base, mayBeInHold, isWhole: false)
      case .index(let base, let key):
        add(base, mayBeInHold, isWhole: false)
        add(key, mayBeInHold, isWhole: false)
      case .call(_, let arguments):
        for argument in arguments { add(argument, mayBeInHold, isWhole: false) }
      case .parenthesized(let inner), .not(let inner), .negate(let inner), .has(let inner):
        add(inner, mayBeInHold, isWhole: false)
      case .binary(_, let left, let right, operatorRange: _):
        add(left, mayBeInHold, isWhole: false)
        add(right, mayBeInHold, isWhole: false)
      case .quantifier(let quantifier):
        add(quantifier.subject, mayBeInHold, isWhole: false)
        add(quantifier.body, mayBeInHold, isWhole: false)
      }
    }
    let hasHolds = checked.rules.contains { $0.effect == .hold }
    func isHold(_ declaration: SyntaxDeclaration) -> Bool {
      if case .rule(let rule) = declaration.kind { rule.effect == .hold } else { false }
    }
    for declaration in declarations {
      switch declaration.kind {
      case .rule(let rule):
        for clause in rule.clauses {
          switch clause.kind {
          case .when(let condition), .unless(let condition):
            add(condition, rule.effect == .hold, isWhole: true)
          case .because, .from, .until, .example, .hold, .error: break
          }
        }
      case .on(let block):
        add(block.condition, declaration.withInner.contains(where: isHold), isWhole: true)
      case .define(_, _, let body): add(body, hasHolds, isWhole: true)
      case .request, .requester, .volatile, .data, .type, .default, .error: break
      }
    }
    return found
  }

  /// The whole text at a range.
  func text(_ range: SourceRange) -> String {
    policy.files[Int(range.file)].text(in: range)
  }
}

extension SyntaxExpression {
  /// What parentheses stand around.
  var inner: SyntaxExpression {
    if case .parenthesized(let inner) = kind { inner.inner } else { self }
  }

  /// A literal of a text, a number or a truth.
  var isLiteral: Bool {
    switch kind {
    case .string, .number, .boolean, .duration: true
    case .negate(let operand): if case .number = operand.kind { true } else { false }
    case .error, .list, .name, .member, .index, .call, .parenthesized, .not, .has, .binary,
      .quantifier:
      false
    }
  }

  /// Whether a name stands anywhere in it.
  func mentions(_ name: String) -> Bool {
    switch kind {
    case .name(let own): own.utf8.elementsEqual(name.utf8)
    case .error, .boolean, .string, .number, .duration: false
    case .list(let parts): parts.contains { $0.mentions(name) }
    case .member(let base, _): base.mentions(name)
    case .index(let base, let key): base.mentions(name) || key.mentions(name)
    case .call(let callee, let arguments):
      callee.mentions(name) || arguments.contains { $0.mentions(name) }
    case .parenthesized(let inner), .not(let inner), .negate(let inner), .has(let inner):
      inner.mentions(name)
    case .binary(_, let left, let right, operatorRange: _):
      left.mentions(name) || right.mentions(name)
    case .quantifier(let quantifier):
      quantifier.subject.mentions(name) || quantifier.body.mentions(name)
    }
  }
}
