// The tree of an executable document, as far as anybody asks for it.

/// One entry of a selection set.
struct GraphQLSelection {
  /// What an entry selects.
  enum Content {
    /// A field, and what is selected of it.
    case field(name: [UInt8], isAliased: Bool, selections: [GraphQLSelection])
    /// `... on Type { … }`
    case inline(selections: [GraphQLSelection])
    /// `...Name`
    case spread(name: [UInt8])
  }

  let content: Content
  /// The directives on it, in order.
  let directives: [[UInt8]]
  let offset: Int
}

/// An operation or a fragment, as written.
struct GraphQLDefinition {
  let name: [UInt8]?
  let selections: [GraphQLSelection]
  /// The directives on it and on its variables, in order.
  let directives: [[UInt8]]
  let variables: [[UInt8]]
  let offset: Int
}
