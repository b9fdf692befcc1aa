// From a plan to the input of mutation testing: each policy with the cases that it judges, and the
// recorded requests whose verdicts equal the recorded ones.

import Weir

extension TestPlan {
  /// The policies that judge some case of the plan. (A built policy whose sources are not available
  /// has no mutants.)
  package var mutationTargets: [MutationTarget] {
    var targets = policies.map { MutationTarget(policy: $0, cases: []) }
    var judges: [JudgeKey: CaseJudge] = [:]
    for entry in entries where canRun(entry) {
      guard let recorded = entry.recorded else {
        targets[entry.policy].cases.append(entry.test)
        continue
      }
      let judge = judges[JudgeKey(entry)] ?? CaseJudge(self, entry)
      judges[JudgeKey(entry)] = judge
      guard judge.mismatches(of: entry, in: self).isEmpty else { continue }
      let request = RecordedRequests.Request(
        bytes: entry.test.request, name: entry.test.name, now: entry.test.now ?? Judge.anyInstant)
      let clock = clock(of: entry)
      let name = recordings[recorded.recording].recording.requests.value
      if targets[entry.policy].recorded.last?.name == name {
        targets[entry.policy].recorded[targets[entry.policy].recorded.count - 1].requests
          .append(request)
      } else {
        targets[entry.policy].recorded.append(
          RecordedRequests(name: name, clock: clock, requests: [request]))
      }
    }
    return targets.filter { !$0.cases.isEmpty || !$0.recorded.isEmpty }
  }
}
