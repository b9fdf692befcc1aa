// What a case expects of a verdict. Only what it mentions is compared. Lists of names are compared
// as complete sets.

package import Weir

/// The expectations of one case; there is at least one.
package struct Expectation: Sendable {
  package var verdict: Placed<Verdict.Effect>?
  /// The names of all rules that decided; `[]` means that the default decided.
  package var rules: Placed<[String]>?
  /// Globs (`*` is any text). Each must match the whole reason of some deciding rule.
  package var because: [Placed<String>]
  /// All uncertain rules that the verdict names, with their causes if given.
  package var uncertain: Placed<[UncertainRule]>?
  /// Parts of holds; each must be part of some hold of the verdict.
  package var holds: [Placed<ExpectedHold>]
  /// The rules under observation that matched or were uncertain.
  package var observed: Placed<[String]>?
  /// The request is refused: with this error code, or with any code if it is nil.
  package var refused: Placed<String?>?

  package init(
    verdict: Placed<Verdict.Effect>? = nil, rules: Placed<[String]>? = nil,
    because: [Placed<String>] = [], uncertain: Placed<[UncertainRule]>? = nil,
    holds: [Placed<ExpectedHold>] = [], observed: Placed<[String]>? = nil,
    refused: Placed<String?>? = nil
  ) {
    self.verdict = verdict
    self.rules = rules
    self.because = because
    self.uncertain = uncertain
    self.holds = holds
    self.observed = observed
    self.refused = refused
  }

  /// An uncertain rule and, if given, all of its causes: path and fault.
  package struct UncertainRule: Sendable, Hashable {
    package var rule: String
    package var causes: [Cause]?

    package init(rule: String, causes: [Cause]? = nil) {
      self.rule = rule
      self.causes = causes
    }
  }

  package struct Cause: Sendable, Hashable {
    package var path: String
    package var fault: FaultKind

    package init(path: String, fault: FaultKind) {
      self.path = path
      self.fault = fault
    }
  }

  /// Who counts towards every factor later on, and from when; what is nil is not asked.
  package struct Escalation: Sendable, Hashable {
    package var to: String?
    package var after: String?

    package init(to: String? = nil, after: String? = nil) {
      self.to = to
      self.after = after
    }
  }

  package struct Notification: Sendable, Hashable {
    package var channel: String?
    package var target: String?

    package init(channel: String? = nil, target: String? = nil) {
      self.channel = channel
      self.target = target
    }
  }

  /// The expected parts of a hold, in the words of the verdict line.
  package struct ExpectedHold: Sendable, Hashable {
    package var rule: String?
    package var needs: String?
    package var within: String?
    package var rejectedBy: Int?
    package var escalate: Escalation?
    package var override: String?
    package var notify: [Notification]?
    package var covers: String?
    package var coversFor: String?
    package var requester: [String]?

    package init() {}
  }
}
