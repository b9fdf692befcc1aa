// Recorded verdicts (`Verdict+Record` in the core says what a line is): how a verdict is compared
// with its line, and how `--update` writes the lines.

package import Weir
internal import WeirHost

extension Verdict {
  /// The members in which this verdict differs from the one on record, as a mismatch.
  func mismatches(withRecorded line: [UInt8]?, at place: FixturePlace, in file: String)
    -> [Mismatch]
  {
    let actual = recordedLine
    if actual == line { return [] }
    let now = Verdict.members(actual) ?? []
    guard let line else {
      return [
        Mismatch(
          what: .recorded, expected: ["none in \(file): --update writes it"],
          actual: now.map { "\($0.name): \($0.value)" }, place: place)
      ]
    }
    guard let then = Verdict.members(line) else {
      return [
        Mismatch(
          what: .recorded, expected: ["what \(file) says is not a verdict"],
          actual: now.map { "\($0.name): \($0.value)" }, place: place)
      ]
    }
    let names =
      now.map(\.name) + then.map(\.name).filter { name in !now.contains { $0.name == name } }
    var (expected, found): ([String], [String]) = ([], [])
    for name in names {
      let old = then.first { $0.name == name }?.value
      let new = now.first { $0.name == name }?.value
      guard old != new else { continue }
      if let old { expected.append("\(name): \(old)") }
      if let new { found.append("\(name): \(new)") }
    }
    // Written otherwise, and yet the same.
    if expected.isEmpty, found.isEmpty { return [] }
    return [Mismatch(what: .recorded, expected: expected, actual: found, place: place)]
  }

  private static func members(_ line: [UInt8]) -> [(name: String, value: String)]? {
    guard let document = try? readJSONFile(line, name: ""),
      case .record(let members) = document.kind
    else { return nil }
    return members.map { member in
      var text: [UInt8] = []
      member.value.appendJSON(to: &text)
      return (member.name.description, String(decoding: text, as: UTF8.self))
    }
  }
}

extension Verdict {
  /// Whether a line is a recorded verdict, or one that `weir eval` has written.
  @Sendable package static func isRecorded(_ line: [UInt8]) -> Bool {
    guard let document = try? readJSONFile(line, name: "") else { return false }
    return isRecorded(document)
  }
}

/// What `--update` does to one file.
package struct RecordingUpdate: Sendable {
  package var path: String
  package var old: [UInt8]?
  package var new: [UInt8]
}

extension TestPlan {
  /// The files of verdicts as today's policy would write them, those that differ.
  package func updates() -> [RecordingUpdate] {
    var lines: [[UInt8]] = Array(repeating: [], count: recordings.count)
    var judges: [Int: CaseJudge] = [:]
    for entry in entries {
      guard let number = entry.recorded?.recording else { continue }
      let judge = judges[number] ?? CaseJudge(self, entry)
      judges[number] = judge
      lines[number] += judge.verdict(on: entry).recordedLine + [UInt8(ascii: "\n")]
    }
    var updates: [RecordingUpdate] = []
    for (recording, new) in zip(recordings, lines) {
      let old = recording.verdicts.map { $0.flatMap { $0 + [UInt8(ascii: "\n")] } }
      if old == new { continue }
      updates.append(
        RecordingUpdate(path: recording.recording.verdicts.value, old: old, new: new))
    }
    return updates
  }
}
