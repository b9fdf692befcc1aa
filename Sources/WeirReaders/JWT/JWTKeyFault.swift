// Why a key cannot be used. A set leaves such a key out, as RFC 7517 has it, and a token that names
// it says why.

/// What is wrong with a key.
package enum JWTKeyFault: Error, Sendable, Equatable {
  /// It is no object, nor the JSON text of one.
  case notARecord
  /// A member is missing, or no text.
  case missing(String)
  /// A member that may be left out is there and no text.
  case notAText(String)
  /// A member is no base64url, or has bytes that RFC 7518 does not let it have.
  case malformed(String)
  /// A `kty` that is none of those known here.
  case unknownType
  /// An `alg` that is none of those known here.
  case unknownAlgorithm
  /// A `crv` that is none of those known here.
  case unknownCurve
  /// The type alone leaves several algorithms open, and a key has one.
  case noAlgorithm
  /// The algorithm takes other keys.
  case otherAlgorithm
  /// `use` or `key_ops` do not let it verify.
  case otherUse
  /// It has the member that only a signer may have.
  case isPrivate
  /// An RSA modulus of less than 2048 bits.
  case shortModulus
  /// A shared secret that is shorter than the hash.
  case shortSecret(minimum: Int)
  /// Numbers that make no key: a point beside its curve, an even exponent.
  case invalid

  /// What is wrong, without a full stop.
  package var message: String {
    switch self {
    case .notARecord: "a key is a JSON object"
    case .missing(let name): "the key has no text `\(name)`"
    case .notAText(let name): "the key's `\(name)` is not a text"
    case .malformed(let name): "the key's `\(name)` is not base64url of the right length"
    case .unknownType: "the key's `kty` is none of \(JWTKeyType.names)"
    case .unknownAlgorithm:
      "the key's `alg` is none of \(JWTAlgorithm.names)"
    case .unknownCurve: "the key's `crv` is none of \(JWTAlgorithm.curves)"
    case .noAlgorithm: "the key does not say with `alg` which algorithm it is for"
    case .otherAlgorithm: "the key's `alg` is for keys of another type or curve"
    case .otherUse: "the key's `use` or `key_ops` does not let it verify signatures"
    case .isPrivate: "the key is private, and only its public half belongs here"
    case .shortModulus: "an RSA key has 2048 bits at least"
    case .shortSecret(let minimum): "the secret of this algorithm has \(minimum) bytes at least"
    case .invalid: "the key's numbers make no key"
    }
  }
}
