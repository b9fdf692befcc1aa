// A JSON Web Token (RFC 7519): claims that somebody signed. Nothing here knows the time; whether a
// token is still good is for a policy to say, which compares its claims with `now`.

package import Weir

/// What a token says.
package struct JWTToken: Sendable {
  /// The header, which says how it is signed and of what kind it is.
  package let header: JSONDocument
  /// The claims: an object without two members of one name.
  package let claims: JSONDocument
  /// The text of the claims, which the places in `claims` are offsets into.
  package let payload: [UInt8]
  /// The algorithm under which one of the keys verified it; nil where nothing was verified.
  package let algorithm: JWTAlgorithm?
  /// The header's `kid`.
  package let keyID: ExactString?

  /// Reads a token that one of some keys signed. The claims are read once the signature holds.
  package init(reading text: [UInt8], keys: JWTKeySet) throws(JWTUncertainty) {
    let signed = try CompactJWS(text)
    let signer = try signed.signer(among: keys)
    try self.init(signed, algorithm: signer.algorithm)
  }

  /// Reads a token that one of some keys signed.
  package init(reading text: [UInt8], keys: [JWTKey]) throws(JWTUncertainty) {
    try self.init(reading: text, keys: JWTKeySet(keys))
  }

  /// Reads a token that anybody may have written.
  package init(unverified text: [UInt8]) throws(JWTUncertainty) {
    try self.init(try CompactJWS(text), algorithm: nil)
  }

  private init(_ signed: CompactJWS, algorithm: JWTAlgorithm?) throws(JWTUncertainty) {
    header = signed.header
    payload = signed.payload
    claims = try CompactJWS.record(signed.payload, .payload)
    keyID = signed.keyID
    self.algorithm = algorithm
  }
}
