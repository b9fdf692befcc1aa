// Who has spent most of a limit that a request ran into: rules are run one after the other, and
// what each takes is looked at. It takes a second reading and no longer than the first run may, and
// only requests that are denied for it pay.

extension Interpreter {
  /// The rule that takes most of a limit, and how much. The slots are filled, and nothing else is.
  mutating func costliestRule(
    of limit: LimitExceeded, now: Value
  ) -> (rule: Int, spent: Int)? {
    begin(now: now)
    memory.limitExceeded = nil
    var nobody = NoCounter()
    var most: (rule: Int, spent: Int)?
    for rule in program.image.rules.indices {
      matchedCount = 0
      uncertainCount = 0
      let before = left(of: limit)
      memory.comparisonsLeft = comparisons
      var candidate = Candidate(
        rule: rule, word: Int(program.ruleWords[rule]) + 1, isUncertain: false)
      judge(&candidate, 1, &nobody)
      // A run that ends early has not handed back what was left.
      if memory.limitExceeded != nil { comparisons = min(comparisons, memory.comparisonsLeft) }
      let spent = before - max(left(of: limit), 0)
      if spent > most?.spent ?? 0 { most = (rule, spent) }
      if memory.limitExceeded != nil { break }
    }
    matchedCount = 0
    uncertainCount = 0
    return most
  }

  /// What is left; of memory, less than nothing.
  private func left(of limit: LimitExceeded) -> Int {
    switch limit {
    case .quantifierSteps: steps
    case .comparedPairs: comparisons
    case .arenaValues: Limits.arenaValues - memory.arenaCount
    case .scratchBytes: Limits.scratchBytes - memory.scratchCount
    case .objectMembers: 0
    }
  }
}
