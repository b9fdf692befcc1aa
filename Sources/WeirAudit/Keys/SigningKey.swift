// Private keys, in a file that is its owner's alone: `PRIVATE+KEY+NAME+HASH+BASE64`, the form that
// the tools of signed notes write. The base64 is of the kind byte and the seed.

internal import Crypto
internal import Weir
package import WeirHost

/// A key that signs.
package struct SigningKey: Sendable {
  private let seed: [UInt8]
  package let verifier: VerifierKey

  private init(name: VerifierKey.Name, seed: [UInt8]) throws {
    let key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    self.seed = seed
    verifier = VerifierKey(name: name, bytes: Array(key.publicKey.rawRepresentation))
  }

  /// A new key.
  package static func make(named name: VerifierKey.Name) throws(Failure) -> SigningKey {
    do {
      return try SigningKey(
        name: name, seed: Array(Curve25519.Signing.PrivateKey().rawRepresentation))
    } catch {
      throw Failure(.invalidKey, "the system gives no random bytes for a key")
    }
  }

  /// Reads a key's file. One that others may read is refused: it signs for whoever copies it.
  package init(file path: String) throws(Failure) {
    let bytes = try System.read(path, limit: 4096)
    guard try !System.mayOthersRead(path) else {
      throw Failure(
        .invalidKey, "\(path): others may read this key", hint: "chmod 600 \(path)")
    }
    let text =
      String(decoding: bytes, as: UTF8.self)
      .split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    let parts = text.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY",
      let name = VerifierKey.Name(String(parts[2])), let key = Base64.bytes(parts[4]),
      key.count == 33, key[0] == VerifierKey.kind,
      let made = try? SigningKey(name: name, seed: Array(key.dropFirst())),
      made.verifier.identity == "\(parts[2])+\(parts[3])"
    else {
      throw Failure(
        .invalidKey, "\(path) is not the file of a private key",
        hint: "weir holds keygen NAME -o FILE makes one")
    }
    self = made
  }

  /// What the file holds.
  package var text: String {
    "PRIVATE+KEY+\(verifier.identity)+\(Base64.text([VerifierKey.kind] + seed))\n"
  }

  /// The signature over some bytes, 64 bytes.
  package func signature(of message: [UInt8]) throws(Failure) -> [UInt8] {
    do {
      let key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
      return Array(try key.signature(for: message))
    } catch {
      throw Failure(.invalidKey, "the key cannot sign")
    }
  }
}
