// What requests have shown of a policy's conditions, as counts. Their size depends on the policy
// alone, not on the number of requests. Counts of several threads add up to those of one.

package import Weir
package import WeirAnalysis

/// What was seen of each condition and rule, in the order of a policy's `Probes`.
package struct CoverageCounts: Sendable, Equatable {
  /// How often a rule had each outcome.
  package struct Rule: Sendable, Equatable {
    package var matched = 0
    package var uncertain = 0
    /// One for each of the rule's conditions.
    package var conditions: [Condition]
  }

  /// How often a condition was decisive in its rule.
  package struct Condition: Sendable, Equatable {
    /// It was true, and had it been false, the rule's outcome would have been the other one.
    package var decidedTrue = 0
    /// It was false, and had it been true, the rule's outcome would have been the other one.
    package var decidedFalse = 0
    /// It was uncertain, and no other condition had settled the rule.
    package var openUncertain = 0
  }

  /// How often a probe was true or uncertain; otherwise it was false.
  package struct Probe: Sendable, Equatable {
    package var isTrue = 0
    package var isUncertain = 0
  }

  /// Requests that were judged.
  package var requests = 0
  /// Requests that could not be read, and so cover nothing.
  package var unreadable = 0
  package var probes: [Probe]
  package var rules: [Rule]

  package init(_ probes: Probes) {
    self.probes = Array(repeating: Probe(), count: probes.count)
    rules = probes.rules.map {
      Rule(conditions: Array(repeating: Condition(), count: $0.leaves.count))
    }
  }

  /// Adds the counts of another part, of the same policy.
  package mutating func add(_ other: CoverageCounts) {
    requests += other.requests
    unreadable += other.unreadable
    for index in probes.indices {
      probes[index].isTrue += other.probes[index].isTrue
      probes[index].isUncertain += other.probes[index].isUncertain
    }
    for index in rules.indices {
      rules[index].matched += other.rules[index].matched
      rules[index].uncertain += other.rules[index].uncertain
      for place in rules[index].conditions.indices {
        let seen = other.rules[index].conditions[place]
        rules[index].conditions[place].decidedTrue += seen.decidedTrue
        rules[index].conditions[place].decidedFalse += seen.decidedFalse
        rules[index].conditions[place].openUncertain += seen.openUncertain
      }
    }
  }
}

/// Counts what requests show of one policy. Each thread needs its own.
package final class CoverageMeter {
  private let probes: Probes
  private var evaluator: Evaluator
  package private(set) var counts: CoverageCounts
  // Reused for each request.
  private var probed: [Truth]
  private var truths: [Truth] = []
  private var influences: [Influence] = []

  package init(_ probes: Probes, clock: ClockSource = .given) {
    self.probes = probes
    evaluator = Evaluator(probes.program, clock: clock)
    counts = CoverageCounts(probes)
    probed = Array(repeating: .false, count: probes.count)
  }

  /// Counts what one request shows.
  package func observe(_ request: UnsafeBufferPointer<UInt8>, now: Timestamp) {
    for index in probed.indices { probed[index] = .false }
    let isRead = evaluator.observe(request, now: now) { machine in
      // After the probes stands a rule that only reads.
      for probe in machine.matchedRules where probe < probed.count { probed[Int(probe)] = .true }
      for probe in machine.uncertainRules where probe < probed.count {
        probed[Int(probe)] = .uncertain
      }
    }
    guard isRead else {
      counts.unreadable += 1
      return
    }
    counts.requests += 1
    for (index, truth) in probed.enumerated() where truth != .false {
      if truth == .true {
        counts.probes[index].isTrue += 1
      } else {
        counts.probes[index].isUncertain += 1
      }
    }
    for index in probes.rules.indices { count(index) }
  }

  private func count(_ index: Int) {
    let rule = probes.rules[index]
    let probed = self.probed
    let outcome = rule.outcome(&truths) { leaf in
      rule.leaves[leaf].probe.map { probed[$0] } ?? Truth(rule.leaves[leaf].constant == true)
    }
    if outcome == .true { counts.rules[index].matched += 1 }
    if outcome == .uncertain { counts.rules[index].uncertain += 1 }
    rule.influences(truths, into: &influences)
    for (place, node) in rule.nodes.enumerated()
    where node.kind == .leaf && influences[place] != .none {
      if truths[place] == .uncertain {
        counts.rules[index].conditions[node.leaf].openUncertain += 1
      } else if influences[place] == .all {
        if truths[place] == .true {
          counts.rules[index].conditions[node.leaf].decidedTrue += 1
        } else {
          counts.rules[index].conditions[node.leaf].decidedFalse += 1
        }
      }
    }
  }
}
