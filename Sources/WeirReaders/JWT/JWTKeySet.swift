// The keys that a policy trusts, read from its data: a key set as providers publish it
// (RFC 7517, section 5), a list of keys, or one key; a key may be its JSON text, as a policy writes
// it down. Keys that cannot be used are left out, for a provider's set has keys for encryption
// beside those for signatures; why, the set remembers, so that a token which names one says more
// than that nobody has it.

package import Weir

/// The keys that tokens are verified against.
package struct JWTKeySet: Sendable {
  /// A key that was left out.
  struct Unusable: Sendable {
    /// Its `kid`.
    var id: ExactString?
    /// Why it was left out.
    var fault: JWTKeyFault
  }

  /// The keys that can be used; their order means nothing.
  package let keys: [JWTKey]
  /// Those that were left out.
  let unusable: [Unusable]

  /// A set of keys that were read one by one.
  package init(_ keys: [JWTKey]) {
    self.keys = keys
    unusable = []
  }

  /// Reads `{ "keys": [...] }`, `[...]` or one key; anything else has no keys.
  package init(_ document: JSONDocument) {
    var keys: [JWTKey] = []
    var unusable: [Unusable] = []
    for member in Self.members(document) {
      let member = Self.parsed(member)
      do {
        keys.append(try JWTKey(member))
      } catch {
        unusable.append(Unusable(id: member.field("kid")?.text, fault: error))
      }
    }
    self.keys = keys
    self.unusable = unusable
  }

  private static func members(_ document: JSONDocument) -> [JSONDocument] {
    let inner = document.field("keys") ?? document
    switch inner.kind {
    case .list(let keys): return keys
    case .null, .bool, .string, .number, .record: return [inner]
    }
  }

  /// What a JSON text says; everything else, and a text that is no JSON, as it is.
  private static func parsed(_ document: JSONDocument) -> JSONDocument {
    guard let text = document.text, let key = try? JSONDocument(parsing: text.bytes) else {
      return document
    }
    return key
  }
}
