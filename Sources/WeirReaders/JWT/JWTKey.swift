// One key that verifies tokens, read from a JSON Web Key (RFC 7517, RFC 7518, RFC 8037). A key is
// for one algorithm and nothing else: what a token's header says picks among keys and never decides
// how a key is used, so the bytes of an RSA key can never pass for a shared secret (RFC 8725,
// section 3.1).

internal import Crypto
internal import CryptoExtras
package import Weir

/// A key that verifies, of one algorithm.
package struct JWTKey: Sendable {
  /// What it verifies with, ready to use.
  enum Material: Sendable {
    case secret(SymmetricKey)
    case rsa(_RSA.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)
  }

  /// The one algorithm that it is for.
  package let algorithm: JWTAlgorithm
  /// Its `kid`, by which tokens name it.
  package let id: ExactString?
  /// What it verifies with.
  let material: Material

  /// Reads one member of a key set. Members that nothing here needs, certificates before all, mean
  /// nothing.
  package init(_ document: JSONDocument) throws(JWTKeyFault) {
    guard case .record = document.kind else { throw .notARecord }
    let members = Members(document: document)
    let type = try members.type()
    guard try members.mayVerify() else { throw .otherUse }
    // A shared secret is `k`; in every other type, `d` is what only the signer knows.
    guard type == .secret || document.field("d") == nil else { throw .isPrivate }
    algorithm = try members.algorithm(of: type)
    id = try members.text("kid")
    material = try members.material(of: algorithm)
  }
}

/// The members of a key, as the algorithms want them.
private struct Members {
  /// The key, a record.
  let document: JSONDocument

  /// A text; nil where there is none.
  func text(_ name: StaticString) throws(JWTKeyFault) -> ExactString? {
    guard let value = document.field(name) else { return nil }
    guard let text = value.text else { throw .notAText("\(name)") }
    return text
  }

  /// The bytes behind the base64url of a member, as many as a length says if it says any.
  func bytes(_ name: StaticString, count: Int? = nil) throws(JWTKeyFault) -> [UInt8] {
    guard let text = try text(name) else { throw .missing("\(name)") }
    guard let bytes = Base64URL.bytes(text.bytes), bytes.count == count ?? bytes.count else {
      throw .malformed("\(name)")
    }
    return bytes
  }

  /// A positive number without leading zeros, which RFC 7518 forbids.
  func number(_ name: StaticString) throws(JWTKeyFault) -> [UInt8] {
    let bytes = try bytes(name)
    guard let first = bytes.first, first != 0 else { throw .malformed("\(name)") }
    return bytes
  }

  /// What kind of key it is.
  func type() throws(JWTKeyFault) -> JWTKeyType {
    guard let name = try text("kty") else { throw .missing("kty") }
    let type = JWTKeyType.allCases.first { $0.rawValue.utf8.elementsEqual(name.bytes) }
    guard let type else { throw .unknownType }
    return type
  }

  /// Whether `use` and `key_ops` leave verifying to the key.
  func mayVerify() throws(JWTKeyFault) -> Bool {
    if let use = try text("use"), use != "sig" { return false }
    guard let operations = document.field("key_ops") else { return true }
    guard case .list(let names) = operations.kind else { return false }
    return names.contains { $0.text == "verify" }
  }

  /// What `alg` says, or else what the curve leaves open; both, they agree.
  func algorithm(of type: JWTKeyType) throws(JWTKeyFault) -> JWTAlgorithm {
    var candidates = JWTAlgorithm.allCases.filter { $0.keyType == type }
    switch type {
    case .secret, .rsa: break
    case .ellipticCurve, .octetPair:
      guard let curve = try text("crv") else { throw .missing("crv") }
      candidates.removeAll { !($0.curve?.utf8.elementsEqual(curve.bytes) ?? false) }
      guard !candidates.isEmpty else { throw .unknownCurve }
    }
    if let name = try text("alg") {
      guard let named = JWTAlgorithm(name: name.bytes) else { throw .unknownAlgorithm }
      guard candidates.contains(named) else { throw .otherAlgorithm }
      return named
    }
    guard candidates.count == 1 else { throw .noAlgorithm }
    return candidates[0]
  }

  /// What the key verifies with.
  func material(of algorithm: JWTAlgorithm) throws(JWTKeyFault) -> JWTKey.Material {
    do {
      switch algorithm {
      case .hs256, .hs384, .hs512:
        let secret = try bytes("k")
        guard secret.count >= algorithm.hashLength else {
          throw JWTKeyFault.shortSecret(minimum: algorithm.hashLength)
        }
        return .secret(SymmetricKey(data: secret))
      case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512:
        let modulus = try number("n")
        let bits = 8 * modulus.count - (modulus.first?.leadingZeroBitCount ?? 0)
        guard bits >= 2048 else { throw JWTKeyFault.shortModulus }
        return .rsa(try _RSA.Signing.PublicKey(n: modulus, e: try number("e")))
      case .es256: return .p256(try P256.Signing.PublicKey(x963Representation: point(32)))
      case .es384: return .p384(try P384.Signing.PublicKey(x963Representation: point(48)))
      case .es512: return .p521(try P521.Signing.PublicKey(x963Representation: point(66)))
      case .edDSA:
        let key = try bytes("x", count: 32)
        return .ed25519(try Curve25519.Signing.PublicKey(rawRepresentation: key))
      }
    } catch let fault as JWTKeyFault {
      throw fault
    } catch { throw .invalid }
  }

  /// An uncompressed point, as X9.63 writes it; coordinates have their full length.
  private func point(_ count: Int) throws(JWTKeyFault) -> [UInt8] {
    [0x04] + (try bytes("x", count: count)) + (try bytes("y", count: count))
  }
}
