// Writes a verdict as one line of JSON: the published contract, grammar/verdict.schema.json. Members
// that would be empty are left out. The common line (a few rules, nothing uncertain) is a row of
// copies; what a second reading found out comes in as data.

/// What only a second reading of the request tells.
package struct VerdictDetails: Sendable {
  package var holds: [Verdict.Hold] = []
  package var uncertain: [Verdict.Uncertainty] = []
  package var uncertainOmitted = 0
  /// Instead of the two, their text stands ready.
  package var isUncertaintyWritten = false
  package init() {}
}

/// Writes verdict lines.
package struct VerdictWriter: ~Copyable {
  /// The line that was written last, line feed included.
  package private(set) var line = LineBuffer()
  /// A value's text before it is escaped.
  private var text: [UInt8] = []

  package init() {}

  /// Writes the verdict on a request that was read.
  package mutating func write(
    _ decision: Decision, _ interpreter: borrowing Interpreter, _ program: LoadedProgram,
    id: Value, line number: Int?, details: VerdictDetails?, uncertainty: borrowing LineBuffer
  ) {
    begin(decision.effect, id: id, line: number, interpreter.memory)
    if let listed = decision.listed {
      let deciding = RuleEffect(listed, isObserved: false)
      var isFirst = true
      for rule in interpreter.matchedRules {
        let piece = program.rulePieces[Int(rule)]
        guard piece.effect == deciding else { continue }
        if isFirst { line.append(#","rules":["#) } else { line.append(UInt8(ascii: ",")) }
        isFirst = false
        write(piece, interpreter.memory)
        line.append(UInt8(ascii: "}"))
      }
      line.append(UInt8(ascii: "]"))
    }
    if let details {
      write(details.holds)
      write(details.uncertain)
      if details.uncertainOmitted > 0 {
        line.append(#","uncertainOmitted":"#)
        line.append(details.uncertainOmitted)
      }
      if details.isUncertaintyWritten { line.append(uncertainty.contents) }
    }
    if decision.hasObservations { writeObservations(interpreter, program) }
    line.appendReady(program.lineEnding)
  }

  /// Writes the denial of a request that could not be judged.
  package mutating func write(
    _ error: InputError, _ program: LoadedProgram, line number: Int?, _ memory: borrowing Memory
  ) {
    begin(.deny, id: .fault(.absent), line: number, memory)
    line.append(#","error":{"code":"#)
    line.appendString(error.code.rawValue)
    member(#","message":"#, error.code.message)
    line.append(#","byte":"#)
    line.append(error.byte)
    line.append(UInt8(ascii: "}"))
    line.append(program.lineEnding)
  }

  // MARK: Parts

  @inline(__always)
  private mutating func begin(
    _ effect: Verdict.Effect, id: Value, line number: Int?, _ memory: borrowing Memory
  ) {
    line.clear()
    if id.tag == .string {
      line.append(#"{"id":""#)
      append(id, memory)
      line.append(number == nil ? #"",""# : #"","line":"#)
    } else {
      line.append(number == nil ? #"{""# : #"{"line":"#)
    }
    if let number {
      line.append(number)
      line.append(#",""#)
    }
    switch effect {
    case .allow: line.append(#"verdict":"allow""#)
    case .deny: line.append(#"verdict":"deny""#)
    case .hold: line.append(#"verdict":"hold""#)
    }
  }

  /// A rule without its closing brace.
  @inline(__always)
  private mutating func write(
    _ piece: LoadedProgram.RulePiece, _ memory: borrowing Memory
  ) {
    line.appendReady(piece.head)
    guard !piece.parts.isEmpty else { return }
    var text = piece.head.baseAddress.map { $0 + piece.head.count }
    for part in piece.parts {
      line.appendReady(UnsafeBufferPointer(start: text, count: Int(part.count)))
      text = text.map { $0 + Int(part.count) }
      guard part.slot >= 0 else { continue }
      let value = memory[Int(part.slot)]
      if value.tag == .string, value.count <= Limits.quotedBytes {
        append(value, memory)
      } else {
        appendOther(value, memory)
      }
    }
    line.appendReady(piece.tail)
  }

  /// A text as a JSON string's inside. What lies in the input as it came is that already.
  @inline(__always)
  private mutating func append(_ value: Value, _ memory: borrowing Memory) {
    if value.region == .input {
      line.appendShort(memory.bytes(of: value))
    } else {
      line.appendCharacters(memory.bytes(of: value))
    }
  }

  /// Any value in a `because` text.
  @inline(never)
  private mutating func appendOther(_ value: Value, _ memory: borrowing Memory) {
    text.removeAll(keepingCapacity: true)
    TemplateFiller.append(value, memory, to: &text)
    text.withUnsafeBufferPointer { line.appendCharacters($0) }
  }

  private mutating func writeObservations(
    _ interpreter: borrowing Interpreter, _ program: LoadedProgram
  ) {
    var isFirst = true
    for (rule, outcome) in interpreter.observations(program) {
      line.append(isFirst ? #","observed":["# : ",")
      isFirst = false
      write(program.rulePieces[rule], interpreter.memory)
      member(#","effect":"#, program.rulePieces[rule].effect.effect.rawValue)
      member(#","outcome":"#, outcome.rawValue)
      line.append(UInt8(ascii: "}"))
    }
    if !isFirst { line.append(UInt8(ascii: "]")) }
  }

  private mutating func write(_ holds: [Verdict.Hold]) {
    for (index, hold) in holds.enumerated() {
      line.append(index == 0 ? #","holds":[{"rule":"# : #",{"rule":"#)
      line.appendString(hold.rule)
      member(#","key":"#, hold.key)
      member(#","needs":"#, hold.needs)
      member(#","within":"#, hold.within)
      if hold.rejectedBy != 1 {
        line.append(#","rejectedBy":"#)
        line.append(hold.rejectedBy)
      }
      if let escalate = hold.escalate {
        member(#","escalate":{"to":"#, escalate.to)
        member(#","after":"#, escalate.after)
        line.append(UInt8(ascii: "}"))
      }
      if let override = hold.override { member(#","override":"#, override) }
      for (index, notification) in hold.notify.enumerated() {
        line.append(index == 0 ? #","notify":[{"channel":"# : #",{"channel":"#)
        line.appendString(notification.channel)
        member(#","target":"#, notification.target)
        line.append(index == hold.notify.count - 1 ? "}]" : "}")
      }
      member(#","covers":"#, hold.covers)
      member(#","coversFor":"#, hold.coversFor)
      if let requester = hold.requester {
        line.append(#","requester":["#)
        for (index, person) in requester.enumerated() {
          if index > 0 { line.append(UInt8(ascii: ",")) }
          line.appendString(person)
        }
        line.append(UInt8(ascii: "]"))
      }
      line.append(index == holds.count - 1 ? "}]" : "}")
    }
  }

  private mutating func write(_ uncertain: [Verdict.Uncertainty]) {
    for (index, uncertainty) in uncertain.enumerated() {
      line.append(index == 0 ? #","uncertain":[{"rule":"# : #",{"rule":"#)
      line.appendString(uncertainty.rule)
      line.append(#","causes":["#)
      for (index, cause) in uncertainty.causes.enumerated() {
        line.append(index == 0 ? #"{"path":"# : #",{"path":"#)
        line.appendString(cause.path)
        member(#","fault":"#, cause.fault.name)
        if let number = cause.line {
          line.append(#","line":"#)
          line.append(number)
        }
        if let byte = cause.byte {
          line.append(#","byte":"#)
          line.append(byte)
        }
        line.append(UInt8(ascii: "}"))
      }
      line.append(index == uncertain.count - 1 ? "]}]" : "]}")
    }
  }

  private mutating func member(_ name: StaticString, _ value: String) {
    line.append(name)
    line.appendString(value)
  }
}
