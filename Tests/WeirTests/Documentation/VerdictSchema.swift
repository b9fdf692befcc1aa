// The published schema of a verdict line, grammar/verdict.schema.json, as the tables of
// `VerdictLine` have it. The test writes it anew and compares; WEIR_BLESS=1 replaces the file.

import Weir

enum VerdictSchema {
  /// The file's text, with its line feed.
  static var text: String {
    var text = ""
    schema.append(to: &text, indentation: 0)
    return text + "\n"
  }

  private static var schema: Node {
    .object(
      [
        ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
        ("$id", .text("https://weir.dev/schema/verdict.json")),
        ("title", .text("A verdict of Weir")),
        (
          "description",
          .text("One line of `weir eval`. Members that would be empty are left out.")
        ),
      ] + keywords(of: .verdict) + [("$defs", .object(definitions))])
  }

  private static var definitions: [(String, Node)] {
    let types = VerdictLine.Definition.allCases.map { definition in
      let meaning = definition.meaning.map { [("description", Node.text($0))] } ?? []
      return (definition.rawValue, Node.object(meaning + keywords(of: definition.type)))
    }
    let objects = VerdictLine.Object.allCases.filter { $0 != .verdict && !isInlined($0) }
    return types + objects.map { ($0.rawValue, .object(keywords(of: $0))) }
  }

  /// Whether an object stands where the one member is that has it.
  private static func isInlined(_ object: VerdictLine.Object) -> Bool {
    switch object {
    case .escalation, .notification, .status, .decision, .ignored: true
    case .verdict, .rule, .hold, .uncertainty, .cause, .observation, .error: false
    }
  }

  private static func keywords(of object: VerdictLine.Object) -> [(String, Node)] {
    let required = object.members.filter { member in
      switch member.row.presence {
      case .always: true
      case .sometimes: false
      }
    }
    return [
      ("type", .text("object")), ("required", .list(required.map { .text($0.name) })),
      ("additionalProperties", .word("false")),
      (
        "properties",
        .object(
          object.members.map { member in
            let meaning = member.row.meaning.map { [("description", Node.text($0))] } ?? []
            let keywords = meaning + keywords(of: member.row.type)
            return (member.name, meaning.isEmpty ? .short(keywords) : .object(keywords))
          })
      ),
    ]
  }

  private static func keywords(of type: VerdictLine.ValueType) -> [(String, Node)] {
    switch type {
    case .text(let count):
      [("type", .text("string"))] + (count > 0 ? [("minLength", .number(count))] : [])
    case .pattern(let pattern): [("type", .text("string")), ("pattern", .text(pattern))]
    case .oneOf(let names):
      [("type", .text("string")), ("enum", .list(names.map { .text($0) }))]
    case .count(let least): [("type", .text("integer")), ("minimum", .number(least))]
    case .textOrNumber: [("type", .list([.text("string"), .text("number")]))]
    case .textMap:
      [
        ("type", .text("object")),
        ("additionalProperties", .short(keywords(of: .text(atLeast: 0)))),
      ]
    case .list(let element, let most):
      [("type", .text("array")), ("minItems", .number(1))]
        + (most.map { [("maxItems", .number($0))] } ?? [])
        + [("items", items(keywords(of: element)))]
    case .object(let object):
      isInlined(object)
        ? keywords(of: object) : [("$ref", .text("#/$defs/\(object.rawValue)"))]
    case .defined(let definition): [("$ref", .text("#/$defs/\(definition.rawValue)"))]
    }
  }

  private static func items(_ keywords: [(String, Node)]) -> Node {
    keywords.contains { $0.0 == "properties" } ? .object(keywords) : .short(keywords)
  }

  /// JSON that is laid out for people.
  private indirect enum Node {
    case text(String)
    case number(Int)
    case word(String)
    /// On one line if it fits.
    case list([Node])
    case object([(String, Node)])
    /// An object on one line.
    case short([(String, Node)])

    func append(to text: inout String, indentation: Int) {
      switch self {
      case .text(let value): text += JSONString.visible(value)
      case .number(let value): text += "\(value)"
      case .word(let value): text += value
      case .list(let elements):
        let parts = elements.map { element in
          var part = ""
          element.append(to: &part, indentation: 0)
          return part
        }
        let inside = String(repeating: " ", count: indentation + 2)
        let line = "[" + parts.joined(separator: ", ") + "]"
        if indentation + line.count < 90 {
          text += line
        } else {
          text += "[\n" + parts.map { inside + $0 }.joined(separator: ",\n") + "\n"
          text += String(repeating: " ", count: indentation) + "]"
        }
      case .object(let members):
        for (index, member) in members.enumerated() {
          text += index == 0 ? "{\n" : ",\n"
          text +=
            String(repeating: " ", count: indentation + 2) + JSONString.visible(member.0) + ": "
          member.1.append(to: &text, indentation: indentation + 2)
        }
        text += "\n" + String(repeating: " ", count: indentation) + "}"
      case .short(let members):
        for (index, member) in members.enumerated() {
          text += (index == 0 ? "{ " : ", ") + JSONString.visible(member.0) + ": "
          member.1.append(to: &text, indentation: 0)
        }
        text += " }"
      }
    }
  }
}
