// Tokens that the tests sign themselves, with keys that anybody may know.

import Crypto
import Weir

@testable import WeirReaders

/// Somebody who writes tokens.
enum JWTForge {
  static let claims = #"{"sub":"u1"}"#

  /// The shared secret of the key `hs`.
  static let secret = [UInt8](repeating: 0x53, count: 32)
  /// The signer of the key `es`.
  static var es256: P256.Signing.PrivateKey {
    get throws {
      try P256.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 0x11, count: 32))
    }
  }
  /// The signer of the key `ed`.
  static var ed25519: Curve25519.Signing.PrivateKey {
    get throws {
      try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 0x22, count: 32))
    }
  }

  /// The keys that are trusted: `hs`, `es`, `ed`, and `rsa`, whose signer nobody here is.
  static var trusted: JWTKeySet {
    get throws {
      let point = Array(try es256.publicKey.rawRepresentation)
      let keys = [
        #"{"kty":"oct","alg":"HS256","kid":"hs","k":"\#(text(secret))"}"#,
        #"{"kty":"EC","crv":"P-256","kid":"es","x":"\#(text(point.prefix(32)))","#
          + #""y":"\#(text(point.suffix(32)))"}"#,
        try ed25519Key,
        rsa.key.replacing("bilbo.baggins@hobbiton.example", with: "rsa"),
        #"{"kty":"oct","alg":"HS256","kid":"short","k":"c2hvcnQ"}"#,
      ]
      return JWTKeySet(try document("{\"keys\":[\(keys.joined(separator: ","))]}"))
    }
  }

  /// The public half of `ed`.
  static var ed25519Key: String {
    get throws {
      let x = text(try ed25519.publicKey.rawRepresentation)
      return #"{"kty":"OKP","crv":"Ed25519","kid":"ed","x":"\#(x)"}"#
    }
  }

  /// The published token whose key stands for RSA.
  static var rsa: JWTVector { JWTVector.all[5] }

  static func document(_ text: String) throws -> JSONDocument {
    try JSONDocument(parsing: Array(text.utf8))
  }

  /// Bytes in base64url.
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var text = ""
    var bits = 0
    var held = 0
    for byte in bytes {
      bits = bits << 8 | Int(byte)
      held += 8
      while held >= 6 {
        held -= 6
        text.append(digits[bits >> held & 0x3F])
      }
      bits &= (1 << held) - 1
    }
    if held > 0 { text.append(digits[bits << (6 - held) & 0x3F]) }
    return text
  }

  /// A token of a header, claims, and what a signer makes of both.
  static func token(
    _ header: String, _ claims: String = claims, by sign: ([UInt8]) throws -> [UInt8]
  ) rethrows -> String {
    let signed = "\(text(header.utf8)).\(text(claims.utf8))"
    return "\(signed).\(text(try sign(Array(signed.utf8))))"
  }

  /// A token under a shared secret.
  static func hs(
    _ header: String, _ claims: String = claims, secret: [UInt8] = secret
  ) -> String {
    token(header, claims) {
      Array(HMAC<SHA256>.authenticationCode(for: $0, using: SymmetricKey(data: secret)))
    }
  }

  /// A token that `es` signed, its signature changed.
  static func es(
    _ header: String = #"{"alg":"ES256","kid":"es"}"#, by key: P256.Signing.PrivateKey? = nil,
    _ change: ([UInt8]) -> [UInt8] = { $0 }
  ) throws -> String {
    let key = try key ?? es256
    return try token(header) { change(Array(try key.signature(for: $0).rawRepresentation)) }
  }

  /// A token that `ed` signed, its signature changed.
  static func ed(
    _ header: String = #"{"alg":"EdDSA","kid":"ed"}"#, _ change: ([UInt8]) -> [UInt8] = { $0 }
  ) throws -> String {
    let key = try ed25519
    return try token(header) { change(Array(try key.signature(for: $0))) }
  }
}
