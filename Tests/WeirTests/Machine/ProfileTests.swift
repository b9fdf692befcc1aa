// What a profile says of rules: how often each was tried, and what came of it.

import Testing
import Weir

@Suite struct ProfileTests {
  private static let policy = """
    allow reads
      when action == "read"
    deny large
      when action == "transfer" and amount > 100
    deny never
      when action == "transfer" and amount > 100 and amount < 50
    observe deny guarded
      when action == "transfer" and not trusted
    deny shadowy
      when action == "shadow"
    """

  private static let requests = [
    #"{"action": "read"}"#,
    #"{"action": "read", "amount": 1}"#,
    #"{"action": "transfer", "amount": 101, "trusted": true}"#,
    #"{"action": "transfer", "amount": 99}"#,
    #"{"action": "sing"}"#,
    #"{"action": "#,
  ]

  private func profile() throws -> Profile {
    let program = try #require(
      compile([SourceFile(path: "a.weir", text: Self.policy)]).program)
    var evaluator = Evaluator(program)
    var profile = Profile(program.loaded)
    for request in Self.requests {
      Array(request.utf8).withUnsafeBufferPointer {
        evaluator.count($0, now: Timestamp(seconds: 0, nanoseconds: 0), in: &profile)
      }
    }
    return profile
  }

  @Test func outcomes() throws {
    let lines = try profile().rules().map {
      "\($0.name) matched \($0.matched), uncertain \($0.uncertain) (\($0.at))"
    }
    #expect(
      lines == [
        "reads matched 2, uncertain 0 (a.weir:1)",
        "large matched 1, uncertain 0 (a.weir:3)",
        "never matched 0, uncertain 0 (a.weir:5)",
        "guarded matched 0, uncertain 1 (a.weir:7)",
        "shadowy matched 0, uncertain 0 (a.weir:9)",
      ])
  }

  /// How many tries a rule needs is the index's business; what counts as one is not.
  @Test func tries() throws {
    let profile = try profile()
    let rules = profile.rules()
    for rule in rules {
      #expect(rule.tried >= rule.matched + rule.uncertain, "\(rule.name)")
      #expect(rule.tried <= Self.requests.count, "\(rule.name)")
      #expect((rule.steps == 0) == (rule.tried == 0), "\(rule.name)")
    }
    #expect(rules.reduce(0) { $0 + $1.steps } <= profile.steps)
  }

  /// The counted run is the ordinary one: same loop, same outcomes.
  @Test func countingChangesNothing() throws {
    let program = try #require(
      compile([SourceFile(path: "a.weir", text: Self.policy)]).program)
    var evaluator = Evaluator(program)
    var profile = Profile(program.loaded)
    let now = Timestamp(seconds: 0, nanoseconds: 0)
    for request in Self.requests {
      let (before, after) = Array(request.utf8).withUnsafeBufferPointer { bytes in
        let before = evaluator.evaluate(bytes, now: now)
        evaluator.count(bytes, now: now, in: &profile)
        return (before, evaluator.evaluate(bytes, now: now))
      }
      #expect(before == after)
    }
  }
}
