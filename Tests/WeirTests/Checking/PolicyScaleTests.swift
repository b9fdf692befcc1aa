// Checking stays near linear in the policy: no rule, definition or path is compared with every
// other.

import Testing
import WeirTesting

@testable import Weir

@Suite struct PolicyScaleTests {
  static func policy(rules: Int) -> String {
    var text = """
      request {
        id: string
        action: string
        environment: "dev" | "staging" | "production"
        principal: { id: string, groups: [string], session: { id: string } }
        payload?: { amount: number, currency: string }
      }
      requester principal.id
      volatile id
      define staff(name: string) = principal.groups contains name

      """
    for index in 0..<rules {
      switch index % 4 {
      case 0:
        text += """
          define limit_\(index) = \(index) + 10
          allow rule_\(index)
            when action == "action.\(index)" and payload.amount <= limit_\(index)
            unless principal.id in ["a\(index)", "b"]

          """
      case 1:
        text += """
          deny rule_\(index)
            when action == "action.\(index)" and environment == "production"
            when payload.currency not in ["EUR", "USD"]
            because "{payload.currency} is not for {action}"

          """
      case 2:
        text += """
          allow rule_\(index)
            when action starts_with "a\(index)." and staff("g\(index)")
            when any(g in principal.groups: g == "x\(index)")

          """
      default:
        text += """
          hold rule_\(index)
            when action == "action.\(index)" and payload.amount > \(index)
            needs 2 of group "treasury" and 1 of user principal.id
            within 15m
            covers principal.session.id for 1h

          """
      }
    }
    return text
  }

  /// Fastest of three, in milliseconds.
  private func time(_ rules: Int) -> Double {
    let file = SourceFile(path: "large.weir", text: PolicyScaleTests.policy(rules: rules))
    let (tree, mistakes) = parse(file, index: 0)
    #expect(mistakes == [])
    let clock = ContinuousClock()
    return (0..<3).map { _ in
      let elapsed = clock.measure {
        let (policy, diagnostics) = check([file], [tree], environment: .empty)
        #expect(policy.rules.count == rules)
        #expect(diagnostics == [])
      }
      return Double(elapsed.components.attoseconds) / 1e15
        + Double(elapsed.components.seconds) * 1e3
    }.min() ?? 0
  }

  @Test func checkingIsNearLinear() {
    let small = time(1_000)
    let large = time(10_000)
    print("1,000 rules: \(small) ms; 10,000 rules: \(large) ms")
    // Quadratic would be a hundred times as long.
    #expect(large < 30 * small + 50)
  }
}
