// A verdict's line as a tree: what is encoded, and what is put on record, off the hot path. Each
// value of `Verdict` says once which members it has (`Verdict+Line`); what becomes of them here
// depends on their rows in the tables alone.

indirect enum LineValue: Sendable {
  case text(String)
  case integer(Int)
  /// A number of the request's, in the digits it was written with.
  case number(String)
  case list([LineValue])
  case object([Entry])
  /// Strings by names that no table has.
  case map([(name: String, value: String)])

  /// A member of an object, whether it is there or not.
  struct Entry: Sendable {
    let name: String
    let recording: VerdictLine.Recording
    /// Nil where the line leaves the member out.
    let value: LineValue?

    init(_ member: some LineMember, _ value: LineValue?) {
      name = member.name
      recording = member.row.recording
      self.value = value
    }
  }

  /// Nil where the text is.
  static func text(orNil text: String?) -> LineValue? { text.map { .text($0) } }

  /// Nil where the list is empty: such members are left out.
  static func list<Element>(
    orNil elements: [Element], _ value: (Element) -> LineValue
  ) -> LineValue? {
    elements.isEmpty ? nil : .list(elements.map(value))
  }

  // MARK: On a line

  /// The JSON of the value as a verdict's line has it.
  func append(to output: inout [UInt8]) {
    switch self {
    case .text(let text): JSONString.append(text, to: &output)
    case .integer(let number): output += "\(number)".utf8
    case .number(let digits): output += digits.utf8
    case .list(let elements):
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        element.append(to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let entries):
      LineValue.append(
        entries.compactMap { entry in entry.value.map { (entry.name, $0) } }, &output)
    case .map(let members):
      LineValue.append(members.map { ($0.name, .text($0.value)) }, &output)
    }
  }

  private static func append(_ members: [(String, LineValue)], _ output: inout [UInt8]) {
    output.append(UInt8(ascii: "{"))
    for (index, (name, value)) in members.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      JSONString.append(name, to: &output)
      output.append(UInt8(ascii: ":"))
      value.append(to: &output)
    }
    output.append(UInt8(ascii: "}"))
  }

  // MARK: On record

  /// The JSON of a verdict on record, on one line. People read it, so what is unseen stands as an
  /// escape.
  func appendRecord(to text: inout String) {
    switch self {
    case .text(let value), .number(let value): text += JSONString.visible(value)
    case .integer(let value): text += "\(value)"
    case .list(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        element.appendRecord(to: &text)
      }
      text += "]"
    case .object(let entries):
      var separator = "{"
      func append(_ name: String) {
        text += separator + JSONString.visible(name) + ":"
        separator = ","
      }
      for entry in entries {
        switch (entry.recording, entry.value) {
        case (.leftOut, _), (.kept, nil): continue
        case (.keptAsNull, nil):
          append(entry.name)
          text += "null"
        case (.kept, let value?), (.keptAsNull, let value?):
          append(entry.name)
          value.appendRecord(to: &text)
        }
      }
      text += separator == "{" ? "{}" : "}"
    case .map(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        text += JSONString.visible(member.name) + ":" + JSONString.visible(member.value)
      }
      text += "}"
    }
  }
}

// MARK: - Encoding

extension LineValue: Encodable {
  func encode(to encoder: any Encoder) throws {
    switch self {
    case .text(let value):
      var container = encoder.singleValueContainer()
      try container.encode(value)
    case .integer(let value):
      var container = encoder.singleValueContainer()
      try container.encode(value)
    case .number(let digits):
      var container = encoder.singleValueContainer()
      if let value = Int64(digits) {
        try container.encode(value)
      } else if let value = UInt64(digits) {
        try container.encode(value)
      } else if let value = Double(digits), value.isFinite {
        try container.encode(value)
      } else {
        try container.encode(digits)
      }
    case .list(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(element) }
    case .object(let entries):
      var container = encoder.container(keyedBy: LineKey.self)
      for entry in entries {
        if let value = entry.value { try container.encode(value, forKey: LineKey(entry.name)) }
      }
    case .map(let members):
      var container = encoder.container(keyedBy: LineKey.self)
      for member in members { try container.encode(member.value, forKey: LineKey(member.name)) }
    }
  }
}

/// A member's name, for coders.
struct LineKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }

  init?(stringValue: String) { self.stringValue = stringValue }

  init?(intValue: Int) { nil }
}
