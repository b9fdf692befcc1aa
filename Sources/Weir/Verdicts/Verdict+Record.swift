// Verdicts on record: a line each, as a verdict line is, less what changes while the meaning stays
// (the tables of `VerdictLine` say what: `Recording`). So a record differs when a verdict does, and
// its differences can be read.

extension Verdict {
  /// The line of a record, without its line feed.
  package var recordedLine: [UInt8] {
    var text = ""
    lineValue.appendRecord(to: &text)
    return Array(text.utf8)
  }

  /// Whether a document is a verdict on record, or one that was written as a line: an object of
  /// members that verdicts have, with a verdict.
  package static func isRecorded(_ line: JSONDocument) -> Bool {
    guard case .record(let members) = line.kind else { return false }
    let names = Set(VerdictLine.VerdictMember.allCases.map { ExactString($0.name) })
    let verdict = ExactString(VerdictLine.VerdictMember.verdict.name)
    return members.allSatisfy { names.contains($0.name) }
      && members.contains { member in
        guard member.name == verdict, case .string(let text) = member.value.kind else {
          return false
        }
        return Effect(rawValue: text.description) != nil
      }
  }
}
