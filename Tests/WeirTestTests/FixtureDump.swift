// What a fixture was read as, for golden tests: a line for everything that a case has.

import Weir
import WeirTest

enum FixtureDump {
  static func text(_ fixture: Fixture) -> String {
    fixture.groups.map { group in
      var text = "policy: \(group.policy.paths?.joined(separator: " ") ?? "the command's")\n"
      for (name, document) in group.policy.data {
        text += "data \(name): \(String(decoding: CanonicalJSON.encode(document), as: UTF8.self))\n"
      }
      for recording in group.recordings {
        text += "recording \(line(recording.requests.place)) \(recording.requests.value)\n"
        text += "  verdicts: \(recording.verdicts.value)\n"
        if let now = recording.now { text += "  now: \(now)\n" }
        if let clock = recording.clock { text += "  clock: \(clock.joined(separator: "."))\n" }
      }
      for test in group.cases { text += Self.text(test) }
      return text
    }.joined(separator: "\n")
  }

  private static func text(_ test: TestCase) -> String {
    var text = "\(line(test.place)) \(test.name)\n"
    text += "  request: \(String(decoding: test.request, as: UTF8.self))\n"
    if !test.misfits.isEmpty {
      text += "  misfits: \(test.misfits.map(\.text).joined(separator: " "))\n"
    }
    if let now = test.now { text += "  now: \(now)\n" }
    let expectation = test.expectation
    func add<Value>(_ name: String, _ placed: Placed<Value>?, _ describe: (Value) -> String) {
      guard let placed else { return }
      text += "  \(name) \(line(placed.place)): \(describe(placed.value))\n"
    }
    add("verdict", expectation.verdict) { $0.rawValue }
    add("rules", expectation.rules) { "\($0)" }
    for because in expectation.because { add("because", because) { $0 } }
    add("uncertain", expectation.uncertain) { rules in
      rules.map { rule in
        rule.rule + (rule.causes.map { " \($0.map { "\($0.path) \($0.fault.name)" })" } ?? "")
      }.joined(separator: "; ")
    }
    for hold in expectation.holds { add("hold", hold) { describe($0) } }
    add("observed", expectation.observed) { "\($0)" }
    add("refused", expectation.refused) { $0 ?? "for any reason" }
    return text
  }

  private static func describe(_ hold: Expectation.ExpectedHold) -> String {
    VerdictLine.HoldMember.allCases.compactMap { member in
      value(of: member, in: hold).map { "\(member.name) \($0)" }
    }.joined(separator: "; ")
  }

  private static func value(
    of member: VerdictLine.HoldMember, in hold: Expectation.ExpectedHold
  ) -> String? {
    switch member {
    case .rule: hold.rule
    case .key, .status: nil
    case .needs: hold.needs
    case .within: hold.within
    case .rejectedBy: hold.rejectedBy.map { "\($0)" }
    case .escalate: hold.escalate.map { "to \($0.to ?? "-") after \($0.after ?? "-")" }
    case .override: hold.override
    case .notify:
      hold.notify.map { places in
        places.map { "\($0.channel ?? "-") \($0.target ?? "-")" }.joined(separator: ", ")
      }
    case .covers: hold.covers
    case .coversFor: hold.coversFor
    case .requester: hold.requester.map { "\($0)" }
    }
  }

  private static func line(_ place: FixturePlace) -> String { "\(place.line):\(place.column)" }
}
