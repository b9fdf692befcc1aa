// Why a token says nothing: one table of what can be wrong with it, and where.

package import Weir

/// What makes a token uncertain.
package enum JWTUncertainty: Error, Sendable, Equatable {
  /// The parts of a token, in their order.
  package enum Part: String, Sendable, CaseIterable {
    case header, payload, signature
  }

  /// Longer than any token has reason to be.
  case tooLong
  /// Not three parts between two dots.
  case parts(Int)
  /// A part that no encoder of base64url writes.
  case notBase64URL(Part)
  /// A token that nobody signed.
  case noSignature
  /// A part that is no JSON, or has two members of one name: the error, and its byte in the part
  /// once that is decoded.
  case notJSON(Part, InputError)
  /// A part that is JSON and no object.
  case notARecord(Part)
  /// A header member that is not a text.
  case notAText(String)
  /// A header member that changes how the token is read.
  case extended(String)
  /// No `alg`.
  case noAlgorithm
  /// `none`, however it is spelled.
  case unsigned
  /// An `alg` that is not verified here.
  case unknownAlgorithm
  /// No key has the `kid` of the header and its algorithm.
  case noKey
  /// The key of the header's `kid` cannot be used.
  case unusableKey(JWTKeyFault)
  /// None of the keys can be used, the first for this.
  case noUsableKey(JWTKeyFault)
  /// More keys fit than are tried.
  case tooManyKeys
  /// The signature is that of no key.
  case wrongSignature
  /// A registered claim that has not the type that RFC 7519 gives it.
  case claim(String)

  /// Why, without a full stop.
  package var message: String {
    switch self {
    case .tooLong: "the token is longer than \(ReaderLimits.tokenBytes) bytes"
    case .parts(let count):
      "a signed token has three parts between dots, and this text has \(count)"
    case .notBase64URL(let part):
      "the token's \(part.rawValue) is not base64url as RFC 7515 has it, without padding"
    case .noSignature: "the token has no signature"
    case .notJSON(let part, let error):
      "the token's \(part.rawValue) cannot be read: \(error.documentMessage), at byte \(error.byte)"
    case .notARecord(let part): "the token's \(part.rawValue) is not a JSON object"
    case .notAText(let name): "the header's `\(name)` is not a text"
    case .extended(let name):
      "the header's `\(name)` asks for more than plain signatures, which nothing here reads"
    case .noAlgorithm: "the header does not say with `alg` how the token is signed"
    case .unsigned: "the header's `alg` says that nobody signed the token"
    case .unknownAlgorithm:
      "the header's `alg` is none of \(JWTAlgorithm.names)"
    case .noKey: "no key fits the header's `kid` and `alg`"
    case .unusableKey(let fault): "the key that the header names cannot be used: \(fault.message)"
    case .noUsableKey(let fault): "none of the keys can be used: \(fault.message)"
    case .tooManyKeys:
      "the header names no key, and more than \(ReaderLimits.triedKeys) fit its algorithm"
    case .wrongSignature: "the signature was made with none of the keys that fit"
    case .claim(let name): "the claim `\(name)` has not the type that RFC 7519 gives it"
    }
  }
}
