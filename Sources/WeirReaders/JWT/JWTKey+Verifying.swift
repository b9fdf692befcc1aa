// Whether a signature is a key's. Signatures have the one form that RFC 7518 gives them: two
// numbers of full length for elliptic curves, never DER; as many bytes as the modulus for RSA.

internal import Crypto
internal import CryptoExtras

extension JWTKey {
  /// Whether a signature over some bytes was made with this key and its algorithm.
  func accepts(_ signature: [UInt8], over message: [UInt8]) -> Bool {
    switch material {
    case .secret(let secret): acceptsCode(signature, secret, message)
    case .rsa(let key): acceptsRSA(signature, key, message)
    case .p256(let key):
      (try? P256.Signing.ECDSASignature(rawRepresentation: signature))
        .map { key.isValidSignature($0, for: message) } ?? false
    case .p384(let key):
      (try? P384.Signing.ECDSASignature(rawRepresentation: signature))
        .map { key.isValidSignature($0, for: message) } ?? false
    case .p521(let key):
      (try? P521.Signing.ECDSASignature(rawRepresentation: signature))
        .map { key.isValidSignature($0, for: message) } ?? false
    case .ed25519(let key): key.isValidSignature(signature, for: message)
    }
  }

  /// In time that does not depend on where a wrong code differs.
  private func acceptsCode(
    _ code: [UInt8], _ secret: SymmetricKey, _ message: [UInt8]
  ) -> Bool {
    switch algorithm {
    case .hs256:
      HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message, using: secret)
    case .hs384:
      HMAC<SHA384>.isValidAuthenticationCode(code, authenticating: message, using: secret)
    case .hs512:
      HMAC<SHA512>.isValidAuthenticationCode(code, authenticating: message, using: secret)
    case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512, .es256, .es384, .es512, .edDSA: false
    }
  }

  private func acceptsRSA(
    _ bytes: [UInt8], _ key: _RSA.Signing.PublicKey, _ message: [UInt8]
  ) -> Bool {
    guard bytes.count == (key.keySizeInBits + 7) / 8 else { return false }
    let signature = _RSA.Signing.RSASignature(rawRepresentation: bytes)
    func accepts(_ digest: some Digest, _ padding: _RSA.Signing.Padding) -> Bool {
      key.isValidSignature(signature, for: digest, padding: padding)
    }
    return switch algorithm {
    case .rs256: accepts(SHA256.hash(data: message), .insecurePKCS1v1_5)
    case .rs384: accepts(SHA384.hash(data: message), .insecurePKCS1v1_5)
    case .rs512: accepts(SHA512.hash(data: message), .insecurePKCS1v1_5)
    case .ps256: accepts(SHA256.hash(data: message), .PSS)
    case .ps384: accepts(SHA384.hash(data: message), .PSS)
    case .ps512: accepts(SHA512.hash(data: message), .PSS)
    case .hs256, .hs384, .hs512, .es256, .es384, .es512, .edDSA: false
    }
  }
}
