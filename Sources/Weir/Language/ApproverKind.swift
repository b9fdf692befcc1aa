// What people are named by, where a hold says who may act on it.

/// What names a set of people: `group "treasury"`.
public enum ApproverKind: String, CaseIterable, Sendable {
  /// The members of a group.
  case group
  /// One person.
  case user
  /// Whoever has a role.
  case role
}
