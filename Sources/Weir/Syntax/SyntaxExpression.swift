// Nodes of the syntax tree: expressions.

package struct SyntaxExpression: Sendable {
  package var kind: Kind
  package var range: SourceRange

  package init(_ kind: Kind, _ range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  package enum Kind: Sendable {
    case error
    case boolean(Bool)
    case string(ExactString)
    /// The literal's text without underscores; the checker reads it as an exact decimal.
    indirect case number(String)
    indirect case duration(SignedDuration)
    case list([SyntaxExpression])
    indirect case name(String)
    indirect case member(SyntaxExpression, SyntaxName)
    indirect case index(SyntaxExpression, SyntaxExpression)
    /// The callee is a `name` or a `member` chain (a definition of another module).
    indirect case call(SyntaxExpression, [SyntaxExpression])
    indirect case parenthesized(SyntaxExpression)
    indirect case not(SyntaxExpression)
    indirect case negate(SyntaxExpression)
    indirect case has(SyntaxExpression)
    indirect case binary(
      BinaryOperator, SyntaxExpression, SyntaxExpression, operatorRange: SourceRange)
    indirect case quantifier(SyntaxQuantifier)
  }
}

/// Every infix operator, `??` included.
package enum BinaryOperator: Sendable, Hashable {
  case or, and, coalesce
  case compare(Comparison)
  case arithmetic(Arithmetic)
}

package struct SyntaxQuantifier: Sendable {
  package var kind: QuantifierKind
  package var variables: [SyntaxName]
  package var subject: SyntaxExpression
  package var body: SyntaxExpression
  package init(
    kind: QuantifierKind, variables: [SyntaxName], subject: SyntaxExpression,
    body: SyntaxExpression
  ) {
    self.kind = kind
    self.variables = variables
    self.subject = subject
    self.body = body
  }
}
