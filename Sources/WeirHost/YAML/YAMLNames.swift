// The names of a record's members: strings, and numbers as they are written; which of them are the
// same name; and what a merge key brings in.

internal import Weir

/// The name of a member.
struct YAMLName {
  var text: ExactString
  /// It is written as a number, which has other spellings.
  var isNumber = false

  /// From what stands before the colon; `written` are its bytes, where it is no alias.
  init(_ kind: JSONDocument.Kind, written: [UInt8], at place: YAMLPlace) throws(YAMLError) {
    let what: String
    var hint = "put it in quotes"
    switch kind {
    case .string(let name):
      text = name
      return
    case .number(let digits):
      // Every reader that turns a number into a name writes it without a plus sign, and in decimal.
      if digits.utf8.elementsEqual(written) {
        text = ExactString(digits)
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
  private var lines: [ExactString: Int] = [:]
  /// Names that spell a number, by the double that most readers make of it: `1`, `1.0` and `1.0e+0`
  /// are one name to them, and so is `"1"` to those that turn numbers into strings.
  private var spelled: [Double: Int] = [:]
  /// Those of them that are written as numbers.
  private var numbers: [Double: Int] = [:]

  mutating func insert(_ name: YAMLName, at place: YAMLPlace) throws(YAMLError) {
    if let first = lines.updateValue(place.line, forKey: name.text) {
      throw YAMLError(
        .duplicateKey, "\"\(name.text)\" stands here twice, first on line \(first)", at: place,
        hint: "remove one of the two")
    }
    guard let value = YAMLNames.number(name.text) else { return }
    if let first = name.isNumber ? spelled[value] : numbers[value] {
      throw YAMLNames.sameNumber(name.text, first, at: place)
    }
    spelled[value] = place.line
    if name.isNumber { numbers[value] = place.line }
  }

  func contains(_ name: ExactString) -> Bool { lines[name] != nil }

  /// Refuses a name that only those take for one of these who read numbers.
  func expectNoNumber(_ name: ExactString, at place: YAMLPlace) throws(YAMLError) {
    guard let value = YAMLNames.number(name), let first = spelled[value] else { return }
    throw YAMLNames.sameNumber(name, first, at: place)
  }

  private static func sameNumber(_ name: ExactString, _ first: Int, at place: YAMLPlace)
    -> YAMLError
  {
    YAMLError(
      .duplicateKey,
      "\"\(name)\" is the same number, to some readers, as the name on line \(first)", at: place,
      hint: "remove one of the two")
  }

  /// The number that a name spells; nil for another name.
  private static func number(_ name: ExactString) -> Double? {
    guard let last = name.bytes.last, isDigit(last) || last == UInt8(ascii: "."),
      name.bytes.allSatisfy(isNumeric)
    else { return nil }
    return Double(name.description)
  }
}

/// Merge keys, as YAML 1.1 has them (yaml.org/type/merge.html).
enum YAMLMerge {
  static func refusal(_ options: YAMLOptions, at place: YAMLPlace) -> YAMLError {
    YAMLError(
      .mergeKey, "YAML 1.2 has no merge key", at: place,
      hint: options.hasFlags
        ? """
        write the members out, ask for merging with --yaml-merge, or quote \"<<\" if that is the \
        name you mean
        """
        : "write the members out, or quote \"<<\" if that is the name you mean")
  }

  /// Refuses what some readers take for a merge key and others for a name: `! <<`, `!!merge x`.
  static func disputed(at place: YAMLPlace) -> YAMLError {
    YAMLError(
      .readersDiffer, "some readers take this for a merge key, and others for a name", at: place,
      hint: "write <<, or \"<<\" in quotes if that is the name you mean")
  }

  /// The record's members and those of the records that it merges which it does not have itself; of
  /// several records, those of the first. `before` is how many members stand before the merge key:
  /// some readers let it replace them.
  static func merging(
    _ merged: JSONDocument, into members: [JSONDocument.Member], before: Int, _ names: YAMLNames,
    at place: YAMLPlace
  ) throws(YAMLError) -> [JSONDocument.Member] {
    var records: [[JSONDocument.Member]] = []
    switch merged.kind {
    case .record(let record): records = [record]
    case .list(let elements):
      for element in elements {
        guard case .record(let record) = element.kind else { throw notARecord(place) }
        records.append(record)
      }
    case .null, .bool, .string, .number: throw notARecord(place)
    }
    let earlier = Set(members.prefix(before).map(\.name))
    var members = members
    var added: Set<ExactString> = []
    for member in records.joined() {
      if earlier.contains(member.name) {
        throw YAMLError(
          .mergeKey,
          "\"\(member.name)\" stands before the merge key, which replaces it to some readers",
          at: place, hint: "write << before the members that it must not replace")
      }
      if names.contains(member.name) || !added.insert(member.name).inserted { continue }
      try names.expectNoNumber(member.name, at: place)
      members.append(member)
    }
    return members
  }

  static func notARecord(_ place: YAMLPlace) -> YAMLError {
    YAMLError(
      .mergeKey, "what \"<<\" merges must be a record, or a list of records", at: place,
      hint: "refer to a record by its alias, as in '<<: *base'")
  }
}
