// Values as people read them inside a `because` text: texts bare, everything else as JSON would
// have it, cut where it grows long; what cannot be read shows as ‹absent›.

/// Fills in templates.
package struct TemplateFiller {
  /// Appends a rule's `because` with the slots' values, as plain UTF-8.
  package static func append(
    becauseOf rule: Int, _ rules: FlatRules, _ memory: borrowing Memory, to output: inout [UInt8]
  ) {
    let record = rules.records[rule]
    for index in 0..<record.becauseCount {
      let part = rules.parts[Int(record.firstBecause + index)]
      if part.kind == FlatRules.Part.slot {
        append(memory[Int(part.place)], memory, to: &output)
      } else {
        rules.bytes.withUnsafeBufferPointer {
          output.append(
            contentsOf: UnsafeBufferPointer(
              rebasing: $0[Int(part.place)..<Int(part.place + part.count)]))
        }
      }
    }
  }

  /// Appends one value as plain UTF-8.
  package static func append(
    _ value: Value, _ memory: borrowing Memory, to output: inout [UInt8]
  ) {
    let start = output.count
    if value.tag == .string || value.tag == .path || value.tag == .folder {
      output += memory.bytes(of: value).prefix(Limits.quotedBytes + 1)
    } else if let text = spelled(value, memory) {
      output += text.utf8
    } else {
      appendJSON(value, memory, limit: start + Limits.quotedBytes, to: &output)
    }
    cutQuotation(&output, from: start)
  }

  /// The text of a value that JSON has no kind for.
  private static func spelled(_ value: Value, _ memory: borrowing Memory) -> String? {
    switch value.tag {
    case .timestamp: value.timestamp.description
    case .duration: value.interval.description
    case .ip: memory.address(of: value).description
    case .cidr: memory.block(of: value).description
    case .fault, .bool, .string, .number, .hours, .version, .path, .folder, .list, .record,
      .opaqueRecord,
      .opaqueList:
      nil
    }
  }

  /// Appends a value as JSON has it, members in the order of their names, and stops soon after
  /// `output` has that many bytes.
  package static func appendJSON(
    _ value: Value, isPart: Bool = false, _ memory: borrowing Memory, limit: Int,
    to output: inout [UInt8]
  ) {
    guard output.count <= limit else { return }
    switch value.tag {
    case .fault:
      // A null in a list or record is a part of it; by itself it cannot be read.
      output += (isPart && value.faultKind == .null ? "null" : "‹absent›").utf8
    case .bool: output += Array((value.isTrue ? "true" : "false").utf8)
    case .number: output += Array(value.decimal.description.utf8)
    case .timestamp, .duration, .ip, .cidr:
      JSONString.append(Array((spelled(value, memory) ?? "").utf8), to: &output)
    case .string, .path, .folder:
      // More of it than is shown is not looked at.
      let bytes = memory.bytes(of: value)
      JSONString.append(
        UnsafeBufferPointer(rebasing: bytes.prefix(limit - output.count)), to: &output)
    case .hours, .version, .opaqueRecord, .opaqueList: output += Array("…".utf8)
    case .list:
      output.append(UInt8(ascii: "["))
      for index in 0..<value.count {
        guard output.count <= limit else { return }
        if index > 0 { output.append(UInt8(ascii: ",")) }
        appendJSON(
          memory.values(of: value)[index * value.stride], isPart: true, memory, limit: limit,
          to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .record:
      output.append(UInt8(ascii: "{"))
      for (index, place) in memory.memberOrder(of: value).enumerated() {
        guard output.count <= limit else { return }
        if index > 0 { output.append(UInt8(ascii: ",")) }
        appendJSON(memory.values(of: value)[place], memory, limit: limit, to: &output)
        output.append(UInt8(ascii: ":"))
        appendJSON(
          memory.values(of: value)[place + 1], isPart: true, memory, limit: limit, to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }
}
