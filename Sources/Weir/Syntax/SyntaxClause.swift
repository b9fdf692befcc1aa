// Nodes of the syntax tree: the clauses of rules and of holds, and what stands in them.

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
    case example(SyntaxExample)
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
