// Writes a verdict as one line of JSON: the published contract, grammar/verdict.schema.json.
// Members that would be empty are left out. The common line (a few rules, nothing uncertain) is a
// row of copies; what a second reading found out comes in as data.

/// What only a second reading of the request tells.
package struct VerdictDetails: Sendable {
  package var uncertain: [Verdict.Uncertainty] = []
  package var uncertainOmitted = 0
  /// Instead of the two, their text stands ready.
  package var isUncertaintyWritten = false
  package init() {}
}

/// Writes verdict lines.
package struct VerdictWriter: ~Copyable {
  private var lineNumber = SpelledLine()
  /// A value's text before it is escaped.
  private var text: [UInt8] = []

  package init() {}

  /// Writes the verdict on a request that was read, nothing of which needs details. (`inout`,
  /// because borrowing the interpreter would copy it.)
  package mutating func write(
    _ decision: Decision, _ interpreter: inout Interpreter, _ program: LoadedProgram,
    id: Value, _ otherID: RequestID?, line number: Int?, to line: inout LineBuffer
  ) {
    begin(decision, &interpreter, program, id: id, otherID, line: number, to: &line)
    end(decision, &interpreter, program, to: &line)
  }

  /// The same with details; `uncertainty` is their text where that stands ready.
  mutating func write(
    _ decision: Decision, _ details: VerdictDetails, _ uncertainty: borrowing LineBuffer,
    _ holds: inout HoldWriter, _ interpreter: inout Interpreter, _ program: LoadedProgram,
    id: Value, _ otherID: RequestID?, line number: Int?, to line: inout LineBuffer
  ) {
    begin(decision, &interpreter, program, id: id, otherID, line: number, to: &line)
    holds.write(interpreter.memory, to: &line)
    if !details.uncertain.isEmpty { write(details.uncertain, to: &line) }
    if details.uncertainOmitted > 0 {
      line.append(#","uncertainOmitted":"#)
      line.append(details.uncertainOmitted)
    }
    if details.isUncertaintyWritten { line.append(uncertainty.contents) }
    end(decision, &interpreter, program, to: &line)
  }

  /// Writes the denial of a request that could not be judged.
  package mutating func write(
    _ error: InputError, _ limit: Verdict.Limit?, _ program: LoadedProgram, id: RequestID? = nil,
    line number: Int?,
    to line: inout LineBuffer
  ) {
    open(.deny, line: number, behind: begin(id, to: &line), to: &line)
    line.append(#","error":{"code":"#)
    line.appendString(error.code.rawValue)
    member(#","message":"#, limit?.message ?? error.message, to: &line)
    if let limit {
      member(#","limit":"#, limit.name, to: &line)
      if let rule = limit.rule { member(#","rule":"#, rule, to: &line) }
    }
    line.append(#","byte":"#)
    line.append(error.byte)
    line.append(UInt8(ascii: "}"))
    line.append(program.lineEnding)
  }

  // MARK: Parts

  /// All in front of what details tell.
  @inline(__always)
  private mutating func begin(
    _ decision: Decision, _ interpreter: inout Interpreter, _ program: LoadedProgram, id: Value,
    _ otherID: RequestID?, line number: Int?, to line: inout LineBuffer
  ) {
    if id.tag == .string {
      line.append(#"{"id":""#)
      append(id, &interpreter.memory, to: &line)
      open(decision.effect, line: number, behind: .text, to: &line)
    } else {
      open(decision.effect, line: number, behind: begin(otherID, to: &line), to: &line)
    }
    guard let listed = decision.listed else { return }
    let deciding = RuleEffect(listed, isObserved: false).mask
    line.append(#","rules":["#)
    var index = 0
    while index < interpreter.matchedCount {
      let rule = Int(interpreter.matched[index])
      index &+= 1
      guard program.ruleMasks[rule] == deciding else { continue }
      write(program.rulePieces[rule], &interpreter.memory, to: &line)
      line.append("},")
    }
    // The last comma's place. Some rule is listed, or the decision would not say so.
    line.dropLast()
    line.append(UInt8(ascii: "]"))
  }

  /// All behind it.
  @inline(__always)
  private mutating func end(
    _ decision: Decision, _ interpreter: inout Interpreter, _ program: LoadedProgram,
    to line: inout LineBuffer
  ) {
    if decision.hasObservations { writeObservations(&interpreter, program, to: &line) }
    line.appendReady(program.lineEnding)
  }

  /// What stands in front of a line's number: a text whose quote is missing yet, a number, or a
  /// brace. The raw value is how much of what is between them is not wanted.
  private enum Beginning: Int {
    case text, number, brace
  }

  /// The brace, and an identifier that no slot has.
  @inline(__always)
  private mutating func begin(_ id: RequestID?, to line: inout LineBuffer) -> Beginning {
    guard let id else {
      line.append(UInt8(ascii: "{"))
      return .brace
    }
    line.append(#"{"id":"#)
    switch id {
    case .text(let bytes):
      line.append(UInt8(ascii: "\""))
      bytes.withUnsafeBufferPointer { line.appendCharacters($0) }
      return .text
    case .number(let bytes):
      line += bytes
      return .number
    }
  }

  /// From behind the identifier, if there is one, to the verdict.
  @inline(__always)
  private mutating func open(
    _ effect: Verdict.Effect, line number: Int?, behind beginning: Beginning,
    to line: inout LineBuffer
  ) {
    if let number {
      line.appendReady(lineNumber.spell(number, skipping: beginning.rawValue))
    } else {
      switch beginning {
      case .text: line.append(#"",""#)
      case .number: line.append(#",""#)
      case .brace: line.append(#"""#)
      }
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
    _ piece: LoadedProgram.RulePiece, _ memory: inout Memory, to line: inout LineBuffer
  ) {
    // Texts that stand side by side are copied together: a piece is cut only where a value goes in.
    var start = piece.start
    var length = piece.headCount
    for part in piece.parts {
      length &+= Int(part.count)
      guard part.slot >= 0 else { continue }
      line.appendReady(UnsafeBufferPointer(start: start, count: length))
      start += length
      length = 0
      let value = memory[Int(part.slot)]
      if value.tag == .string, value.count <= Limits.quotedBytes {
        append(value, &memory, to: &line)
      } else {
        appendOther(value, &memory, to: &line)
      }
    }
    line.appendReady(UnsafeBufferPointer(start: start, count: length &+ piece.tailCount))
  }

  /// A text as a JSON string's inside. What lies in the input as it came is that already.
  @inline(__always)
  private mutating func append(
    _ value: Value, _ memory: inout Memory, to line: inout LineBuffer
  ) {
    if value.region == .input {
      line.appendShort(memory.bytes(of: value), readable: memory.input.count &- value.offset)
    } else {
      line.appendCharacters(memory.bytes(of: value))
    }
  }

  /// Any value in a `because` text.
  @inline(never)
  private mutating func appendOther(
    _ value: Value, _ memory: inout Memory, to line: inout LineBuffer
  ) {
    text.removeAll(keepingCapacity: true)
    TemplateFiller.append(value, memory, to: &text)
    text.withUnsafeBufferPointer { line.appendCharacters($0) }
  }

  private mutating func writeObservations(
    _ interpreter: inout Interpreter, _ program: LoadedProgram, to line: inout LineBuffer
  ) {
    var isFirst = true
    for (rule, outcome) in interpreter.observations(program) {
      line.append(isFirst ? #","observed":["# : ",")
      isFirst = false
      write(program.rulePieces[rule], &interpreter.memory, to: &line)
      member(#","effect":"#, program.rulePieces[rule].effect.effect.rawValue, to: &line)
      member(#","outcome":"#, outcome.rawValue, to: &line)
      line.append(UInt8(ascii: "}"))
    }
    if !isFirst { line.append(UInt8(ascii: "]")) }
  }

  private func write(_ uncertain: [Verdict.Uncertainty], to line: inout LineBuffer) {
    for (index, uncertainty) in uncertain.enumerated() {
      line.append(index == 0 ? #","uncertain":[{"rule":"# : #",{"rule":"#)
      line.appendString(uncertainty.rule)
      line.append(#","causes":["#)
      for (index, cause) in uncertainty.causes.enumerated() {
        line.append(index == 0 ? #"{"path":"# : #",{"path":"#)
        line.appendString(cause.path)
        member(#","fault":"#, cause.fault.name, to: &line)
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
      line.append(UInt8(ascii: "]"))
      if uncertainty.causesOmitted > 0 {
        line.append(#","causesOmitted":"#)
        line.append(uncertainty.causesOmitted)
      }
      line.append(index == uncertain.count - 1 ? "}]" : "}")
    }
  }

  private func member(
    _ name: StaticString, _ value: String, to line: inout LineBuffer
  ) {
    line.append(name)
    line.appendString(value)
  }
}

/// A line's number as its verdict has it, `","line":17,"`, ready to be copied. Requests come one
/// line after the other: mostly the last digit is all that changes.
private struct SpelledLine: ~Copyable {
  private var text = LineBuffer()
  private var number = -1

  /// The number and what surrounds it, but for as many bytes in front: the quotation mark and the
  /// comma behind an identifier.
  @inline(__always)
  mutating func spell(_ number: Int, skipping skipped: Int) -> UnsafeBufferPointer<UInt8> {
    let last = text.count &- 3
    if number == self.number &+ 1, last >= 0, text[last] != UInt8(ascii: "9") {
      text[last] &+= 1
    } else {
      spell(number)
    }
    self.number = number
    return text.contents(from: skipped, count: text.count &- skipped)
  }

  @inline(never)
  private mutating func spell(_ number: Int) {
    text.clear()
    text.append(#"","line":"#)
    text.append(number)
    text.append(#",""#)
  }
}
