// The second program of a policy: every condition of every rule as a rule of its own, under
// observation, so that the machine itself says how each came out (see Architecture, "Testing
// policies").
//
// Conditions that are the same share a probe: those of an `on` stand in every rule in it, and those
// of a definition in every rule that uses it.

package import Weir

/// A policy's conditions, and the program that tells how they come out.
package struct Probes: Sendable {
  /// The conditions of each rule of the policy, in the order of its rules.
  package private(set) var rules: [RuleConditions] = []
  /// How many different conditions there are: the program's first rules.
  package private(set) var count = 0
  package private(set) var program: Program

  /// The probes of a policy. Such of `readings` as are given are read whole, as they come.
  package init(
    _ policy: CheckedPolicy, reading readings: [RequestPath] = []
  ) throws(ProgramError) {
    var probes = policy
    probes.rules = []
    // Nobody asks the probes for a verdict.
    probes.defaultVerdict = .deny
    probes.volatile = []
    var readings = Probes.readings(policy) + readings
    readings = Set(readings).sorted { ExactString($0.text) < ExactString($1.text) }
    var known: [ExactString: Int] = [:]
    for rule in policy.rules {
      var conditions = RuleConditions(rule)
      var subjects: [ExactString: [Int]] = [:]
      for (index, leaf) in conditions.leaves.enumerated() where leaf.constant == nil {
        let key = Probes.key(of: leaf, in: rule)
        subjects[Probes.subject(of: leaf) ?? key, default: []].append(index)
        if let probe = known[key] {
          conditions.leaves[index].probe = probe
          continue
        }
        known[key] = probes.rules.count
        conditions.leaves[index].probe = probes.rules.count
        probes.rules.append(Probes.rule(for: leaf, of: rule))
      }
      for indices in subjects.values where indices.count > 1 {
        for index in indices { conditions.leaves[index].isCoupled = true }
      }
      rules.append(conditions)
    }
    count = probes.rules.count
    if !readings.isEmpty {
      var reader = CheckedRule(
        name: "", effect: .allow, isObserved: true,
        nameRange: SourceRange(file: 0, start: 0, end: 0),
        range: SourceRange(file: 0, start: 0, end: 0))
      reader.because = CheckedTemplate(parts: readings.map { .path($0) })
      probes.rules.append(reader)
    }
    program = try Program(verifying: Emitter.emit(probes))
  }

  /// What one request may take.
  package var limits: RequestLimits {
    get { program.limits }
    set { program.limits = newValue }
  }

  /// The readers of queries that the conditions call.
  package var readers: [QueryReader] {
    get { program.readers }
    set { program.readers = newValue }
  }

  private static func rule(for leaf: Condition, of rule: CheckedRule) -> CheckedRule {
    var probe = CheckedRule(
      name: "", effect: .allow, isObserved: true, nameRange: leaf.range, range: leaf.range)
    switch leaf.kind {
    case .expression(let expression): probe.conditions = [expression]
    case .window:
      probe.from = rule.from
      probe.until = rule.until
    }
    return probe
  }

  /// What a policy reads besides its conditions: a request is refused for what is wrong with what
  /// is read, and the probes are to refuse the same ones.
  private static func readings(_ policy: CheckedPolicy) -> [RequestPath] {
    var holds = policy.rules.compactMap(\.hold)
    if case .hold(let hold, _) = policy.defaultVerdict { holds.append(hold) }
    var paths: [RequestPath] = []
    for rule in policy.rules {
      for part in rule.because?.parts ?? [] {
        if case .path(let path) = part { paths.append(path) }
      }
    }
    for hold in holds {
      paths += hold.namedPaths + hold.covers.paths
    }
    return paths
  }

  /// What two conditions have in common that always come out the same.
  private static func key(of leaf: Condition, in rule: CheckedRule) -> ExactString {
    switch leaf.kind {
    case .expression(let expression):
      return CanonicalForm.text(expression)
    case .window:
      return ExactString(
        "from \(rule.from?.description ?? "") until \(rule.until?.description ?? "")")
    }
  }

  /// What a condition has in common with its opposite; nil where it has no other spelling.
  private static func subject(of leaf: Condition) -> ExactString? {
    guard case .expression(var expression) = leaf.kind,
      case .compare(let comparison, let left, let right) = expression.kind
    else { return nil }
    switch comparison {
    case .notEqual: expression.kind = .compare(.equal, left, right)
    case .notIn: expression.kind = .compare(.in, left, right)
    case .lessOrEqual: expression.kind = .compare(.greater, left, right)
    case .greaterOrEqual: expression.kind = .compare(.less, left, right)
    case .equal, .less, .greater, .in, .contains, .overlaps, .includes, .startsWith, .endsWith,
      .like, .matches:
      return nil
    }
    return CanonicalForm.text(expression)
  }
}

extension Probes {
  /// How the first `count` rules of a program came out, in a run that `Evaluator.observe` shows.
  package static func truths(_ count: Int, _ machine: borrowing Interpreter) -> [Truth] {
    var truths = [Truth](repeating: .false, count: count)
    for rule in machine.matchedRules where rule < count {
      truths[Int(rule)] = .true
    }
    for rule in machine.uncertainRules where rule < count {
      truths[Int(rule)] = .uncertain
    }
    return truths
  }
}
