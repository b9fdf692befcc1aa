// Nodes of the syntax tree: types and their members.

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

/// A member of a shape: `@sensitive name?: type?`.
package struct SyntaxMember: Sendable {
  package var annotations: [SyntaxAnnotation]
  package var name: SyntaxName
  package var isOptional: Bool
  package var type: SyntaxType
  package var documentation: String?
  package var range: SourceRange

  package init(
    annotations: [SyntaxAnnotation], name: SyntaxName, isOptional: Bool, type: SyntaxType,
    documentation: String?, range: SourceRange
  ) {
    self.annotations = annotations
    self.name = name
    self.isOptional = isOptional
    self.type = type
    self.documentation = documentation
    self.range = range
  }
}
