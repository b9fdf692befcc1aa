// The states of a hold: the one table of what they are called, what a request gets in them, and
// what ends them.

/// Where a hold stands.
public enum HoldState: String, CaseIterable, Hashable, Sendable {
  /// It waits for people.
  case pending
  /// Its needs were met, or somebody overrode it, and the grant lives.
  case approved
  /// Enough people refused.
  case rejected
  /// Its deadline came before a decision.
  case expired
  /// Somebody took the question back.
  case cancelled
  /// The approval covered one request, which has passed.
  case spent
  /// Somebody took the approval back.
  case revoked
  /// The grant's time is over.
  case lapsed

  /// What a request gets whose hold stands here.
  public var effect: PolicyEffect {
    switch self {
    case .pending: .hold
    case .approved: .allow
    case .rejected, .expired, .cancelled, .revoked: .deny
    // The same request is a new hold at once.
    case .spent, .lapsed: .hold
    }
  }
}
