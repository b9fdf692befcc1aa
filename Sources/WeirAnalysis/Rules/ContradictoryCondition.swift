internal import Weir

/// The rule never matches, or the condition is never true: what it asks for excludes itself, for
/// every request. Correct one of the conditions that are shown, or remove the rule.
struct ContradictoryCondition: LintRule {
  let name: ExactString = "contradictory-condition"
  let category = LintCategory.correctness
  let level = LintLevel.warning

  let bad: LintExample = """
    on environment == "production" {
      deny big when «environment in ["staging", "test"]» and amount > 1000
    }
    """
  let good: LintExample = """
    on environment == "production" {
      deny big when amount > 1000 and amount < 5000
    }
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    // The conditions of an `on` exclude each other once, and not for each rule in it.
    var seen: Set<[SourceRange]> = []
    return context.neverMatching.sorted { $0.key < $1.key }.compactMap { index, needed in
      let rule = context.checked.rules[index]
      var places: [(range: SourceRange, text: String)] = needed.map { requirement in
        switch requirement.subject {
        case .condition(let condition):
          let excerpt = "`\(context.excerpt(condition.range))`"
          return (condition.range, requirement.outcome == .isFalse ? "not \(excerpt)" : excerpt)
        case .rule(let rule): return (rule.nameRange, "its period")
        }
      }
      places.sort { ($0.range.file, $0.range.start) < ($1.range.file, $1.range.start) }
      guard let last = places.last, seen.insert(places.map(\.range)).inserted else { return nil }
      let rest = places.dropLast()
      if rest.isEmpty {
        // What reads nothing of a request is constant-condition's.
        guard case .condition(let condition) = needed[0].subject, condition.readsRequest else {
          return nil
        }
        let outcome = needed[0].outcome == .isFalse ? "false" : "true"
        return finding(
          "\(rule.effect) `\(rule.name)` never matches: this is never \(outcome)", at: last.range,
          hint: "correct it, or remove the rule")
      }
      return finding(
        "\(rule.effect) `\(rule.name)` never matches: "
          + rest.map(\.text).joined(separator: ", ") + " and \(last.text) exclude each other",
        at: last.range, labels: rest.map { Diagnostic.Label($0.range, "asked for as well") },
        hint: "correct one of them, or remove the rule")
    }
  }
}

extension CheckedExpression {
  /// Whether a request or the instant has a say in it.
  fileprivate var readsRequest: Bool {
    switch kind {
    case .path, .now: true
    case .constant, .local, .member, .element, .list, .not, .and, .or, .compare, .arithmetic,
      .negate, .coalesce, .has, .quantifier, .call:
      operands.contains { $0.readsRequest }
    }
  }
}
