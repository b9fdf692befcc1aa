// The second, slow reading of a request: where the causes of an uncertainty stand. It happens only
// where a verdict needs it, and `UncertaintyWriter` cannot tell them.

/// Finds out what `VerdictDetails` hold.
package struct CauseFinder {
  private let program: LoadedProgram
  private let finder: PlaceFinder
  private let line: Int?

  /// Looks at the request once more.
  package init(
    _ program: LoadedProgram, _ request: UnsafeBufferPointer<UInt8>, line: Int?
  ) throws(InputError) {
    self.program = program
    self.line = line
    finder = try PlaceFinder(request)
  }

  /// The details of a decision.
  package func details(
    _ decision: Decision, _ interpreter: inout Interpreter, now: Value, clock: RequestPath?
  ) throws(InputError) -> VerdictDetails {
    var details = VerdictDetails()
    interpreter.memory.setTracing(true)
    defer { interpreter.memory.setTracing(false) }
    var tracer = Tracer(program, now: now, clock: clock)
    let names = decision.namedUncertain
    for rule in Array(interpreter.uncertainRules) where program.ruleMasks[Int(rule)] & names != 0 {
      guard details.uncertain.count < Limits.namedUncertainRules else {
        details.uncertainOmitted += 1
        continue
      }
      let causes = tracer.causes(ofRuleAt: Int(program.ruleWords[Int(rule)]), &interpreter)
      details.uncertain.append(
        Verdict.Uncertainty(
          rule: program.image.rules[Int(rule)].name, causes: try placed(causes.causes),
          causesOmitted: causes.omitted))
    }
    return details
  }

  /// Causes with where they stand.
  private func placed(_ causes: [CauseList.Cause]) throws(InputError) -> [Verdict.Cause] {
    let places = try finder.places(of: causes.map(\.steps))
    return zip(causes, places).map { cause, place in
      Verdict.Cause(
        path: cause.path, fault: cause.fault, line: line,
        byte: cause.path.isEmpty ? nil : place, why: cause.why)
    }
  }
}
