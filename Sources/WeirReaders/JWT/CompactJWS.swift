// A signed text in its compact form (RFC 7515, section 7.1): three parts in base64url between two
// dots. What it says is not looked at here, only who said it.

internal import Weir

/// A signed text, taken apart.
struct CompactJWS {
  /// The header, an object without two members of one name.
  let header: JSONDocument
  /// What was signed, decoded; nobody vouches for it before a key does.
  let payload: [UInt8]
  /// The header's `alg`; nil where it is a name that is not verified here.
  let algorithm: JWTAlgorithm?
  /// The header's `kid`.
  let keyID: ExactString?

  /// The bytes under the signature: both first parts as they stand in the text, with their dot.
  private let signed: [UInt8]
  private let signature: [UInt8]

  /// Header members under which the rest is another thing than it looks: extensions that must be
  /// understood, payloads that are not encoded (RFC 7797), or compressed, or encrypted.
  private static let extensions: [StaticString] = ["crit", "b64", "zip", "enc"]

  /// Takes a text apart. Keys, addresses of keys and certificates in the header are somebody's
  /// claim, and are not read.
  init(_ text: [UInt8]) throws(JWTUncertainty) {
    guard text.count <= ReaderLimits.tokenBytes else { throw .tooLong }
    let dot = UInt8(ascii: ".")
    let count = text.reduce(1) { $1 == dot ? $0 + 1 : $0 }
    guard count == 3 else { throw .parts(count) }
    let parts = text.split(separator: dot, omittingEmptySubsequences: false)
    header = try Self.record(try Self.bytes(parts[0], .header), .header)
    for name in Self.extensions where header.field(name) != nil {
      throw .extended("\(name)")
    }
    let name = try Self.text("alg", in: header)
    guard let name else { throw .noAlgorithm }
    guard !Self.isNone(name.bytes) else { throw .unsigned }
    algorithm = JWTAlgorithm(name: name.bytes)
    keyID = try Self.text("kid", in: header)
    payload = try Self.bytes(parts[1], .payload)
    signature = try Self.bytes(parts[2], .signature)
    guard !signature.isEmpty else { throw .noSignature }
    signed = Array(text[..<parts[1].endIndex])
  }

  /// Says who signed: the key, of all that fit the header, under which the signature holds.
  func signer(among set: JWTKeySet) throws(JWTUncertainty) -> JWTKey {
    guard let algorithm else { throw .unknownAlgorithm }
    let fitting = set.keys.filter {
      $0.algorithm == algorithm && (keyID == nil || $0.id == keyID)
    }
    guard !fitting.isEmpty else {
      if let keyID, let key = set.unusable.first(where: { $0.id == keyID }) {
        throw .unusableKey(key.fault)
      }
      if set.keys.isEmpty, let key = set.unusable.first { throw .noUsableKey(key.fault) }
      throw .noKey
    }
    // All or none: which of them are tried must not depend on their order.
    guard fitting.count <= ReaderLimits.triedKeys else { throw .tooManyKeys }
    let signer = fitting.first { $0.accepts(signature, over: signed) }
    guard let signer else { throw .wrongSignature }
    return signer
  }

  /// An object, read as strictly as everything that a policy reads.
  static func record(
    _ bytes: [UInt8], _ part: JWTUncertainty.Part
  ) throws(JWTUncertainty) -> JSONDocument {
    let document: JSONDocument
    do throws(InputError) {
      document = try JSONDocument(parsing: bytes)
    } catch { throw .notJSON(part, error) }
    guard case .record = document.kind else { throw .notARecord(part) }
    return document
  }

  private static func bytes(
    _ text: ArraySlice<UInt8>, _ part: JWTUncertainty.Part
  ) throws(JWTUncertainty) -> [UInt8] {
    guard let bytes = Base64URL.bytes(text) else { throw .notBase64URL(part) }
    return bytes
  }

  private static func text(
    _ name: StaticString, in header: JSONDocument
  ) throws(JWTUncertainty) -> ExactString? {
    guard let value = header.field(name) else { return nil }
    guard let text = value.text else { throw .notAText("\(name)") }
    return text
  }

  /// Whether an `alg` is `none` in any spelling.
  private static func isNone(_ name: [UInt8]) -> Bool {
    name.map { $0 | 0x20 }.elementsEqual("none".utf8)
  }
}
