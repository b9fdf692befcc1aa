// Values as an explanation shows them: short, texts quoted, of lists and records the beginning, and
// what could not be read in ‹›.

package import Weir

/// The outline of a value.
package indirect enum ValueSketch: Sendable {
  case word(String)
  case list([ValueSketch], count: Int)
  case record([(name: String, value: ValueSketch)], count: Int)

  /// How many elements or members are worth a look.
  private static let shown = 6
  /// Scalars of a text that are.
  private static let textLength = 60
  /// Scalars of a value altogether, after which elements are only counted.
  private static let length = 72

  package init(_ document: JSONDocument) {
    switch document.kind {
    case .null: self = .word("null")
    case .bool(let truth): self = .word("\(truth)")
    case .number(let text): self = .word(text)
    case .string(let text): self = .word(ValueSketch.quoted(text))
    case .list(let elements):
      self = .list(
        elements.prefix(ValueSketch.shown).map { ValueSketch($0) }, count: elements.count)
    case .record(let members):
      self = .record(
        members.prefix(ValueSketch.shown).map { ($0.name.description, ValueSketch($0.value)) },
        count: members.count)
    }
  }

  package init(_ constant: Constant) {
    switch constant {
    case .null, .bool, .number, .timestamp, .duration, .ip, .cidr:
      self = .word(CanonicalForm.spelling(constant))
    case .hours, .version, .path, .folder: self = .word(constant.description)
    case .string(let text): self = .word(ValueSketch.quoted(text))
    case .list(let elements):
      self = .list(
        elements.prefix(ValueSketch.shown).map { ValueSketch($0) }, count: elements.count)
    case .record(let members):
      self = .record(
        members.prefix(ValueSketch.shown).map { ($0.name.description, ValueSketch($0.value)) },
        count: members.count)
    }
  }

  private static func quoted(_ text: ExactString) -> String {
    let scalars = text.description.unicodeScalars
    guard scalars.count > textLength else { return Weir.quoted(text) }
    return Weir.quoted(
      ExactString(String(String.UnicodeScalarView(scalars.prefix(textLength - 1))))) + "…"
  }

  /// The value on one line.
  package var text: String {
    switch self {
    case .word(let word): return word
    case .list(let elements, let count):
      return ValueSketch.bracketed("[", elements.map(\.text), count, "]")
    case .record(let members, let count):
      return ValueSketch.bracketed(
        "{", members.map { "\($0.name): \($0.value.text)" }, count, "}")
    }
  }

  private static func bracketed(
    _ opening: String, _ parts: [String], _ count: Int, _ closing: String
  ) -> String {
    var text = opening
    var shown = 0
    for part in parts {
      let next = (shown > 0 ? ", " : "") + part
      if shown > 0, text.unicodeScalars.count + next.unicodeScalars.count > length { break }
      text += next
      shown += 1
    }
    if shown < count { text += (shown > 0 ? ", " : "") + "… \(count - shown) more" }
    return text + closing
  }

  /// What stands for a value that could not be read: `‹not in enum›`.
  package static func text(of fault: FaultKind) -> String {
    "‹" + fault.name.split(separator: "_").joined(separator: " ") + "›"
  }
}
