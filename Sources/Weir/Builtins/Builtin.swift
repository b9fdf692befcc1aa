// The table of built-in functions: each is declared once, with its types, its documentation, its
// examples and its implementation, in the file of its family. The checker, the interpreter, the
// reference page and the tests read it from here.
//
// Functions are pure: the same arguments give the same value, whenever and wherever. `now` and the
// quantifiers are not functions; they are the grammar's and the checker's.

/// The built-in functions. Raw values stand in program files: append, never renumber.
package enum Builtin: UInt8, Sendable, CaseIterable {
  // Texts.
  case length, lower, upper, trim, split, join, replace, nfc, fold
  // Times. `hours` is a constructor of constants: it never reaches the machine.
  case timestamp, duration, hours, date, weekday, hour
  // Network.
  case ip, cidr, url
  // Documents and versions.
  case json, semver
  // Lists and maps.
  case keys, values
  // Encoded texts.
  case base64, base64url, percent
  // Paths of files.
  case path, folder
  // Texts and numbers of each other.
  case number, text, quantity
  // Lists.
  case unique
  // Web requests.
  case route

  /// The one declaration of this function.
  package var declaration: BuiltinDeclaration { Builtin.declarations[Int(rawValue)] }

  /// Every declaration, in the order of the cases (the tests hold it to that).
  package static let declarations: [BuiltinDeclaration] =
    BuiltinDeclaration.texts + BuiltinDeclaration.times + BuiltinDeclaration.network
    + BuiltinDeclaration.documents + BuiltinDeclaration.collections
    + BuiltinDeclaration.decoding + BuiltinDeclaration.paths + BuiltinDeclaration.conversions
    + BuiltinDeclaration.lists + BuiltinDeclaration.routes

  /// The implementations alone, for the machine: by raw value.
  package static let implementations: [BuiltinImplementation] = declarations.map(\.implementation)

  /// The value for arguments none of which is a fault; `hours` are the program's schedules. An
  /// argument of another type is `wrong_type`, a text that does not read `bad_format`.
  @inline(__always)
  package func evaluate(
    _ arguments: BuiltinArguments, _ memory: inout Memory, hours: [Hours]
  ) -> Value {
    Builtin.implementations[Int(rawValue)](arguments, &memory, hours)
  }

  /// The function of a name; nil when there is none.
  package static func named(_ name: String) -> Builtin? {
    declarations.first { $0.name == name }?.builtin
  }
}

/// What a function is called with: as many of these as it has parameters.
package struct BuiltinArguments: Sendable, BitwiseCopyable {
  package var first: Value
  package var second: Value
  package var third: Value

  package init(
    _ first: Value, _ second: Value = .fault(.absent), _ third: Value = .fault(.absent)
  ) {
    self.first = first
    self.second = second
    self.third = third
  }
}

/// What a function does: arguments, where texts and lists stand and are made, the program's
/// schedules.
package typealias BuiltinImplementation =
  @Sendable (BuiltinArguments, inout Memory, [Hours]) -> Value

