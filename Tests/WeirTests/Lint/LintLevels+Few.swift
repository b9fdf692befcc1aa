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
