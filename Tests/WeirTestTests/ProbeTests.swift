// Probes tell the truth: what a rule's conditions come to together is what the policy's own program
// says of the rule, on generated policies and on what the examples recorded; and the values that
// explanations show come to what the machine came to.

import Foundation
import Testing
import Weir
import WeirAnalysis
import WeirHost
import WeirTest
import WeirTesting

@Suite struct ProbeTests {
  @Test(arguments: 0..<4) func generatedPolicies(part: Int) throws {
    for number in 0..<40 {
      let seed = baseSeed &+ UInt64(part * 40 + number)
      let generated = GeneratedPolicy(seed: seed)
      let files = generated.files()
      let trees = files.enumerated().map { parse($1, index: Int32($0)).0 }
      let policy = check(files, trees, environment: .empty).0
      var subject = try Witness(policy)
      var requests = RequestGenerator(seed: seed)
      for _ in 0..<40 {
        let request = requests.bytes(generated.shape)
        let now = requests.timestamp()
        let complaint = subject.disagreement(on: request, now: now)
        #expect(
          complaint == nil,
          "WEIR_SEED=\(seed)\n\(generated.text)\n\(String(decoding: request, as: UTF8.self))")
        if complaint != nil { return }
      }
    }
  }

  @Test func recordedRequests() throws {
    let examples = GoldenSuite.root.appending(path: "examples")
    var count = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: examples.path).sorted() {
      let folder = examples.appending(path: name)
      let recorded = folder.appending(path: "requests.jsonl")
      guard FileManager.default.fileExists(atPath: recorded.path) else { continue }
      let policy = try checkedPolicy(at: folder.appending(path: "policy").path)
      var subject = try Witness(policy)
      for line in try RecordedRequests.lines(of: recorded) {
        let now = RecordedRequests.instant(for: line)
        #expect(subject.disagreement(on: line, now: now) == nil, "\(name)")
        count += 1
      }
    }
    #expect(count > 20)
  }

  /// All vectors of truths of every small rule: what say a condition has, by its definition.
  @Test func saysAreThoseOfTheDefinition() throws {
    var vectors = 0
    for number in 0..<300 {
      let seed = baseSeed &+ UInt64(number)
      let files = GeneratedPolicy(seed: seed).files()
      let trees = files.enumerated().map { parse($1, index: Int32($0)).0 }
      for rule in check(files, trees, environment: .empty).0.rules {
        let conditions = RuleConditions(rule)
        let count = conditions.leaves.count
        guard (1...6).contains(count) else { continue }
        for code in 0..<Int(pow(3, Double(count))) {
          var rest = code
          let vector = (0..<count).map { _ in
            defer { rest /= 3 }
            return Truth.allCases[rest % 3]
          }
          vectors += 1
          var truths: [Truth] = []
          var says: [Influence] = []
          let outcome = conditions.outcome(&truths) { vector[$0] }
          conditions.influences(truths, into: &says)
          try #require(outcome == naiveOutcome(rule, vector), "WEIR_SEED=\(seed) \(rule.name)")
          for (place, node) in conditions.nodes.enumerated() where node.kind == .leaf {
            var either = vector
            either[node.leaf] = .true
            let whenTrue = naiveOutcome(rule, either)
            either[node.leaf] = .false
            let whenFalse = naiveOutcome(rule, either)
            either[node.leaf] = .uncertain
            let otherwise = naiveOutcome(rule, either)
            var say = Influence.none
            if whenFalse != otherwise { say.insert(.falseToUncertain) }
            if whenTrue != otherwise { say.insert(.uncertainToTrue) }
            // Between a match and none, and only then.
            #expect((say == .all) == (whenTrue != .uncertain && whenFalse == !whenTrue))
            try #require(says[place] == say, "WEIR_SEED=\(seed) \(rule.name) \(vector)")
          }
        }
      }
    }
    #expect(vectors > 10_000)
  }

  /// The rule's outcome, walked over the expressions themselves.
  private func naiveOutcome(_ rule: CheckedRule, _ vector: [Truth]) -> Truth {
    var next = 0
    func truth(_ expression: CheckedExpression) -> Truth {
      switch expression.kind {
      case .not(let operand): return !truth(operand)
      case .and(let operands): return operands.map { truth($0) }.conjunction
      case .or(let operands): return operands.map { truth($0) }.disjunction
      default:
        next += 1
        return vector[next - 1]
      }
    }
    var all = rule.conditions.map { truth($0) } + rule.exclusions.map { !truth($0) }
    if rule.from != nil || rule.until != nil {
      all.append(vector[next])
    }
    return all.conjunction
  }
}

/// A policy's program beside its probes.
private struct Witness: ~Copyable {
  let policy: CheckedPolicy
  let probes: Probes
  let explainer: Explainer
  var evaluator: Evaluator
  var prober: Evaluator

  init(_ policy: CheckedPolicy) throws {
    let program = try Program(verifying: Emitter.emit(policy))
    let probes = try Probes(policy)
    explainer = try Explainer(policy, of: program)
    self.policy = policy
    self.probes = probes
    evaluator = Evaluator(program)
    prober = Evaluator(probes.program)
  }

  mutating func disagreement(on request: [UInt8], now: Timestamp) -> String? {
    request.withUnsafeBufferPointer { bytes in
      var outcomes: [Truth] = []
      let isRead = evaluator.observe(bytes, now: now) {
        outcomes = Probes.truths(policy.rules.count, $0)
      }
      var truths: [Truth] = []
      // What the policy does not read it does not judge, so both refuse the same requests.
      let isProbed = prober.observe(bytes, now: now) { truths = Probes.truths(probes.count, $0) }
      guard isRead == isProbed else { return "only one of them refuses the request" }
      guard isRead else { return nil }
      var scratch: [Truth] = []
      for (index, rule) in probes.rules.enumerated() {
        let outcome = rule.outcome(&scratch) { leaf in
          rule.leaves[leaf].probe.map { truths[$0] } ?? Truth(rule.leaves[leaf].constant == true)
        }
        if outcome != outcomes[index] {
          return "\(policy.rules[index].name) is \(outcomes[index]), and its conditions \(outcome)"
        }
      }
      return explainer.disagreement(on: request, now: now)
    }
  }
}

/// The policy in a folder, checked.
func checkedPolicy(at path: String) throws -> CheckedPolicy {
  let source = try PolicySource([path])
  let trees = source.files.enumerated().map { parse($1, index: Int32($0)).0 }
  return check(source.files, trees, environment: source.environment).0
}
