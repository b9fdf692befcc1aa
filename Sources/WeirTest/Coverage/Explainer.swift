// Explains verdicts: which rules took part in a verdict or nearly did, how their conditions came
// out (from the probes), and what values their operands had. It runs only for failed cases, one at
// a time, so it need not be fast; the policy's own program is not changed.

package import Weir
package import WeirAnalysis

/// Explains the verdicts of one policy. Any number of threads may use it.
package struct Explainer: Sendable {
  private let policy: CheckedPolicy
  private var probes: Probes
  /// The slot of each path that conditions read.
  private let slots: [RequestPath: Int]

  /// Rules that one explanation shows.
  private static let shownRules = 6

  package init(_ policy: TestPolicy) throws(ProgramError) {
    try self.init(policy.checked, of: policy.program)
  }

  /// Explains by a part of a policy.
  ///
  /// - Parameter program: the policy's own, whose limits and readers the probes have.
  package init(_ policy: CheckedPolicy, of program: Program) throws(ProgramError) {
    self.policy = policy
    var paths: Set<RequestPath> = []
    for rule in policy.rules {
      for condition in rule.conditions + rule.exclusions { condition.addPaths(to: &paths) }
    }
    probes = try Probes(
      policy, reading: paths.sorted { ExactString($0.text) < ExactString($1.text) })
    probes.limits = program.limits
    probes.readers = program.readers
    var slots: [RequestPath: Int] = [:]
    for (slot, path) in probes.program.loaded.image.slotPaths.enumerated() { slots[path] = slot }
    self.slots = slots
  }

  /// Explains the verdict on a case.
  package func explain(_ test: TestCase, _ verdict: Verdict) -> Explanation {
    explain(
      test.request, now: test.now ?? Timestamp(seconds: 0, nanoseconds: 0), verdict,
      expecting: test.expectation.verdict?.value, rules: test.expectation.namedRules)
  }

  /// Explains why a request has its verdict rather than the expected effect or the expected rules.
  package func explain(
    _ request: [UInt8], now: Timestamp, clock: ClockSource = .given, _ verdict: Verdict,
    expecting effect: Verdict.Effect? = nil, rules expected: Set<String> = []
  ) -> Explanation {
    guard let seen = ObservedRequest(request, now: now, clock: clock, probes, slots) else {
      return Explanation(rules: [], values: [])
    }
    let chosen = choose(verdict, effect, expected, seen)
    var paths: Set<RequestPath> = []
    let rules = chosen.prefix(Explainer.shownRules).map { index, part in
      for condition in policy.rules[index].conditions + policy.rules[index].exclusions {
        condition.addPaths(to: &paths)
      }
      return explained(index, part, seen)
    }
    let values = paths.map { (path: $0.text, value: seen.text(at: $0)) }
      .sorted { ExactString($0.path) < ExactString($1.path) }
    return Explanation(
      rules: rules, values: values, omitted: max(0, chosen.count - Explainer.shownRules))
  }

  // MARK: Which rules

  private func choose(
    _ verdict: Verdict, _ effect: Verdict.Effect?, _ expected: Set<String>, _ seen: ObservedRequest
  ) -> [(index: Int, part: ExplainedRule.Part)] {
    let decided = Set(verdict.rules.map(\.name)).union(verdict.holds.map(\.rule))
    let uncertain = Set(verdict.uncertain.map(\.rule))
    var chosen: [(index: Int, part: ExplainedRule.Part)] = []
    var others: [(index: Int, missing: Int)] = []
    for (index, rule) in policy.rules.enumerated() {
      if decided.contains(rule.name) {
        chosen.append((index, .decided))
      } else if expected.contains(rule.name) {
        chosen.append((index, .expected))
      } else if uncertain.contains(rule.name) {
        chosen.append((index, .uncertain))
      } else if !rule.isObserved,
        effect.map({ $0 == rule.effect }) ?? (rule.effect != .allow),
        seen.outcomes[index] != .true
      {
        others.append((index, probes.rules[index].missing(seen.truths)))
      }
    }
    // If no rule of the expected effect lacks just one condition, the nearest one is shown.
    let nearest = others.map(\.missing).min() ?? 0
    let isAsked = effect != nil && effect != verdict.effect && expected.isEmpty
    chosen +=
      others.filter { $0.missing <= 1 || (isAsked && $0.missing == nearest) }
      .filter { isAsked || probes.rules[$0.index].leaves.count > 1 }
      .map { ($0.index, .nearMiss) }
    return chosen.enumerated().sorted {
      ($0.element.part, $0.offset) < ($1.element.part, $1.offset)
    }.map(\.element)
  }

  // MARK: One rule

  private func explained(
    _ index: Int, _ part: ExplainedRule.Part, _ seen: ObservedRequest
  ) -> ExplainedRule {
    let rule = policy.rules[index]
    let conditions = probes.rules[index]
    var truths: [Truth] = []
    let outcome = conditions.outcome(&truths) { seen.truth(of: conditions.leaves[$0]) }
    var influences: [Influence] = []
    conditions.influences(truths, into: &influences)
    var explained: [ExplainedCondition] = []
    for (place, node) in conditions.nodes.enumerated() {
      switch node.kind {
      case .not, .and, .or: continue
      case .leaf: break
      }
      let leaf = conditions.leaves[node.leaf]
      explained.append(
        ExplainedCondition(
          truth: truths[place],
          isDecisive: outcome != .true && influences[place] == .all,
          isExclusion: leaf.isExclusion, range: leaf.range, operands: operands(of: leaf, seen)))
    }
    let file = policy.files[Int(rule.nameRange.file)]
    return ExplainedRule(
      name: rule.name, effect: rule.effect,
      at: "\(file.path):\(file.line(at: Int(rule.nameRange.start)))", part: part,
      outcome: outcome, conditions: explained)
  }

  // MARK: Operands

  private func operands(
    of leaf: Condition, _ seen: ObservedRequest
  ) -> [(range: SourceRange, value: String)] {
    switch leaf.kind {
    case .window: return []
    case .expression(let expression):
      var operands: [(range: SourceRange, value: String)] = []
      switch expression.kind {
      case .path: add(expression, seen, to: &operands)
      case .constant, .local, .now, .member, .element, .list, .not, .and, .or, .compare,
        .arithmetic, .negate, .coalesce, .has, .quantifier, .call:
        for operand in expression.operands { add(operand, seen, to: &operands) }
      }
      // A place says one thing: an argument that a definition uses twice is one operand.
      var places: Set<SourceRange> = []
      return operands.filter { places.insert($0.range).inserted }
    }
  }

  private func add(
    _ expression: CheckedExpression, _ seen: ObservedRequest,
    to operands: inout [(range: SourceRange, value: String)]
  ) {
    switch expression.kind {
    case .path(let path): operands.append((expression.range, seen.text(at: path)))
    case .constant(let constant):
      // What a literal is stands there; what a name stands for does not.
      if isName(expression.range) {
        operands.append((expression.range, ValueSketch(constant).text))
      }
    case .now, .member, .element, .list, .not, .and, .or, .compare, .arithmetic, .negate,
      .coalesce, .has, .quantifier, .call:
      switch seen.value(of: expression) {
      case .success(let constant):
        operands.append((expression.range, ValueSketch(constant).text))
      case .failure(let fault):
        // The fault came from somewhere: the paths say what they were.
        let before = operands.count
        for operand in expression.operands { add(operand, seen, to: &operands) }
        if operands.count == before {
          operands.append((expression.range, ValueSketch.text(of: fault)))
        }
      case nil:
        for operand in expression.operands { add(operand, seen, to: &operands) }
      }
    case .local: break
    }
  }

  private func isName(_ range: SourceRange) -> Bool {
    let text = policy.files[Int(range.file)].text(in: range)
    guard let first = text.utf8.first, text != "true", text != "false" else { return false }
    return (0x61...0x7A).contains(first) || (0x41...0x5A).contains(first) || first == 0x5F
  }
}

