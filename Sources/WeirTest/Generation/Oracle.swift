// Asks the machine about a request: the verdict of today's policy, and which rules match, whatever
// their effect on the verdict. For the second question every rule is put under observation, in a
// second program with the same conditions.

internal import Weir

/// Asks the machine. It is a class, because evaluators cannot be copied and all callers share this
/// one.
final class Oracle {
  private var judge: Evaluator
  private var observer: Evaluator

  /// What comes of a request.
  struct Answer: Sendable {
    var verdict: Verdict
    /// By the rules' names.
    var matched: Set<String>
    var uncertain: Set<String>
  }

  init(_ policy: TestPolicy) throws(ProgramError) {
    judge = Evaluator(policy.program)
    var observation = try Oracle.observation(of: policy.checked)
    observation.readers = policy.program.readers
    observer = Evaluator(observation)
  }

  private static func observation(of policy: CheckedPolicy) throws(ProgramError) -> Program {
    var policy = policy
    policy.defaultVerdict = .deny
    policy.requester = []
    policy.volatile = []
    for index in policy.rules.indices {
      policy.rules[index].isObserved = true
      policy.rules[index].effect = .deny
      policy.rules[index].hold = nil
      policy.rules[index].because = nil
      policy.rules[index].annotations = []
    }
    return try Program(verifying: Emitter.emit(policy))
  }

  func verdict(on request: JSONPart, now: Timestamp) -> Verdict {
    Array(request.text.utf8).withUnsafeBufferPointer { judge.evaluate($0, now: now) }
  }

  func ask(_ request: JSONPart, now: Timestamp) -> Answer {
    let bytes = Array(request.text.utf8)
    let verdict = bytes.withUnsafeBufferPointer { judge.evaluate($0, now: now) }
    let observed = bytes.withUnsafeBufferPointer { observer.evaluate($0, now: now) }.observed
    var answer = Answer(verdict: verdict, matched: [], uncertain: [])
    for observation in observed {
      switch observation.outcome {
      case .matched: answer.matched.insert(observation.rule.name)
      case .uncertain: answer.uncertain.insert(observation.rule.name)
      }
    }
    return answer
  }
}
