// Which level each rule has in one run.

package import Weir

/// The levels of all rules.
package struct LintLevels: Sendable {
  /// What a level is given to.
  package enum Target: Sendable, Hashable {
    case rule(ExactString)
    case category(LintCategory)
  }

  /// Everything that a level can be given to, by its name. No rule is named as a category is.
  package static var targets: [(name: String, value: Target)] {
    LintCategory.allCases.map { ($0.rawValue, .category($0)) }
      + LintRules.all.map { ($0.rule.name.description, .rule($0.rule.name)) }
  }

  private var levels: [ExactString: LintLevel] = [:]

  /// Each rule's own level.
  package init() {
    for entry in LintRules.all { levels[entry.rule.name] = entry.rule.level }
  }

  /// The level of a rule.
  package subscript(_ rule: ExactString) -> LintLevel { levels[rule] ?? .off }

  /// Gives levels. What is said of a rule wins over what is said of its category, wherever it
  /// stands; of two that name the same, the later one wins.
  package mutating func apply(_ statements: [(target: Target, level: LintLevel)]) {
    for case (.category(let category), let level) in statements {
      for entry in LintRules.all where entry.rule.category == category {
        levels[entry.rule.name] = level
      }
    }
    for case (.rule(let name), let level) in statements { levels[name] = level }
  }
}
