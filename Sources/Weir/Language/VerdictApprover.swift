// How a verdict names people: as the policy does, but with what the request had on a path.

/// What stands after `group`, `user` or `role` in a verdict's hold.
public enum VerdictApprover: Hashable, Sendable {
  /// A name: a string of the policy, or the string that the request had on the policy's path.
  case name(ExactString)
  /// The list that the request had on the policy's path: whoever it names.
  case list([Element])
  /// A path on which the request had no name and no list: nobody is meant. No name can pass for
  /// it, since names have quotes in a verdict's text, and a path has none.
  case unreadable(RequestPath)

  /// An element of a request's list.
  public enum Element: Hashable, Sendable {
    /// A string: whoever has that name.
    case name(ExactString)
    /// What is not a string names nobody: its JSON, as verdicts show it.
    case other(ExactString)
  }

  /// The names: none, one or several.
  public var names: [ExactString] {
    switch self {
    case .name(let name): [name]
    case .list(let elements):
      elements.compactMap { element in
        switch element {
        case .name(let name): name
        case .other: nil
        }
      }
    case .unreadable: []
    }
  }
}
