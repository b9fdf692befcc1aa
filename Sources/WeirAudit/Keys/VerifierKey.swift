// Public keys, in the one form that signed notes have: `NAME+HASH+BASE64`. The hash tells keys of
// one name apart; it is the first four bytes of SHA-256 over name, line feed, kind and key.
// (C2SP, signed-note.)

internal import Crypto
internal import Weir
package import WeirHost

/// A key that checks signatures.
package struct VerifierKey: Hashable, Sendable {
  /// The kind byte of Ed25519.
  static let kind: UInt8 = 0x01

  package let name: Name
  /// 32 bytes.
  let bytes: [UInt8]

  /// The name and the hash of a key, as signatures name it.
  package var identity: String { "\(name)+\(hashText)" }

  package var text: String { "\(identity)+\(Base64.text([Self.kind] + bytes))" }

  /// The four bytes before a signature.
  var hash: [UInt8] { Self.hash(name, [Self.kind] + bytes) }

  private var hashText: String { Hexadecimal.text(hash) }

  static func hash(_ name: Name, _ key: [UInt8]) -> [UInt8] {
    Array(SHA256.hash(data: name.bytes + [0x0A] + key).prefix(4))
  }

  init(name: Name, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// Reads the text of a key. `place` is where it stands, for messages.
  package init(_ text: String, at place: String) throws(Failure) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let name = Name(String(parts[0])),
      let key = Base64.bytes(parts[2]), key.count == 33, key[0] == Self.kind
    else {
      throw Failure(
        .invalidKey, "\(place): this is not the key of a verifier",
        hint: "such a key is NAME+HASH+BASE64, for Ed25519, as weir holds keygen prints it")
    }
    self.init(name: name, bytes: Array(key.dropFirst()))
    guard hashText == parts[1], (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)) != nil
    else {
      throw Failure(
        .invalidKey, "\(place): the key's hash is not that of its name and bytes",
        hint: "copy the whole line that weir holds keygen printed")
    }
  }

  /// Whether a signature of 64 bytes is this key's over some bytes.
  package func accepts(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else {
      return false
    }
    return key.isValidSignature(signature, for: message)
  }

  /// The name of a key: no blanks and no plus, or its texts could not be taken apart.
  package struct Name: Hashable, Sendable, CustomStringConvertible {
    let bytes: [UInt8]

    package init?(_ text: String) {
      let isPlain = text.unicodeScalars.allSatisfy {
        !$0.properties.isWhitespace && $0.properties.generalCategory != .control && $0 != "+"
      }
      guard isPlain, !text.isEmpty else { return nil }
      bytes = Array(text.utf8)
    }

    package var description: String { String(decoding: bytes, as: UTF8.self) }
  }
}
