// The linter's claims about whole rules, held against all small requests or many of them: a rule
// that never matches does not, and without a rule that decides nothing or adds nothing, no request
// gets another verdict.

import Foundation
import Testing
import Weir
import WeirAnalysis
import WeirTesting

@Suite struct LintProofTests {
  private static let now = Timestamp(seconds: 1_772_409_600, nanoseconds: 0)

  private static func rules(_ random: inout SplitMix64, isExact: Bool) -> String {
    (0..<(2 + random.below(3))).map { number in
      let effect = random.pick(["allow", "allow", "deny", "hold", "observe deny"])
      var text = "\(effect) r\(number)\n"
      for _ in 0..<(1 + random.below(2)) {
        text += "  when \(SmallRequests.condition(&random, isExact: isExact, depth: 1))\n"
      }
      if random.once(in: 3) {
        text += "  unless \(SmallRequests.condition(&random, isExact: isExact, depth: 2))\n"
      }
      if effect == "hold" { text += "  needs 1 of group \"g\" within 1h\n" }
      return text
    }.joined()
  }

  /// A policy without one of its rules.
  private static func program(_ policy: CheckedPolicy, without rule: Int?) throws -> Program {
    var policy = policy
    if let rule { policy.rules.remove(at: rule) }
    return try Program(verifying: Emitter.emit(policy))
  }

  private static func effects(_ program: Program, _ requests: [String]) -> [Verdict.Effect] {
    var evaluator = Evaluator(program)
    return requests.map { request in
      Array(request.utf8).withUnsafeBufferPointer { evaluator.evaluate($0, now: now).effect }
    }
  }

  /// How the reference evaluator finds a rule.
  private static func truth(_ rule: CheckedRule, _ request: ReferenceJSON) -> Truth {
    (rule.conditions.map { SmallRequests.truth($0, request) }
      + rule.exclusions.map { !SmallRequests.truth($0, request) }).conjunction
  }

  /// Whether a stricter rule decides whenever this one has a say; nil for one that is not asked
  /// about, or never has.
  private static func isCovered(
    _ index: Int, _ rules: [CheckedRule], _ documents: [ReferenceJSON]
  ) -> Bool? {
    let rule = rules[index]
    if rule.isObserved || rule.effect == .deny { return nil }
    var hasSay = false
    for document in documents {
      let own = truth(rule, document)
      guard own == .true || rule.effect == .hold && own == .uncertain else { continue }
      hasSay = true
      let isDecided = rules.contains { other in
        if other.isObserved { return false }
        return switch other.effect {
        case .deny: truth(other, document) != .false
        case .hold: rule.effect == .allow && truth(other, document) == .true
        case .allow: false
        }
      }
      if !isDecided { return false }
    }
    return hasSay ? true : nil
  }

  @Test(arguments: [true, false]) func byBruteForce(isExact: Bool) throws {
    let given = ProcessInfo.processInfo.environment["WEIR_SEED"].flatMap(UInt64.init)
    let seed = given ?? UInt64(Date().timeIntervalSince1970 * 1_000)
    var random = SplitMix64(seed: seed)
    var counts: [String: Int] = [:]
    for _ in 0..<100 {
      let text = Self.rules(&random, isExact: isExact)
      let compiled = CompiledPolicy([
        SourceFile(path: "a.weir", text: SmallRequests.head + text)
      ])
      try #require(compiled.errors.isEmpty, "\(compiled.errors.map(\.message)) in \(text)")
      let policy = compiled.checked
      let roots = SmallRequests.roots(policy.rules.flatMap { $0.conditions + $0.exclusions })
      let (requests, areAll) = SmallRequests.requests(roots, limit: 1_200, &random)
      func complain(_ what: String) { Issue.record("WEIR_SEED=\(seed): \(what) in\n\(text)") }

      let context = LintContext(compiled)
      let documents = try requests.map { try ReferenceJSON.read(Array($0.utf8)) }
      for (index, rule) in policy.rules.enumerated() {
        let isSeen = documents.contains { Self.truth(rule, $0) == .true }
        if context.neverMatching[index] != nil {
          counts["never", default: 0] += 1
          if isSeen { complain("`\(rule.name)` matches") }
        } else if areAll, isExact, !isSeen {
          // Enough is among the requests for whatever can be.
          complain("`\(rule.name)` never matches, and nobody says so")
        }
        let covered = Self.isCovered(index, policy.rules, documents)
        if context.unreachable[index] != nil {
          if covered == false { complain("`\(rule.name)` decides something") }
        } else if areAll, isExact, covered == true, context.neverMatching[index] == nil {
          complain("`\(rule.name)` decides nothing, and nobody says so")
        }
      }
      for finding in LintRules.findings(in: compiled) {
        guard let index = policy.rules.firstIndex(where: { $0.nameRange == finding.range })
        else { continue }
        let code = finding.code.name
        switch code {
        case "unreachable-rule", "redundant-rule", "duplicate-rule": break
        default: continue
        }
        counts[code, default: 0] += 1
        let before = Self.effects(try Self.program(policy, without: nil), requests)
        let after = Self.effects(try Self.program(policy, without: index), requests)
        for (place, document) in documents.enumerated() where before[place] != after[place] {
          // Of an unreachable allow, nothing is claimed where it is uncertain.
          if code == "unreachable-rule", Self.truth(policy.rules[index], document) != .true {
            continue
          }
          complain("\(code): \(finding.message), but \(requests[place])")
          break
        }
      }
    }
    print("lint: WEIR_SEED=\(seed) \(counts)")
    #expect(counts["never", default: 0] > 0)
    #expect(counts["redundant-rule", default: 0] + counts["unreachable-rule", default: 0] > 0)
  }
}

extension LintProofTests {
  /// However many rules of another effect ask for the same, the one that decides is looked at.
  @Test(arguments: [true, false]) func theRuleThatDecidesIsSeen(isFirst: Bool) {
    let deny = "deny big when action == \"pay\" and amount > 500\n"
    let allows = (0..<250).map {
      "allow a\($0) when action == \"pay\" and amount > \(1_000 + $0)\n"
    }.joined()
    let text =
      "request { action: string, amount: number }\n" + (isFirst ? deny + allows : allows + deny)
    let policy = CompiledPolicy([SourceFile(path: "a.weir", text: text)])
    let findings = LintRules.findings(in: policy).filter { $0.code.name == "unreachable-rule" }
    #expect(findings.count == 250)
  }
}
