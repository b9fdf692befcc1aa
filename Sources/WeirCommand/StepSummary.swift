// The summary of a step of GitHub's actions: a file that the runner names, which every command of
// the step adds to.

internal import Weir
internal import WeirHost

enum StepSummary {
  /// Adds Markdown to the summary, where the runner has one.
  static func append(_ text: String?) throws(Failure) {
    guard let text, let path = System.variable("GITHUB_STEP_SUMMARY") else { return }
    try System.append(Array(text.utf8), to: path)
  }
}
