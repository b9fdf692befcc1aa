// One request after another: read, run, decide, tell. This is where the pieces of the machine meet.

/// Where `now` comes from.
public enum ClockSource: Sendable, Equatable {
  /// From the caller, with each request.
  case given
  /// From a member of each request, by the names on the way to it; unreadable, it is uncertain.
  case request([String])
}

/// Judges requests by one program, one after the other.
///
/// Several threads do not share an evaluator: each makes its own of the one program. Any of them
/// may own it, an actor too.
///
/// An evaluator can be sent because nothing else points into its memory, and it cannot be used from
/// two threads at once because whatever uses it is `mutating`: the compiler sees to one at a time.
public struct Evaluator: ~Copyable, @unchecked Sendable {
  private let program: LoadedProgram
  private var reader: RequestReader
  private var interpreter: Interpreter
  private var writer: VerdictWriter
  private var uncertainty: UncertaintyWriter
  private var holds: HoldWriter
  private let clock: RequestPath?
  /// Where the request's own clock is read; meaningless without one.
  private let clockSlot: Int
  private let idSlot: Int
  private let otherwise: Verdict.Effect
  private let limits: RequestLimits
  /// The policy's digest.
  private let policy: String
  /// The instant that the last verdict as data was made at; nil where it could not be read.
  package private(set) var judgedAt: Timestamp?

  /// An evaluator for a program, with the program's readers. Where one that it needs is missing,
  /// what it would have read is a fault, so its conditions are uncertain; the other initialiser
  /// refuses that.
  public init(_ program: Program, clock: ClockSource = .given) {
    self.init(program, chosen: program.readers, clock: clock)
  }

  /// An evaluator for a program with the readers that it needs; there may be others. Throws
  /// `ProgramError.missingReader` where one of them is missing, or reads another shape than the
  /// policy was compiled for.
  public init(
    _ program: Program, readers: [QueryReader], clock: ClockSource = .given
  ) throws(ProgramError) {
    try program.expectReaders(among: readers)
    self.init(program, chosen: readers, clock: clock)
  }

  private init(_ program: Program, chosen readers: [QueryReader], clock: ClockSource) {
    self.program = program.loaded
    var projection = program.loaded.image.projection
    switch clock {
    case .given:
      self.clock = nil
      clockSlot = 0
    case .request(let names):
      let path = RequestPath(steps: names.map { .member(ExactString($0)) })
      self.clock = path
      clockSlot = projection.clockSlot(for: path)
    }
    idSlot = program.loaded.image.idSlot
    otherwise =
      switch program.loaded.image.defaultVerdict {
      case .deny: .deny
      case .allow: .allow
      case .hold: .hold
      }
    reader = RequestReader(projection: projection, strings: program.loaded.strings)
    limits = program.limits
    policy = program.digest
    interpreter = Interpreter(
      program.loaded, limits: program.limits,
      readers: program.loaded.image.readers.map { need in
        readers.first { $0.isNeeded(as: need) }
      })
    interpreter.tellsVerdictOnly = true
    writer = VerdictWriter(program.loaded)
    uncertainty = UncertaintyWriter(slots: program.loaded.image.slotPaths.count)
    holds = HoldWriter(program.loaded)
  }

  // MARK: Judging

  /// The verdict on one request, as data.
  ///
  /// A request that cannot be judged is denied, and the verdict has the error.
  ///
  /// - Parameters:
  ///   - request: one JSON object in UTF-8.
  ///   - line: the request's line in its input, from 1; reported, not interpreted.
  ///   - now: the instant it is judged at, unless the clock is the request's.
  public mutating func evaluate(
    _ request: Span<UInt8>, line: Int? = nil, now: Timestamp
  ) -> Verdict {
    request.withUnsafeBufferPointer { evaluate($0, line: line, now: now) }
  }

  /// The verdict on one request, as data: the same of an array.
  public mutating func evaluate(
    _ request: [UInt8], line: Int? = nil, now: Timestamp
  ) -> Verdict {
    request.withUnsafeBufferPointer { evaluate($0, line: line, now: now) }
  }

