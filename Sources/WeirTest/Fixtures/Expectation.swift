// What a case expects of a verdict. What it does not mention it does not ask; what it mentions must
// be so: lists of names are compared as sets, complete ones.

package import Weir

/// The expectations of one case; at least one is there.
package struct Expectation: Sendable {
  package var verdict: Placed<Verdict.Effect>?
  /// The names of all rules that decided; `[]` says that the default did.
  package var rules: Placed<[String]>?
  /// Globs (`*` is any text), each of which some deciding rule's reason fits as a whole.
  package var because: [Placed<String>]
  /// The uncertain rules that the verdict names, all of them, with their causes if those matter.
  package var uncertain: Placed<[UncertainRule]>?
  /// Parts of holds, each of which some hold of the verdict has.
  package var holds: [Placed<ExpectedHold>]
  /// The rules under observation that matched or were uncertain.
  package var observed: Placed<[String]>?
  /// The input is refused: with this code of error, or with any where the code is nil.
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

  /// An uncertain rule and, where given, its causes: path and fault, all of them.
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

  /// The parts of a hold that are expected, in the words of the verdict line.
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
