// How much a rule's findings matter to a team: what the rule says, unless settings say otherwise.

package import Weir

/// The level of a rule, the gravest first.
package enum LintLevel: String, Sendable, CaseIterable, Comparable {
  case error, warning, note, off

  /// How its findings are told; nil for a rule that is not asked.
  package var severity: Diagnostic.Severity? {
    switch self {
    case .error: .error
    case .warning: .warning
    case .note: .note
    case .off: nil
    }
  }

  /// The less grave one is less.
  package static func < (left: LintLevel, right: LintLevel) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .off: 0
    case .note: 1
    case .warning: 2
    case .error: 3
    }
  }
}
