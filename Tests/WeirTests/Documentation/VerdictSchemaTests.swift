// The published schema of a verdict is generated, and the checker that every other
// test relies on is held to values that are known to be right and wrong.

import Foundation
import Testing
import Weir
import WeirTesting

@Suite("Verdict schema")
struct VerdictSchemaTests {
  let validator: SchemaValidator

  init() throws { validator = try SchemaValidator.verdicts() }

  @Test("is what the tables of the line say")
  func generated() throws {
    let url = GoldenSuite.root.appending(path: "grammar/verdict.schema.json")
    let text = try String(contentsOf: url, encoding: .utf8)
    if ProcessInfo.processInfo.environment["WEIR_BLESS"] == "1", text != VerdictSchema.text {
      try VerdictSchema.text.write(to: url, atomically: true, encoding: .utf8)
    } else {
      #expect(text == VerdictSchema.text, "run `make bless`")
    }
  }

  @Test("has every member in the form that its spelling promises")
  func spellings() {
    expectSpellings(of: VerdictLine.VerdictMember.self, startsObject: true)
    expectSpellings(of: RuleMember.self, startsObject: true)
    expectSpellings(of: VerdictLine.HoldMember.self, startsObject: true)
    expectSpellings(of: VerdictLine.EscalationMember.self, startsObject: true)
    expectSpellings(of: VerdictLine.NotificationMember.self, startsObject: true)
    expectSpellings(of: VerdictLine.StatusMember.self, startsObject: true)
    expectSpellings(of: VerdictLine.DecisionMember.self, startsObject: true)
    expectSpellings(of: VerdictLine.IgnoredMember.self, startsObject: false)
    expectSpellings(of: VerdictLine.UncertaintyMember.self, startsObject: true)
    expectSpellings(of: VerdictLine.CauseMember.self, startsObject: true)
    expectSpellings(of: VerdictLine.ObservationMember.self, startsObject: false)
    expectSpellings(of: VerdictLine.ErrorMember.self, startsObject: true)
  }

  /// Each spelling is the brace or a comma, the name, a colon, and a bracket where the type is a
  /// list or a map.
  private func expectSpellings<Member: LineMember>(of _: Member.Type, startsObject: Bool) {
    for (index, member) in Member.allCases.enumerated() {
      let beginning = index == 0 && startsObject ? "{" : ","
      let bracket =
        switch member.row.type {
        case .list: "["
        case .textMap: "{"
        case .text, .pattern, .oneOf, .count, .textOrNumber, .object: ""
        case .defined(let definition): definition == .annotations ? "{" : ""
        }
      #expect("\(member.spelling)" == "\(beginning)\"\(member)\":\(bracket)")
      #expect(member.name == "\(member)")
    }
  }

  static let digest = "sha256:" + String(repeating: "0a", count: 32)

  @Test(
    "accepts verdicts",
    arguments: [
      #"{"verdict":"allow","policy":"D"}"#,
      #"""
      {"verdict":"deny","error":{"code":"limit_exceeded","message":"too \#
      many","limit":"steps","rule":"a.b","byte":0},"policy":"D"}
      """#,
      #"""
      {"id":"r1","line":1,"verdict":"deny","rules":[{"name":"a.b","at":"a.weir:3"}],"policy":"D"}
      """#,
      #"""
      {"verdict":"deny","error":{"code":"invalid_json","message":"this is not \#
      JSON","byte":0},"policy":"D"}
      """#,
      #"""
      {"verdict":"hold","rules":[{"name":"h","because":"x","at":"a.weir:3","annotations":{\#
      "k":"v"}}],"holds":[{"rule":"h","key":"D","needs":"1 of group \#
      \"a\"","within":"15m","rejectedBy":2,"escalate":{"to":"user \#
      \"b\"","after":"1m30s"},"override":"role \"c\"","notify":[{"channel":"slack",\#
      "target":"\#"}],"covers":"once","coversFor":"500ms","requester":["u"]}],"policy":"D"}
      """#,
      #"""
      {"verdict":"deny","uncertain":[{"rule":"h","causes":[{"path":"a.b","fault":"absent",\#
      "line":1,"byte":0},{"path":"now","fault":"bad_format"}],"causesOmitted":3}],\#
      "uncertainOmitted":2,"observed":[{"name":"o","at":"a.weir:1","effect":"deny",\#
      "outcome":"matched"}],"policy":"D"}
      """#,
    ])
  func accepts(line: String) {
    #expect(validator.failures(ofLine: line.replacing("\"D\"", with: "\"\(Self.digest)\"")) == [])
  }

  @Test(
    "refuses what is not a verdict",
    arguments: [
      #"[]"#,
      #"{"policy":"D"}"#,
      #"{"verdict":"allow"}"#,
      #"{"verdict":"maybe","policy":"D"}"#,
      #"{"verdict":"allow","policy":"sha256:12"}"#,
      #"{"verdict":"allow","rules":[],"policy":"D"}"#,
      #"{"verdict":"allow","line":0,"policy":"D"}"#,
      #"{"verdict":"allow","line":1.5,"policy":"D"}"#,
      #"{"verdict":"allow","line":"1","policy":"D"}"#,
      #"{"verdict":"allow","extra":1,"policy":"D"}"#,
      #"{"verdict":"allow","rules":[{"name":"","at":"a.weir:3"}],"policy":"D"}"#,
      #"{"verdict":"allow","rules":[{"name":"a","at":"a.weir"}],"policy":"D"}"#,
      #"""
      {"verdict":"allow","rules":[{"name":"a","at":"a.weir:3","annotations":{"k":1}}],"policy":"D"}
      """#,
      #"{"verdict":"hold","holds":[{"rule":"h"}],"policy":"D"}"#,
      #"""
      {"verdict":"deny","uncertain":[{"rule":"h","causes":[{"path":"a","fault":"gone"}]}],\#
      "policy":"D"}
      """#,
      #"{"verdict":"deny"} {}"#,
    ])
  func refuses(line: String) {
    #expect(validator.failures(ofLine: line.replacing("\"D\"", with: "\"\(Self.digest)\"")) != [])
  }

  @Test("an unknown keyword is a failure")
  func unknownKeyword() throws {
    let schema = try JSONValue(parsing: #"{"type":"object","maxProperties":1}"#)
    #expect(SchemaValidator(schema: schema).failures(of: .object([:])).count == 1)
  }
}
