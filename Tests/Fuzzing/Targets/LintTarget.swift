// Any text as a policy that somebody lints, fixes and formats: every finding lies in the file, no
// fix breaks a policy or changes what a request gets, and the formatter loses nothing.

import Weir
import WeirAnalysis
import WeirFormat

enum LintTarget {
  static func run(_ bytes: UnsafeBufferPointer<UInt8>) {
    // What a proof costs grows with the policy; how large ones are linted, benchmarks say.
    guard bytes.count <= 4_096 else { return }
    let file = SourceFile(path: "a.weir", bytes: Array(bytes))
    switch PolicyFormatter.format(file) {
    case .formatted, .mistakes: break
    case .defect(let range): fatalError("the formatter made another policy, at \(range)")
    }
    let policy = CompiledPolicy([file], environment: PolicyTarget.environment)
    for finding in LintRules.findings(in: policy, levels) {
      let range = finding.diagnostic.range
      require(
        range.file == 0 && range.start >= 0 && range.start <= range.end
          && Int(range.end) <= file.bytes.count,
        "\(finding.rule): \(range) lies outside the file")
    }
    guard let program = policy.program else { return }
    do throws(LintFixRun.Defect) {
      let fixed = try LintFixRun(policy, levels)
      guard let after = fixed.policy.program else { fatalError("a fix broke the policy") }
      require(effects(program) == effects(after), "a fix changed a verdict")
    } catch {
      fatalError("a fix of \(error.rules) broke the policy")
    }
  }

  /// Every rule, also those that are off.
  private static let levels: LintLevels = {
    var levels = LintLevels()
    levels.apply(LintRules.all.map { (.rule($0.rule.name), .warning) })
    return levels
  }()

  private static func effects(_ program: Program) -> [Verdict.Effect] {
    var evaluator = Evaluator(program)
    return requests.map {
      evaluator.evaluate(Array($0.utf8), now: Timestamp(seconds: 0, nanoseconds: 0)).effect
    }
  }

  private static let requests = [
    "{}", #"{"action":"read","amount":3,"user":{"id":"u3"}}"#,
    #"{"action":"x","a":true,"b":false,"n":-1,"s":"ab","list":["a","b"]}"#,
    #"{"id":"r1","action":"funds.transfer","payload":{"amount":250000,"currency":"EUR"}}"#,
  ]
}
