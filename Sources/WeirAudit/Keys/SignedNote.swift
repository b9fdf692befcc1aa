// Signed notes: a text, an empty line, and a line for each signature. (C2SP, signed-note.)

internal import Weir
package import WeirHost

/// A text with signatures.
package struct SignedNote {
  /// The text, which ends in a line feed.
  package let text: String
  /// The signatures, by the names and hashes of their keys.
  private let signatures: [(name: String, hash: [UInt8], bytes: [UInt8])]

  /// Signs a text.
  package static func sign(_ text: String, by key: SigningKey) throws(Failure) -> String {
    let signature = try key.signature(of: Array(text.utf8))
    let code = Base64.text(key.verifier.hash + signature)
    return text + "\n\u{2014} \(key.verifier.name) \(code)\n"
  }

  /// Takes a note apart. `place` is where it stands, for messages.
  package init(_ bytes: [UInt8], at place: String) throws(Failure) {
    func mistake(_ message: String) -> Failure {
      Failure(
        .invalidKey, "\(place): \(message)", hint: "weir audit checkpoint prints signed notes")
    }
    guard let note = String(validating: bytes, as: UTF8.self),
      note.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" })
    else { throw mistake("this is not a signed note: it is not plain text") }
    // The last empty line ends the text.
    let all = Array(note.utf8)
    guard all.last == 0x0A,
      let gap = all.indices.dropFirst().last(where: { all[$0] == 0x0A && all[$0 - 1] == 0x0A })
    else { throw mistake("this is not a signed note: it has no signature") }
    text = String(decoding: all[..<gap], as: UTF8.self)
    var found: [(name: String, hash: [UInt8], bytes: [UInt8])] = []
    for line in all[(gap + 1)...].split(separator: 0x0A) {
      let parts = String(decoding: line, as: UTF8.self)
        .split(separator: " ", omittingEmptySubsequences: false)
      guard parts.count == 3, parts[0] == "\u{2014}", let code = Base64.bytes(parts[2]),
        code.count > 4
      else { throw mistake("a line of the note is not a signature") }
      found.append((String(parts[1]), Array(code.prefix(4)), Array(code.dropFirst(4))))
    }
    guard !found.isEmpty else { throw mistake("this is not a signed note: it has no signature") }
    signatures = found
  }

  /// Whether a key has signed the text.
  package func isSigned(by key: VerifierKey) -> Bool {
    signatures.contains { signature in
      signature.name.utf8.elementsEqual(key.name.description.utf8) && signature.hash == key.hash
        && key.accepts(signature.bytes, of: Array(text.utf8))
    }
  }
}
