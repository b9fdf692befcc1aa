// The examples of rules: written out as JSON, and held to the shape by their names. Whether a rule
// does match them is asked once there is a program (`RuleExamples`).

extension Checker {
  /// Nil where something is wrong with it.
  mutating func example(_ syntax: SyntaxExample, _ range: SourceRange) -> CheckedExample? {
    var isSound = true
    let record = SyntaxSample(kind: .record(syntax.members), range: syntax.range)
    var request: [UInt8] = []
    write(record, of: policy.shape.map { .record($0) } ?? .any, into: &request, &isSound)
    var instant: Timestamp?
    if let text = syntax.instant {
      instant = self.instant(text, of: "at")
      if instant == nil { isSound = false }
    }
    guard isSound else { return nil }
    return CheckedExample(
      isMatch: syntax.isMatch, request: request, instant: instant, range: range)
  }

  private mutating func write(
    _ sample: SyntaxSample, of type: Type, into output: inout [UInt8], _ isSound: inout Bool
  ) {
    switch sample.kind {
    case .record(let members):
      var names: Set<ExactString> = []
      output.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        let name = ExactString(member.name.text)
        if !names.insert(name).inserted {
          isSound = false
          report(
            .duplicateName, "the example has `\(member.name.text)` twice", at: member.name.range,
            hint: "a request with a member twice is refused: keep one of them")
        }
        var inner = Type.any
        if case .record(let shape) = type {
          if let known = shape.member(name) {
            inner = known.type
          } else {
            isSound = false
            report(
              .unknownMember, "the request's shape has no member `\(member.name.text)` here",
              at: member.name.range,
              hint: suggestion(
                for: member.name.text, among: shape.members.map(\.name.description)))
          }
        } else if case .map(let element) = type {
          inner = element
        }
        if index > 0 { output.append(UInt8(ascii: ",")) }
        output += JSONString.literal(name).utf8
        output.append(UInt8(ascii: ":"))
        write(member.value, of: inner, into: &output, &isSound)
      }
      output.append(UInt8(ascii: "}"))
    case .list(let elements):
      let inner: Type = if case .list(let element) = type { element } else { .any }
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        write(element, of: inner, into: &output, &isSound)
      }
      output.append(UInt8(ascii: "]"))
    case .string(let text): output += JSONString.literal(text).utf8
    case .number(let text): output += text.utf8
    case .bool(let truth): output += "\(truth)".utf8
    case .null: output += "null".utf8
    case .error: isSound = false
    }
  }
}
