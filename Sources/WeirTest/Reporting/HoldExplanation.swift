// Why a request is held, for whoever is asked: the rules that hold, with their conditions in the
// source. Made when a hold is opened, of those rules alone, so that a large policy costs no more
// than a small one.

package import Weir
internal import WeirAnalysis

/// Explains holds of one policy.
package struct HoldExplanation {
  private let policy: TestPolicy

  package init(_ policy: TestPolicy) { self.policy = policy }

  /// The text; nil where the policy has no sources to show.
  package func text(_ request: [UInt8], _ verdict: Verdict, at now: Timestamp) -> String? {
    guard policy.hasSources else { return nil }
    let names = Set((verdict.rules.map(\.name) + verdict.holds.map(\.rule)).map { ExactString($0) })
    var checked = policy.checked
    checked.rules.removeAll { !names.contains(ExactString($0.name)) }
    guard let explainer = try? Explainer(checked, of: policy.program) else { return nil }
    let explanation = explainer.explain(request, now: now, verdict)
    return ExplanationText(isColored: false).render(explanation, policy.openable)
  }
}
