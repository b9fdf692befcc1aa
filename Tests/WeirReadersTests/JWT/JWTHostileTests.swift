// Tokens that somebody wrote to be believed, and why each is not.

import Crypto
import Testing
import Weir

@testable import WeirReaders

@Suite struct JWTHostileTests {
  /// A token, and why it says nothing; nil for one that is good.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var token: String
    var why: JWTUncertainty?
    var testDescription: String { name }

    init(_ name: String, _ token: String, _ why: JWTUncertainty?) {
      self.name = name
      self.token = token
      self.why = why
    }
  }

  private static let hs = #"{"alg":"HS256","kid":"hs"}"#
  private static let good = JWTForge.hs(hs)
  private static let body = JWTForge.text(JWTForge.claims.utf8)

  private static func header(_ text: String, signature: String = "c2ln") -> String {
    "\(JWTForge.text(text.utf8)).\(body).\(signature)"
  }

  static let honest: [Case] = [
    Case("HS256", good, nil),
    Case("HS256 without kid", JWTForge.hs(#"{"alg":"HS256"}"#), nil),
    Case("a type", JWTForge.hs(#"{"typ":"JWT","alg":"HS256","kid":"hs"}"#), nil),
    Case("escapes in names", JWTForge.hs(#"{"\u0061lg":"HS256","kid":"\u0068s"}"#), nil),
    Case("blanks", JWTForge.hs("\n{ \"alg\" :\t\"HS256\" }\r\n", " {} "), nil),
  ]

  static let unsigned: [Case] = ["none", "None", "NONE", "nOnE", "nonE"].flatMap { name in
    [
      Case("\(name)", header(#"{"alg":"\#(name)"}"#, signature: ""), .unsigned),
      Case("\(name), signed", JWTForge.hs(#"{"alg":"\#(name)","kid":"hs"}"#), .unsigned),
    ]
  }

  static let headers: [Case] = [
    Case("no alg", JWTForge.hs(#"{"kid":"hs"}"#), .noAlgorithm),
    Case("empty header", JWTForge.hs("{}"), .noAlgorithm),
    Case("alg in capitals", JWTForge.hs(#"{"ALG":"HS256"}"#), .noAlgorithm),
    Case("alg in small letters", JWTForge.hs(#"{"alg":"hs256"}"#), .unknownAlgorithm),
    Case("alg with a blank", JWTForge.hs(#"{"alg":"HS256 "}"#), .unknownAlgorithm),
    Case("alg with a NUL", JWTForge.hs(#"{"alg":"HS256\u0000"}"#), .unknownAlgorithm),
    Case("none with a blank", JWTForge.hs(#"{"alg":"none "}"#), .unknownAlgorithm),
    Case("empty alg", JWTForge.hs(#"{"alg":""}"#), .unknownAlgorithm),
    Case("a curve of coins", JWTForge.hs(#"{"alg":"ES256K"}"#), .unknownAlgorithm),
    Case("alg is a number", JWTForge.hs(#"{"alg":256}"#), .notAText("alg")),
    Case("alg is null", JWTForge.hs(#"{"alg":null}"#), .notAText("alg")),
    Case("alg is a list", JWTForge.hs(#"{"alg":["HS256"]}"#), .notAText("alg")),
    Case("kid is a number", JWTForge.hs(#"{"alg":"HS256","kid":1}"#), .notAText("kid")),
    Case("kid is null", JWTForge.hs(#"{"alg":"HS256","kid":null}"#), .notAText("kid")),
    Case("crit", JWTForge.hs(#"{"alg":"HS256","crit":["exp"],"exp":1}"#), .extended("crit")),
    Case("empty crit", JWTForge.hs(#"{"alg":"HS256","crit":[]}"#), .extended("crit")),
    Case("crit is null", JWTForge.hs(#"{"alg":"HS256","crit":null}"#), .extended("crit")),
    Case("b64", JWTForge.hs(#"{"alg":"HS256","b64":false}"#), .extended("b64")),
    Case("zip", JWTForge.hs(#"{"alg":"HS256","zip":"DEF"}"#), .extended("zip")),
    Case("enc", JWTForge.hs(#"{"alg":"HS256","enc":"A128GCM"}"#), .extended("enc")),
    Case(
      "alg twice", JWTForge.hs(#"{"alg":"none","alg":"HS256"}"#),
      .notJSON(.header, InputError(.duplicateKey, at: 14))),
    Case(
      "alg twice, once escaped", JWTForge.hs(#"{"alg":"HS256","\u0061lg":"none"}"#),
      .notJSON(.header, InputError(.duplicateKey, at: 15))),
    Case(
      "twice in an inner object", JWTForge.hs(#"{"alg":"HS256","jwk":{"k":1,"k":2}}"#),
      .notJSON(.header, InputError(.duplicateKey, at: 28))),
    Case("a list", JWTForge.hs(#"["alg","HS256"]"#), .notARecord(.header)),
    Case("a string", JWTForge.hs(#""HS256""#), .notARecord(.header)),
    Case("no header", JWTForge.hs(""), .notJSON(.header, InputError(.empty, at: 0))),
    Case(
      "two headers", JWTForge.hs(#"{"alg":"HS256"}{}"#),
      .notJSON(.header, InputError(.trailing, at: 15))),
    Case(
      "a byte order mark", JWTForge.hs("\u{FEFF}{\"alg\":\"HS256\"}"),
      .notJSON(.header, InputError(.syntax, at: 0))),
    Case(
      "a comment", JWTForge.hs(#"{"alg":"HS256"/**/}"#),
      .notJSON(.header, InputError(.syntax, at: 14))),
    Case(
      "half a surrogate pair", JWTForge.hs(#"{"alg":"HS256","kid":"\ud800"}"#),
      .notJSON(.header, InputError(.loneSurrogate, at: 22))),
  ]

  static let shapes: [Case] = [
    Case("nothing", "", .parts(1)),
    Case("no dot", "abc", .parts(1)),
    Case("one dot", "abc.def", .parts(2)),
    Case("a dot at the end", good + ".", .parts(4)),
    Case("a dot at the start", "." + good, .parts(4)),
    Case("an encrypted token", "a.b.c.d.e", .parts(5)),
    Case("dots", String(repeating: ".", count: 9_999), .parts(10_000)),
    Case("too long", good + String(repeating: "A", count: 16 << 10), .tooLong),
    Case("JSON", #"{"payload":"e30","signatures":[]}"#, .parts(1)),
    Case("two dots", "..", .notJSON(.header, InputError(.empty, at: 0))),
    Case("a scheme before it", "Bearer \(good)", .notBase64URL(.header)),
    Case("a blank before it", " \(good)", .notBase64URL(.header)),
    Case("a line feed behind it", "\(good)\n", .notBase64URL(.signature)),
    Case("a NUL behind it", "\(good)\0", .notBase64URL(.signature)),
    Case("padding", "\(good)=", .notBase64URL(.signature)),
    Case("a padded header", "e30=.e30.e30", .notBase64URL(.header)),
    Case("half a header", "e.e30.e30", .notBase64URL(.header)),
    Case("bits behind a header", "e31.e30.e30", .notBase64URL(.header)),
    Case(
      "the plain alphabet", "\(JWTForge.text(hs.utf8)).\(body).ab+/", .notBase64URL(.signature)),
    Case("padded claims", "\(JWTForge.text(hs.utf8)).e30=.c2ln", .notBase64URL(.payload)),
    Case("bits behind claims", "\(JWTForge.text(hs.utf8)).e31.c2ln", .notBase64URL(.payload)),
    Case("a letter that is no byte", "\(good.dropLast())ä", .notBase64URL(.signature)),
    Case("no signature", header(hs, signature: ""), .noSignature),
  ]

  static let payloads: [Case] = [
    Case("no claims", JWTForge.hs(hs, ""), .notJSON(.payload, InputError(.empty, at: 0))),
    Case("a list of claims", JWTForge.hs(hs, "[{}]"), .notARecord(.payload)),
    Case("null", JWTForge.hs(hs, "null"), .notARecord(.payload)),
    Case(
      "a claim twice", JWTForge.hs(hs, #"{"sub":"u1","sub":"root"}"#),
      .notJSON(.payload, InputError(.duplicateKey, at: 12))),
    Case(
      "a claim twice, deep inside", JWTForge.hs(hs, #"{"a":[{"b":1,"\u0062":2}]}"#),
      .notJSON(.payload, InputError(.duplicateKey, at: 13))),
    Case(
      "a token inside", JWTForge.hs(#"{"alg":"HS256","cty":"JWT"}"#, good),
      .notJSON(.payload, InputError(.syntax, at: 0))),
    Case(
      "brackets", JWTForge.hs(hs, String(repeating: "[", count: 9_000)),
      .notJSON(.payload, InputError(.depth, at: 512))),
  ]

  static let keys: [Case] = [
    Case("another kid", JWTForge.hs(#"{"alg":"HS256","kid":"hs2"}"#), .noKey),
    Case("an empty kid", JWTForge.hs(#"{"alg":"HS256","kid":""}"#), .noKey),
    Case("kid in capitals", JWTForge.hs(#"{"alg":"HS256","kid":"HS"}"#), .noKey),
    Case("kid is a path", JWTForge.hs(#"{"alg":"HS256","kid":"../../dev/null"}"#), .noKey),
    Case("kid of another key", JWTForge.hs(#"{"alg":"HS256","kid":"es"}"#), .noKey),
    Case(
      "kid of a short secret",
      JWTForge.hs(#"{"alg":"HS256","kid":"short"}"#, secret: Array("short".utf8)),
      .unusableKey(.shortSecret(minimum: 32))),
    Case("another hash", JWTForge.hs(#"{"alg":"HS384","kid":"hs"}"#), .noKey),
    Case(
      "another secret", JWTForge.hs(hs, secret: [UInt8](repeating: 0, count: 32)), .wrongSignature),
    Case("no secret", JWTForge.hs(#"{"alg":"HS256"}"#, secret: []), .wrongSignature),
    Case(
      "an RSA key as a secret",
      JWTForge.hs(#"{"alg":"HS256","kid":"rsa"}"#, secret: Array(JWTForge.rsa.key.utf8)), .noKey),
    Case(
      "an RSA key as a secret, unnamed",
      JWTForge.hs(#"{"alg":"HS256"}"#, secret: Array(JWTForge.rsa.key.utf8)), .wrongSignature),
    Case(
      "a code as an RSA signature", JWTForge.hs(#"{"alg":"RS256","kid":"rsa"}"#), .wrongSignature),
    Case("other padding", JWTForge.hs(#"{"alg":"PS256","kid":"rsa"}"#), .noKey),
    Case(
      "a key in the header",
      JWTForge.hs(
        #"{"alg":"HS256","kid":"hs","jwk":{"kty":"oct","k":"AAAA"},"jku":"https://evil.example","#
          + #""x5u":"https://evil.example","x5c":["MIIB"]}"#,
        secret: [UInt8](repeating: 0, count: 3)), .wrongSignature),
    Case(
      "a key in the header that nobody needs",
      JWTForge.hs(#"{"alg":"HS256","kid":"hs","jwk":{"kty":"oct"},"jku":"https://evil.example"}"#),
      nil),
  ]

  static let all = honest + unsigned + headers + shapes + payloads + keys

  @Test(arguments: all)
  func aTokenIsReadOrNot(hostile: Case) throws {
    let keys = try JWTForge.trusted
    do throws(JWTUncertainty) {
      let token = try JWTToken(reading: Array(hostile.token.utf8), keys: keys)
      #expect(hostile.why == nil)
      #expect(token.algorithm == .hs256)
    } catch {
      #expect(error == hostile.why)
      #expect(!error.message.isEmpty && !error.message.hasSuffix("."))
    }
  }

  /// What is changed in a good signature.
  static let changes: [String: @Sendable ([UInt8]) -> [UInt8]] = [
    "nothing": { _ in [] },
    "zeros": { $0.map { _ in 0 } },
    "ones": { $0.map { _ in 0xFF } },
    "no r": { [UInt8](repeating: 0, count: 32) + $0[32...] },
    "no s": { $0[..<32] + [UInt8](repeating: 0, count: 32) },
    "r twice": { Array($0[..<32] + $0[..<32]) },
    "s before r": { Array($0[32...] + $0[..<32]) },
    "a byte more": { $0 + [0] },
    "a byte before": { [0] + $0 },
    "a byte less": { $0.dropLast() },
    "half": { Array($0[..<32]) },
    "padded numbers": { [0] + $0[..<32] + [0] + $0[32...] },
    "twice": { $0 + $0 },
    "16 KB": { _ in [UInt8](repeating: 1, count: 12_000) },
    "DER": { raw in
      let signature = try? P256.Signing.ECDSASignature(rawRepresentation: raw)
      return signature.map { Array($0.derRepresentation) } ?? []
    },
    // The group's order added to the second half: the same number, not below the order.
    "s beyond the order": { raw in
      let order: [UInt8] =
        [
          0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9,
          0xDE, 0x14,
        ] + [UInt8](repeating: 0, count: 15) + [0x10]
      var carry = 0
      return raw[..<32]
        + zip(raw[32...], order).map { digit, other in
          carry += Int(digit) + Int(other)
          defer { carry >>= 8 }
          return UInt8(truncatingIfNeeded: carry)
        }
    },
  ]

  @Test(arguments: changes.keys.sorted())
  func aChangedSignatureIsNone(name: String) throws {
    let change = try #require(Self.changes[name])
    let keys = try JWTForge.trusted
    for token in [try JWTForge.es { change($0) }, try JWTForge.ed { change($0) }] {
      #expect(throws: JWTUncertainty.self) { try JWTToken(reading: Array(token.utf8), keys: keys) }
    }
  }

  @Test func signaturesOfOthersAreNone() throws {
    let keys = try JWTForge.trusted
    #expect(try JWTToken(reading: Array(JWTForge.es().utf8), keys: keys).algorithm == .es256)
    #expect(try JWTToken(reading: Array(JWTForge.ed().utf8), keys: keys).algorithm == .edDSA)
    let stranger = P256.Signing.PrivateKey()
    let point = Array(stranger.publicKey.rawRepresentation)
    let own =
      #"{"kty":"EC","crv":"P-256","x":"\#(JWTForge.text(point.prefix(32)))","#
      + #""y":"\#(JWTForge.text(point.suffix(32)))"}"#
    for header in [
      #"{"alg":"ES256","kid":"es"}"#, #"{"alg":"ES256"}"#,
      #"{"alg":"ES256","jwk":\#(own)}"#, #"{"alg":"ES256","kid":"es","jwk":\#(own)}"#,
    ] {
      let token = try JWTForge.es(header, by: stranger)
      #expect(throws: JWTUncertainty.wrongSignature) {
        try JWTToken(reading: Array(token.utf8), keys: keys)
      }
    }
  }

  @Test func canonicallyEquivalentKeyNamesAreOthers() throws {
    let text = JWTForge.text(JWTForge.secret)
    let key = #"{"kty":"oct","alg":"HS256","kid":"caf\u00e9","k":"\#(text)"}"#
    let keys = JWTKeySet(try JWTForge.document(key))
    for (name, why) in [(#"caf\u00e9"#, nil), (#"cafe\u0301"#, JWTUncertainty.noKey)] {
      let token = Array(JWTForge.hs(#"{"alg":"HS256","kid":"\#(name)"}"#).utf8)
      if let why {
        #expect(throws: why) { try JWTToken(reading: token, keys: keys) }
      } else {
        #expect(try JWTToken(reading: token, keys: keys).keyID == "caf\u{E9}")
      }
    }
  }

  @Test func anUnnamedKeyIsLookedForAmongFew() throws {
    func set(_ count: Int) throws -> JWTKeySet {
      let others = (1..<count).map { number in
        let secret = JWTForge.text([UInt8](repeating: UInt8(number), count: 32))
        return #"{"kty":"oct","alg":"HS256","kid":"k\#(number)","k":"\#(secret)"}"#
      }
      let own = #"{"kty":"oct","alg":"HS256","kid":"own","k":"\#(JWTForge.text(JWTForge.secret))"}"#
      return JWTKeySet(try JWTForge.document("[\((others + [own]).joined(separator: ","))]"))
    }
    let unnamed = Array(JWTForge.hs(#"{"alg":"HS256"}"#).utf8)
    let named = Array(JWTForge.hs(#"{"alg":"HS256","kid":"own"}"#).utf8)
    #expect(try JWTToken(reading: unnamed, keys: set(16)).algorithm == .hs256)
    #expect(throws: JWTUncertainty.tooManyKeys) { try JWTToken(reading: unnamed, keys: set(17)) }
    #expect(try JWTToken(reading: named, keys: set(200)).algorithm == .hs256)
    #expect(throws: JWTUncertainty.noKey) { try JWTToken(reading: unnamed, keys: []) }
    let short = JWTKeySet(try JWTForge.document(#"{"kty":"oct","alg":"HS256","k":"AAAA"}"#))
    #expect(throws: JWTUncertainty.noUsableKey(.shortSecret(minimum: 32))) {
      try JWTToken(reading: unnamed, keys: short)
    }
  }

  @Test func noBytesCrash() throws {
    let keys = try JWTForge.trusted
    var random = SplitMix64(seed: 9)
    let good = Self.all.map { Array($0.token.utf8) }.filter { $0.count < 1_000 }
    for round in 0..<3_000 {
      var bytes = good[round % good.count]
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
        case 1: bytes.removeSubrange(index...)
        default: bytes.insert(contentsOf: bytes.shuffled(using: &random).prefix(9), at: index)
        }
      }
      _ = try? JWTToken(unverified: bytes)
      let isOwn = (try? CompactJWS(bytes).signer(among: keys)) != nil
      #expect(!isOwn || good.contains(bytes))
    }
  }
}
