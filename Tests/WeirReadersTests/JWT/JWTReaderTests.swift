// `jwt` and `jwt_unverified` as an evaluator calls them.

import Testing
import Weir

@testable import WeirReaders

@Suite struct JWTReaderTests {
  private func text(_ text: String) -> JSONDocument {
    JSONDocument(.string(ExactString(text)), offset: 0)
  }

  private func subject(_ reading: QueryReader.Reading) -> ExactString? {
    switch reading {
    case .known(let document): document.field("subject")?.text
    case .uncertain: nil
    }
  }

  private func why(_ reading: QueryReader.Reading) -> String? {
    switch reading {
    case .known: nil
    case .uncertain(let why): why
    }
  }

  private let keys = #"{"keys":[\#(JWTVector.all[4].key)]}"#

  @Test func aSignedTokenIsKnown() throws {
    let token = text(try JWTForge.ed())
    let trusted = try JWTForge.ed25519Key
    for keys in [
      try JWTForge.document(#"{"keys":[\#(trusted)]}"#), try JWTForge.document("[\(trusted)]"),
      try JWTForge.document(trusted), JSONDocument(.list([text(trusted)]), offset: 0),
      text(trusted),
    ] {
      #expect(subject(QueryReader.jwt.read([token, keys])) == "u1")
    }
    let others = QueryReader.jwt.read([token, try JWTForge.document(keys)])
    #expect(why(others) == "no key fits the header's `kid` and `alg`")
    #expect(subject(QueryReader.jwtUnverified.read([token])) == "u1")
    #expect(QueryReader.jwt.read([text("a.b"), text("")]).isUncertain)
  }

  @Test func everyCauseIsShort() throws {
    for hostile in JWTHostileTests.all {
      let reading = QueryReader.jwt.read([text(hostile.token), try JWTForge.document("[]")])
      #expect((why(reading) ?? "").utf8.count <= 256)
    }
  }

  /// The examples are tokens that their keys sign.
  @Test func theExamplesHold() throws {
    let expression = QueryReader.jwt.declaration.examples[0].expression
    let token = try #require(expression.split(separator: "\"").dropFirst().first)
    let key = try #require(expression.split(separator: "'").dropFirst().first)
    let keys = JSONDocument(.list([text(String(key))]), offset: 0)
    #expect(subject(QueryReader.jwt.read([text(String(token)), keys])) == "alice")
    let reading = QueryReader.jwtUnverified.read([text(String(token))])
    guard case .known(let document) = reading else {
      Issue.record("\(reading)")
      return
    }
    #expect(document.field("expires")?.text == "2026-03-02T08:00:00Z")
  }

  @Test func theShapeHasEveryMember() {
    guard case .record(let shape) = QueryReader.jwt.declaration.result else { return }
    #expect(shape.members.count == JWTToken.members.count)
    #expect(QueryReader.jwtUnverified.declaration.result == QueryReader.jwt.declaration.result)
  }
}

extension QueryReader.Reading {
  fileprivate var isUncertain: Bool {
    switch self {
    case .known: false
    case .uncertain: true
    }
  }
}
