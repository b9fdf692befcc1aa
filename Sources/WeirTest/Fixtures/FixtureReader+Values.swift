// Reads single values of a fixture, each of its expected kind, and notes a mistake for any other.

internal import Weir

/// The members of a record by their keys.
struct Fields<Key: FixtureKey> {
  var isRecord = true
  var known: [(key: Key, member: JSONDocument.Member)] = []
  /// Keys that misspelled members stand for: they are not also reported as missing.
  var meant: [Key] = []

  func has(_ key: Key) -> Bool {
    known.contains { $0.key == key } || meant.contains(key)
  }
}

/// A string of a fixture with its position.
struct PlacedText {
  var value: String
  var offset: Int
}

extension FixtureReader {
  // MARK: Notes

  mutating func note(
    _ code: FixtureMistake.Code, _ message: String, at offset: Int?,
    label: (range: Range<Int>, text: String)? = nil, hint: String? = nil
  ) {
    mistakes.append(
      FixtureMistake(
        code, message, at: offset.map { text.range(at: $0) }, label: label, hint: hint))
  }

  /// Notes that a value is of another kind than its key takes.
  mutating func wrongType(_ document: JSONDocument, _ message: String, hint: String? = nil) {
    note(.wrongType, "\(message), and this is \(what(document))", at: document.offset, hint: hint)
  }

  private func what(_ document: JSONDocument) -> String {
    switch document.kind {
    case .null: "null"
    case .bool(let truth): "the truth value \(truth)"
    case .string: "a text"
    case .number: "a number"
    case .list: "a list"
    case .record: "a record"
    }
  }

  /// Whether more mistakes are known than will be reported, so that explaining more is wasted work.
  var isFull: Bool { mistakes.count > Limits.errorsPerFile }

  /// `did you mean …`, if a known name is near.
  func spelling(of name: String, among known: [String]) -> String? {
    isFull ? nil : Spelling.closest(to: name, among: known).map { "did you mean `\($0)`?" }
  }

  // MARK: Records

  /// The members of a record; nil, with a mistake noted, for anything else.
  mutating func record(_ document: JSONDocument, _ what: String) -> [JSONDocument.Member]? {
    guard case .record(let members) = document.kind else {
      wrongType(document, "\(subject(what)) must be a record")
      return nil
    }
    return members
  }

  /// The members of a record whose keys are in a table; all others are noted as mistakes.
  mutating func fields<Key: FixtureKey>(_ document: JSONDocument, _ keys: Key.Type) -> Fields<Key> {
    guard let members = record(document, Key.owner) else { return Fields(isRecord: false) }
    var fields = Fields<Key>()
    fields.known.reserveCapacity(members.count)
    for member in members {
      let name = member.name.description
      if let key = Key(rawValue: name) {
        fields.known.append((key, member))
      } else {
        fields.meant += [Spelling.closest(to: name, among: Key.names).flatMap(Key.init)]
          .compactMap(\.self)
        unknown(member, Key.self)
      }
    }
    return fields
  }

  mutating func unknown<Key: FixtureKey>(
    _ member: JSONDocument.Member, _ keys: Key.Type, hint: String? = nil
  ) {
    let name = member.name.description
    note(
      .unknownKey, "`\(name)` is not a key of \(Key.owner)", at: member.nameOffset,
      hint: hint ?? spelling(of: name, among: Key.names)
        ?? "it may have \(Key.names.map { "`\($0)`" }.joined(separator: ", "))")
  }

  /// A name of the format as it stands in a sentence.
  private func subject(_ what: String) -> String {
    what.contains(" ") || what.hasPrefix("`") ? what : "`\(what)`"
  }

  // MARK: Texts and lists

  mutating func string(_ document: JSONDocument, _ what: String) -> String? {
    guard case .string(let text) = document.kind else {
      wrongType(document, "\(subject(what)) takes a text")
      return nil
    }
    return text.description
  }

  /// A string, or a list of strings.
  mutating func texts(_ document: JSONDocument, _ what: String) -> [PlacedText]? {
    switch document.kind {
    case .string(let text): return [PlacedText(value: text.description, offset: document.offset)]
    case .list(let elements):
      var texts: [PlacedText] = []
      for element in elements {
        guard case .string(let text) = element.kind else {
          wrongType(element, "an element of \(subject(what)) must be a text")
          continue
        }
        texts.append(PlacedText(value: text.description, offset: element.offset))
      }
      return texts.count == elements.count ? texts : nil
    case .null, .bool, .number, .record:
      wrongType(document, "\(subject(what)) takes a text, or a list of texts")
      return nil
    }
  }

  /// The elements of a list; a single record counts as a list of one.
  func elements(_ document: JSONDocument) -> [JSONDocument] {
    guard case .list(let elements) = document.kind else { return [document] }
    return elements
  }

  // MARK: Times and paths

  mutating func instant(_ document: JSONDocument) -> Timestamp? {
    guard let text = string(document, "now") else { return nil }
    guard let instant = Timestamp(text) else {
      note(
        .badTimestamp, "`\(text)` is not an instant", at: document.offset,
        hint: "write it with its offset, as in 2026-03-02T15:00:00Z")
      return nil
    }
    return instant
  }

  /// A length of time, spelled as a verdict spells it.
  mutating func length(_ document: JSONDocument, _ what: String) -> String? {
    guard let text = string(document, what) else { return nil }
    guard let length = SignedDuration(text) else {
      note(
        .badDuration, "`\(text)` is not a length of time", at: document.offset,
        hint: "write it as a policy does: 15m, 2h30m")
      return nil
    }
    return length.description
  }
}
