// `graphql(text)` as policies see it.

package import Weir

extension QueryReader {
  /// `graphql(text)`: an executable document.
  package static let graphql = QueryReader(
    "graphql",
    declared: {
      Declaration(
        "graphql", [.init("text", .string)], recordType(GraphQLText.members),
        """
        The operations of a GraphQL document, fragments resolved and aliases dropped. All are \
        listed, whichever the request names. What a field does, only the schema's server knows.
        """,
        examples: [
          .init(
            #"graphql("query Q { my: user { id } } mutation M { drop }").fields"#,
            #"["user", "drop"]"#),
          .init(#"graphql("{ a { b { c } } }").depth"#, "3"),
        ])
    },
    read: { arguments in
      guard let text = arguments.first?.text else { return .uncertain("it is not a text") }
      do throws(GraphQLUncertainty) {
        return .known(record(of: try GraphQLText(reading: text.bytes), GraphQLText.members))
      } catch {
        return .uncertain(ReaderUncertainty("\(error.cause.rawValue) (byte \(error.offset))").why)
      }
    })
}

extension GraphQLText.Kind {
  fileprivate static var type: Type { .choice(allCases.map { ExactString($0.rawValue) }.sorted()) }

  fileprivate var document: JSONDocument { JSONDocument(text: Array(rawValue.utf8)) }
}

extension GraphQLText.Operation {
  /// What policies see of an operation.
  static let members: [ReaderMember<GraphQLText.Operation>] = [
    ReaderMember("kind", GraphQLText.Kind.type) { $0.kind.document },
    .text(optional: "name") { $0.name },
    .texts("fields") { $0.fields },
    .number("depth") { $0.depth },
    .number("aliases") { $0.aliases },
    .number("fields_total") { $0.fieldsTotal },
    .texts("directives") { $0.directives },
    .texts("variables") { $0.variables },
    .truth("is_introspection") { $0.isIntrospection },
  ]
}

extension GraphQLText {
  /// What policies see of a document.
  static let members: [ReaderMember<GraphQLText>] = [
    .records("operations", Operation.members) { $0.operations },
    ReaderMember("kinds", .list(Kind.type)) { document in
      JSONDocument(.list(document.kinds.map(\.document)), offset: 0)
    },
    .texts("fields") { $0.fields },
    .number("depth") { $0.depth },
    .number("aliases") { $0.aliases },
    .number("fields_total") { $0.fieldsTotal },
    .truth("is_introspection") { $0.isIntrospection },
    .texts("unused_fragments") { $0.unusedFragments },
  ]
}
