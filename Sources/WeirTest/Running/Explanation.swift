// Why a verdict is what it is: for each rule that has a part in it, how each of its conditions came
// out and what stood at each path that they read.

package import Weir

/// How a condition came out.
package enum Truth: UInt8, Sendable, Hashable, CaseIterable {
  case `false`, `true`, uncertain
}

/// The explanation of one verdict.
package struct Explanation: Sendable {
  /// Rules worth showing: those that decided, those that were expected to, and the near misses.
  package var rules: [ExplainedRule]
  /// The values on the paths that those rules' conditions read, as a person writes them.
  package var values: [(path: String, value: String)]

  package init(rules: [ExplainedRule], values: [(path: String, value: String)]) {
    self.rules = rules
    self.values = values
  }
}

/// How one rule came out.
package struct ExplainedRule: Sendable {
  package var name: String
  package var effect: CheckedRule.Effect
  /// `payments.weir:38`.
  package var at: String
  package var outcome: Truth
  package var conditions: [ExplainedCondition]

  package init(
    name: String, effect: CheckedRule.Effect, at: String, outcome: Truth,
    conditions: [ExplainedCondition]
  ) {
    self.name = name
    self.effect = effect
    self.at = at
    self.outcome = outcome
    self.conditions = conditions
  }
}

/// How one condition of a rule came out: a leaf of its `and`s, `or`s and `not`s.
package struct ExplainedCondition: Sendable {
  package var truth: Truth
  /// It stands behind `unless`.
  package var isExclusion: Bool
  package var range: SourceRange
  /// What stood at each operand: its place in the source and its value, as a person writes it
  /// (`250000`, `"EUR"`, `‹absent›`).
  package var operands: [(range: SourceRange, value: String)]

  package init(
    truth: Truth, isExclusion: Bool, range: SourceRange,
    operands: [(range: SourceRange, value: String)]
  ) {
    self.truth = truth
    self.isExclusion = isExclusion
    self.range = range
    self.operands = operands
  }
}
