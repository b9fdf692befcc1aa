// The golden verdicts: what comes out for each request of a case. The reference evaluator has to
// come to the same.

import Testing
import Weir
import WeirTesting

@Suite struct VerdictCaseTests {
  @Test(arguments: GoldenSuite.verdicts.cases) func verdicts(_ golden: GoldenCase) throws {
    let example = try VerdictCase(golden)
    var mistakes: [String] = []
    guard
      let subject = Subject(
        example.policy, environment: example.environment, mistakes: &mistakes)
    else {
      try golden.check(mistakes.map { $0 + "\n" }.joined())
      return
    }
    var evaluator = Evaluator(subject.program)
    var output: [UInt8] = []
    for (index, request) in example.requests.enumerated() {
      let now = RecordedRequests.instant(for: request)
      evaluator.write(request, line: index + 1, now: now, into: &output)
      let disagreement = subject.disagreement(on: request, now: now)
      #expect(disagreement == nil, "\(golden), request \(index + 1)")
    }
    // Every change of a case is a change of its digest: one line says which.
    let text = String(decoding: output, as: UTF8.self)
      .replacing(",\"policy\":\"\(subject.program.digest)\"", with: "")
    try golden.check(text)
  }
}
