// Writes a verdict as one line of JSON, with the members of `VerdictLine`. Members that would be
// empty are left out. The common line (a few rules, nothing uncertain) is a row of copies; what a
// second reading found out comes in as data.

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
  private typealias Member = VerdictLine.VerdictMember

  private var answerOpening = AnswerOpening()
  /// How every line ends: the policy's digest, the brace and the line feed.
  private let ending: LineBuffer
  /// A value's text before it is escaped.
  private var text: [UInt8] = []

  /// A writer for the verdicts of one program.
  package init(_ program: LoadedProgram) {
    var ending = LineBuffer(capacity: 256)
    ending.append(Member.policy.spelling)
    ending.appendString(program.digest)
    ending.append("}\n")
    self.ending = ending
  }

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
      line.append(Member.uncertainOmitted.spelling)
      line.append(details.uncertainOmitted)
    }
    if details.isUncertaintyWritten { line.append(uncertainty.contents) }
    end(decision, &interpreter, program, to: &line)
  }

  /// Writes the denial of a request that could not be judged.
  package mutating func write(
    _ error: InputError, _ limit: Verdict.Limit?, id: RequestID? = nil, line number: Int?,
    to line: inout LineBuffer
  ) {
    typealias Part = VerdictLine.ErrorMember
    open(.deny, line: number, after: begin(id, to: &line), to: &line)
    line.append(Member.error.spelling)
    member(Part.code, error.code.rawValue, to: &line)
    member(Part.message, limit?.message ?? error.message, to: &line)
    if let limit {
      member(Part.limit, limit.name, to: &line)
      if let rule = limit.rule { member(Part.rule, rule, to: &line) }
    }
    line.append(Part.byte.spelling)
    line.append(error.byte)
    line.append(UInt8(ascii: "}"))
    line.append(ending.contents)
  }

  // MARK: Parts

  /// All in front of what details tell.
  @inline(__always)
  private mutating func begin(
    _ decision: Decision, _ interpreter: inout Interpreter, _ program: LoadedProgram, id: Value,
    _ otherID: RequestID?, line number: Int?, to line: inout LineBuffer
  ) {
    if id.tag == .string {
      line.append(Member.id.spelling)
      line.append(UInt8(ascii: "\""))
      append(id, &interpreter.memory, to: &line)
      open(decision.effect, line: number, after: .text, to: &line)
    } else {
      open(decision.effect, line: number, after: begin(otherID, to: &line), to: &line)
    }
    guard let listed = decision.listed else { return }
    let deciding = RuleEffect(listed, isObserved: false).mask
    line.append(Member.rules.spelling)
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

  /// All after it.
  @inline(__always)
  private mutating func end(
    _ decision: Decision, _ interpreter: inout Interpreter, _ program: LoadedProgram,
    to line: inout LineBuffer
  ) {
    if decision.hasObservations { writeObservations(&interpreter, program, to: &line) }
    line.appendReady(ending.contents)
  }

  /// What stands before the line's number or the verdict: a text whose quote is missing yet, a
  /// number, or a brace. The raw value is how much of what is between them is not wanted.
  fileprivate enum Beginning: Int {
    case text, number, brace
  }

  /// The brace, and an identifier that no slot has.
  @inline(__always)
  private mutating func begin(_ id: RequestID?, to line: inout LineBuffer) -> Beginning {
    guard let id else {
      line.append(UInt8(ascii: "{"))
      return .brace
    }
    line.append(Member.id.spelling)
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

  /// From the identifier, if there is one, to the answer.
  @inline(__always)
  private mutating func open(
    _ effect: Verdict.Effect, line number: Int?, after beginning: Beginning,
    to line: inout LineBuffer
  ) {
    if let number {
      line.appendReady(answerOpening.spell(number, after: beginning))
    } else {
      line.appendReady(answerOpening.withoutNumber(after: beginning))
    }
    switch effect {
    case .allow: line.append(#"allow""#)
    case .deny: line.append(#"deny""#)
    case .hold: line.append(#"hold""#)
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
    typealias Part = VerdictLine.ObservationMember
    var isFirst = true
    for (rule, outcome) in interpreter.observations(program) {
      line.append(isFirst ? Member.observed.spelling : ",")
      isFirst = false
      write(program.rulePieces[rule], &interpreter.memory, to: &line)
      member(Part.effect, program.rulePieces[rule].effect.effect.rawValue, to: &line)
      member(Part.outcome, outcome.rawValue, to: &line)
      line.append(UInt8(ascii: "}"))
    }
    if !isFirst { line.append(UInt8(ascii: "]")) }
  }

  private func write(_ uncertain: [Verdict.Uncertainty], to line: inout LineBuffer) {
    typealias Part = VerdictLine.UncertaintyMember
    line.append(Member.uncertain.spelling)
    for (index, uncertainty) in uncertain.enumerated() {
      if index > 0 { line.append(UInt8(ascii: ",")) }
      member(Part.rule, uncertainty.rule, to: &line)
      line.append(Part.causes.spelling)
      for (index, cause) in uncertainty.causes.enumerated() {
        if index > 0 { line.append(UInt8(ascii: ",")) }
        write(cause, to: &line)
      }
      line.append(UInt8(ascii: "]"))
      if uncertainty.causesOmitted > 0 {
        line.append(Part.causesOmitted.spelling)
        line.append(uncertainty.causesOmitted)
      }
      line.append(UInt8(ascii: "}"))
    }
    line.append(UInt8(ascii: "]"))
  }

  private func write(_ cause: Verdict.Cause, to line: inout LineBuffer) {
    typealias Part = VerdictLine.CauseMember
    member(Part.path, cause.path, to: &line)
    member(Part.fault, cause.fault.name, to: &line)
    if let why = cause.why { member(Part.why, why, to: &line) }
    if let number = cause.line {
      line.append(Part.line.spelling)
      line.append(number)
    }
    if let byte = cause.byte {
      line.append(Part.byte.spelling)
      line.append(byte)
    }
    line.append(UInt8(ascii: "}"))
  }

  @inline(__always)
  private func member(_ member: some LineMember, _ value: String, to line: inout LineBuffer) {
    line.append(member.spelling)
    line.appendString(value)
  }
}

/// What a verdict has from its identifier to the word of the answer, `","line":17,"verdict":"`,
/// ready to be copied. Requests come one line after the other: mostly the number's last digit is
/// all that changes.
private struct AnswerOpening: ~Copyable {
  private typealias Member = VerdictLine.VerdictMember

  private var text = LineBuffer(capacity: 128)
  private var number = -1
  /// The same without a line's number.
  private let unnumbered: LineBuffer

  init() {
    var text = LineBuffer(capacity: 128)
    text.append(UInt8(ascii: "\""))
    AnswerOpening.appendVerdict(to: &text)
    unnumbered = text
  }

  @inline(__always)
  private static func appendVerdict(to text: inout LineBuffer) {
    text.append(Member.verdict.spelling)
    text.append(UInt8(ascii: "\""))
  }

  /// How many bytes come after the number.
  @inline(__always)
  private static var verdictCount: Int { Member.verdict.spelling.utf8CodeUnitCount &+ 1 }

  /// With a number, but for what the beginning has no use for: the quotation mark and the comma
  /// after an identifier.
  @inline(__always)
  mutating func spell(
    _ number: Int, after beginning: VerdictWriter.Beginning
  ) -> UnsafeBufferPointer<UInt8> {
    let last = text.count &- AnswerOpening.verdictCount &- 1
    if number == self.number &+ 1, last >= 0, text[last] != UInt8(ascii: "9") {
      text[last] &+= 1
    } else {
      spell(number)
    }
    self.number = number
    return text.contents(from: beginning.rawValue, count: text.count &- beginning.rawValue)
  }

  @inline(__always)
  func withoutNumber(after beginning: VerdictWriter.Beginning) -> UnsafeBufferPointer<UInt8> {
    unnumbered.contents(
      from: beginning.rawValue, count: unnumbered.count &- beginning.rawValue)
  }

  @inline(never)
  private mutating func spell(_ number: Int) {
    text.clear()
    text.append(UInt8(ascii: "\""))
    text.append(Member.line.spelling)
    text.append(number)
    AnswerOpening.appendVerdict(to: &text)
  }
}
