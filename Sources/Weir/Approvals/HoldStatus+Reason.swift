// Why a record counts for nothing: the one table of reasons.

extension HoldStatus {
  /// Why a record counts for nothing.
  public enum Reason: String, CaseIterable, Hashable, Sendable {
    case otherKey = "other_key"
    case otherGeneration = "other_generation"
    case beforeHold = "before_hold"
    case afterDeadline = "after_deadline"
    case inFuture = "in_future"
    case alreadySettled = "already_settled"
    case byRequester = "by_requester"
    case requesterUnknown = "requester_unknown"
    case notEligible = "not_eligible"
    case repeated = "repeated"
    case noReason = "no_reason"
    case noPerson = "no_person"
    case notApproved = "not_approved"
    case unsigned = "unsigned"
    case wrongSignature = "wrong_signature"
    case notTrusted = "not_trusted"
  }
}
