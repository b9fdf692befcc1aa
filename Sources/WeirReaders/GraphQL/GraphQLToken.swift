// What a GraphQL document is cut into.

/// A token, by the bytes of the document that it takes.
struct GraphQLToken {
  /// What a token is.
  enum Kind: Equatable {
    case name
    case number
    case string
    /// `...`
    case spread
    /// One of `! $ & ( ) : = @ [ ] { | }`.
    case punctuator(UInt8)
    case end
  }

  let kind: Kind
  let start: Int
  let end: Int
}
