// A GraphQL document, read: what each operation asks for at the top, and how much it asks. All of
// a document's operations are told, for the text does not say which of them runs. Fragments are
// resolved without looking at types: a spread counts whether or not its type can occur there.

/// What is known of an executable document.
package struct GraphQLText: Equatable, Sendable {
  /// What an operation does.
  package enum Kind: String, CaseIterable, Sendable { case query, mutation, subscription }

  /// One operation.
  package struct Operation: Equatable, Sendable {
    /// What it does.
    package let kind: Kind
    /// Its name, if it has one.
    package let name: [UInt8]?
    /// The names of its top-level fields, each once, by their own names and not their aliases.
    package let fields: [[UInt8]]
    /// How deep fields nest; 1 where no field has fields.
    package let depth: Int
    /// How many fields have an alias, each as often as it is spread.
    package let aliases: Int
    /// How many fields are selected, each as often as it is spread.
    package let fieldsTotal: Int
    /// The directives in it and in the fragments it spreads, each once.
    package let directives: [[UInt8]]
    /// The names of its variables.
    package let variables: [[UInt8]]
    /// Whether it asks for `__schema` or `__type`.
    package let isIntrospection: Bool
  }

  /// Each operation, in order.
  package let operations: [Operation]
  /// The kinds of the operations, each once.
  package let kinds: [Kind]
  /// The top-level fields of all operations, each once.
  package let fields: [[UInt8]]
  /// The deepest operation's depth.
  package let depth: Int
  /// The aliases of all operations.
  package let aliases: Int
  /// The fields of all operations.
  package let fieldsTotal: Int
  /// Whether any operation asks for `__schema` or `__type`.
  package let isIntrospection: Bool
  /// Fragments that no operation spreads.
  package let unusedFragments: [[UInt8]]

  /// How long a document may be, in bytes.
  package static let limit = ReaderLimits.textBytes

  /// Reads a document.
  package init(reading text: [UInt8]) throws(GraphQLUncertainty) {
    guard text.count <= Self.limit else { throw GraphQLUncertainty(.tooLong, at: Self.limit) }
    if let nul = text.firstIndex(of: 0) { throw GraphQLUncertainty(.nul, at: nul) }
    guard String(validating: text, as: UTF8.self) != nil else {
      throw GraphQLUncertainty(.notUTF8, at: 0)
    }
    var parser = try GraphQLParser(text)
    try parser.run()
    try Self.checkNames(parser)
    var resolver = try GraphQLResolver(parser.fragments)
    var operations: [Operation] = []
    for (kind, definition) in parser.operations {
      operations.append(try resolver.operation(kind, definition))
    }
    self.operations = operations
    kinds = Kind.allCases.filter { kind in operations.contains { $0.kind == kind } }
    fields = operations.flatMap(\.fields).uniqued()
    depth = operations.map(\.depth).max() ?? 0
    aliases = operations.map(\.aliases).reduce(0, +)
    fieldsTotal = operations.map(\.fieldsTotal).reduce(0, +)
    isIntrospection = operations.contains { $0.isIntrospection }
    unusedFragments = resolver.unused
  }

  /// Holds operations to the rules for their names.
  private static func checkNames(_ parser: GraphQLParser) throws(GraphQLUncertainty) {
    guard !parser.operations.isEmpty else { throw GraphQLUncertainty(.noOperation, at: 0) }
    var names: Set<[UInt8]> = []
    for (_, definition) in parser.operations {
      if let name = definition.name {
        guard names.insert(name).inserted else {
          throw GraphQLUncertainty(.duplicateOperation, at: definition.offset)
        }
      } else if parser.operations.count > 1 {
        throw GraphQLUncertainty(.severalAnonymous, at: definition.offset)
      }
    }
  }
}

extension [[UInt8]] {
  /// Each name once, where it first stands.
  func uniqued() -> [[UInt8]] {
    var seen: Set<[UInt8]> = []
    return filter { seen.insert($0).inserted }
  }
}
