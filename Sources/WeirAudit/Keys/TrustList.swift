// `--trust`: whose signatures count, for which groups and roles, from when to when. A YAML list:
//
//     - who: mara.lindt
//       key: mara.lindt+1fd9…+AS…
//       groups: [treasury]
//       roles: [approver]
//       from: 2026-01-01T00:00:00Z
//       until: 2027-01-01T00:00:00Z
//
// What people do is then taken from the signature alone: the name must be the key's person, and
// groups and roles are the list's, whatever the record says.

package import Weir
package import WeirHost

/// Who is trusted with what.
package struct TrustList: Sendable {
  /// One person's key.
  package struct Entry: Sendable {
    package var who: ExactString
    package var key: VerifierKey
    package var groups: [ExactString]
    package var roles: [ExactString]
    package var from: Timestamp?
    package var until: Timestamp?

    /// Whether the key was the person's at an instant: from the first on, up to the second.
    package func isValid(at instant: Timestamp) -> Bool {
      (from.map { instant >= $0 } ?? true) && (until.map { instant < $0 } ?? true)
    }
  }

  package private(set) var entries: [Entry] = []

  /// Reads a list from a file.
  package init(file path: String) throws(Failure) {
    let bytes = try System.read(path, limit: Limits.documentBytes)
    let source = SourceFile(path: path, bytes: bytes)
    var reader = YAMLReader(bytes, YAMLOptions())
    var documents: [JSONDocument] = []
    do throws(YAMLError) {
      while let next = try reader.next() {
        documents.append(next.document)
      }
    } catch {
      throw Failure(
        .invalidYAML, "\(path):\(error.place.line):\(error.place.column): \(error.message)",
        hint: error.hint)
    }
    guard documents.count == 1, case .list(let elements) = documents[0].kind else {
      throw Failure(
        .invalidKey, "\(path): a trust file is a list of people and keys",
        hint: "each entry has who and key, and may have groups, roles, from and until")
    }
    for element in elements {
      entries.append(try Entry(element, "\(path):\(source.line(at: element.offset))"))
    }
  }

  /// Which records count at an instant, and why the others do not. What people do has to be signed;
  /// what evaluations record is not.
  @Sendable package func judge(
    _ records: [HoldRecord], at now: Timestamp
  ) -> (counted: [HoldRecord], dropped: [HoldStatus.Ignored]) {
    var counted: [HoldRecord] = []
    var dropped: [HoldStatus.Ignored] = []
    for record in records {
      guard let person = record.by else {
        counted.append(record)
        continue
      }
      switch verdict(on: record, by: person) {
      case .success(let entry):
        var record = record
        record.by?.groups = entry.groups
        record.by?.roles = entry.roles
        counted.append(record)
      case .failure(let refusal):
        dropped.append(HoldStatus.Ignored(record: record, reason: refusal.reason))
      }
    }
    return (counted, dropped)
  }

  private struct Refusal: Error {
    let reason: HoldStatus.Reason
  }

  private func verdict(
    on record: HoldRecord, by person: HoldRecord.Person
  ) -> Result<Entry, Refusal> {
    guard let signature = record.signature else { return .failure(Refusal(reason: .unsigned)) }
    let named = entries.filter {
      $0.key.identity.utf8.elementsEqual(signature.key.utf8) && $0.who == person.name
    }
    guard !named.isEmpty else { return .failure(Refusal(reason: .notTrusted)) }
    let signed = named.filter { record.isSigned(by: $0.key) }
    guard !signed.isEmpty else { return .failure(Refusal(reason: .wrongSignature)) }
    // An entry of a later time may say other groups for the same key.
    guard let entry = signed.first(where: { $0.isValid(at: record.at) }) else {
      return .failure(Refusal(reason: .notTrusted))
    }
    return .success(entry)
  }
}

extension TrustList.Entry {
  fileprivate init(_ document: JSONDocument, _ place: String) throws(Failure) {
    func mistake(_ message: String, _ hint: String? = nil) -> Failure {
      Failure(.invalidKey, "\(place): \(message)", hint: hint)
    }
    guard case .record(let members) = document.kind else {
      throw mistake("an entry has who and key", "as in - who: ana\\n  key: ana+…")
    }
    var texts: [ExactString: String] = [:]
    groups = []
    roles = []
    for member in members {
      switch (member.name.description, member.value.kind) {
      case ("who", .string(let text)), ("key", .string(let text)), ("from", .string(let text)),
        ("until", .string(let text)):
        texts[member.name] = text.description
      case ("groups", .list(let elements)), ("roles", .list(let elements)):
        var names: [ExactString] = []
        for element in elements {
          guard case .string(let name) = element.kind else {
            throw mistake("\(member.name) is a list of strings")
          }
          names.append(name)
        }
        if member.name == "groups" { groups = names } else { roles = names }
      case ("who", _), ("key", _), ("from", _), ("until", _):
        throw mistake("\(member.name) is a string")
      case ("groups", _), ("roles", _): throw mistake("\(member.name) is a list of strings")
      default:
        throw mistake(
          "an entry has no member \(JSONString.visible(member.name.description))",
          "members are who, key, groups, roles, from, until")
      }
    }
    guard let who = texts["who"], !ExactString(who).isBlank else {
      throw mistake("an entry says who the key belongs to", "add who: NAME")
    }
    guard let key = texts["key"] else {
      throw mistake("an entry needs a key", "weir holds keygen prints it")
    }
    self.who = ExactString(who)
    self.key = try VerifierKey(key, at: place)
    func instant(_ name: ExactString) throws(Failure) -> Timestamp? {
      guard let text = texts[name] else { return nil }
      guard let instant = Timestamp(text) else {
        throw mistake("\(name) is not an instant", "write it like 2026-03-02T09:00:00Z")
      }
      return instant
    }
    from = try instant("from")
    until = try instant("until")
  }
}
