// Verdicts on record: a line each, as eval writes them, less what changes while the meaning stays:
// the digest of the policy, the lines of its rules, keys of holds, and places in the input. So a
// record differs when a verdict does, and its differences can be read.

package import Weir
internal import WeirHost

extension Verdict {
  /// The line of a record, without its line feed.
  package var recordedLine: [UInt8] {
    var text = "{"
    func add(_ name: String, _ value: String) {
      text += (text.utf8.count > 1 ? "," : "") + "\"\(name)\":" + value
    }
    for member in recordedMembers { add(member.name, member.value) }
    return Array((text + "}").utf8)
  }

  /// The members of such a line, their values as JSON.
  private var recordedMembers: [(name: String, value: String)] {
    var members: [(name: String, value: String)] = []
    if let id { members.append(("id", quotedJSON(id))) }
    members.append(("verdict", quotedJSON(effect.rawValue)))
    if !rules.isEmpty { members.append(("rules", list(rules.map { record($0) }))) }
    if !holds.isEmpty { members.append(("holds", list(holds.map(record)))) }
    if !uncertain.isEmpty { members.append(("uncertain", list(uncertain.map(record)))) }
    if uncertainOmitted > 0 { members.append(("uncertainOmitted", "\(uncertainOmitted)")) }
    if !observed.isEmpty { members.append(("observed", list(observed.map(record)))) }
    if let error { members.append(("error", record([("code", quotedJSON(error.code.rawValue))]))) }
    return members
  }

  private func record(_ rule: Rule, adding more: [(String, String?)] = []) -> String {
    record(
      [("name", quotedJSON(rule.name)), ("because", rule.because.map(quotedJSON))]
        + [
          (
            "annotations",
            rule.annotations.isEmpty
              ? nil : record(rule.annotations.map { ($0.name, quotedJSON($0.value)) })
          )
        ] + more)
  }

  private func record(_ hold: Hold) -> String {
    record([
      ("rule", quotedJSON(hold.rule)), ("needs", quotedJSON(hold.needs.description)),
      ("within", quotedJSON(hold.within.description)),
      ("rejectedBy", hold.rejectedBy == 1 ? nil : "\(hold.rejectedBy)"),
      (
        "escalate",
        hold.escalate.map {
          record([
            ("to", quotedJSON($0.to.description)), ("after", quotedJSON($0.after.description)),
          ])
        }
      ),
      ("override", hold.override.map { quotedJSON($0.description) }),
      (
        "notify",
        hold.notify.isEmpty
          ? nil
          : list(
            hold.notify.map {
              record([
                ("channel", quotedJSON($0.channel)),
                ("target", quotedJSON($0.target.description)),
              ])
            })
      ),
      ("covers", quotedJSON(hold.covers.description)),
      ("coversFor", quotedJSON(hold.coversFor.description)),
      ("requester", hold.requester.map { list($0.map(quotedJSON)) } ?? "null"),
    ])
  }

  private func record(_ rule: Uncertainty) -> String {
    record([
      ("rule", quotedJSON(rule.rule)),
      (
        "causes",
        rule.causes.isEmpty
          ? nil
          : list(
            rule.causes.map {
              record([("path", quotedJSON($0.path)), ("fault", quotedJSON($0.fault.name))])
            })
      ),
      ("causesOmitted", rule.causesOmitted == 0 ? nil : "\(rule.causesOmitted)"),
    ])
  }

  private func record(_ observation: Observation) -> String {
    record(
      observation.rule,
      adding: [
        ("effect", quotedJSON(observation.effect.rawValue)),
        ("outcome", quotedJSON(observation.outcome.rawValue)),
      ])
  }

  private func record(_ members: [(String, String?)]) -> String {
    let present = members.compactMap { name, value in value.map { quotedJSON(name) + ":" + $0 } }
    return "{" + present.joined(separator: ",") + "}"
  }

  private func list(_ elements: [String]) -> String {
    "[" + elements.joined(separator: ",") + "]"
  }

  // MARK: Comparing

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
          what: .recorded, expected: ["what \(file) says is no verdict"],
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
      appendJSON(member.value, to: &text)
      return (member.name.description, String(decoding: text, as: UTF8.self))
    }
  }
}

extension Verdict {
  /// Whether a line is one of a record, or one that eval has written: an object of members that
  /// verdicts have, with a verdict.
  @Sendable package static func isRecorded(_ line: [UInt8]) -> Bool {
    guard let members = members(line),
      members.allSatisfy({ memberNames.contains(Array($0.name.utf8)) })
    else { return false }
    return members.contains { member in
      member.name.utf8.elementsEqual("verdict".utf8)
        && Effect.allCases.contains { quotedJSON($0.rawValue) == member.value }
    }
  }

  /// As grammar/verdict.schema.json has them.
  private static let memberNames: Set<[UInt8]> = Set(
    [
      "id", "line", "verdict", "rules", "rulesOmitted", "holds", "uncertain", "uncertainOmitted",
      "observed", "error", "policy",
    ].map { Array($0.utf8) })
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
