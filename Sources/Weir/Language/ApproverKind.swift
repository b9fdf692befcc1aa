// What people are named by, where a hold says who may act on it.

/// What names a set of people: `group "treasury"`.
package enum ApproverKind: String, Sendable {
  case group, user, role
}
