// The names of a record's members: strings, and numbers as they are written; which of them are the same
// name; and what a merge key brings in.

internal import Weir

/// The name of a member.
struct YAMLName {
  var text: Text
  /// It is written as a number, which has other spellings.
  var isNumber = false

  /// From what stands before the colon; `written` are its bytes, where it is no alias.
  init(_ kind: Document.Kind, written: [UInt8], at place: YAMLPlace) throws(YAMLError) {
    let what: String
    var hint = "put it in quotes"
    switch kind {
    case .string(let name):
      text = name
      return
    case .number(let digits):
      // Every reader that turns a number into a name writes it without a plus sign, and in decimal.
      if digits.utf8.elementsEqual(written) {
        text = Text(digits)
        isNumber = true
        return
      }
      what = "the number \(digits) in an unusual spelling"
      hint = "put it in quotes, or write \(digits)"
    case .null: what = "null"
    case .bool(let truth): what = "the truth value \(truth)"
    case .list:
      what = "a list"
      hint = "write it as one text, in quotes"
    case .record:
      what = "a record"
      hint = "write it as one text, in quotes"
    }
    throw YAMLError(
      .keyNotAString, "the name of a member must be a string, and this one is \(what)", at: place,
      hint: hint)
  }
}

/// The names that a record has so far.
struct YAMLNames {
  private var lines: [Text: Int] = [:]
  /// Numbers by value: `1`, `1.0` and `1.00` are one name to whoever reads numbers.
  private var numbers: [Text: Int] = [:]

  mutating func insert(_ name: YAMLName, at place: YAMLPlace) throws(YAMLError) {
    let first =
      lines.updateValue(place.line, forKey: name.text)
      ?? (name.isNumber
        ? numbers.updateValue(place.line, forKey: YAMLNames.value(of: name.text)) : nil)
    guard let first else { return }
    throw YAMLError(
      .duplicateKey, "\"\(name.text)\" stands here twice, first on line \(first)", at: place,
      hint: "remove one of the two")
  }

  func contains(_ name: Text) -> Bool { lines[name] != nil }

  /// A number without what does not count: zeros at its end, the sign of zero.
  private static func value(of number: Text) -> Text {
    var bytes = number.bytes[...]
    guard !bytes.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return number }
    if bytes.contains(UInt8(ascii: ".")) {
      while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
      if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
    }
    return bytes.elementsEqual("-0".utf8) ? Text("0") : Text(validated: Array(bytes))
  }
}

/// Merge keys, as YAML 1.1 has them (yaml.org/type/merge.html).
enum YAMLMerge {
  static func refusal(_ options: YAMLOptions, at place: YAMLPlace) -> YAMLError {
    YAMLError(
      .mergeKey, "YAML 1.2 has no merge key", at: place,
      hint: options.hasFlags
        ? "write the members out, ask for merging with --yaml-merge, or quote \"<<\" if that is the name you mean"
        : "write the members out, or quote \"<<\" if that is the name you mean")
  }

  /// The record's members and those of the records that it merges which it does not have itself; of
  /// several records, those of the first.
  static func merging(
    _ merged: Document, into members: [Document.Member], _ names: YAMLNames, at place: YAMLPlace
  ) throws(YAMLError) -> [Document.Member] {
    var records: [[Document.Member]] = []
    switch merged.kind {
    case .record(let record): records = [record]
    case .list(let elements):
      for element in elements {
        guard case .record(let record) = element.kind else { throw notARecord(place) }
        records.append(record)
      }
    case .null, .bool, .string, .number: throw notARecord(place)
    }
    var members = members
    var added: Set<Text> = []
    for record in records {
      for member in record where !names.contains(member.name) && added.insert(member.name).inserted
      {
        members.append(member)
      }
    }
    return members
  }

  private static func notARecord(_ place: YAMLPlace) -> YAMLError {
    YAMLError(
      .mergeKey, "what \"<<\" merges must be a record, or a list of records", at: place,
      hint: "refer to a record by its alias, as in '<<: *base'")
  }
}
