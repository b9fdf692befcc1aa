// `escalate to … after …`: who counts once a hold has waited for a while.

/// Who counts towards every factor of a hold later on, and from when.
public struct HoldEscalation<Name: Hashable & Sendable>: Hashable, Sendable {
  /// Who.
  public var to: Approvers<Name>
  /// How long after the hold began.
  public var after: SignedDuration

  package init(to: Approvers<Name>, after: SignedDuration) {
    self.to = to
    self.after = after
  }
}
