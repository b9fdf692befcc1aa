// Nodes of the syntax tree: what a file declares.

package struct SyntaxDeclaration: Sendable {
  package var kind: Kind
  /// The `///` lines above it, without slashes and one leading space, joined by line feeds.
  package var documentation: String?
  /// Those of a declaration that is no rule and no `on`, which keep their own.
  package var annotations: [SyntaxAnnotation]
  package var range: SourceRange

  package init(
    _ kind: Kind, documentation: String? = nil, annotations: [SyntaxAnnotation] = [],
    range: SourceRange
  ) {
    self.kind = kind
    self.documentation = documentation
    self.annotations = annotations
    self.range = range
  }

  package enum Kind: Sendable {
    case request(members: [SyntaxMember])
    case requester([SyntaxExpression])
    case volatile([SyntaxExpression])
    case data(name: SyntaxName, type: SyntaxType, path: SyntaxText)
    case define(name: SyntaxName, parameters: [SyntaxParameter]?, body: SyntaxExpression)
    case type(name: SyntaxName, type: SyntaxType)
    case rule(SyntaxRule)
    case on(SyntaxOn)
    case `default`(SyntaxDefault)
    case error

    /// Whether annotations stand in the node of the kind.
    package var hasOwnAnnotations: Bool {
      switch self {
      case .rule, .on: true
      case .request, .requester, .volatile, .data, .define, .type, .default, .error: false
      }
    }
  }
}

package struct SyntaxParameter: Sendable {
  package var name: SyntaxName
  package var type: SyntaxType
  package init(name: SyntaxName, type: SyntaxType) {
    self.name = name
    self.type = type
  }
}

package struct SyntaxAnnotation: Sendable {
  package var name: SyntaxName
  /// nil for a bare `@name`, which means `"true"`.
  package var value: SyntaxText?
  /// A second text, which only `@expect` has.
  package var reason: SyntaxText?
  package var range: SourceRange
  package init(
    name: SyntaxName, value: SyntaxText?, reason: SyntaxText? = nil, range: SourceRange
  ) {
    self.name = name
    self.value = value
    self.reason = reason
    self.range = range
  }

  /// `@expect("rule", "reason")` speaks to the linter: it is no part of a verdict.
  package var isExpectation: Bool { name.text == "expect" }
}

package struct SyntaxRule: Sendable {
  package var annotations: [SyntaxAnnotation]
  package var isObserved: Bool
  package var effect: PolicyEffect
  /// nil where the name is missing (reported).
  package var name: SyntaxName?
  package var clauses: [SyntaxClause]
  package init(
    annotations: [SyntaxAnnotation], isObserved: Bool, effect: PolicyEffect,
    name: SyntaxName?, clauses: [SyntaxClause]
  ) {
    self.annotations = annotations
    self.isObserved = isObserved
    self.effect = effect
    self.name = name
    self.clauses = clauses
  }
}

package struct SyntaxOn: Sendable {
  package var annotations: [SyntaxAnnotation]
  package var condition: SyntaxExpression
  /// Rules, further `on`s and error nodes only.
  package var declarations: [SyntaxDeclaration]
  package init(
    annotations: [SyntaxAnnotation], condition: SyntaxExpression,
    declarations: [SyntaxDeclaration]
  ) {
    self.annotations = annotations
    self.condition = condition
    self.declarations = declarations
  }
}

package struct SyntaxDefault: Sendable {
  package var effect: PolicyEffect
  package var clauses: [SyntaxClause]
  package init(effect: PolicyEffect, clauses: [SyntaxClause]) {
    self.effect = effect
    self.clauses = clauses
  }
}
