// Why a verdict is what it is: for each rule that has a part in it, how each of its conditions came
// out and what stood at each path that they read.

package import Weir

/// The explanation of one verdict.
package struct Explanation: Sendable {
  /// Rules worth showing: those that decided, those that were expected to, and the near misses.
  package var rules: [ExplainedRule]
  /// The values on the paths that those rules' conditions read, as a person writes them.
  package var values: [(path: String, value: String)]
  /// How many more rules would be worth showing.
  package var omitted: Int

  package init(
    rules: [ExplainedRule], values: [(path: String, value: String)], omitted: Int = 0
  ) {
    self.rules = rules
    self.values = values
    self.omitted = omitted
  }
}

/// How one rule came out.
package struct ExplainedRule: Sendable {
  /// What makes a rule worth showing; those of the first kind come first.
  package enum Part: Int, Sendable, Comparable {
    /// The verdict names it.
    case decided
    /// The case expects it, and the verdict does not name it.
    case expected
    /// It came out uncertain, and that changed the verdict.
    case uncertain
    /// It would have had a part, had one condition come out otherwise.
    case nearMiss

    package static func < (left: Part, right: Part) -> Bool { left.rawValue < right.rawValue }
  }

  package var name: String
  package var effect: PolicyEffect
  /// `payments.weir:38`.
  package var at: String
  /// Why it is shown.
  package var part: Part
  package var outcome: Truth
  package var conditions: [ExplainedCondition]

  package init(
    name: String, effect: PolicyEffect, at: String, part: Part, outcome: Truth,
    conditions: [ExplainedCondition]
  ) {
    self.name = name
    self.effect = effect
    self.at = at
    self.part = part
    self.outcome = outcome
    self.conditions = conditions
  }
}

/// How one condition of a rule came out: a leaf of its `and`s, `or`s and `not`s.
package struct ExplainedCondition: Sendable {
  package var truth: Truth
  /// By itself it keeps the rule from matching: were it otherwise, all else as it was, the rule
  /// would match.
  package var isDecisive: Bool
  /// It stands behind `unless`.
  package var isExclusion: Bool
  package var range: SourceRange
  /// What stood at each operand: its place in the source and its value, as a person writes it
  /// (`250000`, `"EUR"`, `‹absent›`).
  package var operands: [(range: SourceRange, value: String)]

  package init(
    truth: Truth, isDecisive: Bool = false, isExclusion: Bool, range: SourceRange,
    operands: [(range: SourceRange, value: String)]
  ) {
    self.truth = truth
    self.isDecisive = isDecisive
    self.isExclusion = isExclusion
    self.range = range
    self.operands = operands
  }
}
