// A record as a line of JSON: what `weir eval --approvals` reads, what a ledger exports, and what a
// signature is over. The one table of its members; the published schema follows from it.

extension HoldRecord {
  /// The members of a record's line, in the order in which they are written.
  package enum Member: String, CaseIterable, Sendable {
    case act, key, generation, at, by, groups, roles, reason, seen, request, requestID, signature

    /// What the member says, for the schema.
    package var meaning: String {
      switch self {
      case .act: "What was done."
      case .key: "The hold's key, whole."
      case .generation: "Which time the hold was opened; 1 where it is left out."
      case .at: "When, as RFC 3339 has it."
      case .by:
        "Who did it: a person, for everything but `spend` and the `opened` of an evaluation."
      case .groups: "The groups that the person is in."
      case .roles: "The roles that the person has."
      case .reason: "Why, in the person's words; an override needs one."
      case .seen: "The digest of what the person was shown."
      case .request: "The digest of the request that an approval was spent for."
      case .requestID: "That request's `id`."
      case .signature: "The signature, and the key that made it."
      }
    }
  }

  /// Who signed a record.
  public struct Signature: Hashable, Sendable {
    /// The name and the hash of the key, `NAME+HASH`, as a signed note has them.
    public var key: String
    /// The signature in base64.
    public var value: String

    /// A signature of its parts.
    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// Why a line is not a record.
  package struct Mistake: Error, Equatable {
    /// What is wrong, a sentence without a full stop.
    package var message: String
    package var hint: String?
    /// The byte of the line where it shows.
    package var offset: Int
  }

  // MARK: Writing

  /// The record's line, without its line feed. `signed: false` leaves the signature out: that is
  /// the text that is signed.
  package func line(signed: Bool = true) -> [UInt8] {
    var text: [UInt8] = []
    for member in Member.allCases {
      guard member != .signature || signed else { continue }
      append(member, to: &text)
    }
    text.append(UInt8(ascii: "}"))
    return text
  }

  private func append(_ member: Member, to text: inout [UInt8]) {
    func name() {
      text.append(UInt8(ascii: text.isEmpty ? "{" : ","))
      JSONString.append(member.rawValue, to: &text)
      text.append(UInt8(ascii: ":"))
    }
    func string(_ value: String?) {
      guard let value else { return }
      name()
      JSONString.append(value, to: &text)
    }
    func list(_ values: [ExactString]?) {
      guard let values, !values.isEmpty else { return }
      name()
      for (index, value) in values.enumerated() {
        text.append(UInt8(ascii: index == 0 ? "[" : ","))
        JSONString.append(value.bytes, to: &text)
      }
      text.append(UInt8(ascii: "]"))
    }
    switch member {
    case .act: string(act.rawValue)
    case .key: string(key)
    case .generation:
      name()
      text += "\(generation)".utf8
    case .at: string(at.description)
    case .by:
      guard let by else { return }
      name()
      JSONString.append(by.name.bytes, to: &text)
    case .groups: list(by?.groups)
    case .roles: list(by?.roles)
    case .reason: string(reason)
    case .seen: string(seen)
    case .request: string(request)
    case .requestID: string(requestID)
    case .signature:
      guard let signature else { return }
      name()
      text += #"{"key":"#.utf8
      JSONString.append(signature.key, to: &text)
      text += #","value":"#.utf8
      JSONString.append(signature.value, to: &text)
      text.append(UInt8(ascii: "}"))
    }
  }

  // MARK: Reading

  /// Reads a record's line. What is not known is refused: a misspelt member would be a record that
  /// says less than its writer meant.
  package init(line: UnsafeBufferPointer<UInt8>) throws(Mistake) {
    let document: JSONDocument
    do throws(InputError) {
      document = try parseJSON(line)
    } catch {
      throw Mistake(message: error.documentMessage, hint: nil, offset: error.byte)
    }
    guard case .record(let members) = document.kind else {
      throw Mistake(
        message: "a record is a JSON object", hint: Self.example, offset: document.offset)
    }
    var reader = RecordReader()
    for member in members {
      guard let name = Member(rawValue: member.name.description) else {
        throw Mistake(
          message: "a record has no member \(JSONString.visible(member.name.description))",
          hint: Spelling.closest(
            to: member.name.description, among: Member.allCases.map(\.rawValue)
          ).map { "did you mean `\($0)`?" } ?? Self.example, offset: member.nameOffset)
      }
      guard reader.values.updateValue(member.value, forKey: name) == nil else {
        throw Mistake(
          message: "`\(name.rawValue)` stands twice", hint: "remove one of them",
          offset: member.nameOffset)
      }
    }
    try self.init(reader, at: document.offset)
  }

