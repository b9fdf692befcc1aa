// The signature algorithms of RFC 7518 and RFC 8037 that a token is verified with. The table is
// closed: what it does not name, `none` before all, verifies nothing.

/// How a token is signed; the raw value is the name that headers and keys use.
package enum JWTAlgorithm: String, Sendable, CaseIterable {
  /// HMAC under a secret that signer and verifier share.
  case hs256 = "HS256", hs384 = "HS384", hs512 = "HS512"
  /// RSA with the padding of PKCS #1, version 1.5.
  case rs256 = "RS256", rs384 = "RS384", rs512 = "RS512"
  /// RSA with probabilistic padding, its salt as long as the hash.
  case ps256 = "PS256", ps384 = "PS384", ps512 = "PS512"
  /// ECDSA, each hash with its one curve.
  case es256 = "ES256", es384 = "ES384", es512 = "ES512"
  /// Ed25519; no other Edwards curve is verified.
  case edDSA = "EdDSA"

  /// The algorithm of a name, letter for letter: `hs256` is none.
  package init?(name: [UInt8]) {
    let named = Self.allCases.first { $0.rawValue.utf8.elementsEqual(name) }
    guard let named else { return nil }
    self = named
  }

  /// All names, for messages.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// The names of all curves, for messages.
  static var curves: String { allCases.compactMap(\.curve).joined(separator: ", ") }

  /// The kind of key that it takes.
  var keyType: JWTKeyType {
    switch self {
    case .hs256, .hs384, .hs512: .secret
    case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512: .rsa
    case .es256, .es384, .es512: .ellipticCurve
    case .edDSA: .octetPair
    }
  }

  /// The curve that its keys are points of; nil for what has none. RFC 7518 binds each algorithm to
  /// one curve.
  var curve: String? {
    switch self {
    case .hs256, .hs384, .hs512, .rs256, .rs384, .rs512, .ps256, .ps384, .ps512: nil
    case .es256: "P-256"
    case .es384: "P-384"
    case .es512: "P-521"
    case .edDSA: "Ed25519"
    }
  }

  /// Bytes of the hash that it signs; a shared secret has as many at least (RFC 7518, section 3.2).
  var hashLength: Int {
    switch self {
    case .hs256, .rs256, .ps256, .es256: 32
    case .hs384, .rs384, .ps384, .es384: 48
    case .hs512, .rs512, .ps512, .es512, .edDSA: 64
    }
  }
}

/// The kinds of key; the raw value is the `kty` of RFC 7518.
enum JWTKeyType: String, CaseIterable {
  /// A secret that signer and verifier share.
  case secret = "oct"
  /// A modulus and its exponent.
  case rsa = "RSA"
  /// A point of one of NIST's curves.
  case ellipticCurve = "EC"
  /// A point of an Edwards curve (RFC 8037).
  case octetPair = "OKP"

  /// All names, for messages.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
