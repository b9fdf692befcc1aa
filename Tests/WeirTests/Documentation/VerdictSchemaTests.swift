// The published schema of a verdict against the tables it lists, and the checker that every other
// test relies on against values that are known to be right and wrong.

import Testing
import Weir
import WeirTesting

@Suite("Verdict schema")
struct VerdictSchemaTests {
  let validator: SchemaValidator

  init() throws { validator = try SchemaValidator.verdicts() }

  /// The values that the schema lists at a path of members.
  func listed(_ path: String...) -> [String] {
    var place: JSONValue? = validator.schema
    for step in path { place = place?[step] }
    return place?["enum"]?.elements.compactMap(\.text) ?? []
  }

  @Test("lists what the tables list")
  func enumerations() {
    #expect(listed("$defs", "effect") == Verdict.Effect.allCases.map(\.rawValue))
    #expect(
      listed("$defs", "cause", "properties", "fault") == FaultKind.allCases.map(\.name))
    #expect(
      listed("$defs", "error", "properties", "code") == InputError.Code.allCases.map(\.rawValue))
    let outcomes: [Verdict.Observation.Outcome] = [.matched, .uncertain]
    #expect(
      listed("$defs", "observation", "properties", "outcome") == outcomes.map(\.rawValue))
    #expect(
      validator.schema["properties"]?["uncertain"]?["maxItems"]
        == .number(Double(Limits.namedUncertainRules)))
    #expect(
      validator.schema["$defs"]?["uncertainty"]?["properties"]?["causes"]?["maxItems"]
        == .number(Double(Limits.namedCauses)))
    #expect(
      listed("$defs", "error", "properties", "limit") == LimitExceeded.allCases.map(\.rawValue))
  }

  static let digest = "sha256:" + String(repeating: "0a", count: 32)

  @Test(
    "accepts verdicts",
    arguments: [
      #"{"verdict":"allow","policy":"D"}"#,
      #"{"verdict":"deny","error":{"code":"limit_exceeded","message":"too many","limit":"steps","rule":"a.b","byte":0},"policy":"D"}"#,
      #"{"id":"r1","line":1,"verdict":"deny","rules":[{"name":"a.b","at":"a.weir:3"}],"policy":"D"}"#,
      #"{"verdict":"deny","error":{"code":"invalid_json","message":"this is not JSON","byte":0},"policy":"D"}"#,
      #"{"verdict":"hold","rules":[{"name":"h","because":"x","at":"a.weir:3","annotations":{"k":"v"}}],"holds":[{"rule":"h","key":"D","needs":"1 of group \"a\"","within":"15m","rejectedBy":2,"escalate":{"to":"user \"b\"","after":"1m30s"},"override":"role \"c\"","notify":[{"channel":"slack","target":"\#"}],"covers":"once","coversFor":"500ms","requester":["u"]}],"policy":"D"}"#,
      #"{"verdict":"deny","uncertain":[{"rule":"h","causes":[{"path":"a.b","fault":"absent","line":1,"byte":0},{"path":"now","fault":"bad_format"}],"causesOmitted":3}],"uncertainOmitted":2,"observed":[{"name":"o","at":"a.weir:1","effect":"deny","outcome":"matched"}],"policy":"D"}"#,
    ])
  func accepts(line: String) {
    #expect(validator.failures(ofLine: line.replacing("\"D\"", with: "\"\(Self.digest)\"")) == [])
  }

  @Test(
    "refuses what is no verdict",
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
      #"{"verdict":"allow","rules":[{"name":"a","at":"a.weir:3","annotations":{"k":1}}],"policy":"D"}"#,
      #"{"verdict":"hold","holds":[{"rule":"h"}],"policy":"D"}"#,
      #"{"verdict":"deny","uncertain":[{"rule":"h","causes":[{"path":"a","fault":"gone"}]}],"policy":"D"}"#,
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
