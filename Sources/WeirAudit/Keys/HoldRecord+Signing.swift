// Signatures of records: over one text that says what it is, so that no signature of something else
// can pass for an approval.

package import Weir
package import WeirHost

extension HoldRecord {
  /// The bytes that are signed: a line that names the purpose, and the record's line without the
  /// signature.
  var signedText: [UInt8] { Array("weir.dev/hold-record/v1\n".utf8) + line(signed: false) }

  /// The record's signature by a key.
  package func signature(by key: SigningKey) throws(Failure) -> Signature {
    Signature(
      key: key.verifier.identity, value: Base64.text(try key.signature(of: signedText)))
  }

  /// Whether the record's signature is that of a key.
  func isSigned(by key: VerifierKey) -> Bool {
    guard let signature, signature.key.utf8.elementsEqual(key.identity.utf8),
      let bytes = Base64.bytes(signature.value)
    else { return false }
    return key.accepts(bytes, of: signedText)
  }
}
