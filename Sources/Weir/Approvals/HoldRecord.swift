// What is on record of a hold. Records are facts: somebody did something at some time. What follows
// from them (`HoldStatus`) is computed each time and never stored.

/// One fact about a hold.
public struct HoldRecord: Hashable, Sendable {
  /// What was done.
  public enum Act: String, CaseIterable, Hashable, Sendable {
    /// The hold was opened: its deadline counts from here. Without a person, by the evaluation that
    /// met it; with one, by whoever asked anew before the time after a denial was over.
    case opened
    /// A person agreed.
    case approve
    /// A person refused.
    case reject
    /// A person who may do so settled the hold alone, for a reason in writing.
    case override
    /// A person took an approval back.
    case revoke
    /// A person took the question back.
    case cancel
    /// An evaluation let the request pass: an approval that covers once is used up.
    case spend
  }

  /// Who did it, and what the caller's system says they are. Never the request's word.
  public struct Person: Hashable, Sendable {
    /// The name by which `user` means a person.
    public var name: ExactString
    /// The groups that the person is in.
    public var groups: [ExactString]
    /// The roles that the person has.
    public var roles: [ExactString]

    /// A person with groups and roles.
    public init(name: ExactString, groups: [ExactString] = [], roles: [ExactString] = []) {
      self.name = name
      self.groups = groups
      self.roles = roles
    }
  }

  /// What was done.
  public var act: Act
  /// The hold's key, whole: `sha256:…`.
  public var key: String
  /// Which time the hold was opened, from 1: the same request may be held anew.
  public var generation: Int
  /// When.
  public var at: Timestamp
  /// Who, for what people do; nil for what evaluations do.
  public var by: Person?
  /// Why, in the person's words.
  public var reason: String?
  /// The digest of what the person was shown.
  public var seen: String?
  /// The digest of the request that an approval was spent for.
  public var request: String?
  /// The identifier of that request, as it had one.
  public var requestID: String?
  /// Who vouches for it; the core does not look at it.
  public var signature: Signature?

  /// A record of its parts.
  public init(
    _ act: Act, key: String, generation: Int = 1, at: Timestamp, by: Person? = nil,
    reason: String? = nil, seen: String? = nil, request: String? = nil, requestID: String? = nil
  ) {
    self.act = act
    self.key = key
    self.generation = generation
    self.at = at
    self.by = by
    self.reason = reason
    self.seen = seen
    self.request = request
    self.requestID = requestID
  }
}

extension HoldRecord {
  /// The order in which records are taken: by time, and of one instant by act, what refuses before
  /// what agrees; then by all their parts, so that no order of arrival matters.
  package static func precedes(_ left: HoldRecord, _ right: HoldRecord) -> Bool {
    if left.at != right.at { return left.at < right.at }
    if left.act != right.act { return left.act.rank < right.act.rank }
    return left.parts.lexicographicallyPrecedes(right.parts)
  }

  /// All parts but time and act. Each list of them begins with its length, so that no two records
  /// have the same parts.
  private var parts: [ExactString] {
    let texts = [reason, seen, request, requestID, signature?.key, signature?.value]
    let lists =
      [[ExactString("\(generation)")], [ExactString(key)], by.map { [$0.name] } ?? []]
      + [by?.groups ?? [], by?.roles ?? []]
      + texts.map { text in text.map { [ExactString($0)] } ?? [] }
    return lists.flatMap { [ExactString("\($0.count)")] + $0 }
  }
}

extension HoldRecord.Act {
  /// What such an act is called.
  package var noun: String {
    switch self {
    case .opened: "opening"
    case .approve: "approval"
    case .reject: "rejection"
    case .override: "override"
    case .revoke: "revocation"
    case .cancel: "cancellation"
    case .spend: "spending"
    }
  }

  /// The place among acts of one instant. A rejection comes before an approval; what ends a grant
  /// comes after what begins it, and a revocation, which denies, before a spend.
  fileprivate var rank: Int {
    switch self {
    case .opened: 0
    case .cancel: 1
    case .reject: 2
    case .override: 3
    case .approve: 4
    case .revoke: 5
    case .spend: 6
    }
  }
}
