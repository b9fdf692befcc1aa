// Writes generated YAML as a person would: flow collections if they fit the line, else block ones;
// quotes only where a string needs them. YAML 1.1 and 1.2 read the result alike, except for
// instants (`2026-03-02T12:00:00Z` stays plain, as everywhere in fixtures).

internal import Weir

/// Writes YAML.
enum YAMLText {
  /// Lines are no longer where that can be helped.
  static let width = 100

  /// A value on one line.
  static func flow(_ part: JSONPart) -> String {
    switch part {
    case .null: "null"
    case .bool(let truth): truth ? "true" : "false"
    case .number(let text): number(text)
    case .string(let text): scalar(text)
    case .list(let elements): "[" + elements.map(flow).joined(separator: ", ") + "]"
    case .record(let members):
      "{" + members.map { scalar($0.name) + ": " + flow($0.value) }.joined(separator: ", ") + "}"
    }
  }

  /// A number as YAML 1.1 reads one too: an exponent has a point before it.
  private static func number(_ text: String) -> String {
    guard let mark = text.firstIndex(of: "e"), !text.contains(".") else { return text }
    return text[..<mark] + ".0" + text[mark...]
  }

  /// The lines of `name: value`, indented.
  static func lines(_ name: String, _ value: JSONPart, indent: Int, isBlock: Bool = false)
    -> [String]
  {
    let margin = String(repeating: " ", count: indent)
    let line = margin + scalar(name) + ": " + flow(value)
    if line.unicodeScalars.count <= width, !isBlock || isEmpty(value) { return [line] }
    switch value {
    case .record(let members) where !members.isEmpty:
      return [margin + scalar(name) + ":"]
        + members.flatMap { lines($0.name, $0.value, indent: indent + 2) }
    case .list(let elements) where !elements.isEmpty:
      return [margin + scalar(name) + ":"]
        + elements.flatMap { element(of: $0, indent: indent + 2) }
    case .null, .bool, .number, .string, .list, .record: return [line]
    }
  }

  private static func isEmpty(_ value: JSONPart) -> Bool {
    switch value {
    case .record(let members): members.isEmpty
    case .list(let elements): elements.isEmpty
    case .null, .bool, .number, .string: true
    }
  }

  private static func element(of value: JSONPart, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    let line = margin + "- " + flow(value)
    guard line.unicodeScalars.count > width, case .record(let members) = value, !members.isEmpty
    else { return [line] }
    var lines = members.flatMap { self.lines($0.name, $0.value, indent: indent + 2) }
    lines[0] = margin + "- " + lines[0].dropFirst(indent + 2)
    return lines
  }

  // MARK: Scalars

  /// A text, in quotes if it would be read as something else without.
  static func scalar(_ text: String) -> String { isPlain(text) ? text : quotedPlainly(text) }

  /// Words that some reader takes for a truth, for nothing, or for a number.
  private static let taken: Set<String> = [
    "true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf",
  ]

  private static func isPlain(_ text: String) -> Bool {
    if isInstant(text) || isDotted(text) || isLength(text) { return true }
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.first, let last = scalars.last, last != " ", scalars.count <= 80,
      isLetter(first) || first == "_" || first == "/" || text.hasPrefix("../"),
      !taken.contains(text.lowercased())
    else { return false }
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "_", "-", ".", "/", "@", "+", "*", "(", ")", "=", "~", "$", "%", "^", ";": continue
      case " ":
        // Two blanks, and a blank before a comment or after a colon, mean something.
        if scalars[index + 1] == " " || scalars[index + 1] == "#" { return false }
      case ":":
        guard index + 1 < scalars.count, isLetter(scalars[index + 1]) || isDigit(scalars[index + 1])
        else { return false }
      case _ where isLetter(scalar) || isDigit(scalar): continue
      default: return false
      }
    }
    return true
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  /// `2026-03-02T12:00:00Z`.
  private static func isInstant(_ text: String) -> Bool {
    let shape = text.unicodeScalars.map { isDigit($0) ? "0" : $0 }
    return String(String.UnicodeScalarView(shape)) == "0000-00-00T00:00:00Z"
  }

  /// An address or a version: too many dots for a number.
  private static func isDotted(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count >= 3
      && parts.allSatisfy { $0.unicodeScalars.allSatisfy(isDigit) && !$0.isEmpty }
  }

  /// A length of time, such as `2h30m`.
  private static func isLength(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    guard let first = scalars.first, let last = scalars.last else { return false }
    return isDigit(first) && !isDigit(last)
      && scalars.allSatisfy { isDigit($0) || "dhms".unicodeScalars.contains($0) }
  }

  /// In quotes: single ones where only double ones are in the text, so that it reads as it is.
  private static func quotedPlainly(_ text: String) -> String {
    let isSimple = text.unicodeScalars.allSatisfy { (" "..."~").contains($0) && $0 != "'" }
    return isSimple && text.contains { $0 == "\"" || $0 == "\\" } ? "'\(text)'" : quoted(text)
  }

  /// In double quotes, with what cannot be seen, or not told from another text, spelled out.
  static func quoted(_ text: String) -> String {
    JSONString.quoted(text, escaping: { !(" "..."~").contains($0) && !isVisible($0) }) { scalar in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      // Wider than JSON's own escape, YAML has one of eight digits.
      let (letter, width) = scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
      return "\\" + letter + String(repeating: "0", count: width - digits.utf8.count) + digits
    }
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    if VisibleText.isUnseen(scalar) { return false }
    return switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .currencySymbol, .mathSymbol, .dashPunctuation,
      .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
      .otherPunctuation:
      scalar.value < 0x10000
    case .modifierLetter, .nonspacingMark, .spacingMark, .enclosingMark, .connectorPunctuation,
      .modifierSymbol, .otherSymbol, .spaceSeparator, .lineSeparator, .paragraphSeparator,
      .control, .format, .surrogate, .privateUse, .unassigned:
      false
    @unknown default: false
    }
  }
}
