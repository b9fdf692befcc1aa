// Why a request is held, put on record where its hold is opened. The policy is read once more for
// that, with its sources, and only where a hold is opened at all: most runs never do.

internal import Weir
internal import WeirHost
internal import WeirTest

/// Explains holds, once one is opened.
final class HoldExplainer {
  private let load: () throws -> TestPolicy
  private var explanation: HoldExplanation??

  init(_ choice: PathChoice) {
    load = { try choice.testPolicy(color: .never) }
  }

  /// Nil where the policy's sources are not at hand: the verdict's own reasons remain.
  func text(_ request: [UInt8], _ verdict: Verdict, _ now: Timestamp) -> String? {
    if explanation == nil { explanation = .some((try? load()).map { HoldExplanation($0) }) }
    return (explanation ?? nil)?.text(request, verdict, at: now)
  }
}
