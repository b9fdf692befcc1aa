// What a run says of rules under observation, which the verdict lists and does not follow.

extension Interpreter {
  /// The rules under observation that matched or are uncertain, in the order of the rules.
  package func observations(
    _ program: LoadedProgram
  ) -> [(rule: Int, outcome: Verdict.Observation.Outcome)] {
    var all: [(rule: Int, outcome: Verdict.Observation.Outcome)] = []
    for rule in matchedRules where program.rulePieces[Int(rule)].effect.isObserved {
      all.append((Int(rule), .matched))
    }
    for rule in uncertainRules where program.rulePieces[Int(rule)].effect.isObserved {
      all.append((Int(rule), .uncertain))
    }
    return all.sorted { $0.rule < $1.rule }
  }
}
