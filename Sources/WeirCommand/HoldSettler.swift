// What becomes of a held verdict: nothing, what some records say, or what the ledger says. The one
// place where `weir eval` asks.

internal import Weir
internal import WeirHost
internal import WeirLedger

/// Where approvals come from.
struct HoldSettler {
  /// The sources there are.
  enum Source {
    case records(ApprovalRecords)
    case ledger(Ledger, pendingLimit: Int)
  }

  let source: Source
  /// Why a request is held, for whoever is asked.
  var explain: (_ request: [UInt8], Verdict, Timestamp) -> String? = { _, _, _ in nil }
  /// What was put on record by this run, for the audit log.
  var onRecord: (HoldRecord) -> Void = { _ in }

  /// The instant that requests are judged at: a ledger's latest time, where the clock is behind it.
  func instant(_ now: Timestamp) -> Timestamp {
    switch source {
    case .records: return now
    case .ledger(let ledger, pendingLimit: _): return (try? ledger.now()) ?? now
    }
  }

  /// The verdict on a request that is held, settled.
  ///
  /// - Parameter judge: judges the request at an instant; the second value is the instant that was
  ///   taken, which is the request's own in a replay, and nil if it has none that can be read.
  func settle(
    _ request: [UInt8], at now: Timestamp,
    _ judge: (Timestamp) -> (verdict: Verdict, at: Timestamp?)
  ) throws(Failure) -> Verdict {
    switch source {
    case .records(let records):
      let (verdict, instant) = judge(now)
      // Without an instant nobody knows which approvals are in time: it stays a hold.
      guard let instant else { return verdict }
      return records.settle(verdict, request, at: instant)
    case .ledger(let ledger, let limit):
      let question = Ledger.Question(request: request, pendingLimit: limit) { verdict, now in
        explain(request, verdict, now)
      }
      let settlement = try ledger.settle(question) { judge($0).verdict }
      settlement.records.forEach(onRecord)
      if let behind = settlement.clockBehind { ClockWarning.tell(behind) }
      return settlement.verdict
    }
  }
}

/// Says once that the clock went back.
enum ClockWarning {
  static func text(_ behind: SignedDuration) -> String {
    """
    weir: warning[clock-behind]: the clock is \(behind) behind the ledger's latest time, which \
    counts

    """
  }

  static func tell(_ behind: SignedDuration) { write(text(behind)) }
}
