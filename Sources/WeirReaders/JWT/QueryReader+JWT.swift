// `jwt(text, keys)` and `jwt_unverified(text)` as policies see them. The second has its warning in
// its name: whoever writes a request can write such a token.

package import Weir

extension QueryReader {
  /// `jwt(text, keys)`: a token that one of the keys signed.
  package static let jwt = QueryReader(
    "jwt",
    declared: {
      Declaration(
        "jwt", [.init("text", .string), .init("keys", .list(.any), .map(.any), role: .constant)],
        JWTToken.type,
        """
        What a signed token (RFC 7519) says, once one of the keys verifies it. Keys are a key \
        set (RFC 7517) of bound data, or a list of keys, each a record or its JSON text; they \
        never come from a request. A key is for the one algorithm that its `alg` or `crv` names, \
        and the token's `kid` picks among them. Uncertain is a token that no key verifies, \
        `none` before all. Whether it is still good, and for whom, the policy compares: \
        `timestamp(t.expires) > now`.
        """,
        examples: [
          .init(
            #"jwt("\#(JWTToken.example)", ['\#(JWTToken.exampleKey)']).subject == "alice""#,
            "true")
        ])
    },
    read: { arguments in
      reading { () throws(JWTUncertainty) in
        try JWTToken(reading: arguments[0].text?.bytes ?? [], keys: JWTKeySet(arguments[1]))
      }
    })

  /// `jwt_unverified(text)`: a token that anybody may have written.
  package static let jwtUnverified = QueryReader(
    "jwt_unverified",
    declared: {
      Declaration(
        "jwt_unverified", [.init("text", .string)], JWTToken.type,
        """
        What a token says, whoever wrote it: nothing is verified. It is for tokens that somebody \
        trusted has verified before, and must not decide what is allowed otherwise.
        """,
        examples: [
          .init(#"jwt_unverified("\#(JWTToken.example)").subject == "alice""#, "true"),
          .init(
            #"timestamp(jwt_unverified("\#(JWTToken.example)").expires)"#,
            #"timestamp("2026-03-02T08:00:00Z")"#),
        ])
    },
    read: { arguments in
      reading { () throws(JWTUncertainty) in
        try JWTToken(unverified: arguments[0].text?.bytes ?? [])
      }
    })

  private static func reading(
    _ read: () throws(JWTUncertainty) -> JWTToken
  ) -> Reading {
    do throws(JWTUncertainty) {
      return .known(try read().document())
    } catch {
      return .uncertain(ReaderUncertainty(error.message).why)
    }
  }
}

extension JWTToken {
  /// Of `{"alg":"EdDSA"}` and `{"sub":"alice","exp":1772438400}`.
  fileprivate static let example =
    "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhbGljZSIsImV4cCI6MTc3MjQzODQwMH0.mVFHypI0dH"
    + "pBczh2Q4Iy8gzO9gk97kX_4JBiO-4ghlBAL-KLncvl_q3pCD352kOtWXZMH8evQblzeDvkHeosBQ"

  /// The key that verifies it (RFC 8037, appendix A.2).
  fileprivate static let exampleKey =
    #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#

  /// What policies know of a token.
  fileprivate static var type: Type {
    .record(
      RecordShape(
        members: members.map {
          RecordShape.Member(name: $0.name, type: $0.type, isOptional: $0.isOptional)
        }))
  }
}
