// Nodes of the syntax tree: the examples that a rule carries.

/// A request that a rule matches, or does not.
package struct SyntaxExample: Sendable {
  package var isMatch: Bool
  package var members: [SyntaxSample.Member]
  /// The instant that it is judged at; nil where no time is known.
  package var instant: SyntaxText?
  /// The braces, with what they hold.
  package var range: SourceRange
}

/// A value of an example, as JSON has it.
package struct SyntaxSample: Sendable {
  package struct Member: Sendable {
    package var name: SyntaxName
    package var value: SyntaxSample
  }

  package enum Kind: Sendable {
    case record([Member])
    case list([SyntaxSample])
    case string(ExactString)
    /// The literal's text without underscores.
    case number(String)
    case bool(Bool)
    case null
    case error
  }

  package var kind: Kind
  package var range: SourceRange
}
