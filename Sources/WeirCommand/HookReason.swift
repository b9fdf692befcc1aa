// Why a call does not run, for the agent and for whoever reads along: what decided, and for a hold
// what is missing and how somebody else gives it.

internal import Weir
internal import WeirHook
internal import WeirHost

/// The words of a block.
enum HookReason {
  /// Of a denial, or of a hold.
  ///
  /// - Parameters:
  ///   - holds: the ledger, as the person who approves names it; nil where there is none.
  ///   - trust: the trust list, where only what is signed counts.
  static func text(
    _ verdict: Verdict, holds: String?, trust: String?, at now: Timestamp
  ) -> String {
    let lines = VerdictText(isColored: false).reasons(verdict)
    var text = verdict.effect == .hold ? "weir: held" : "weir: denied"
    text += ": " + (lines.first ?? "")
    for line in lines.dropFirst() { text += "\n  \(line)" }
    guard verdict.effect == .hold else { return text }
    guard let holds else {
      return text + "\n  nobody can approve it: the gate has no ledger (--holds)"
    }
    for hold in verdict.holds {
      text += "\n  " + approval(hold, holds, trust, at: now)
    }
    return text + "\n  Once it is approved, try the same call again. Do not approve it yourself."
  }

  private static func approval(
    _ hold: Verdict.Hold, _ holds: String, _ trust: String?, at now: Timestamp
  ) -> String {
    var text = "approve it with: weir holds approve \(hold.key) --holds \(ShellWord.quoted(holds))"
    if let trust { text += " --trust \(ShellWord.quoted(trust)) --key YOUR_KEY" }
    if let status = hold.status, status.state == .pending {
      let left = status.deadline.since(now)
      text += " (\(SignedDuration(seconds: left.seconds, nanoseconds: 0)) left)"
    }
    return text
  }

  /// Of a failure: the call was not judged, or its verdict cannot be kept.
  static func text(_ failure: Failure) -> String {
    "weir: blocked: \(failure.message)\(failure.hint.map { "; \($0)" } ?? "") "
      + "[\(failure.code.rawValue)]"
  }
}
