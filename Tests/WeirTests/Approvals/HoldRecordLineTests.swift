// Records as lines of JSON: what is written is read back, and what is not a record is refused.

import Foundation
import Testing
import Weir
import WeirTesting

@Suite struct HoldRecordLineTests {
  private static let key = "sha256:" + String(repeating: "0a", count: 32)

  private func read(_ line: String) throws(HoldRecord.Mistake) -> HoldRecord {
    try Array(line.utf8).withUnsafeBufferPointer { (line) throws(HoldRecord.Mistake) in
      try HoldRecord(line: line)
    }
  }

  @Test func whatIsWrittenIsReadBack() throws {
    var record = HoldRecord(
      .approve, key: Self.key, generation: 3, at: Timestamp("2026-03-02T08:00:00.25Z")!,
      by: .init(name: "añä \"x\"", groups: ["a", "b"], roles: ["r"]), reason: "so\nbe it",
      seen: "sha256:00")
    record.signature = .init(key: "a+00000000", value: "AA==")
    #expect(try read(String(decoding: record.line(), as: UTF8.self)) == record)
    let spend = HoldRecord(
      .spend, key: Self.key, at: Timestamp("2026-03-02T08:00:00Z")!, request: "sha256:11",
      requestID: "r1")
    #expect(try read(String(decoding: spend.line(), as: UTF8.self)) == spend)
    #expect(!String(decoding: record.line(signed: false), as: UTF8.self).contains("signature"))
  }

  @Test func aGenerationMayBeLeftOut() throws {
    let line = #"{"by":"ana","at":"2026-03-02T09:00:00+01:00","key":"K","act":"approve"}"#
    let record = try read(line.replacing("K", with: Self.key))
    #expect(record.generation == 1)
    #expect(record.at == Timestamp("2026-03-02T08:00:00Z"))
  }

  @Test(arguments: [
    (#"{"act":"spend""#, "the document ends before it is complete"),
    ("[]", "a record is a JSON object"),
    (#"{"act":"approve"}"#, "a record needs `key`"),
    (#"{"key":"K","at":"T"}"#, "a record needs `act`"),
    (#"{"act":"bless","key":"K","at":"T"}"#, #""bless" is not an act"#),
    (#"{"act":"spend","key":"K"}"#, "a record needs `at`"),
    (#"{"act":"spend","key":"sha256:12","at":"T"}"#, "this is not a hold's key"),
    (#"{"act":"spend","key":"K","at":"today"}"#, #""today" is not an instant"#),
    (#"{"act":"spend","key":"K","at":7}"#, "`at` is not a string"),
    (
      #"{"act":"spend","key":"K","at":"T","generation":0}"#,
      "a generation is a whole number from 1"
    ),
    (#"{"act":"approve","key":"K","at":"T"}"#, "`approve` does not say who did it"),
    (#"{"act":"reject","key":"K","at":"T","by":" "}"#, "`reject` does not say who did it"),
    (
      #"{"act":"approve","key":"K","at":"T","by":"a","groups":"g"}"#,
      "`groups` is not a list of strings"
    ),
    (
      #"{"act":"approve","key":"K","at":"T","by":"a","roles":[1]}"#,
      "`roles` is not a list of strings"
    ),
    (#"{"act":"spend","key":"K","at":"T","groups":["g"]}"#, "groups and roles are those of nobody"),
    (#"{"act":"spend","key":"K","at":"T","group":"g"}"#, #"a record has no member "group""#),
    (
      #"{"act":"spend","key":"K","at":"T","at":"T"}"#,
      #"an object has two members of one name: "at""#
    ),
    (
      #"{"act":"spend","key":"K","at":"T","signature":"x"}"#,
      "a signature is an object of `key` and `value`, two strings"
    ),
    (
      #"{"act":"spend","key":"K","at":"T"} {}"#,
      "something follows the document, and only one can be meant"
    ),
  ])
  func whatIsNotARecordIsRefused(line: String, message: String) {
    let text = line.replacing("\"K\"", with: "\"\(Self.key)\"")
      .replacing("\"T\"", with: "\"2026-03-02T08:00:00Z\"")
    var found: String?
    do throws(HoldRecord.Mistake) { _ = try read(text) } catch { found = error.message }
    #expect(found == message)
  }

  @Test func theSchemaHasEveryMember() throws {
    let schema = try String(
      contentsOf: GoldenSuite.root.appending(path: "grammar/approvals.schema.json"),
      encoding: .utf8)
    #expect(schema == ApprovalsSchema.text || GoldenSuite.isBlessing, "run `make bless`")
    if GoldenSuite.isBlessing {
      try ApprovalsSchema.text.write(
        to: GoldenSuite.root.appending(path: "grammar/approvals.schema.json"), atomically: true,
        encoding: .utf8)
    }
    let validator = try SchemaValidator(
      contentsOf: GoldenSuite.root.appending(path: "grammar/approvals.schema.json"))
    let record = HoldRecord(
      .override, key: Self.key, at: Timestamp("2026-03-02T08:00:00Z")!, by: .init(name: "cfo"),
      reason: "fire")
    #expect(validator.failures(ofLine: String(decoding: record.line(), as: UTF8.self)) == [])
  }
}