  /// The same of memory that the caller keeps until the verdict is told. With a mask the verdict
  /// has no sensitive value in the clear.
  package mutating func evaluate(
    _ request: UnsafeBufferPointer<UInt8>, line: Int? = nil, now: Timestamp,
    hiding mask: ValueMask? = nil
  ) -> Verdict {
    // The caller's bytes are his again once the verdict is told.
    defer { interpreter.memory.input = UnsafeBufferPointer(start: nil, count: 0) }
    do throws(InputError) {
      let decision = try decide(request, now: now)
      let instant = instant(now)
      judgedAt = instant.tag == .timestamp ? instant.timestamp : nil
      let details =
        decision.needsSecondReading
        ? try details(of: decision, request, line: line, now: now, asText: false) : nil
      // Keys and causes are found; what is left takes values to show them.
      mask?.hide(program.image.sensitiveSlots, in: &interpreter.memory)
      return verdict(decision, details, line: line)
    } catch {
      var verdict = Verdict(effect: .deny)
      if mask == nil || !program.image.sensitiveSlots.contains(idSlot) {
        verdict.setID(RequestID.find(in: request))
      }
      verdict.line = line
      verdict.policy = policy
      verdict.error = error
      verdict.limit = limit(of: error, request, now: now)
      return verdict
    }
  }

  /// What a driver needs to know of a verdict that has been written.
  public struct WrittenVerdict: Sendable, Equatable, BitwiseCopyable {
    /// What becomes of the request.
    public var effect: PolicyEffect
    /// Whether the request could not be judged, which is why it is denied.
    public var isUnreadable: Bool
  }

  /// Appends the verdict on one request to `output`, as one line of JSON with its line feed.
  ///
  /// - Parameters:
  ///   - request: one JSON object in UTF-8.
  ///   - line: the request's line in its input, from 1; reported, not interpreted.
  ///   - now: the instant it is judged at, unless the clock is the request's.
  ///   - output: what the line is appended to.
  @discardableResult
  public mutating func write(
    _ request: Span<UInt8>, line: Int? = nil, now: Timestamp, into output: inout [UInt8]
  ) -> WrittenVerdict {
    var verdict = LineBuffer()
    let written = request.withUnsafeBufferPointer {
      write($0, line: line, now: now, into: &verdict)
    }
    output.append(contentsOf: verdict.contents)
    return written
  }

  /// Appends the verdict on one request to `output`: the same of an array.
  @discardableResult
  public mutating func write(
    _ request: [UInt8], line: Int? = nil, now: Timestamp, into output: inout [UInt8]
  ) -> WrittenVerdict {
    write(request.span, line: line, now: now, into: &output)
  }

  /// The same into a buffer that is used again and again: nothing is allocated for a verdict.
  package mutating func write(
    _ request: UnsafeBufferPointer<UInt8>, line: Int? = nil, now: Timestamp,
    into output: inout LineBuffer
  ) -> WrittenVerdict {
    defer { interpreter.memory.input = UnsafeBufferPointer(start: nil, count: 0) }
    do throws(InputError) {
      let decision = try decide(request, now: now)
      let id = interpreter.memory[idSlot]
      let otherID = otherID(id)
      if decision.needsSecondReading {
        let details = try details(of: decision, request, line: line, now: now, asText: true)
        writer.write(
          decision, details, uncertainty.text, &holds, &interpreter, program, id: id, otherID,
          line: line, to: &output)
      } else {
        writer.write(
          decision, &interpreter, program, id: id, otherID, line: line, to: &output)
      }
      return WrittenVerdict(effect: decision.effect, isUnreadable: false)
    } catch {
      writer.write(
        error, limit(of: error, request, now: now), id: RequestID.find(in: request), line: line,
        to: &output)
      return WrittenVerdict(effect: .deny, isUnreadable: true)
    }
  }

  /// Appends the verdict on a request that could not even be handed over (a broken YAML document):
  /// a `deny` with the error, as one line of JSON with its line feed.
  package mutating func refuse(
    _ error: InputError, line: Int? = nil, into output: inout LineBuffer
  ) {
    writer.write(error, nil, line: line, to: &output)
  }

  /// Whether the policy reads values that the shape marks `@sensitive`.
  package var readsSensitiveValues: Bool { !program.image.sensitiveSlots.isEmpty }

  // MARK: Parts of the work, to be measured

  /// Reads one request and does nothing with it; whether it can be read.
  package mutating func onlyRead(_ request: UnsafeBufferPointer<UInt8>) -> Bool {
    defer { interpreter.memory.input = UnsafeBufferPointer(start: nil, count: 0) }
    guard request.count <= Limits.requestBytes else { return false }
    interpreter.memory.input = request
    do { try reader.read(into: &interpreter.memory) } catch { return false }
    return true
  }