extension Explainer {
  /// A condition that folds to another value than the machine computed, for tests.
  package func disagreement(on request: [UInt8], now: Timestamp) -> String? {
    guard let seen = ObservedRequest(request, now: now, clock: .given, probes, slots) else {
      return nil
    }
    for leaf in probes.rules.flatMap(\.leaves) {
      guard case .expression(let expression) = leaf.kind,
        let folded = seen.value(of: expression)
      else { continue }
      let truth = seen.truth(of: leaf)
      let expected: Truth =
        if case .success(.bool(let value)) = folded { Truth(value) } else { .uncertain }
      if truth != expected {
        return "\(CanonicalForm.text(expression)) is \(truth), and folds to \(folded)"
      }
    }
    return nil
  }
}

/// What the probes saw of one request.
private struct ObservedRequest {
  private(set) var truths: [Truth]
  private(set) var outcomes: [Truth] = []
  private var values: [RequestPath: Substitution.Value] = [:]
  private let document: JSONDocument?
  private let now: Timestamp?

  /// Nil if the request is refused.
  init?(
    _ request: [UInt8], now: Timestamp, clock: ClockSource, _ probes: Probes,
    _ slots: [RequestPath: Int]
  ) {
    var evaluator = Evaluator(probes.program, clock: clock)
    var truths = [Truth](repeating: .false, count: probes.count)
    var values: [RequestPath: Substitution.Value] = [:]
    let (isRead, document) = request.withUnsafeBufferPointer { bytes in
      let isRead = evaluator.observe(bytes, now: now) { machine in
        truths = Probes.truths(probes.count, machine)
        for (path, slot) in slots {
          let value = machine.memory[slot]
          if value.isFault {
            values[path] = .failure(value.faultKind)
          } else if case .success(let constant) = machine.memory.constant(of: value, hours: []) {
            values[path] = .success(constant)
          }
        }
      }
      return (isRead, try? parseJSON(bytes))
    }
    guard isRead else { return nil }
    self.truths = truths
    self.values = values
    self.document = document
    self.now = clock == .given ? now : nil
    var scratch: [Truth] = []
    for rule in probes.rules {
      outcomes.append(rule.outcome(&scratch) { truth(of: rule.leaves[$0]) })
    }
  }

