// Which keys are taken, and that each verifies what its algorithm signs and nothing else.

import Crypto
import CryptoExtras
import Testing
import Weir

@testable import WeirReaders

@Suite struct JWTKeyTests {
  private static let x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
  private static let y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
  private static let d = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"
  private static let edwards = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"

  private static func secret(_ count: Int) -> String {
    JWTForge.text([UInt8](repeating: 7, count: count))
  }

  /// An odd modulus of so many bits.
  private static func modulus(_ bits: Int) -> String {
    var bytes = [UInt8](repeating: 0xFF, count: (bits + 7) / 8)
    bytes[0] = UInt8(truncatingIfNeeded: 1 << ((bits - 1) % 8))
    return JWTForge.text(bytes)
  }

  private static func ec(_ members: String) -> String {
    #"{"kty":"EC","crv":"P-256","x":"\#(x)","y":"\#(y)"\#(members)}"#
  }

  private static func rsa(_ n: String, e: String = "AQAB", alg: String = "RS256") -> String {
    #"{"kty":"RSA","alg":"\#(alg)","n":"\#(n)","e":"\#(e)"}"#
  }

  private static func oct(_ k: String, _ alg: String = "HS256") -> String {
    #"{"kty":"oct","alg":"\#(alg)","k":"\#(k)"}"#
  }