  /// Judges one request and tells nobody but the caller.
  package mutating func onlyDecide(
    _ request: UnsafeBufferPointer<UInt8>, now: Timestamp
  ) -> Verdict.Effect {
    defer { interpreter.memory.input = UnsafeBufferPointer(start: nil, count: 0) }
    do throws(InputError) {
      let decision = try decide(request, now: now)
      if decision.needsSecondReading {
        _ = try details(of: decision, request, line: nil, now: now, asText: true)
      }
      return decision.effect
    } catch {
      return .deny
    }
  }

  /// Runs the machine on one request and counts every step. Slow.
  package mutating func count(
    _ request: UnsafeBufferPointer<UInt8>, now: Timestamp, in profile: inout Profile
  ) {
    _ = tryAll(request, now: now) { interpreter, now in
      interpreter.run(now: now, counting: &profile.counter)
      profile.count(interpreter)
    }
  }

  /// Reads and runs one request, and lends out what the machine has then: the rules that matched
  /// and those that are uncertain, in no order, and the slots. False where the request is refused,
  /// and there is nothing to see.
  package mutating func observe(
    _ request: UnsafeBufferPointer<UInt8>, now: Timestamp,
    _ see: (borrowing Interpreter) -> Void
  ) -> Bool {
    var isSeen = false
    _ = tryAll(request, now: now) { interpreter, now in
      interpreter.run(now: now)
      isSeen = interpreter.memory.limitExceeded == nil
      if isSeen { see(interpreter) }
    }
    return isSeen
  }

  /// Reads one request and lends the machine for a run in which every rule counts, not the verdict
  /// only. Whether the request can be read.
  private mutating func tryAll(
    _ request: UnsafeBufferPointer<UInt8>, now: Timestamp,
    _ run: (inout Interpreter, _ now: Value) -> Void
  ) -> Bool {
    guard onlyRead(request) else { return false }
    interpreter.memory.input = request
    interpreter.tellsVerdictOnly = false
    defer {
      interpreter.memory.input = UnsafeBufferPointer(start: nil, count: 0)
      interpreter.tellsVerdictOnly = true
    }
    run(&interpreter, instant(now))
    return true
  }

  // MARK: One request

  // All `mutating`, whether they change something or not: a call that borrows an evaluator while it
  // is being mutated is compiled as a copy of the whole structure.

  /// Reads and runs a request, and decides.
  @inline(__always)
  private mutating func decide(
    _ request: UnsafeBufferPointer<UInt8>, now given: Timestamp
  ) throws(InputError) -> Decision {
    guard request.count <= Limits.requestBytes else {
      throw InputError(.tooLong, at: Limits.requestBytes)
    }
    interpreter.memory.input = request
    try reader.read(into: &interpreter.memory)
    interpreter.run(now: instant(given))
    if let limit = interpreter.memory.limitExceeded { throw InputError(limit, at: 0) }
    interpreter.sortOutcomes()
    return decision()
  }

  /// What is to be told of a limit that a request ran into; nil where it is another error.
  @inline(never)
  private mutating func limit(
    of error: InputError, _ request: UnsafeBufferPointer<UInt8>, now given: Timestamp
  ) -> Verdict.Limit? {
    guard let exceeded = error.exceeded else { return nil }
    var most: (rule: String, spent: Int)?
    // The request is read anew, for the run has left its own marks; one that cannot be is no rule's
    // fault.
    if onlyRead(request) {
      interpreter.memory.input = request
      if let found = interpreter.costliestRule(of: exceeded, now: instant(given)) {
        most = (program.image.rules[found.rule].name, found.spent)
      }
    }
    return Verdict.Limit(exceeded, exceeded.value(limits), most: most)
  }

  /// What only a second reading of the request tells. `asText`: the text of an uncertainty will do
  /// where it can be had without its parts.
  @inline(never)
  private mutating func details(
    of decision: Decision, _ request: UnsafeBufferPointer<UInt8>, line: Int?, now given: Timestamp,
    asText: Bool
  ) throws(InputError) -> VerdictDetails {
    try holds.read(decision, &interpreter)
    if asText, try uncertainty.write(decision, interpreter, program, request, line: line) {
      var details = VerdictDetails()
      details.isUncertaintyWritten = true
      return details
    }
    return try CauseFinder(program, request, line: line).details(
      decision, &interpreter, now: instant(given), clock: clock)
  }

