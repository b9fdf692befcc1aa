// The results of mutation testing, as data.

package import Weir
package import WeirAnalysis

/// A policy, and the cases that should notice its mutants.
package struct MutationTarget: Sendable {
  package var policy: TestPolicy
  package var cases: [TestCase]
  package var recorded: [RecordedRequests]

  package init(policy: TestPolicy, cases: [TestCase], recorded: [RecordedRequests] = []) {
    self.policy = policy
    self.cases = cases
    self.recorded = recorded
  }
}

/// Recorded requests whose verdicts today equal the recorded ones.
package struct RecordedRequests: Sendable {
  /// The file, for people.
  package var name: String
  package var clock: ClockSource
  package var requests: [Request]

  package struct Request: Sendable {
    package var bytes: [UInt8]
    /// `requests.jsonl:12`.
    package var name: String
    package var now: Timestamp

    package init(bytes: [UInt8], name: String, now: Timestamp) {
      self.bytes = bytes
      self.name = name
      self.now = now
    }
  }

  package init(name: String, clock: ClockSource, requests: [Request]) {
    self.name = name
    self.clock = clock
    self.requests = requests
  }
}

/// A survivor that somebody has accepted, with a reason.
package struct AcceptedMutant: Sendable {
  /// What the edit is a part of, as reports head it.
  package var rule: String
  /// The line as it is, blanks around it gone; nil where lines are only added.
  package var was: String?
  /// The line as the mutant has it; nil where it is dropped.
  package var becomes: String?
  package var because: String
  package var place: FixturePlace

  package init(
    rule: String, was: String?, becomes: String?, because: String, place: FixturePlace
  ) {
    self.rule = rule
    self.was = was
    self.becomes = becomes
    self.because = because
    self.place = place
  }
}

/// Why a fixture must no longer accept a mutant.
package enum AcceptanceMistake: String, Sendable {
  case unknown, killed, equivalent
}

/// The fate of one mutant.
package enum MutantFate: Sendable {
  case killed
  case survived(MutantWitness?)
  case equivalent(EquivalenceProof)
  case accepted(because: String)
  case notCompiled
}

/// A request on which a survivor and the policy differ.
package struct MutantWitness: Sendable, Equatable {
  /// The case or recorded request that it is made from.
  package var name: String
  /// What was changed in it; nil if it differs as it is, and no expectation asks about the
  /// difference.
  package var change: String?
  /// What differs in the verdict, before and after.
  package var what: String
  package var before: String
  package var after: String

  package init(name: String, change: String?, what: String, before: String, after: String) {
    self.name = name
    self.change = change
    self.what = what
    self.before = before
    self.after = after
  }
}

package struct JudgedMutant: Sendable {
  package var mutant: Mutant
  package var fate: MutantFate
  /// Where it is, and the lines it changes.
  package var line: Int
  package var removed: [String]
  package var added: [String]
}

/// The mutants of one policy.
package struct MutatedPolicy: Sendable {
  /// The sources by the paths they can be opened at.
  package var files: [SourceFile]
  package var mutants: [JudgedMutant]
  package var mistakes: [(accepted: AcceptedMutant, mistake: AcceptanceMistake)]
}

/// Everything that came of mutation testing.
package struct MutationResult: Sendable {
  package var policies: [MutatedPolicy]
  /// How many mutants a sample left out.
  package var leftOut: Int

  /// How many mutants came to what.
  package struct Tally: Sendable, Equatable {
    package var killed = 0
    package var survived = 0
    package var accepted = 0
    package var notCompiled = 0
    package var equivalent: [EquivalenceProof: Int] = [:]

    package var equivalentCount: Int { equivalent.values.reduce(0, +) }
    /// Edits that compiled.
    package var mutants: Int { killed + survived + accepted + equivalentCount }
    /// Per cent of the mutants that a suite could kill and nobody has explained; 100 where there
    /// are none. Rounded down, so that 100 means all.
    package var score: Double {
      let judged = killed + survived
      return judged == 0 ? 100 : Double(killed * 1000 / judged) / 10
    }
  }

  package var tally: Tally {
    var tally = Tally()
    for policy in policies {
      for judged in policy.mutants {
        switch judged.fate {
        case .killed: tally.killed += 1
        case .survived: tally.survived += 1
        case .accepted: tally.accepted += 1
        case .notCompiled: tally.notCompiled += 1
        case .equivalent(let proof): tally.equivalent[proof, default: 0] += 1
        }
      }
    }
    return tally
  }

  /// Whether an accepted mutant is unknown, equivalent, or killed by a case.
  package var hasMistakes: Bool { policies.contains { !$0.mistakes.isEmpty } }
}