  /// A key, and its algorithm or what is wrong with it.
  static let table: [(key: String, algorithm: JWTAlgorithm?, fault: JWTKeyFault?)] = [
    (ec(""), .es256, nil),
    (ec(#","alg":"ES256","use":"sig","key_ops":["verify"],"kid":"k","x5c":[]"#), .es256, nil),
    (ec(#","key_ops":["sign","verify"]"#), .es256, nil),
    (ec(#","use":"enc""#), nil, .otherUse),
    (ec(#","use":"SIG""#), nil, .otherUse),
    (ec(#","use":1"#), nil, .notAText("use")),
    (ec(#","key_ops":["sign"]"#), nil, .otherUse),
    (ec(#","key_ops":[]"#), nil, .otherUse),
    (ec(#","key_ops":"verify""#), nil, .otherUse),
    (ec(#","d":"\#(d)""#), nil, .isPrivate),
    (ec(#","alg":"ES384""#), nil, .otherAlgorithm),
    (ec(#","alg":"HS256""#), nil, .otherAlgorithm),
    (ec(#","alg":"none""#), nil, .unknownAlgorithm),
    (ec(#","alg":"ECDH-ES""#), nil, .unknownAlgorithm),
    (ec(#","alg":null"#), nil, .notAText("alg")),
    (ec(#","kid":7"#), nil, .notAText("kid")),
    (#"{"kty":"EC","x":"\#(x)","y":"\#(y)"}"#, nil, .missing("crv")),
    (#"{"kty":"EC","crv":"P-256","x":"\#(x)"}"#, nil, .missing("y")),
    (#"{"kty":"EC","crv":"P-256","x":"\#(x)","y":"\#(x)"}"#, nil, .invalid),
    (#"{"kty":"EC","crv":"P-256","x":"AA","y":"\#(y)"}"#, nil, .malformed("x")),
    (#"{"kty":"EC","crv":"P-256","x":"\#(x)=","y":"\#(y)"}"#, nil, .malformed("x")),
    (#"{"kty":"EC","crv":"P-384","x":"\#(x)","y":"\#(y)"}"#, nil, .malformed("x")),
    (
      #"{"kty":"EC","crv":"P-256","x":"\#(secret(32))","y":"\#(secret(32))"}"#, nil, .invalid
    ),
    (
      #"{"kty":"EC","crv":"P-256","x":"\#(JWTForge.text([UInt8](repeating: 0, count: 32)))","#
        + #""y":"\#(JWTForge.text([UInt8](repeating: 0, count: 32)))"}"#, nil, .invalid
    ),
    (#"{"kty":"EC","crv":"secp256k1","x":"\#(x)","y":"\#(y)"}"#, nil, .unknownCurve),
    (#"{"kty":"EC","crv":"Ed25519","x":"\#(edwards)"}"#, nil, .unknownCurve),
    (#"{"kty":"OKP","crv":"Ed25519","x":"\#(edwards)"}"#, .edDSA, nil),
    (#"{"kty":"OKP","crv":"Ed25519","x":"\#(edwards)","alg":"EdDSA"}"#, .edDSA, nil),
    (#"{"kty":"OKP","crv":"Ed25519","x":"\#(edwards)","d":"\#(edwards)"}"#, nil, .isPrivate),
    (#"{"kty":"OKP","crv":"Ed25519","x":"\#(secret(31))"}"#, nil, .malformed("x")),
    (#"{"kty":"OKP","crv":"X25519","x":"\#(edwards)"}"#, nil, .unknownCurve),
    (#"{"kty":"OKP","crv":"Ed448","x":"\#(edwards)"}"#, nil, .unknownCurve),
    (oct(secret(32)), .hs256, nil),
    (oct(secret(48), "HS384"), .hs384, nil),
    (oct(secret(64), "HS512"), .hs512, nil),
    (oct(secret(31)), nil, .shortSecret(minimum: 32)),
    (oct(secret(47), "HS384"), nil, .shortSecret(minimum: 48)),
    (oct(secret(63), "HS512"), nil, .shortSecret(minimum: 64)),
    (oct(""), nil, .shortSecret(minimum: 32)),
    (oct("not base64"), nil, .malformed("k")),
    (oct(secret(32), "RS256"), nil, .otherAlgorithm),
    (oct(secret(32), "A128KW"), nil, .unknownAlgorithm),
    (#"{"kty":"oct","k":"\#(secret(32))"}"#, nil, .noAlgorithm),
    (#"{"kty":"oct","alg":"HS256"}"#, nil, .missing("k")),
    (#"{"kty":"oct","alg":"HS256","k":["a"]}"#, nil, .notAText("k")),
    (rsa(modulus(2048)), .rs256, nil),
    (rsa(modulus(2049), alg: "PS512"), .ps512, nil),
    (rsa(modulus(4096)), .rs256, nil),
    (rsa(modulus(8192)), .rs256, nil),
    (rsa(modulus(8200)), nil, .invalid),
    (rsa(modulus(2047)), nil, .shortModulus),
    (rsa(modulus(1024)), nil, .shortModulus),
    (rsa(modulus(2048), e: "Aw"), .rs256, nil),
    (rsa(modulus(2048), e: "AQ"), nil, .invalid),
    (rsa(modulus(2048), e: "Ag"), nil, .invalid),
    (rsa(modulus(2048), e: ""), nil, .malformed("e")),
    (rsa(modulus(2048), e: "AAEAAQ"), nil, .malformed("e")),
    (rsa(modulus(2048), e: modulus(2048)), nil, .invalid),
    (rsa(JWTForge.text([0] + [UInt8](repeating: 0xFF, count: 256))), nil, .malformed("n")),
    (rsa(JWTForge.text([UInt8](repeating: 0xFE, count: 256))), nil, .invalid),
    (rsa(modulus(2048), alg: "RSA-OAEP"), nil, .unknownAlgorithm),
    (rsa(modulus(2048), alg: "ES256"), nil, .otherAlgorithm),
    (#"{"kty":"RSA","n":"\#(modulus(2048))","e":"AQAB"}"#, nil, .noAlgorithm),
    (#"{"kty":"rsa","n":"\#(modulus(2048))","e":"AQAB"}"#, nil, .unknownType),
    (#"{"alg":"HS256"}"#, nil, .missing("kty")),
    (#"{"kty":null}"#, nil, .notAText("kty")),
    ("{}", nil, .missing("kty")),
    ("[]", nil, .notARecord),
    ("null", nil, .notARecord),
    (#""key""#, nil, .notARecord),
  ]

  @Test(arguments: table.indices)
  func aKeyIsTakenOrNot(index: Int) throws {
    let (text, algorithm, fault) = Self.table[index]
    let document = try JWTForge.document(text)
    do throws(JWTKeyFault) {
      let key = try JWTKey(document)
      #expect(key.algorithm == algorithm, "\(text)")
    } catch {
      #expect(error == fault, "\(text)")
      #expect(!error.message.isEmpty && !error.message.hasSuffix("."))
    }
  }

  @Test func aSetLeavesOutWhatItCannotUse() throws {
    let encryption = #"{"kty":"RSA","use":"enc","kid":"e","alg":"RSA-OAEP","n":"AQAB","e":"AQAB"}"#
    let set = try JWTForge.document(#"{"keys":[\#(Self.ec(#","kid":"s""#)),\#(encryption),7]}"#)
    let keys = JWTKeySet(set)
    #expect(keys.keys.map(\.id) == ["s"])
    #expect(keys.unusable.map(\.fault) == [.otherUse, .notARecord])
    #expect(keys.unusable.map(\.id) == ["e", nil])
    #expect(JWTKeySet(try JWTForge.document(Self.ec(""))).keys.count == 1)
    #expect(JWTKeySet(try JWTForge.document("[\(Self.ec("")),\(Self.ec(""))]")).keys.count == 2)
    for none in ["{}", "[]", #"{"keys":[]}"#, #"{"keys":7}"#, "null", #"{"keys":{"keys":[]}}"#] {
      #expect(JWTKeySet(try JWTForge.document(none)).keys.isEmpty)
    }
  }

  /// Keys with letters changed: they are refused, or verify without a crash, and then nothing, save
  /// where what changed means nothing.
  @Test(arguments: JWTVector.all)
  func noKeyCrashes(vector: JWTVector) throws {
    let token = try CompactJWS(Array(vector.token.utf8))
    let letters = Array("AZaz09-_{}\",:=".utf8)
    var random = SplitMix64(seed: 11)
    for _ in 0..<400 {
      var key = Array(vector.key.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = Int.random(in: 0..<key.count, using: &random)
        key[index] = letters[Int.random(in: 0..<letters.count, using: &random)]
      }
      guard let document = try? JSONDocument(parsing: key) else { continue }
      let keys = JWTKeySet(document)
      #expect(keys.keys.count + keys.unusable.count == 1)
      guard (try? token.signer(among: keys)) != nil else { continue }
      let original = try JWTForge.document(vector.key)
      for name: StaticString in ["k", "n", "x", "y"] {
        #expect(document.field(name)?.text == original.field(name)?.text)
      }
    }
  }

  /// A key of each algorithm, and who signs for it.
  private struct Signer {
    var key: String
    var algorithm: JWTAlgorithm
    var sign: ([UInt8]) throws -> [UInt8]
  }

  private static func signers() throws -> [Signer] {
    func oct(_ algorithm: JWTAlgorithm, _ code: @escaping (SymmetricKey, [UInt8]) -> [UInt8])
      -> Signer
    {
      let bytes = [UInt8](repeating: 7, count: 64)
      return Signer(key: Self.oct(secret(64), algorithm.rawValue), algorithm: algorithm) {
        code(SymmetricKey(data: bytes), $0)
      }
    }
    func ec(
      _ curve: String, _ algorithm: JWTAlgorithm, _ point: some Collection<UInt8>,
      _ sign: @escaping ([UInt8]) throws -> [UInt8]
    ) -> Signer {
      let half = point.count / 2
      let key =
        #"{"kty":"EC","crv":"\#(curve)","x":"\#(JWTForge.text(point.prefix(half)))","#
        + #""y":"\#(JWTForge.text(point.suffix(half)))"}"#
      return Signer(key: key, algorithm: algorithm, sign: sign)
    }
    let pair = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let numbers = try pair.publicKey.getKeyPrimitives()
    func rsa(
      _ algorithm: JWTAlgorithm, _ sign: @escaping ([UInt8]) throws -> _RSA.Signing.RSASignature
    ) -> Signer {
      let key = Self.rsa(
        JWTForge.text(numbers.modulus), e: JWTForge.text(numbers.publicExponent),
        alg: algorithm.rawValue)
      return Signer(key: key, algorithm: algorithm) { Array(try sign($0).rawRepresentation) }
    }
    let (p256, p384) = (P256.Signing.PrivateKey(), P384.Signing.PrivateKey())
    let (p521, edwards) = (P521.Signing.PrivateKey(), Curve25519.Signing.PrivateKey())
    return [
      oct(.hs256) { Array(HMAC<SHA256>.authenticationCode(for: $1, using: $0)) },
      oct(.hs384) { Array(HMAC<SHA384>.authenticationCode(for: $1, using: $0)) },
      oct(.hs512) { Array(HMAC<SHA512>.authenticationCode(for: $1, using: $0)) },
      rsa(.rs256) { try pair.signature(for: SHA256.hash(data: $0), padding: .insecurePKCS1v1_5) },
      rsa(.rs384) { try pair.signature(for: SHA384.hash(data: $0), padding: .insecurePKCS1v1_5) },
      rsa(.rs512) { try pair.signature(for: SHA512.hash(data: $0), padding: .insecurePKCS1v1_5) },
      rsa(.ps256) { try pair.signature(for: SHA256.hash(data: $0), padding: .PSS) },
      rsa(.ps384) { try pair.signature(for: SHA384.hash(data: $0), padding: .PSS) },
      rsa(.ps512) { try pair.signature(for: SHA512.hash(data: $0), padding: .PSS) },
      ec("P-256", .es256, p256.publicKey.rawRepresentation) {
        Array(try p256.signature(for: $0).rawRepresentation)
      },
      ec("P-384", .es384, p384.publicKey.rawRepresentation) {
        Array(try p384.signature(for: $0).rawRepresentation)
      },
      ec("P-521", .es512, p521.publicKey.rawRepresentation) {
        Array(try p521.signature(for: $0).rawRepresentation)
      },
      Signer(
        key: #"{"kty":"OKP","crv":"Ed25519","#
          + #""x":"\#(JWTForge.text(edwards.publicKey.rawRepresentation))"}"#, algorithm: .edDSA
      ) { Array(try edwards.signature(for: $0)) },
    ]
  }

  /// Every signature of every algorithm under every name, against all keys at once: it holds where
  /// the name is that of the algorithm, and nowhere else.
  @Test func noAlgorithmPassesForAnother() throws {
    let signers = try Self.signers()
    #expect(signers.map(\.algorithm) == JWTAlgorithm.allCases)
    let keys = JWTKeySet(
      try JWTForge.document("[\(signers.map(\.key).joined(separator: ","))]"))
    #expect(keys.unusable.isEmpty)
    for signer in signers {
      for named in JWTAlgorithm.allCases {
        let token = try JWTForge.token(#"{"alg":"\#(named.rawValue)"}"#, by: signer.sign)
        if named == signer.algorithm {
          #expect(try JWTToken(reading: Array(token.utf8), keys: keys).algorithm == named)
        } else {
          #expect(throws: JWTUncertainty.wrongSignature, "\(signer.algorithm) as \(named)") {
            try JWTToken(reading: Array(token.utf8), keys: keys)
          }
        }
      }
    }
  }
}
