// The questions that can be put about conditions, and their answers. One question is any number of
// requirements (this condition is true, that rule is not false) that are to hold in one request at
// one instant.

package import Weir

/// Something that a request would have to make so.
package struct Requirement: Sendable {
  package enum Subject: Sendable {
    case condition(CheckedExpression)
    /// All of a rule: its conditions, its exclusions and its period.
    case rule(CheckedRule)
  }

  package enum Outcome: Sendable, CaseIterable {
    case isTrue, isFalse, isUncertain, isNotFalse, isNotTrue

    package func agrees(with truth: Truth) -> Bool {
      switch self {
      case .isTrue: truth == .true
      case .isFalse: truth == .false
      case .isUncertain: truth == .uncertain
      case .isNotFalse: truth != .false
      case .isNotTrue: truth != .true
      }
    }
  }

  package var subject: Subject
  package var outcome: Outcome

  package init(_ condition: CheckedExpression, _ outcome: Outcome) {
    subject = .condition(condition)
    self.outcome = outcome
  }

  package init(_ rule: CheckedRule, _ outcome: Outcome) {
    subject = .rule(rule)
    self.outcome = outcome
  }
}

/// What came of a question.
package enum ProofAnswer: Sendable {
  /// No request fulfils these requirements together, by their places in the question: leaving any
  /// of them out, the proof fails.
  case never([Int])
  /// This request fulfils all of them: the machine says so.
  case possible(RequestCase)
  /// Something mattered of which only a request tells, or the proof was too long.
  case notKnown
}

/// Puts questions about the conditions of one policy.
package struct ConditionProver {
  /// A proof's requirements are tried without each other up to this many.
  private static let minimised = 12

  private let policy: CheckedPolicy
  /// A case that was exact by all that is known here, and that the machine saw otherwise: a defect
  /// of this folder. Tests fail upon it; a finding is not made of it.
  package private(set) var defect: RequestCase?

  package init(_ policy: CheckedPolicy) { self.policy = policy }

  /// Whether some request fulfils all requirements.
  package mutating func answer(_ requirements: [Requirement]) -> ProofAnswer {
    ask(requirements, wantsCase: true) ?? .notKnown
  }

  /// The requirements that exclude each other, if no request fulfils all; nothing is said of one
  /// that might.
  package func exclusion(_ requirements: [Requirement]) -> [Int]? {
    var prover = self
    guard case .never(let places)? = prover.ask(requirements, wantsCase: false) else { return nil }
    return places
  }

  private mutating func ask(_ requirements: [Requirement], wantsCase: Bool) -> ProofAnswer? {
    var table = AtomTable()
    let formulas = requirements.map { requirement in
      switch requirement.subject {
      case .condition(let condition): table.formula(condition)
      case .rule(let rule): table.formula(of: rule)
      }
    }
    table.finish()
    var encoder = CaseEncoder(table)
    var assumptions: [CaseEncoder.Literal] = []
    for (requirement, formula) in zip(requirements, formulas) {
      let planes = encoder.planes(of: formula)
      switch requirement.outcome {
      case .isTrue: assumptions.append(planes.surely)
      case .isFalse: assumptions.append(!planes.possibly)
      case .isNotFalse: assumptions.append(planes.possibly)
      case .isNotTrue: assumptions.append(!planes.surely)
      case .isUncertain:
        assumptions.append(encoder.conjunction([planes.possibly, !planes.surely]))
      }
    }
    switch encoder.solve(assuming: assumptions) {
    case .unknown: return nil
    case .unsatisfiable:
      var needed = assumptions.indices.filter { encoder.isNeeded(assumptions[$0]) }
      if needed.count <= ConditionProver.minimised {
        for place in needed where needed.count > 1 {
          let fewer = needed.filter { $0 != place }
          if case .unsatisfiable = encoder.solve(assuming: fewer.map { assumptions[$0] }) {
            needed = fewer
          }
        }
      }
      return .never(needed)
    case .satisfiable:
      guard wantsCase else { return nil }
      var decoder = CaseDecoder(encoder.table)
      let found = decoder.decode(encoder)
      if found.isFulfilled(requirements, in: policy) { return .possible(found) }
      if decoder.isExact { defect = found }
      return nil
    }
  }
}