  private static var example: String {
    #"as in {"act":"approve","key":"sha256:…","at":"2026-03-02T08:00:00Z","by":"ana"}"#
  }

  private init(_ reader: RecordReader, at offset: Int) throws(Mistake) {
    let actName = try reader.needed(.act, at: offset)
    guard let act = Act(rawValue: actName) else {
      throw reader.mistake(
        .act, "\(JSONString.visible(actName)) is not an act",
        hint: "acts are " + Act.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let key = try reader.needed(.key, at: offset)
    guard Self.isKey(key) else {
      throw reader.mistake(
        .key, "this is not a hold's key", hint: "a key is `sha256:` and 64 hexadecimal digits")
    }
    let instant = try reader.needed(.at, at: offset)
    guard let at = Timestamp(instant) else {
      throw reader.mistake(
        .at, "\(JSONString.visible(instant)) is not an instant", hint: Timestamp.formHint)
    }
    self.init(
      act, key: key, generation: try reader.generation(), at: at, reason: try reader.text(.reason),
      seen: try reader.text(.seen), request: try reader.text(.request),
      requestID: try reader.text(.requestID))
    signature = try reader.signature()
    let groups = try reader.texts(.groups)
    let roles = try reader.texts(.roles)
    if let name = try reader.text(.by) {
      by = Person(name: ExactString(name), groups: groups, roles: roles)
    }
    switch act {
    case .approve, .reject, .override, .revoke, .cancel:
      guard by?.name.isBlank == false else {
        throw Mistake(
          message: "`\(act.rawValue)` does not say who did it", hint: "name the person in `by`",
          offset: offset)
      }
    case .opened, .spend:
      if by == nil, !groups.isEmpty || !roles.isEmpty {
        throw Mistake(
          message: "groups and roles are those of nobody", hint: "name the person in `by`",
          offset: offset)
      }
    }
  }

  /// Whether a text has the form of a hold's key.
  package static func isKey(_ text: String) -> Bool {
    let digits = text.utf8.dropFirst(7)
    return text.hasPrefix("sha256:") && digits.count == 64
      && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}

/// The members of one line on their way into a record.
private struct RecordReader {
  var values: [HoldRecord.Member: JSONDocument] = [:]

  func mistake(
    _ member: HoldRecord.Member, _ message: String, hint: String?
  ) -> HoldRecord.Mistake {
    HoldRecord.Mistake(message: message, hint: hint, offset: values[member]?.offset ?? 0)
  }

  func needed(_ member: HoldRecord.Member, at offset: Int) throws(HoldRecord.Mistake) -> String {
    guard let text = try text(member) else {
      throw HoldRecord.Mistake(
        message: "a record needs `\(member.rawValue)`", hint: member.meaning, offset: offset)
    }
    return text
  }

  func text(_ member: HoldRecord.Member) throws(HoldRecord.Mistake) -> String? {
    guard let value = values[member] else { return nil }
    guard case .string(let text) = value.kind else {
      throw mistake(member, "`\(member.rawValue)` is not a string", hint: member.meaning)
    }
    return text.description
  }

  func texts(_ member: HoldRecord.Member) throws(HoldRecord.Mistake) -> [ExactString] {
    guard let value = values[member] else { return [] }
    guard case .list(let elements) = value.kind else {
      throw mistake(member, "`\(member.rawValue)` is not a list of strings", hint: member.meaning)
    }
    var texts: [ExactString] = []
    for element in elements {
      guard case .string(let text) = element.kind else {
        throw HoldRecord.Mistake(
          message: "`\(member.rawValue)` is not a list of strings", hint: member.meaning,
          offset: element.offset)
      }
      texts.append(text)
    }
    return texts
  }

  func generation() throws(HoldRecord.Mistake) -> Int {
    guard let value = values[.generation] else { return 1 }
    guard case .number(let digits) = value.kind, let number = Int(digits), number >= 1,
      number < 1 << 31
    else {
      throw mistake(
        .generation, "a generation is a whole number from 1",
        hint: HoldRecord.Member.generation.meaning)
    }
    return number
  }

  func signature() throws(HoldRecord.Mistake) -> HoldRecord.Signature? {
    guard let value = values[.signature] else { return nil }
    guard case .record(let members) = value.kind, members.count == 2,
      let key = members.first(where: { $0.name == "key" }),
      let code = members.first(where: { $0.name == "value" }),
      case .string(let keyText) = key.value.kind, case .string(let codeText) = code.value.kind
    else {
      throw mistake(
        .signature, "a signature is an object of `key` and `value`, two strings", hint: nil)
    }
    return HoldRecord.Signature(key: keyText.description, value: codeText.description)
  }
}
