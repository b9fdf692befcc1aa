// Holds as data: what a verdict says of people is typed, reads as the line has it, and is read
// back.

import Testing
import Weir
import WeirTesting

@Suite struct HoldTests {
  private static let policy = """
    requester asker
    hold h
      when a
      needs 2 of group "treasury" and (1 of (group "risk" or user owner) or 1 of role "c\\"fo")
      within 2h30m
      escalate to (user "x" or group team) after 90s
      override by user boss
      notify slack "#x"
      covers asker, deep["a, b"].c for 1d
    """

  private func hold(_ members: String) throws -> (hold: Verdict.Hold, line: String) {
    let program = try #require(
      compile([SourceFile(path: "p.weir", text: Self.policy)]).program)
    var evaluator = Evaluator(program)
    let request = Array(#"{"a":true,"asker":"u","deep":{"a, b":{"c":1}},\#(members)}"#.utf8)
    let now = Timestamp(seconds: 0, nanoseconds: 0)
    let verdict = evaluator.evaluate(request, now: now)
    var line: [UInt8] = []
    _ = evaluator.write(request, now: now, into: &line)
    return (try #require(verdict.holds.first), String(decoding: line, as: UTF8.self))
  }

  @Test func clausesAreTyped() throws {
    let hold = try hold(#""owner":"ana","team":["a",1,null],"boss":{}"#).hold
    #expect(
      hold.needs
        == .all([
          .factor(count: 2, .one(.group, .name("treasury"))),
          .any([
            .factor(count: 1, .any([.one(.group, .name("risk")), .one(.user, .name("ana"))])),
            .factor(count: 1, .one(.role, .name("c\"fo"))),
          ]),
        ]))
    #expect(hold.within == SignedDuration(seconds: 9000, nanoseconds: 0))
    let escalation = try #require(hold.escalate)
    #expect(escalation.after == SignedDuration(seconds: 90, nanoseconds: 0))
    let team = VerdictApprover.list([.name("a"), .other("1"), .other("null")])
    #expect(escalation.to == .any([.one(.user, .name("x")), .one(.group, team)]))
    #expect(team.names == ["a"])
    let boss = RequestPath(steps: [.member("boss")])
    #expect(hold.override == .one(.user, .unreadable(boss)))
    #expect(
      hold.covers
        == .values(
          [
            RequestPath(steps: [.member("asker")]),
            RequestPath(steps: [.member("deep"), .member("a, b"), .member("c")]),
          ], for: SignedDuration(seconds: 86400, nanoseconds: 0)))
  }

  /// A name is never taken for a path that could not be read, nor for a list of names.
  @Test(arguments: [
    (#""ana""#, #""ana""#), (#""boss""#, #""boss""#), (#""[\"a\"]""#, #""[\"a\"]""#),
    (#"["a","b"]"#, #"["a","b"]"#), (#"[[1,"]"],{"x":")"},"c"]"#, #"[[1,"]"],{"x":")"},"c"]"#),
    ("[]", "[]"), ("7", "boss"), ("null", "boss"),
    (#""a\u007f\b\" or user \"b""#, #""a\#u{7F}\b\" or user \"b""#),
  ])
  func textsAreReadBack(value: String, name: String) throws {
    let (hold, line) = try hold(#""owner":\#(value),"team":\#(value),"boss":\#(value)"#)
    #expect(hold.override?.description == "user \(name)")
    #expect(Needs(hold.needs.description) == hold.needs)
    #expect(Approvers(try #require(hold.override).description) == hold.override)
    let escalation = try #require(hold.escalate)
    #expect(Approvers(escalation.to.description) == escalation.to)
    #expect(HoldCovers(hold.covers.description, for: hold.coversFor) == hold.covers)
    let written = try JSONValue(parsing: line)["holds"]?.elements.first
    #expect(written?["needs"]?.text == hold.needs.description)
    #expect(written?["escalate"]?["to"]?.text == escalation.to.description)
    #expect(written?["override"]?.text == hold.override?.description)
  }

  @Test(arguments: [
    "", "2", "2 of", "2 of group", "2 of group ", "of group \"a\"", "2 of team \"a\"",
    "2 of group \"a\" and", "2 of group \"a\" or ", "(2 of group \"a\"", "2 of group \"a",
    "2 of group [\"a\"", "2 of group \"a\" x", "2 of (group \"a\" and user \"b\")",
    "2 of group [,]",
    String(repeating: "(", count: 100_000),
  ])
  func otherTextsAreRefused(text: String) {
    #expect(Needs(text) == nil)
  }
}
