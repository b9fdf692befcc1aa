// What a rule of the linter cares about. Settings give a level to a category as they do to a rule.

internal import Weir

/// The table of categories.
package enum LintCategory: String, Sendable, CaseIterable {
  case correctness, holds, security, performance, hygiene, style

  /// What its rules are about, for the reference.
  package var meaning: String {
    switch self {
    case .correctness: "the policy does not mean what it says"
    case .holds: "a hold that nobody can decide, or that binds less than it seems to"
    case .security: "an open door"
    case .performance: "a rule that costs more than it has to"
    case .hygiene: "what keeps a policy readable and its exceptions honest"
    case .style: "taste; off unless a level says otherwise"
    }
  }
}
