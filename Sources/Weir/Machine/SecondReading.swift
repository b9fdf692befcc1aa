// The second, slow reading of a request: where the causes of an uncertainty stand, and what a held
// request waits for, with the key that names it. It happens only where a verdict needs it.

/// Finds out what `VerdictDetails` hold.
package struct SecondReading {
  private let program: LoadedProgram
  /// The request read whole; only a hold needs it.
  private let document: Document?
  private let finder: PlaceFinder
  /// Where an object has a name twice, in a place that no rule reads.
  private let duplicate: Int?
  private let line: Int?

  /// Version of the keys' form: a change of it changes every key.
  private static let keyVersion = "1"

  /// Looks at the request once more, and reads it whole where it is held.
  package init(
    _ program: LoadedProgram, _ request: UnsafeBufferPointer<UInt8>, line: Int?, isHeld: Bool
  ) throws(InputError) {
    self.program = program
    self.line = line
    finder = try PlaceFinder(request)
    guard isHeld else {
      document = nil
      duplicate = nil
      return
    }
    let (document, duplicate) = try parseLenientJSON(request)
    self.document = document
    self.duplicate = duplicate
  }

  /// The details of a decision. Fails where a hold covers the whole request and that has a name
  /// twice: two readers could take it for two requests.
  package func details(
    _ decision: Decision, _ interpreter: inout Interpreter, now: Value, clock: RequestPath?,
    isUncertaintyWritten: Bool
  ) throws(InputError) -> VerdictDetails {
    var details = VerdictDetails()
    details.isUncertaintyWritten = isUncertaintyWritten
    if !isUncertaintyWritten {
      try name(decision, &interpreter, now: now, clock: clock, in: &details)
    }
    guard decision.effect == .hold else { return details }
    if decision.listed == .hold {
      for rule in interpreter.matchedRules {
        try add(rule: Int(rule), isCertain: true, interpreter.memory, to: &details.holds)
      }
    }
    if decision.namesUncertainHolds {
      for rule in interpreter.uncertainRules {
        try add(rule: Int(rule), isCertain: false, interpreter.memory, to: &details.holds)
      }
    }
    if decision.heldByDefault, case .hold(let hold) = program.image.defaultVerdict {
      details.holds.append(
        try describe(hold, rule: "default", isCertain: true, interpreter.memory))
    }
    return details
  }

  // MARK: Uncertainty

  private func name(
    _ decision: Decision, _ interpreter: inout Interpreter, now: Value, clock: RequestPath?,
    in details: inout VerdictDetails
  ) throws(InputError) {
    var tracer = Tracer(program, now: now, clock: clock)
    let names = decision.namedUncertain
    for rule in Array(interpreter.uncertainRules) where program.ruleMasks[Int(rule)] & names != 0 {
      guard details.uncertain.count < Limits.namedUncertainRules else {
        details.uncertainOmitted += 1
        continue
      }
      let causes = tracer.causes(ofRuleAt: Int(program.ruleWords[Int(rule)]), &interpreter)
      var placed: [Verdict.Cause] = []
      for cause in causes { placed.append(try place(cause)) }
      details.uncertain.append(
        Verdict.Uncertainty(
          rule: program.image.rules[Int(rule)].name, causes: placed.sorted { $0.precedes($1) }))
    }
  }

  private func place(_ cause: TracedCause) throws(InputError) -> Verdict.Cause {
    Verdict.Cause(
      path: RequestPath.text(of: cause.steps), fault: cause.fault, line: line,
      byte: try finder.place(of: cause.steps))
  }

  // MARK: Holds

  private func add(
    rule: Int, isCertain: Bool, _ memory: borrowing Memory, to holds: inout [Verdict.Hold]
  ) throws(InputError) {
    let description = program.image.rules[rule]
    guard !description.isObserved, let hold = description.hold else { return }
    holds.append(try describe(hold, rule: description.name, isCertain: isCertain, memory))
  }

  private func describe(
    _ hold: HoldDescription, rule: String, isCertain: Bool, _ memory: borrowing Memory
  ) throws(InputError) -> Verdict.Hold {
    let clauses = hold.clauses
    let requesters = requesterValues(memory)
    // Uncertain in any way, an approval is good for this very request only.
    var covered: [RequestPath]?
    var lasts: Interval
    switch clauses.covers {
    case .once(for: let interval): lasts = interval
    case .values(let paths, for: let interval):
      lasts = interval
      let isReadable = paths.allSatisfy { path in
        hold.slots[path].map { !memory[$0].isFault } ?? false
      }
      if isCertain, isReadable { covered = paths } else { lasts = clauses.within }
    }
    if covered == nil, let duplicate { throw InputError(.duplicateKey, at: duplicate) }
    // People in the place of paths: one text in quotes, several as a list. A path that cannot be
    // read stays as it is, bare, so that no name in a request can pass for it: nobody is meant.
    var people: [RequestPath: [UInt8]] = [:]
    for (path, slot) in hold.slots {
      let value = memory[slot]
      guard value.tag == .string || value.tag == .list else { continue }
      TemplateFiller.appendJSON(value, memory, limit: Int.max, to: &people[path, default: []])
    }
    func fill(_ parts: [CheckedTemplate.Part]) -> String {
      var text: [UInt8] = []
      for part in parts {
        switch part {
        case .text(let piece), .constant(let piece): text += piece.bytes
        case .path(let path): text += people[path] ?? Array(path.text.utf8)
        }
      }
      return String(decoding: text, as: UTF8.self)
    }
    return Verdict.Hold(
      rule: rule,
      key: key(rule: rule, hold, covering: covered),
      needs: fill(HoldText.parts(of: clauses.needs)),
      within: clauses.within.description,
      rejectedBy: clauses.rejectedBy,
      escalate: clauses.escalation.map {
        .init(to: fill(HoldText.parts(of: $0.to)), after: $0.after.description)
      },
      override: clauses.override.map { fill(HoldText.parts(of: $0)) },
      notify: clauses.notifications.map {
        .init(channel: $0.channel, target: $0.target.description)
      },
      covers: covered.map { paths in paths.map(\.text).joined(separator: ", ") } ?? "once",
      coversFor: lasts.description,
      requester: requesters)
  }

  /// Who stands on the requester's paths; nil where one is uncertain, and nobody may approve.
  private func requesterValues(_ memory: borrowing Memory) -> [String]? {
    var people: [String] = []
    for path in program.image.requester {
      let value = memory[path.slot]
      switch value.tag {
      case .fault:
        guard value.faultKind == .absent, path.isOptional else { return nil }
      case .list:
        for index in 0..<value.count {
          let element = memory.values(of: value)[index * value.stride]
          guard element.tag == .string else { return nil }
          people.append(String(decoding: memory.bytes(of: element), as: UTF8.self))
        }
      case .string: people.append(String(decoding: memory.bytes(of: value), as: UTF8.self))
      case .bool, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .record,
        .opaqueRecord, .opaqueList:
        return nil
      }
    }
    return people
  }

  /// The key of a hold: the digest of what an approval is good for. The values on the paths that
  /// name people are in it, so that what one owner approved serves no other owner's request.
  private func key(rule: String, _ hold: HoldDescription, covering paths: [RequestPath]?) -> String
  {
    func text(_ string: String) -> Document { Document(.string(Text(string)), offset: 0) }
    func values(_ paths: [RequestPath]) -> Document {
      var members: [Document.Member] = []
      for path in Set(paths) {
        if let value = document?.value(at: path.steps) {
          members.append(Document.Member(Text(path.text), value))
        }
      }
      return Document(.record(members), offset: 0)
    }
    let canonical = encodeCanonical(
      Document(
        .record([
          Document.Member(Text("v"), Document(.number(SecondReading.keyVersion), offset: 0)),
          Document.Member(Text("rule"), text(rule)),
          Document.Member(Text("terms"), text("sha256:" + hexadecimal(hold.terms))),
          Document.Member(Text("requester"), values(program.image.requester.map(\.path))),
          Document.Member(Text("needs"), values(hold.clauses.selectorPaths)),
          Document.Member(
            Text("covers"), paths.map { values($0) } ?? document ?? Document(.null, offset: 0)),
        ]), offset: 0),
      // The whole request stands below `covers`, less what differs when it comes again.
      omitting: paths == nil
        ? program.image.volatilePaths.map {
          RequestPath(steps: [.member(Text("covers"))] + $0.steps)
        } : [])
    return "sha256:" + hexadecimal(digest(canonical))
  }
}

extension Verdict.Cause {
  /// By path, then by kind of fault, then by place.
  fileprivate func precedes(_ other: Verdict.Cause) -> Bool {
    if path != other.path { return Text(path) < Text(other.path) }
    if fault != other.fault { return fault.rawValue < other.fault.rawValue }
    return (byte ?? -1) < (other.byte ?? -1)
  }
}
