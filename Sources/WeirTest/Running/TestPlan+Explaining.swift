// Explains failed cases: after the run, and on several threads.

internal import Weir
internal import WeirAnalysis
internal import WeirHost

extension TestPlan {
  /// Puts explanations beside the cases that failed, and what is needed to show them.
  func explain(_ failed: [Int], _ results: inout [CaseResult?], threads: Int) {
    guard !failed.isEmpty else { return }
    let workers = ExplainingWorkers(self, failed)
    // Each explanation is worth a thread's while; a thread is worth about ten.
    Threads.concurrently(min(threads, (failed.count + 9) / 10)) { workers.work() }
    for (index, explanation) in zip(failed, workers.explanations) {
      let entry = entries[index]
      results[index]?.sources = policies[entry.policy].openable
      results[index]?.request = entry.test.request
      results[index]?.explanation = explanation
    }
  }
}

/// What the threads share.
private final class ExplainingWorkers: @unchecked Sendable {
  private let plan: TestPlan
  private let failed: [Int]
  /// By policy; none where its sources are not known.
  private let explainers: [Int: Explainer]
  private let queue: WorkQueue
  private let monitor = Monitor()

  // Under the monitor.
  private(set) var explanations: [Explanation?]

  init(_ plan: TestPlan, _ failed: [Int]) {
    self.plan = plan
    self.failed = failed
    queue = WorkQueue(failed.count)
    explanations = Array(repeating: nil, count: failed.count)
    var explainers: [Int: Explainer] = [:]
    for policy in Set(failed.map { plan.entries[$0].policy })
    where plan.policies[policy].hasSources {
      explainers[policy] = try? Explainer(plan.policies[policy])
    }
    self.explainers = explainers
  }

  func work() {
    var judges: [JudgeKey: CaseJudge] = [:]
    while let number = queue.take() {
      let entry = plan.entries[failed[number]]
      guard let explainer = explainers[entry.policy] else { continue }
      let key = JudgeKey(entry)
      let judge = judges[key] ?? CaseJudge(plan, entry)
      judges[key] = judge
      let verdict = judge.verdict(on: entry)
      let explanation =
        entry.recorded == nil
        ? explainer.explain(entry.test, verdict)
        : explainer.explain(
          entry.test.request, now: entry.test.now ?? Judge.anyInstant,
          clock: plan.clock(of: entry), verdict)
      monitor.exclusively { explanations[number] = explanation }
    }
  }
}