/// What is to know about one built-in function.
package struct BuiltinDeclaration: Sendable {
  package var builtin: Builtin
  package var name: String
  package var parameters: [Parameter]
  package var result: Result
  /// One or two sentences for the reference.
  package var summary: String
  package var examples: [Example]
  /// Whether a call costs so much that equal calls are computed once a request: it parses a text,
  /// or makes a new one by more than copying.
  package var isCostly: Bool
  package var implementation: BuiltinImplementation

  package struct Parameter: Sendable {
    package var name: String
    /// The argument has one of these types. `.list(.any)` and `.map(.any)` stand for every list
    /// and every map or record.
    package var types: [Type]
    package var role: Role
    /// The text that stands for an argument that is left out; nil where it must be there. What
    /// follows a parameter that may be left out may be as well.
    package var fallback: ExactString?

    package init(
      _ name: String, _ types: Type..., role: Role = .value, fallback: ExactString? = nil
    ) {
      self.name = name
      self.types = types
      self.role = role
      self.fallback = fallback
    }

    /// Whether an argument of that type may stand here; `any` may, and is checked while evaluating.
    package func accepts(_ type: Type) -> Bool {
      switch type {
      case .any: true
      case .choice: types.contains(.string)
      case .list: types.contains(.list(.any))
      case .map, .record: types.contains(.map(.any))
      case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .path,
        .folder:
        types.contains(type)
      }
    }
  }

  /// What the checker has to know of an argument besides its type.
  package enum Role: Sendable, Hashable {
    /// Any expression.
    case value
    /// A constant: the checker evaluates the call and no call is left.
    case constant
    /// The name of a time zone, a constant. The checker replaces it by an `Hours` that is never
    /// open (`Hours(zone:)`), which carries the zone's rules into the program.
    case zone
  }

  /// The type of the result.
  package enum Result: Sendable, Hashable {
    case type(Type)
    /// The list of what the first argument, a map, maps to.
    case listOfValues
    /// A list of what the first argument, a list, has as elements.
    case listLikeFirst
  }

  /// An expression, and an expression for what comes out of it. They run as tests.
  package struct Example: Sendable, Hashable {
    package var expression: String
    package var result: String
    package init(_ expression: String, _ result: String) {
      self.expression = expression
      self.result = result
    }
  }

  package init(
    _ builtin: Builtin, _ name: String, _ parameters: [Parameter], _ result: Result,
    _ summary: String, examples: [Example], isCostly: Bool = false,
    implementation: @escaping BuiltinImplementation
  ) {
    self.builtin = builtin
    self.name = name
    self.parameters = parameters
    self.result = result
    self.summary = summary
    self.examples = examples
    self.isCostly = isCostly
    self.implementation = implementation
  }

  /// The type of the result for arguments of these types.
  package func resultType(for arguments: [Type]) -> Type {
    switch result {
    case .type(let type): return type
    case .listLikeFirst:
      guard case .list(let element)? = arguments.first else { return .list(.any) }
      return .list(element)
    case .listOfValues:
      guard let first = arguments.first else { return .list(.any) }
      switch first {
      case .map(let element): return .list(element)
      case .record(let shape):
        let types = Set(shape.members.map(\.type))
        return .list(types.count == 1 ? types.first ?? .any : .any)
      case .any, .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours,
        .version, .path, .folder, .list:
        return .list(.any)
      }
    }
  }

  /// Arguments with what stands for those that were left out.
  package func completed<Argument>(
    _ arguments: [Argument], _ make: (ExactString) -> Argument
  ) -> [Argument] {
    arguments + parameters.dropFirst(arguments.count).compactMap(\.fallback).map(make)
  }

  /// How many arguments a call has, for messages: `one argument`, `1 or 2 arguments`.
  package var argumentCount: String {
    let needed = parameters.count { $0.fallback == nil }
    return needed == parameters.count
      ? Plural.counted(needed, "argument", one: "one")
      : "\(needed) or " + Plural.counted(parameters.count, "argument")
  }

  /// `length(value: string | list | map): number`, for the reference and for messages.
  package var signature: String {
    let list = parameters.map { parameter in
      let types = parameter.types.map(BuiltinDeclaration.name).joined(separator: " | ")
      let mark = parameter.fallback == nil ? "" : "?"
      return "\(parameter.name)\(mark): \(parameter.role == .value ? "" : "constant ")\(types)"
    }
    return "\(name)(\(list.joined(separator: ", "))): \(BuiltinDeclaration.name(of: result))"
  }

  private static func name(of result: Result) -> String {
    switch result {
    case .type(let type): name(of: type)
    case .listOfValues, .listLikeFirst: "[any]"
    }
  }

  static func name(of type: Type) -> String {
    switch type {
    case .bool: "bool"
    case .string, .choice: "string"
    case .number: "number"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .ip: "ip"
    case .cidr: "cidr"
    case .hours: "hours"
    case .version: "version"
    case .path: "path"
    case .folder: "folder"
    case .list(let element): element == .any ? "list" : "[\(name(of: element))]"
    case .map(let element): element == .any ? "map" : "map \(name(of: element))"
    case .record(let shape):
      "{ "
        + shape.members.map {
          "\($0.name)\($0.isOptional ? "?" : ""): \(name(of: $0.type))\($0.isNullable ? "?" : "")"
        }.joined(separator: ", ") + " }"
    case .any: "any"
    }
  }
}
