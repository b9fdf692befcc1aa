// What the linter is told of the world around a policy. The rules open no file and have no clock:
// whoever runs them says what is known, and where nothing is said, nothing is found.

package import Weir

/// What is known besides the policy.
package struct LintSurroundings: Sendable {
  /// Somebody whose approval can count at all.
  package struct Person: Sendable {
    package var name: ExactString
    package var groups: Set<ExactString>
    package var roles: Set<ExactString>

    package init(name: ExactString, groups: Set<ExactString>, roles: Set<ExactString>) {
      self.name = name
      self.groups = groups
      self.roles = roles
    }
  }

  /// The instant of the run.
  package var now: Timestamp?
  /// Everybody who can approve; nil where that is not known.
  package var people: [Person]?
  /// The names of the rules that some test has seen to match; nil where there are no tests.
  package var testedRules: Set<ExactString>?

  /// How many rules are so many that none should be tried for every request. Of fewer, each can be
  /// in less time than a request takes to be read.
  package var manyRules = 1_000

  package init(
    now: Timestamp? = nil, people: [Person]? = nil, testedRules: Set<ExactString>? = nil
  ) {
    self.now = now
    self.people = people
    self.testedRules = testedRules
  }
}
