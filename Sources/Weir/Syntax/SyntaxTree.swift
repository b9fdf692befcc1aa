// The syntax tree: what the parser found in one file, before any name means anything.
//
// Parsing never fails: where the text is no sentence of the grammar the tree has `.error` nodes, and
// the parser has reported each of them. Every node keeps its range, so that an editor can find what the
// cursor stands on. Comments and line breaks are tokens, which `lex` gives; the tree has none of them.

/// One file, parsed.
package struct SyntaxFile: Sendable {
  /// Index of the file in the list that is compiled.
  package var file: Int32
  package var module: SyntaxName?
  package var declarations: [SyntaxDeclaration]

  package init(file: Int32, module: SyntaxName?, declarations: [SyntaxDeclaration]) {
    self.file = file
    self.module = module
    self.declarations = declarations
  }
}

/// A word that names something. The name of a quoted member is decoded.
package struct SyntaxName: Sendable, Hashable {
  package var text: String
  package var range: SourceRange
  package init(_ text: String, _ range: SourceRange) {
    self.text = text
    self.range = range
  }
}

/// A string literal, decoded.
package struct SyntaxText: Sendable, Hashable {
  package var value: ExactString
  package var range: SourceRange
  package init(_ value: ExactString, _ range: SourceRange) {
    self.value = value
    self.range = range
  }
}

package struct SyntaxDeclaration: Sendable {
  package var kind: Kind
  /// The `///` lines above it, without slashes and one leading space, joined by line feeds.
  package var documentation: String?
  package var range: SourceRange

  package init(_ kind: Kind, documentation: String? = nil, range: SourceRange) {
    self.kind = kind
    self.documentation = documentation
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

/// A member of a shape: `name?: type?`.
package struct SyntaxMember: Sendable {
  package var name: SyntaxName
  package var isOptional: Bool
  package var type: SyntaxType
  package var documentation: String?
  package var range: SourceRange

  package init(
    name: SyntaxName, isOptional: Bool, type: SyntaxType, documentation: String?,
    range: SourceRange
  ) {
    self.name = name
    self.isOptional = isOptional
    self.type = type
    self.documentation = documentation
    self.range = range
  }
}

package struct SyntaxType: Sendable {
  package var kind: Kind
  /// `type?` — may be null.
  package var isNullable: Bool
  package var range: SourceRange

  package init(_ kind: Kind, isNullable: Bool, range: SourceRange) {
    self.kind = kind
    self.isNullable = isNullable
    self.range = range
  }

  package indirect enum Kind: Sendable {
    /// `string`, `any`, or the name of a `type` declaration (qualified: `payments.Money`).
    case name(String)
    case choice([SyntaxText])
    case list(SyntaxType)
    case map(SyntaxType)
    case record([SyntaxMember])
    case error
  }
}

package struct SyntaxAnnotation: Sendable {
  package var name: SyntaxName
  /// nil for a bare `@name`, which means `"true"`.
  package var value: SyntaxText?
  package var range: SourceRange
  package init(name: SyntaxName, value: SyntaxText?, range: SourceRange) {
    self.name = name
    self.value = value
    self.range = range
  }
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

package struct SyntaxClause: Sendable {
  package var kind: Kind
  package var range: SourceRange
  package init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  package enum Kind: Sendable {
    case when(SyntaxExpression)
    case unless(SyntaxExpression)
    case because(SyntaxTemplate)
    case from(SyntaxText)
    case until(SyntaxText)
    case hold(SyntaxHoldClause)
    case error
  }
}

/// A `because` text; paths inside braces are parsed in place, so that their ranges are the file's.
package struct SyntaxTemplate: Sendable {
  package enum Part: Sendable {
    case text(ExactString)
    case path(SyntaxExpression)
  }
  package var parts: [Part]
  package var range: SourceRange
  package init(parts: [Part], range: SourceRange) {
    self.parts = parts
    self.range = range
  }
}

package struct SyntaxDuration: Sendable, Hashable {
  package var value: SignedDuration
  package var range: SourceRange
  package init(_ value: SignedDuration, _ range: SourceRange) {
    self.value = value
    self.range = range
  }
}

package struct SyntaxCount: Sendable, Hashable {
  package var value: Int
  package var range: SourceRange
  package init(_ value: Int, _ range: SourceRange) {
    self.value = value
    self.range = range
  }
}

package struct SyntaxNotification: Sendable {
  package var channel: SyntaxName
  package var target: SyntaxText
  package init(channel: SyntaxName, target: SyntaxText) {
    self.channel = channel
    self.target = target
  }
}

package struct SyntaxNeeds: Sendable {
  package var kind: Kind
  package var range: SourceRange
  package init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
  package indirect enum Kind: Sendable {
    case factor(SyntaxCount, SyntaxSelector)
    /// Flattened; parentheses leave no node.
    case all([SyntaxNeeds])
    case any([SyntaxNeeds])
    case error
  }
}

package struct SyntaxSelector: Sendable {
  package var kind: Kind
  package var range: SourceRange
  package init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
  package indirect enum Kind: Sendable {
    /// The operand is a string literal or a path.
    case one(ApproverKind, SyntaxExpression)
    case any([SyntaxSelector])
    case error
  }
}

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
