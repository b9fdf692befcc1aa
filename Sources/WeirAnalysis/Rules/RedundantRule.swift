internal import Weir

/// Whenever the rule matches, another rule of its effect does and says the same, so that the
/// verdict is what it would be without this one. Remove it, or give it a reason of its own.
struct RedundantRule: LintRule {
  let name: ExactString = "redundant-rule"
  let category = LintCategory.correctness
  let level = LintLevel.warning

  let bad: LintExample = """
    allow reads when action starts_with "read"
    allow «file_reads» when action == "read_file" and size < 1000
    """
  let good: LintExample = """
    allow reads when action starts_with "read"
    allow file_writes when action == "write_file" and size < 1000
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    guard context.policy.program != nil else { return [] }
    let rules = context.checked.rules
    return rules.indices.compactMap { index in
      let rule = rules[index]
      if rule.isObserved || context.neverMatching[index] != nil
        || context.duplicates[index] != nil || context.unreachable[index] != nil
      {
        // There is something worse to say.
        return nil
      }
      let others = context.ruleIndex.covers(of: index) { rules[$0].says(whatIsSaidBy: rule) }
      for other in others where context.duplicates[other] == nil {
        guard follows(rules[other], from: rule, context) else { continue }
        // Of two that are each other's, the later one goes.
        if other > index, rule.says(whatIsSaidBy: rules[other]),
          follows(rule, from: rules[other], context)
        {
          continue
        }
        let effect = "\(rule.effect)"
        return finding(
          "\(effect) `\(rule.name)` adds nothing: whenever it matches, "
            + "\(effect) `\(rules[other].name)` does",
          at: rule.nameRange,
          labels: [Diagnostic.Label(rules[other].nameRange, "matches then, and says the same")],
          hint: "remove it, or narrow the other one")
      }
      return nil
    }
  }

  /// Whether one rule matches whenever the other does, and is as uncertain where that has a say.
  private func follows(
    _ other: CheckedRule, from rule: CheckedRule, _ context: LintContext
  ) -> Bool {
    func isNever(_ outcome: Requirement.Outcome, _ opposite: Requirement.Outcome) -> Bool {
      let question = [Requirement(rule, outcome), Requirement(other, opposite)]
      // The rule itself may have no part in it, where the other one always matches.
      return context.prover.exclusion(question).map { $0.contains(1) } ?? false
    }
    guard isNever(.isTrue, .isNotTrue) else { return false }
    return rule.effect == .allow || isNever(.isNotFalse, .isFalse)
  }
}

extension CheckedRule {
  /// Whether a match of this rule tells all that a match of the other one does.
  fileprivate func says(whatIsSaidBy other: CheckedRule) -> Bool {
    guard effect == other.effect, isObserved == other.isObserved, hold == other.hold,
      other.because == nil || because == other.because
    else { return false }
    return other.annotations.allSatisfy { annotation in
      annotations.contains {
        ExactString($0.name) == ExactString(annotation.name)
          && ExactString($0.value) == ExactString(annotation.value)
      }
    }
  }
}
