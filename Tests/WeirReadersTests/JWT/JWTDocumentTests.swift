// What a policy sees of a token.

import Testing
import Weir

@testable import WeirReaders

@Suite struct JWTDocumentTests {
  /// Claims, what becomes of one of them, and the member that shows it; nil where the token is
  /// uncertain.
  static let table: [(claims: String, member: ExactString, value: String?)] = [
    (#"{"iss":"a"}"#, "issuer", #""a""#),
    (#"{"iss":1}"#, "issuer", nil),
    (#"{"iss":null}"#, "issuer", nil),
    (#"{"sub":"u1"}"#, "subject", #""u1""#),
    (#"{"sub":["u1"]}"#, "subject", nil),
    (#"{"jti":"1"}"#, "id", #""1""#),
    (#"{}"#, "audience", "[]"),
    (#"{"aud":"a"}"#, "audience", #"["a"]"#),
    (#"{"aud":["a","b"]}"#, "audience", #"["a","b"]"#),
    (#"{"aud":["a",1]}"#, "audience", nil),
    (#"{"aud":{"a":1}}"#, "audience", nil),
    (#"{"exp":1300819380}"#, "expires", #""2011-03-22T18:43:00Z""#),
    (#"{"exp":1.30081938e9}"#, "expires", #""2011-03-22T18:43:00Z""#),
    (#"{"exp":1300819380.25}"#, "expires", #""2011-03-22T18:43:00.25Z""#),
    (#"{"exp":0}"#, "expires", #""1970-01-01T00:00:00Z""#),
    (#"{"exp":-0.5}"#, "expires", #""1969-12-31T23:59:59.5Z""#),
    (#"{"exp":253402300799}"#, "expires", #""9999-12-31T23:59:59Z""#),
    (#"{"exp":253402300800}"#, "expires", nil),
    (#"{"exp":1e28}"#, "expires", nil),
    (#"{"exp":1e300}"#, "expires", nil),
    (#"{"exp":0.0000000001}"#, "expires", nil),
    (#"{"exp":"1300819380"}"#, "expires", nil),
    (#"{"exp":null}"#, "expires", nil),
    (#"{"exp":true}"#, "expires", nil),
    (#"{"nbf":1}"#, "not_before", #""1970-01-01T00:00:01Z""#),
    (#"{"iat":1}"#, "issued", #""1970-01-01T00:00:01Z""#),
    (#"{"a":1}"#, "claims", #"{"a":1}"#),
    (#"{"a":1}"#, "algorithm", #""HS256""#),
    (#"{"a":1}"#, "key", #""hs""#),
    (#"{"a":1}"#, "type", #""at+jwt""#),
  ]

  @Test(arguments: table.indices)
  func aClaimIsReadOrNot(index: Int) throws {
    let (claims, member, value) = Self.table[index]
    let text = JWTForge.hs(#"{"alg":"HS256","kid":"hs","typ":"at+jwt"}"#, claims)
    let token = try JWTToken(reading: Array(text.utf8), keys: JWTForge.trusted)
    guard let value else {
      #expect(throws: JWTUncertainty.self) { try token.document() }
      return
    }
    guard case .record(let members) = try token.document().kind else { return }
    let document = try #require(members.first { $0.name == member }?.value)
    #expect(Self.text(document) == value)
  }

  /// The text of a document, without blanks and escapes.
  private static func text(_ document: JSONDocument) -> String {
    switch document.kind {
    case .null: "null"
    case .bool(let truth): "\(truth)"
    case .string(let text): "\"\(text)\""
    case .number(let text): text
    case .list(let elements): "[\(elements.map(text).joined(separator: ","))]"
    case .record(let members):
      "{\(members.map { "\"\($0.name)\":\(text($0.value))" }.joined(separator: ","))}"
    }
  }

  @Test func whatATokenHasNotIsAbsent() throws {
    let token = try JWTToken(unverified: Array(JWTForge.hs(#"{"alg":"HS256"}"#, "{}").utf8))
    guard case .record(let members) = try token.document().kind else { return }
    #expect(members.map(\.name) == ["algorithm", "audience", "claims"])
  }
}
