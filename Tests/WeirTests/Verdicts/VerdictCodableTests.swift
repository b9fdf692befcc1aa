// A verdict and its line are one thing: what was written can be decoded, and what is encoded again
// has the line's members.

import Foundation
import Testing
import Weir
import WeirTesting

@Suite struct VerdictCodableTests {
  @Test(arguments: GoldenSuite.verdicts.cases) func everyGoldenLine(_ golden: GoldenCase) throws {
    let example = try VerdictCase(golden)
    let compilation = compile(example.policy, environment: example.environment)
    var evaluator = Evaluator(try #require(compilation.program))
    for (index, request) in example.requests.enumerated() {
      let now = RecordedRequests.instant(for: request)
      for number in [index + 1, nil] {
        var line: [UInt8] = []
        evaluator.write(request, line: number, now: now, into: &line)
        let verdict = evaluator.evaluate(request, line: number, now: now)
        let decoded = try JSONDecoder().decode(Verdict.self, from: Data(line))
        #expect(decoded == Self.asDecoded(verdict))
        // A line whose identifier no `Double` holds is not read by the tests' reader either.
        if let written = try? JSONValue(parsing: String(decoding: line, as: UTF8.self)) {
          #expect(try encoded(decoded) == written)
          #expect(try encoded(verdict) == written)
        } else {
          #expect(verdict.hasNumericID && decoded.id == nil)
        }
        #expect(decoded.errorMessage == verdict.errorMessage)
      }
    }
  }

  /// Less what a line does not have.
  private static func asDecoded(_ verdict: Verdict) -> Verdict {
    var verdict = verdict
    verdict.limit?.value = nil
    verdict.limit?.spent = nil
    // A number is known by its value, as far as a `Double` holds it.
    if verdict.hasNumericID, let id = verdict.id, Int64(id) == nil, UInt64(id) == nil {
      if let value = Double(id), value.isFinite {
        verdict.id = Int64(exactly: value).map { "\($0)" } ?? "\(value)"
      } else {
        verdict.id = nil
        verdict.hasNumericID = false
      }
    }
    return verdict
  }

  private func encoded(_ verdict: Verdict) throws -> JSONValue {
    try JSONValue(parsing: String(decoding: JSONEncoder().encode(verdict), as: UTF8.self))
  }

  private static let policy = "sha256:" + String(repeating: "0a", count: 32)

  private func decoded(_ members: String) throws -> Verdict {
    let line = #"{"verdict":"deny",\#(members),"policy":"\#(Self.policy)"}"#
    return try JSONDecoder().decode(Verdict.self, from: Data(line.utf8))
  }

  @Test(arguments: [
    ("7", "7", true), ("-7", "-7", true), ("18446744073709551615", "18446744073709551615", true),
    ("1.50", "1.5", true), (#""7""#, "7", false), (#""é\"""#, "é\"", false),
  ])
  func identifiers(written: String, id: String, isNumber: Bool) throws {
    let verdict = try decoded(#""id":\#(written)"#)
    #expect(verdict.id == id)
    #expect(verdict.hasNumericID == isNumber)
    let again = try JSONDecoder().decode(Verdict.self, from: JSONEncoder().encode(verdict))
    #expect(again == verdict)
    #expect(try encoded(verdict)["id"] == JSONValue(parsing: written))
  }

  @Test func anErrorKeepsWhatItSays() throws {
    let message = InputError.Code.duplicateKey.message
    let twice = try decoded(
      #""error":{"code":"duplicate_key","message":"\#(message): \"a\\\"b\"","byte":7}"#)
    #expect(twice.error?.code == .duplicateKey)
    #expect(twice.error?.name == #"a"b"#)
    #expect(twice.error?.message == #"\#(message): "a\"b""#)
    #expect(twice.limit == nil)
    let limit = try decoded(
      #""error":{"code":"limit_exceeded","message":"too many","limit":"steps","rule":"a","byte":0}"#
    )
    #expect(limit.errorMessage == "too many")
    #expect(limit.limit?.rule == "a")
  }

  @Test func anUnknownMemberIsPassedOver() throws {
    let verdict = try decoded(#""line":3,"later":{"a":[1]}"#)
    #expect(verdict.line == 3)
    #expect(verdict.effect == .deny)
    #expect(verdict.policy == Self.policy)
  }

  @Test(arguments: [
    #""verdict":"maybe""#, #""verdict":"allow","line":"1""#, #""line":1"#,
    #""verdict":"deny","error":{"code":"gone","message":"x","byte":0}"#,
    #""verdict":"deny","uncertain":[{"rule":"a","causes":[{"path":"a","fault":"gone"}]}]"#,
    #""verdict":"allow","rules":[{"name":"a"}]"#,
  ])
  func whatIsRefused(members: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Verdict.self, from: Data("{\(members)}".utf8))
    }
  }
}
