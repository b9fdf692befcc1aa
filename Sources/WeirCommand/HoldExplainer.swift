// Why a request is held, put on record where its hold is opened. The policy is read once more for
// that, with its sources, and only where a hold is opened at all: most runs never do.

internal import Weir
internal import WeirHost
internal import WeirLedger
internal import WeirTest

/// Explains holds, once one is opened.
final class HoldExplainer {
  private let load: () throws -> TestPolicy
  private var explanation: HoldExplanation??

  /// - Parameter shape: what sources get that declare no request.
  init(_ choice: PathChoice, assuming shape: AssumedShape? = nil) {
    load = { try choice.testPolicy(color: .never, assuming: shape) }
  }

  /// Nil where the policy's sources are not at hand: the verdict's own reasons remain.
  func text(_ request: [UInt8], _ verdict: Verdict, _ now: Timestamp) -> String? {
    if explanation == nil { explanation = .some((try? load()).map { HoldExplanation($0) }) }
    return (explanation ?? nil)?.text(request, verdict, at: now)
  }

  /// Why a hold's request is held by a policy of today, for whoever looks at it.
  static func renewed(_ hold: LedgerHold, by choice: PathChoice, _ color: ColorChoice) throws
    -> String
  {
    let policy = try choice.testPolicy(color: color)
    var text = ""
    if policy.program.digest != hold.verdict.policy {
      text += "  it is another policy than the one that held the request\n\n"
    }
    guard policy.hasSources else { return text + "  it was built without its sources\n" }
    let known = Set(policy.checked.rules.map { ExactString($0.name) })
    guard known.contains(ExactString(hold.hold.rule)) else {
      return text + "  it has no rule \(VisibleText.escaped(hold.hold.rule))\n"
    }
    return text
      + (HoldExplanation(policy).text(hold.request, hold.verdict, at: hold.opened) ?? "")
  }
}
