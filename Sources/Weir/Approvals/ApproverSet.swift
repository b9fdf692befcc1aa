// A set of people, ready to be asked about many of them: a request's list may name very many.

/// Sets of people as three sets of names. Membership is by exact names: a policy's
/// `group "treasury"` is not `Treasury`.
struct ApproverSet {
  private var users: Set<ExactString> = []
  private var groups: Set<ExactString> = []
  private var roles: Set<ExactString> = []

  init(_ approvers: Approvers<VerdictApprover>) {
    for (kind, name) in approvers.names {
      switch kind {
      case .user: users.formUnion(name.names)
      case .group: groups.formUnion(name.names)
      case .role: roles.formUnion(name.names)
      }
    }
  }

  func contains(_ person: HoldRecord.Person) -> Bool {
    users.contains(person.name) || person.groups.contains { groups.contains($0) }
      || person.roles.contains { roles.contains($0) }
  }
}
