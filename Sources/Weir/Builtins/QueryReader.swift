// Readers of queries: functions such as `sql(text)` that the core declares by name and shape, and
// that somebody outside implements. The parser of a database is a large library; whoever embeds the
// core and has no use for it does not link it.
//
// A policy is compiled against declarations, so calls of readers are checked and typed like those
// of built-in functions. A program keeps the names and shapes that it needs, and an evaluator takes
// it only with a reader for each of them: `Evaluator(program, readers:)`.

/// A reader that a host brings along.
public struct QueryReader: Sendable {
  /// What policies know of it.
  package var declaration: Declaration
  /// What a text says, of the declared shape; nil for a text that the reader does not understand,
  /// which is the fault `bad_format`. It is pure: the same text says the same, always.
  package var read: @Sendable (borrowing Span<UInt8>) -> JSONDocument?

  /// The function's name in a policy.
  public var name: String { declaration.name }

  package init(
    _ declaration: Declaration,
    read: @escaping @Sendable (borrowing Span<UInt8>) -> JSONDocument?
  ) {
    self.declaration = declaration
    self.read = read
  }

  /// What policies know of a reader.
  package struct Declaration: Sendable, Hashable {
    /// The function's name in a policy.
    package var name: String
    /// What it is handed, for messages and documentation: `text`.
    package var parameter: String
    /// The shape of what it reads.
    package var result: RecordShape
    /// One or two sentences for the reference.
    package var summary: String

    package init(_ name: String, _ parameter: String, _ result: RecordShape, _ summary: String) {
      self.name = name
      self.parameter = parameter
      self.result = result
      self.summary = summary
    }

    /// `sql(text: string)`, for messages.
    package var signature: String { "\(name)(\(parameter): string)" }

    /// What a program that calls the reader keeps of it.
    package var need: Need {
      Need(name: name, shape: Declaration.spelling(.record(result)))
    }

    /// A type in full: the values of a choice belong to what the policy was checked against.
    private static func spelling(_ type: Type) -> String {
      switch type {
      case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .any:
        type.spelling
      case .choice(let texts): texts.map { quoted($0) }.joined(separator: " | ")
      case .list(let element): "[\(spelling(element))]"
      case .map(let value): "map \(spelling(value))"
      case .record(let shape):
        "{ "
          + shape.members.map { member in
            quoted(member.name) + (member.isOptional ? "?: " : ": ") + spelling(member.type)
              + (member.isNullable ? "?" : "")
          }.joined(separator: ", ") + " }"
      }
    }
  }

  /// A reader that a program calls: its name, and the shape that the policy was checked against, as
  /// text. A reader of the same name and another shape is not the one that the program needs.
  package struct Need: Sendable, Hashable {
    package var name: String
    package var shape: String
    package init(name: String, shape: String) {
      self.name = name
      self.shape = shape
    }
  }
}

/// What a call calls.
package enum Callee: Sendable, Hashable {
  case builtin(Builtin)
  case reader(QueryReader.Declaration)

  /// The function's name in a policy.
  package var name: String {
    switch self {
    case .builtin(let builtin): builtin.declaration.name
    case .reader(let reader): reader.name
    }
  }

  /// Whether equal calls are worth computing once a request.
  package var isCostly: Bool {
    switch self {
    case .builtin(let builtin): builtin.declaration.isCostly
    case .reader: true
    }
  }
}