  func truth(of leaf: Condition) -> Truth {
    leaf.probe.map { truths[$0] } ?? Truth(leaf.constant == true)
  }

  func value(of expression: CheckedExpression) -> Substitution.Value? {
    Substitution(now: now) { operand in
      if case .path(let path) = operand.kind { values[path] } else { nil }
    }.value(of: expression)
  }

  /// The value at a path as the request has it, and what is wrong with it.
  func text(at path: RequestPath) -> String {
    let there = document.flatMap { ObservedRequest.value(at: path.steps[...], in: $0) }
    if case .failure(let fault) = values[path] {
      let text = ValueSketch.text(of: fault)
      switch fault {
      case .absent, .null, .notARecord, .noElement: return text
      case .wrongType, .notInEnum, .outOfRange, .badFormat:
        return there.map { ValueSketch($0).text + " " + text } ?? text
      }
    }
    if let there { return ValueSketch(there).text }
    if case .success(let constant) = values[path] { return ValueSketch(constant).text }
    return "‹unknown›"
  }

  private static func value(
    at steps: ArraySlice<RequestPath.Step>, in document: JSONDocument
  ) -> JSONDocument? {
    guard let step = steps.first else { return document }
    switch (step, document.kind) {
    case (.member(let name), .record(let members)):
      return members.first { $0.name == name }.flatMap {
        value(at: steps.dropFirst(), in: $0.value)
      }
    case (.index(let index), .list(let elements)):
      guard elements.indices.contains(index) else { return nil }
      return value(at: steps.dropFirst(), in: elements[index])
    case (.member, _), (.index, _): return nil
    }
  }
}

extension RuleConditions {
  /// How many of the conditions that must all hold do not.
  fileprivate func missing(_ probed: [Truth]) -> Int {
    var truths: [Truth] = []
    _ = outcome(&truths) { leaf in
      leaves[leaf].probe.map { probed[$0] } ?? Truth(leaves[leaf].constant == true)
    }
    return missing(at: 0, wanted: true, truths)
  }

  private func missing(at place: Int, wanted: Bool, _ truths: [Truth]) -> Int {
    if truths[place] == Truth(wanted) { return 0 }
    let node = nodes[place]
    switch node.kind {
    case .leaf: return 1
    case .not: return missing(at: place + 1, wanted: !wanted, truths)
    case .and, .or:
      // All of its operands are wanted so, or any one of them.
      let all = (node.kind == .and) == wanted
      var sum = 0
      var least = Int.max
      var child = place + 1
      while child < node.end {
        let missing = missing(at: child, wanted: wanted, truths)
        sum += missing
        least = min(least, missing)
        child = nodes[child].end
      }
      return all ? sum : least
    }
  }
}

extension CheckedExpression {
  fileprivate func addPaths(to paths: inout Set<RequestPath>) {
    if case .path(let path) = kind { paths.insert(path) }
    for operand in operands { operand.addPaths(to: &paths) }
  }
}

extension Expectation {
  /// The rules that a case expects to find in the verdict.
  fileprivate var namedRules: Set<String> {
    var names = Set(rules?.value ?? [])
    names.formUnion(uncertain?.value.map(\.rule) ?? [])
    names.formUnion(holds.compactMap(\.value.rule))
    names.formUnion(observed?.value ?? [])
    return names
  }
}
