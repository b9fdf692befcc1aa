// The types of the language. A type is what the checker knows of an expression or a member; `any`
// is "nothing known", and is checked while evaluating.

/// What is known of a value when the policy is compiled.
package indirect enum Type: Hashable, Sendable {
  case bool
  case string
  /// A string that is one of these, in byte order.
  case choice([ExactString])
  case number
  case timestamp
  case duration
  case ip
  case cidr
  /// Weekly hours: only `hours(…)` makes them and only `in` reads them.
  case hours
  /// A semantic version: only `semver(…)` makes them; they compare.
  case version
  /// A path of POSIX without anything to resolve in it: only `path(…)` makes them.
  case path
  /// A folder and all that lies below it: only `folder(…)` makes them and only `in` reads them.
  case folder
  case list(Type)
  case record(RecordShape)
  case map(Type)
  case any
}

/// The members of a record, in byte order of their names.
package struct RecordShape: Hashable, Sendable {
  package struct Member: Hashable, Sendable {
    package var name: ExactString
    package var type: Type
    /// `name?:` — the member may be absent.
    package var isOptional: Bool
    /// `type?` — the member may be null.
    package var isNullable: Bool
    /// `@sensitive` — an audit log has no value from here in the clear.
    package var isSensitive: Bool

    package init(
      name: ExactString, type: Type, isOptional: Bool = false, isNullable: Bool = false,
      isSensitive: Bool = false
    ) {
      self.name = name
      self.type = type
      self.isOptional = isOptional
      self.isNullable = isNullable
      self.isSensitive = isSensitive
    }
  }

  package var members: [Member]

  package init(members: [Member]) {
    self.members = members.sorted { $0.name < $1.name }
  }

  /// The member of that name, by binary search.
  package func member(_ name: ExactString) -> Member? {
    var low = 0
    var high = members.count
    while low < high {
      let middle = (low + high) / 2
      let candidate = members[middle].name
      if candidate == name { return members[middle] }
      if candidate < name { low = middle + 1 } else { high = middle }
    }
    return nil
  }
}

extension Type {
  /// As a policy spells it: `[string]`, `map number`, `"a" | "b"`, `{ id, groups }`.
  package var spelling: String {
    switch self {
    case .bool: "bool"
    case .string: "string"
    case .choice(let texts):
      texts.count > 6
        ? texts.prefix(5).map { quoted($0) }.joined(separator: " | ") + " | …"
        : texts.map { quoted($0) }.joined(separator: " | ")
    case .number: "number"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .ip: "ip"
    case .cidr: "cidr"
    case .hours: "hours"
    case .version: "version"
    case .path: "path"
    case .folder: "folder"
    case .list(let element): "[\(element.spelling)]"
    case .record(let shape):
      shape.members.isEmpty
        ? "{}"
        : "{ " + shape.members.prefix(5).map(\.name.description).joined(separator: ", ")
          + (shape.members.count > 5 ? ", … }" : " }")
    case .map(let value): "map \(value.spelling)"
    case .any: "any"
    }
  }

  /// As a message speaks of it: `a string`, `a list [string]`.
  package var phrase: String {
    switch self {
    case .bool: "a truth (bool)"
    case .string: "a string"
    case .choice: "one of \(spelling)"
    case .number: "a number"
    case .timestamp: "a timestamp"
    case .duration: "a duration"
    case .ip: "an address (ip)"
    case .cidr: "a block of addresses (cidr)"
    case .hours: "weekly hours"
    case .version: "a version"
    case .path: "a path"
    case .folder: "a folder"
    case .list: "a list \(spelling)"
    case .record: "a record \(spelling)"
    case .map: "a map (\(spelling))"
    case .any: "of any type"
    }
  }

  /// Whether a value of this type has a sensitive part.
  package var hasSensitivePart: Bool {
    switch self {
    case .list(let element), .map(let element): element.hasSensitivePart
    case .record(let shape):
      shape.members.contains { $0.isSensitive || $0.type.hasSensitivePart }
    case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
      .path, .folder,
      .any:
      false
    }
  }

  /// Text, free or one of a few.
  package var isText: Bool {
    switch self {
    case .string, .choice: true
    case .bool, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .path, .folder, .list,
      .record,
      .map, .any:
      false
    }
  }

  /// A truth, or possibly one.
  package var mayBeTruth: Bool { self == .bool || self == .any }
}

/// A text as a policy spells it, in double quotes.
package func quoted(_ text: ExactString) -> String { JSONString.literal(text) }
