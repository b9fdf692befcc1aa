// Writes a verdict as one line of JSON: the published contract, grammar/verdict.schema.json. Members
// that would be empty are left out. The common line (a few rules, nothing uncertain) is a row of
// copies; what a second reading found out comes in as data.

/// What only a second reading of the request tells.
package struct VerdictDetails: Sendable {
  package var holds: [Verdict.Hold] = []
  package var uncertain: [Verdict.Uncertainty] = []
  package var uncertainOmitted = 0
  package init() {}
}

/// Writes verdict lines.
package struct VerdictWriter {
  /// `,"policy":"sha256:…"}` and the line feed.
  private let ending: [UInt8]
  /// A template's text before it is escaped.
  private var text: [UInt8] = []

  package init(digest: String) {
    ending = Array(",\"policy\":\"\(digest)\"}\n".utf8)
  }

  /// Writes the verdict on a request that was read.
  package mutating func write(
    _ decision: Decision, _ interpreter: borrowing Interpreter, id: Value, line: Int?,
    details: VerdictDetails?, to output: inout [UInt8]
  ) {
    begin(decision.effect, id: id, line: line, interpreter.memory, to: &output)
    let program = interpreter.program
    if let listed = decision.listed {
      var isFirst = true
      for outcome in interpreter.matchedRules {
        let rule = Int(outcome.rule)
        guard program.effects[rule] == .init(listed, isObserved: false) else { continue }
        output += isFirst ? VerdictWriter.rules : VerdictWriter.comma
        isFirst = false
        write(program.ruleTexts[rule], interpreter.memory, to: &output)
        output.append(UInt8(ascii: "}"))
      }
      output.append(UInt8(ascii: "]"))
    }
    if let details {
      write(details.holds, to: &output)
      write(details.uncertain, to: &output)
      if details.uncertainOmitted > 0 {
        output += Array(",\"uncertainOmitted\":\(details.uncertainOmitted)".utf8)
      }
    }
    if decision.hasObservations { writeObservations(interpreter, to: &output) }
    output += ending
  }

  /// Writes the denial of a request that could not be judged.
  package func write(
    _ error: InputError, id: Value, line: Int?, _ memory: borrowing Memory,
    to output: inout [UInt8]
  ) {
    begin(.deny, id: id, line: line, memory, to: &output)
    output += Array(",\"error\":{\"code\":\"\(error.code.rawValue)\",\"message\":".utf8)
    appendJSONString(error.code.message, to: &output)
    output += Array(",\"byte\":\(error.byte)}".utf8)
    output += ending
  }

  // MARK: Parts

  private static let rules = Array(#","rules":["#.utf8)
  private static let comma = Array(",".utf8)

  private func begin(
    _ effect: Verdict.Effect, id: Value, line: Int?, _ memory: borrowing Memory,
    to output: inout [UInt8]
  ) {
    output.append(UInt8(ascii: "{"))
    if id.tag == .string {
      output += VerdictWriter.idMember
      appendJSONString(memory.bytes(of: id), to: &output)
      output.append(UInt8(ascii: ","))
    }
    if let line {
      output += VerdictWriter.lineMember
      VerdictWriter.append(line, to: &output)
      output.append(UInt8(ascii: ","))
    }
    switch effect {
    case .allow: output += VerdictWriter.allowed
    case .deny: output += VerdictWriter.denied
    case .hold: output += VerdictWriter.held
    }
  }

  private static let idMember = Array(#""id":"#.utf8)
  private static let lineMember = Array(#""line":"#.utf8)
  private static let allowed = Array(#""verdict":"allow""#.utf8)
  private static let denied = Array(#""verdict":"deny""#.utf8)
  private static let held = Array(#""verdict":"hold""#.utf8)

  private static func append(_ number: Int, to output: inout [UInt8]) {
    var divisor = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      output.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }

  /// A rule without its closing brace.
  private mutating func write(
    _ rule: RuleText, _ memory: borrowing Memory, to output: inout [UInt8]
  ) {
    output += rule.head
    if let template = rule.template {
      text.removeAll(keepingCapacity: true)
      TemplateFiller.append(template, memory, to: &text)
      output += VerdictWriter.becauseMember
      appendJSONString(text, to: &output)
    }
    output += rule.tail
  }

  private static let becauseMember = Array(#","because":"#.utf8)

  private mutating func writeObservations(
    _ interpreter: borrowing Interpreter, to output: inout [UInt8]
  ) {
    let program = interpreter.program
    var isFirst = true
    for (rule, outcome) in interpreter.observations(program) {
      output += Array((isFirst ? #","observed":["# : ",").utf8)
      isFirst = false
      write(program.ruleTexts[rule], interpreter.memory, to: &output)
      let effect = program.effects[rule].effect.rawValue
      output += Array(#","effect":"\#(effect)","outcome":"\#(outcome.rawValue)"}"#.utf8)
    }
    if !isFirst { output.append(UInt8(ascii: "]")) }
  }

  private func write(_ holds: [Verdict.Hold], to output: inout [UInt8]) {
    guard !holds.isEmpty else { return }
    output += Array(#","holds":["#.utf8)
    for (index, hold) in holds.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output += Array(#"{"rule":"#.utf8)
      appendJSONString(hold.rule, to: &output)
      member("key", hold.key, to: &output)
      member("needs", hold.needs, to: &output)
      member("within", hold.within, to: &output)
      if hold.rejectedBy != 1 { output += Array(",\"rejectedBy\":\(hold.rejectedBy)".utf8) }
      if let escalate = hold.escalate {
        output += Array(#","escalate":{"to":"#.utf8)
        appendJSONString(escalate.to, to: &output)
        member("after", escalate.after, to: &output)
        output.append(UInt8(ascii: "}"))
      }
      if let override = hold.override { member("override", override, to: &output) }
      if !hold.notify.isEmpty {
        output += Array(#","notify":["#.utf8)
        for (index, notification) in hold.notify.enumerated() {
          output += Array((index > 0 ? "," : "").utf8) + Array(#"{"channel":"#.utf8)
          appendJSONString(notification.channel, to: &output)
          member("target", notification.target, to: &output)
          output.append(UInt8(ascii: "}"))
        }
        output.append(UInt8(ascii: "]"))
      }
      member("covers", hold.covers, to: &output)
      member("coversFor", hold.coversFor, to: &output)
      if let requester = hold.requester {
        output += Array(#","requester":["#.utf8)
        for (index, person) in requester.enumerated() {
          if index > 0 { output.append(UInt8(ascii: ",")) }
          appendJSONString(person, to: &output)
        }
        output.append(UInt8(ascii: "]"))
      }
      output.append(UInt8(ascii: "}"))
    }
    output.append(UInt8(ascii: "]"))
  }

  private func write(_ uncertain: [Verdict.Uncertainty], to output: inout [UInt8]) {
    guard !uncertain.isEmpty else { return }
    output += Array(#","uncertain":["#.utf8)
    for (index, uncertainty) in uncertain.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output += Array(#"{"rule":"#.utf8)
      appendJSONString(uncertainty.rule, to: &output)
      output += Array(#","causes":["#.utf8)
      for (index, cause) in uncertainty.causes.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        output += Array(#"{"path":"#.utf8)
        appendJSONString(cause.path, to: &output)
        member("fault", cause.fault.name, to: &output)
        if let line = cause.line { output += Array(",\"line\":\(line)".utf8) }
        if let byte = cause.byte { output += Array(",\"byte\":\(byte)".utf8) }
        output.append(UInt8(ascii: "}"))
      }
      output += Array("]}".utf8)
    }
    output.append(UInt8(ascii: "]"))
  }

  private func member(_ name: String, _ value: String, to output: inout [UInt8]) {
    output += Array(",\"\(name)\":".utf8)
    appendJSONString(value, to: &output)
  }
}
