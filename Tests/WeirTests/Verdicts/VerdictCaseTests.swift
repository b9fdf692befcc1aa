// The golden verdicts: `<case>.weir` judges each line of `<case>.jsonl`, and `<case>.verdicts` is what
// comes out. The reference evaluator has to come to the same.

import Foundation
import Testing
import Weir
import WeirTesting

@Suite struct VerdictCaseTests {
  @Test func cases() throws {
    let suite = GoldenSuite("verdicts", input: "weir", output: "verdicts")
    var disagreements: [String] = []
    let failures = try suite.failures { name, input in
      let files = [SourceFile(path: "\(name).weir", bytes: input)]
      var mistakes: [String] = []
      guard
        let subject = Subject(
          files, environment: RecordedRequests.environment, mistakes: &mistakes)
      else { return mistakes.map { $0 + "\n" }.joined() }
      var evaluator = Evaluator(subject.program)
      let requests = try RecordedRequests.lines(of: suite.folder.appending(path: "\(name).jsonl"))
      var output: [UInt8] = []
      for (index, request) in requests.enumerated() {
        let now = RecordedRequests.instant(for: request)
        evaluator.write(request, line: index + 1, now: now, into: &output)
        if let disagreement = subject.disagreement(on: request, now: now) {
          disagreements.append("\(name):\(index + 1)\n\(disagreement)")
        }
      }
      // Every change of a case is a change of its digest: one line says which.
      return String(decoding: output, as: UTF8.self)
        .replacing(",\"policy\":\"\(subject.program.digest)\"", with: "")
    }
    #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    #expect(disagreements.isEmpty, "\(disagreements.joined(separator: "\n"))")
    let orphans = try FileManager.default.contentsOfDirectory(atPath: suite.folder.path)
      .filter { $0.hasSuffix(".jsonl") }.map { $0.replacing(".jsonl", with: ".weir") }
      .filter { !FileManager.default.fileExists(atPath: suite.folder.appending(path: $0).path) }
    #expect(orphans.isEmpty)
  }
}
