// Constants as a policy would spell them: for listings, for texts filled into `because`, and for
// the examples of the built-in functions.

extension Constant: CustomStringConvertible {
  /// An expression of Weir for this value, where there is one; a record is written as JSON would,
  /// and hours without their zone's rules.
  package var description: String {
    switch self {
    case .null: return "null"
    case .bool(let truth): return truth ? "true" : "false"
    case .string(let text): return quoted(text)
    case .number(let decimal): return decimal.description
    case .timestamp(let timestamp): return "timestamp(\"\(timestamp)\")"
    case .duration(let interval): return interval.description
    case .ip(let address): return "ip(\"\(address)\")"
    case .cidr(let block): return "cidr(\"\(block)\")"
    case .hours(let hours):
      return
        """
        hours(\(quoted(ExactString(hours.text))), \
        \(quoted(ExactString(hours.zoneName))))
        """
    case .version(let version): return "semver(\"\(version)\")"
    case .path(let path): return "path(\(quoted(path.text)))"
    case .folder(let folder): return "folder(\(quoted(folder.text)))"
    case .list(let elements):
      return "[" + elements.map(\.description).joined(separator: ", ") + "]"
    case .record(let members):
      let list = members.map { "\(quoted($0.name)): \($0.value)" }
      return "{" + list.joined(separator: ", ") + "}"
    }
  }

  /// As a reason shows it, which is as it shows the same value of a request: a text as it is,
  /// anything else as JSON has it, cut where it grows long.
  package var shown: ExactString {
    var bytes: [UInt8] = []
    switch self {
    case .string(let text): bytes = text.bytes
    case .path(let path), .folder(let path): bytes = path.text.bytes
    case .timestamp, .duration, .ip, .cidr, .version, .hours: bytes = Array(spelled.utf8)
    case .null, .bool, .number, .list, .record: appendJSON(to: &bytes)
    }
    cutQuotation(&bytes, from: 0)
    return ExactString(validated: bytes)
  }

  /// Appends JSON, and stops soon after what a reason shows.
  private func appendJSON(to output: inout [UInt8]) {
    guard output.count <= Limits.quotedBytes else { return }
    switch self {
    case .null, .bool, .number: output += description.utf8
    case .string(let text): JSONString.append(text.bytes, to: &output)
    case .path(let path), .folder(let path): JSONString.append(path.text.bytes, to: &output)
    case .timestamp, .duration, .ip, .cidr, .version, .hours:
      JSONString.append(Array(spelled.utf8), to: &output)
    case .list(let elements):
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() where output.count <= Limits.quotedBytes {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        element.appendJSON(to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .record(let members):
      output.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() where output.count <= Limits.quotedBytes {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        JSONString.append(member.name.bytes, to: &output)
        output.append(UInt8(ascii: ":"))
        member.value.appendJSON(to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }

  /// The text of a value that JSON has no kind for.
  private var spelled: String {
    switch self {
    case .timestamp(let timestamp): timestamp.description
    case .duration(let interval): interval.description
    case .ip(let address): address.description
    case .cidr(let block): block.description
    case .version(let version): version.description
    case .path(let path), .folder(let path): path.description
    case .hours(let hours): hours.text
    case .null, .bool, .string, .number, .list, .record: description
    }
  }
}

/// Cuts what a reason quotes, from a place of a text on, between two scalars, and says that
/// something is missing.
func cutQuotation(_ text: inout [UInt8], from start: Int) {
  guard text.count - start > Limits.quotedBytes else { return }
  var end = start + Limits.quotedBytes
  while end > start, text[end] & 0xC0 == 0x80 { end -= 1 }
  text.removeSubrange(end...)
  text += "…".utf8
}
