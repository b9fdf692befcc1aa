// Levels for tests of what happens to findings, whatever rules there are by then.

import Weir
import WeirAnalysis

extension LintLevels {
  /// Some rules at their own level, and all others off.
  static let few: LintLevels = {
    let asked: Set<ExactString> = [
      "default-allow", "default-hold", "presence-bypass", "unused-data", "unused-define",
      "unused-suppression", "unused-type", "suppression-without-reason",
    ]
    var levels = LintLevels()
    levels.apply(
      LintRules.all.map(\.rule.name).filter { !asked.contains($0) }.map { (.rule($0), .off) })
    return levels
  }()
}

extension LintSurroundings {
  /// What a rule's examples and cases are asked with.
  static func tests(of rule: ExactString) -> LintSurroundings {
    var surroundings = LintSurroundings(now: Timestamp("2026-01-01T00:00:00Z"))
    if rule == "rule-without-test" { surroundings.testedRules = ["tested"] }
    if rule == "unindexable-rule" { surroundings.manyRules = 1 }
    return surroundings
  }
}
