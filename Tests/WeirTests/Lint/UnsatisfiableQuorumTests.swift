// What a list of people changes about holds that nobody can approve. (What the policy alone tells:
// Tests/Cases/diagnostics.)

import Testing
import Weir
import WeirAnalysis

@Suite struct UnsatisfiableQuorumTests {
  private static let people = ["ann", "bob"].map {
    LintSurroundings.Person(name: ExactString($0), groups: ["treasury"], roles: ["clerk"])
  }

  @Test(arguments: [
    ("needs 2 of group \"treasury\"", false), ("needs 3 of group \"treasury\"", true),
    ("needs 1 of group \"risk\"", true), ("needs 2 of role \"clerk\"", false),
    ("needs 1 of user \"ann\" and 1 of user \"bob\"", false), ("needs 1 of user \"eve\"", true),
    ("needs 1 of group \"treasury\" and 2 of role \"clerk\"", true),
    ("needs 1 of user user", true), ("needs 1 of user owner", false),
    ("needs 3 of group \"treasury\" override by user \"ann\"", false),
    ("needs 1 of group \"risk\" escalate to group \"treasury\" after 5m", false),
  ])
  func amongPeople(_ clauses: String, _ isFound: Bool) {
    let text = """
      request { action: string, user: string, owner: string }
      requester user
      hold large when action == "pay" \(clauses) within 1h
      """
    let policy = CompiledPolicy([SourceFile(path: "a.weir", text: text)])
    #expect(policy.errors == [])
    let findings = LintRules.findings(
      in: policy, LintLevels(), surroundings: LintSurroundings(people: Self.people))
    #expect(findings.contains { $0.rule == "unsatisfiable-quorum" } == isFound)
  }
}
