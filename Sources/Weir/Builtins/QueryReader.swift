// Readers of queries: functions such as `sql(text)` that the core declares by name and shape, and
// that somebody outside implements. The parser of a database is a large library; whoever embeds the
// core and has no use for it does not link it.
//
// A policy is compiled against declarations, so calls of readers are checked and typed like those
// of built-in functions. A program keeps the names and shapes that it needs, and an evaluator takes
// it only with a reader for each of them: `Evaluator(program, readers:)`. It remembers what it has
// read (`Machine/ReadingCache.swift`).

/// A reader that a host brings along.
public struct QueryReader: Sendable {
  /// The function's name in a policy.
  public let name: String
  /// What policies know of it. Made where a policy names the reader, for a shape has many parts.
  private let declared: @Sendable () -> Declaration
  /// What arguments say, of the declared shape. It is pure: the same arguments say the same,
  /// always. As many arguments as it has parameters, and each of a parameter's types.
  package let read: @Sendable ([JSONDocument]) -> Reading

  package init(
    _ name: String, declared: @escaping @Sendable () -> Declaration,
    read: @escaping @Sendable ([JSONDocument]) -> Reading
  ) {
    self.name = name
    self.declared = declared
    self.read = read
  }

  /// What policies know of it.
  package var declaration: Declaration { declared() }

  /// Whether it is the reader that a program needs.
  package func isNeeded(as need: Need) -> Bool {
    name.utf8.elementsEqual(need.name.utf8) && declaration.need == need
  }

  /// What comes of reading.
  package enum Reading: Sendable {
    /// All that the text can do or say by itself.
    case known(JSONDocument)
    /// What the text does or says cannot be known: the fault `bad_format`. Why, without a full
    /// stop; a verdict's cause carries it.
    case uncertain(String)
  }

  /// What policies know of a reader.
  package struct Declaration: Sendable {
    /// The function's name in a policy.
    package var name: String
    /// What it is handed. An argument of another type, or of none that is known before, is the
    /// fault `wrong_type`.
    package var parameters: [BuiltinDeclaration.Parameter]
    /// The type of what it reads.
    package var result: Type
    /// One or two sentences for the reference.
    package var summary: String
    /// They run as tests.
    package var examples: [BuiltinDeclaration.Example]

    package init(
      _ name: String, _ parameters: [BuiltinDeclaration.Parameter], _ result: Type,
      _ summary: String, examples: [BuiltinDeclaration.Example]
    ) {
      self.name = name
      self.parameters = parameters
      self.result = result
      self.summary = summary
      self.examples = examples
    }

    /// `sql(text: string)`, for messages.
    package var signature: String {
      let list = parameters.map { parameter in
        let types = parameter.types.map(BuiltinDeclaration.name).joined(separator: " | ")
        return "\(parameter.name): \(parameter.role == .value ? "" : "constant ")\(types)"
      }
      return "\(name)(\(list.joined(separator: ", ")))"
    }

    /// What a program that calls the reader keeps of it.
    package var need: Need { Need(name: name, shape: Declaration.spelling(result)) }

    /// A type in full: the values of a choice belong to what the policy was checked against.
    private static func spelling(_ type: Type) -> String {
      switch type {
      case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .path,
        .folder, .any:
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
  case reader(QueryReader.Need)

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
