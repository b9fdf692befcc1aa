// Constants as a policy would spell them: for listings, for texts filled into `because`, and for the
// examples of the built-in functions.

extension Constant: CustomStringConvertible {
  /// An expression of Weir for this value, where there is one; a record is written as JSON would,
  /// and hours without their zone's rules.
  package var description: String {
    switch self {
    case .bool(let truth): return truth ? "true" : "false"
    case .string(let text): return Constant.quoted(text)
    case .number(let decimal): return decimal.description
    case .timestamp(let timestamp): return "timestamp(\"\(timestamp)\")"
    case .duration(let interval): return interval.description
    case .ip(let address): return "ip(\"\(address)\")"
    case .cidr(let block): return "cidr(\"\(block)\")"
    case .hours(let hours):
      return "hours(\(Constant.quoted(Text(hours.text))), \(Constant.quoted(Text(hours.zoneName))))"
    case .version(let version): return "semver(\"\(version)\")"
    case .list(let elements):
      return "[" + elements.map(\.description).joined(separator: ", ") + "]"
    case .record(let members):
      let list = members.map { "\(Constant.quoted($0.name)): \($0.value)" }
      return "{" + list.joined(separator: ", ") + "}"
    }
  }

  /// A string literal: JSON's escapes.
  package static func quoted(_ text: Text) -> String {
    var result = "\""
    for scalar in text.description.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