  /// The instant of judgement: the caller's, or the one that the request has.
  @inline(__always)
  private mutating func instant(_ given: Timestamp) -> Value {
    clock == nil ? Value.timestamp(given) : clockValue()
  }

  /// The instant that the request itself names.
  private mutating func clockValue() -> Value {
    let value = interpreter.memory[clockSlot]
    guard value.tag == .string else {
      return value.isFault || value.tag == .timestamp ? value : .fault(.wrongType)
    }
    return Timestamp(reading: interpreter.memory.bytes(of: value)).map(Value.timestamp)
      ?? .fault(.badFormat)
  }

  private mutating func decision() -> Decision {
    let matched = mask(of: interpreter.matched, interpreter.matchedCount)
    let uncertain = mask(of: interpreter.uncertain, interpreter.uncertainCount)
    var decision = Decision(
      matched: Decision.Tally(mask: matched), uncertain: Decision.Tally(mask: uncertain),
      otherwise: otherwise)
    decision.uncertain = uncertain
    decision.hasObservations = (matched | uncertain) & RuleEffect.observed != 0
    return decision
  }

  /// What some rules say, together.
  @inline(__always)
  private mutating func mask(of rules: UnsafeMutablePointer<UInt32>, _ count: Int) -> UInt8 {
    let masks = program.ruleMasks
    var mask: UInt8 = 0
    var index = 0
    while index < count {
      mask |= masks[Int(rules[index])]
      index &+= 1
    }
    return mask
  }

  private var id: Value { interpreter.memory[idSlot] }

  /// The request's identifier where its slot has something else than a text.
  @inline(__always)
  private mutating func otherID(_ id: Value) -> RequestID? {
    if id.tag == .string || id.isFault && id.faultKind == .absent { return nil }
    return RequestID.find(in: interpreter.memory.input)
  }

  // MARK: The verdict as data

  private func verdict(
    _ decision: Decision, _ details: VerdictDetails?, line: Int?
  ) -> Verdict {
    var verdict = Verdict(effect: decision.effect)
    verdict.line = line
    verdict.policy = policy
    if id.tag == .string {
      verdict.id = String(decoding: interpreter.memory.bytes(of: id), as: UTF8.self)
    } else {
      verdict.setID(RequestID.find(in: interpreter.memory.input))
    }
    if let listed = decision.listed {
      for index in interpreter.matchedRules
      where program.rulePieces[Int(index)].effect == RuleEffect(listed, isObserved: false) {
        verdict.rules.append(rule(Int(index)))
      }
    }
    if let details {
      verdict.holds = holds.holds(interpreter.memory)
      verdict.uncertain = details.uncertain
      verdict.uncertainOmitted = details.uncertainOmitted
    }
    for outcome in interpreter.observations(program) {
      verdict.observed.append(
        Verdict.Observation(
          rule: rule(outcome.rule),
          effect: program.rulePieces[outcome.rule].effect.effect,
          outcome: outcome.outcome))
    }
    return verdict
  }

  private func rule(_ index: Int) -> Verdict.Rule {
    let description = program.image.rules[index]
    var because: String?
    if description.because != nil {
      var text: [UInt8] = []
      TemplateFiller.append(becauseOf: index, program.rules, interpreter.memory, to: &text)
      because = String(decoding: text, as: UTF8.self)
    }
    return Verdict.Rule(
      name: description.name, because: because, at: program.rules.place(of: index),
      annotations: description.annotations)
  }
}

extension Verdict {
  fileprivate mutating func setID(_ found: RequestID?) {
    id = found?.description
    if case .number = found { hasNumericID = true }
  }
}

extension Projection {
  /// The slot of the request's own clock: the policy's where it reads that path too, else one more
  /// after all others.
  fileprivate mutating func clockSlot(for path: RequestPath) -> Int {
    var node = 0
    for step in path.steps {
      guard case .member(let name) = step else { continue }
      if let known = nodes[node].members.first(where: { $0.name == name }) {
        node = known.node
      } else {
        nodes.append(Node())
        let index = nodes.count - 1
        nodes[node].members.append(Member(name: name, node: index))
        nodes[node].members.sort { $0.name < $1.name }
        node = index
      }
    }
    if let slot = nodes[node].slot { return slot }
    nodes[node].slot = slotCount
    nodes[node].expectation = .timestamp
    slotCount += 1
    return slotCount - 1
  }
}
