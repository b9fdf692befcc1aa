// Why a record counts for nothing: the one table of reasons.

extension HoldStatus {
  /// Why a record counts for nothing.
  public enum Reason: String, CaseIterable, Hashable, Sendable {
    /// It names another hold.
    case otherKey = "other_key"
    /// It is of another time that the hold was opened.
    case otherGeneration = "other_generation"
    /// It is dated before the hold was opened, or opens the hold too early.
    case beforeHold = "before_hold"
    /// It is dated at the deadline or later.
    case afterDeadline = "after_deadline"
    /// It is dated later than the instant of judgement.
    case inFuture = "in_future"
    /// The hold was decided before.
    case alreadySettled = "already_settled"
    /// It is by somebody who asks.
    case byRequester = "by_requester"
    /// Who asks is not known, so nobody may decide.
    case requesterUnknown = "requester_unknown"
    /// The person is not one of those who may.
    case notEligible = "not_eligible"
    /// It opens what is open.
    case alreadyOpened = "already_opened"
    /// The person has acted before.
    case repeated
    /// The person has refused since.
    case takenBack = "taken_back"
    /// It needs a reason in writing, and has none.
    case noReason = "no_reason"
    /// It names nobody.
    case noPerson = "no_person"
    /// There is no approval to take back or to spend.
    case notApproved = "not_approved"
    /// An approval that covers more than one request is not spent.
    case notOnce = "not_once"
    /// It is not signed, and has to be.
    case unsigned
    /// Its signature is not of what it says.
    case wrongSignature = "wrong_signature"
    /// Nobody vouches for its key at its time.
    case notTrusted = "not_trusted"

    /// What is the matter with the record: a clause about it, such as `it is dated …`.
    public var message: String {
      switch self {
      case .otherKey: "it is about another hold"
      case .otherGeneration: "it is about another time that this request was held"
      case .beforeHold: "it is dated before the hold was opened"
      case .afterDeadline: "it is dated after the hold's deadline"
      case .inFuture: "it is dated in the future"
      case .alreadySettled: "the hold was settled before"
      case .byRequester: "it is by somebody who asks for the request"
      case .requesterUnknown: "who asks for the request is not known, so nobody may decide"
      case .notEligible: "the person is not one of those who may"
      case .alreadyOpened: "the hold was opened before"
      case .repeated: "the person has acted on the hold before"
      case .takenBack: "the person has rejected the hold since"
      case .noReason: "an override needs a reason in writing"
      case .noPerson: "it names nobody"
      case .notApproved: "there is no approval at its time"
      case .notOnce: "the approval is good for more than one request, and is not spent"
      case .unsigned: "it is not signed"
      case .wrongSignature: "its signature is not of what it says"
      case .notTrusted: "no trusted key signed it at its time"
      }
    }
  }
}
