// How a policy names people, where a hold says who may act on it.

/// What stands after `group`, `user` or `role` in a policy.
package enum PolicyApprover: Hashable, Sendable {
  /// A string of the policy.
  case text(ExactString)
  /// A path of the request: whoever is named there.
  case path(RequestPath)
}
