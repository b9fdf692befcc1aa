// The pieces of a verdict line that are the same for every request: made once when a program is
// loaded, copied as they are when a line is written.

/// A rule's part of a verdict line, as JSON.
package struct RuleText: Sendable {
  /// `{"name":"…"`, and the `because` where it is the same every time; where it is not, up to its
  /// opening quote.
  package var head: [UInt8]
  /// How long the name is as JSON; it begins `nameStart` bytes into `head`.
  package var nameCount: Int
  package static let nameStart = 8
  /// The `because` to fill in: texts as they stand within a JSON string, each with the slot whose value
  /// comes after it, or -1.
  package var parts: [(text: [UInt8], slot: Int)] = []
  /// `,"at":"…","annotations":{…}`, without the closing brace; behind parts their closing quote first.
  package var tail: [UInt8]
  /// `payments.weir:38`.
  package var at: String

  package init(_ rule: RuleDescription, files: [SourceFile]) {
    at = RuleText.place(of: rule, files: files)
    head = Array(#"{"name":"#.utf8)
    appendJSONString(rule.name, to: &head)
    nameCount = head.count - RuleText.nameStart
    tail = []
    if let because = rule.because {
      if let text = RuleText.fixedText(because) {
        head += Array(#","because":"#.utf8)
        appendJSONString(text, to: &head)
      } else {
        head += Array(#","because":""#.utf8)
        parts = RuleText.parts(because)
        tail = [UInt8(ascii: "\"")]
      }
    }
    tail += Array(#","at":"#.utf8)
    appendJSONString(at, to: &tail)
    if !rule.annotations.isEmpty {
      tail += Array(#","annotations":{"#.utf8)
      for (index, annotation) in rule.annotations.enumerated() {
        if index > 0 { tail.append(UInt8(ascii: ",")) }
        appendJSONString(annotation.name, to: &tail)
        tail.append(UInt8(ascii: ":"))
        appendJSONString(annotation.value, to: &tail)
      }
      tail.append(UInt8(ascii: "}"))
    }
  }

  private static func place(of rule: RuleDescription, files: [SourceFile]) -> String {
    let file = files[Int(rule.nameRange.file)]
    return "\(file.path):\(file.line(at: Int(rule.nameRange.start)))"
  }

  private static func parts(
    _ template: [RuleDescription.TemplatePart]
  ) -> [(text: [UInt8], slot: Int)] {
    var parts: [(text: [UInt8], slot: Int)] = []
    var text: [UInt8] = []
    for part in template {
      switch part {
      case .text(let piece):
        piece.bytes.withUnsafeBufferPointer { appendJSONCharacters($0, to: &text) }
      case .slot(let slot):
        parts.append((text, slot))
        text = []
      }
    }
    if !text.isEmpty { parts.append((text, -1)) }
    return parts
  }

  private static func fixedText(_ parts: [RuleDescription.TemplatePart]) -> [UInt8]? {
    var text: [UInt8] = []
    for part in parts {
      switch part {
      case .text(let piece): text += piece.bytes
      case .slot: return nil
      }
    }
    return text
  }
}

/// Appends a Swift string as a JSON string.
package func appendJSONString(_ string: String, to output: inout [UInt8]) {
  var string = string
  string.withUTF8 { appendJSONString($0, to: &output) }
}
