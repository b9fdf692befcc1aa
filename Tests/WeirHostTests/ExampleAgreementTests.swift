// The machine and the reference evaluator agree on every recorded request of the examples: real
// policies with data bound to them, and requests of every sort.

import Foundation
import Testing
import Weir
import WeirHost
import WeirReaders
import WeirTesting

@Suite struct ExampleAgreementTests {
  static let examples = [
    "agent-tools", "api-tokens", "database-queries", "file-access", "fund-transfers",
  ]

  @Test(arguments: examples) func recordedRequests(example: String) throws {
    let folder = GoldenSuite.root.appending(path: "examples/\(example)")
    let source = try PolicySource(
      [folder.appending(path: "policy").path], readers: QueryReader.all)
    var mistakes: [String] = []
    var subject = try #require(
      Subject(source.files, environment: source.environment, mistakes: &mistakes),
      "\(mistakes.joined(separator: "\n"))")
    let requests = try RecordedRequests.lines(of: folder.appending(path: "requests.jsonl"))
    #expect(requests.count >= 200)
    for clock in [ClockSource.request(["time"]), .given] {
      subject.clock = clock
      var evaluator = Evaluator(subject.program, clock: clock)
      for (index, request) in requests.enumerated() {
        let now = RecordedRequests.instant(for: request)
        if let disagreement = subject.disagreement(on: request, now: now, by: &evaluator) {
          Issue.record(
            "\(example):\(index + 1)\n\(String(decoding: request, as: UTF8.self))\n\(disagreement)")
          return
        }
      }
    }
  }
}
