// Checked rules as text: S-expressions. Canonical, they leave out places and put operands whose order
// means nothing into byte order, so that what means the same reads the same; a hold's key holds a
// digest of that. As they stand, they are the golden dump of the checker.

package enum CanonicalForm {
  /// A constant as a reason shows it: a text bare, a list with commas.
  static func plain(_ constant: Constant) -> String {
    switch constant {
    case .string(let text): text.description
    case .list(let elements): elements.map { plain($0) }.joined(separator: ", ")
    case .bool, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .record:
      spelling(constant)
    }
  }

  /// A constant as a policy spells it, or nearly.
  package static func spelling(_ constant: Constant) -> String {
    switch constant {
    case .bool(let truth): return "\(truth)"
    case .string(let text): return quoted(text)
    case .number(let decimal): return "\(decimal)"
    case .timestamp(let timestamp): return "\(timestamp)"
    case .duration(let interval): return "\(interval)"
    case .ip(let address): return "\(address)"
    case .cidr(let block): return "\(block)"
    case .hours(let hours): return "(hours \(quoted(Text(hours.text))) \(hours.zoneName))"
    case .version(let version):
      return "(version \(version.ordered.map { String($0, radix: 16) }.joined(separator: " ")))"
    case .list(let elements):
      return "[" + elements.map { spelling($0) }.joined(separator: " ") + "]"
    case .record(let members):
      return "{"
        + members.map { "\(quoted($0.name)): \(spelling($0.value))" }.joined(separator: " ") + "}"
    }
  }
}
