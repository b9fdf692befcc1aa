// A checker for JSON Schema (2020-12), as much of it as the schemas in grammar/ use. A keyword
// it does not know is a failure, never silence: a schema that says more than the checker checks
// would promise what no test holds.

package import Foundation

/// A schema to hold values to.
package struct SchemaValidator: Sendable {
  /// The whole schema, which references are resolved against.
  package let schema: JSONValue

  /// A checker for a schema.
  package init(schema: JSONValue) { self.schema = schema }

  /// A checker for the schema in a file.
  package init(contentsOf url: URL) throws {
    schema = try JSONValue(parsing: String(contentsOf: url, encoding: .utf8))
  }

  /// The published schema of a verdict line.
  package static func verdicts() throws -> SchemaValidator {
    try SchemaValidator(
      contentsOf: GoldenSuite.root.appending(path: "grammar/verdict.schema.json"))
  }

  /// What is wrong with a value, one line each; empty when it is valid.
  package func failures(of value: JSONValue) -> [String] {
    var failures: [String] = []
    check(value, against: schema, at: "$", into: &failures)
    return failures
  }

  /// What is wrong with one line of JSON.
  package func failures(ofLine line: String) -> [String] {
    do { return failures(of: try JSONValue(parsing: line)) } catch {
      return ["$: this is not JSON: \(line)"]
    }
  }

  private func check(
    _ value: JSONValue, against schema: JSONValue, at path: String, into failures: inout [String]
  ) {
    guard case .object(let keywords) = schema else {
      failures.append("\(path): a schema that is no object is not supported")
      return
    }
    for (keyword, argument) in keywords.sorted(by: { $0.key < $1.key }) {
      switch keyword {
      case "$schema", "$id", "$defs", "title", "description":
        break
      case "$ref":
        guard let name = argument.text, let target = resolve(name) else {
          failures.append("\(path): the schema refers to something it has not: \(argument)")
          break
        }
        check(value, against: target, at: path, into: &failures)
      case "type":
        let names = argument.text.map { [$0] } ?? argument.elements.compactMap(\.text)
        if !names.contains(where: { isOfType(value, $0) }) {
          failures.append("\(path): is not \(names.joined(separator: " or "))")
        }
      case "enum":
        if !argument.elements.contains(value) {
          failures.append("\(path): \(value) is none of the listed values")
        }
      case "required":
        guard case .object(let members) = value else { break }
        for name in argument.elements.compactMap(\.text) where members[name] == nil {
          failures.append("\(path): misses `\(name)`")
        }
      case "properties":
        guard case .object(let members) = value, case .object(let properties) = argument else {
          break
        }
        for (name, property) in properties.sorted(by: { $0.key < $1.key }) {
          guard let member = members[name] else { continue }
          check(member, against: property, at: "\(path).\(name)", into: &failures)
        }
      case "additionalProperties":
        guard case .object(let members) = value else { break }
        var known: [String: JSONValue] = [:]
        if case .object(let properties) = keywords["properties"] { known = properties }
        for (name, member) in members.sorted(by: { $0.key < $1.key }) where known[name] == nil {
          if argument == .bool(false) {
            failures.append("\(path): has `\(name)`, which the schema does not know")
          } else {
            check(member, against: argument, at: "\(path).\(name)", into: &failures)
          }
        }
      case "items":
        for (index, element) in value.elements.enumerated() {
          check(element, against: argument, at: "\(path)[\(index)]", into: &failures)
        }
      case "minItems":
        guard case .array(let elements) = value, case .number(let bound) = argument else { break }
        if Double(elements.count) < bound { failures.append("\(path): has too few elements") }
      case "maxItems":
        guard case .array(let elements) = value, case .number(let bound) = argument else { break }
        if Double(elements.count) > bound { failures.append("\(path): has too many elements") }
      case "minimum":
        guard case .number(let number) = value, case .number(let bound) = argument else { break }
        if number < bound { failures.append("\(path): \(number) is below \(bound)") }
      case "minProperties":
        guard case .object(let members) = value, case .number(let bound) = argument else { break }
        if Double(members.count) < bound { failures.append("\(path): has too few members") }
      case "anyOf":
        // The complaints of the form that comes nearest, as a person would mean them: one of
        // another kind altogether is further away than any.
        let attempts = argument.elements.map { form in
          var found: [String] = []
          check(value, against: form, at: path, into: &found)
          return found
        }
        func distance(_ failures: [String]) -> Int {
          failures.count + (failures.contains { $0.hasPrefix("\(path): is not ") } ? 1_000 : 0)
        }
        failures += attempts.min { distance($0) < distance($1) } ?? []
      case "minLength":
        guard let text = value.text, case .number(let bound) = argument else { break }
        if Double(text.unicodeScalars.count) < bound { failures.append("\(path): is too short") }
      case "pattern":
        guard let text = value.text, let pattern = argument.text else { break }
        if text.range(of: pattern, options: .regularExpression) == nil {
          failures.append("\(path): \(text) does not match \(pattern)")
        }
      default:
        failures.append("\(path): the checker does not know the keyword `\(keyword)`")
      }
    }
  }

  private func isOfType(_ value: JSONValue, _ name: String) -> Bool {
    switch value {
    case .null: name == "null"
    case .bool: name == "boolean"
    case .number(let number):
      name == "number" || (name == "integer" && number.rounded() == number)
    case .string: name == "string"
    case .array: name == "array"
    case .object: name == "object"
    }
  }

  /// `#/$defs/name`, or `#` alone.
  private func resolve(_ reference: String) -> JSONValue? {
    guard reference.hasPrefix("#") else { return nil }
    var found: JSONValue? = schema
    for step in reference.dropFirst().split(separator: "/") { found = found?[String(step)] }
    return found
  }
}
