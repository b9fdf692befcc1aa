// `covers …`: which requests an approval of a hold lets pass, and for how long.

/// What an approval is good for.
public enum HoldCovers: Hashable, Sendable {
  /// This very request, one time, for that long after the needs were met.
  case once(for: SignedDuration)
  /// Every request that matches the rule with the same values on these paths, for that long.
  case values([RequestPath], for: SignedDuration)

  /// How long an approval is good.
  public var duration: SignedDuration {
    switch self {
    case .once(let duration), .values(_, let duration): duration
    }
  }

  /// The paths whose values an approval covers; none where it covers the request itself.
  public var paths: [RequestPath] {
    switch self {
    case .once: []
    case .values(let paths, for: _): paths
    }
  }
}
