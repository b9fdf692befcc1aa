// The types of the language. A type is what the checker knows of an expression or a member; `any`
// is "nothing known", and is checked while evaluating.

/// What is known of a value when the policy is compiled.
package indirect enum Type: Hashable, Sendable {
  case bool
  case string
  /// A string that is one of these, in byte order.
  case choice([Text])
  case number
  case timestamp
  case duration
  case ip
  case cidr
  /// Weekly hours: only `hours(…)` makes them and only `in` reads them.
  case hours
  /// A semantic version: only `semver(…)` makes them; they compare.
  case version
  case list(Type)
  case record(RecordShape)
  case map(Type)
  case any
}

/// The members of a record, in byte order of their names.
package struct RecordShape: Hashable, Sendable {
  package struct Member: Hashable, Sendable {
    package var name: Text
    package var type: Type
    /// `name?:` — the member may be absent.
    package var isOptional: Bool
    /// `type?` — the member may be null.
    package var isNullable: Bool

    package init(name: Text, type: Type, isOptional: Bool = false, isNullable: Bool = false) {
      self.name = name
      self.type = type
      self.isOptional = isOptional
      self.isNullable = isNullable
    }
  }

  package var members: [Member]

  package init(members: [Member]) {
    self.members = members.sorted { $0.name < $1.name }
  }

  /// The member of that name.
  package func member(_ name: Text) -> Member? { members.first { $0.name == name } }
}
