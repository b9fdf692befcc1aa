// A request and an instant that show something, and the machine's word on it.

package import Weir

/// A request, and when it is judged.
package struct RequestCase: Sendable {
  /// The request as JSON.
  package var request: String
  package var now: Timestamp

  package init(request: String, now: Timestamp) {
    self.request = request
    self.now = now
  }

  /// Whether the machine finds every requirement fulfilled.
  package func isFulfilled(_ requirements: [Requirement], in policy: CheckedPolicy) -> Bool {
    guard let truths = truths(of: requirements, in: policy) else { return false }
    return zip(requirements, truths).allSatisfy { $0.outcome.agrees(with: $1) }
  }

  /// How the machine finds the subject of each requirement; nil where it refuses the request.
  package func truths(of requirements: [Requirement], in policy: CheckedPolicy) -> [Truth]? {
    var probes = policy
    // Nobody asks the probes for a verdict.
    probes.defaultVerdict = .deny
    probes.volatile = []
    probes.rules = requirements.map { requirement in
      var probe = CheckedRule(
        name: "", effect: .allow, isObserved: true, nameRange: RequestCase.nowhere,
        range: RequestCase.nowhere)
      switch requirement.subject {
      case .condition(let condition): probe.conditions = [condition]
      case .rule(let rule):
        probe.conditions = rule.conditions
        probe.exclusions = rule.exclusions
        probe.from = rule.from
        probe.until = rule.until
      }
      return probe
    }
    guard let program = try? Program(verifying: Emitter.emit(probes)) else { return nil }
    var evaluator = Evaluator(program)
    var truths: [Truth]?
    var bytes = Array(request.utf8)
    // The reader may look at a few bytes past the end.
    let count = bytes.count
    bytes += Array(repeating: 0, count: 64)
    bytes.withUnsafeBufferPointer { buffer in
      let text = UnsafeBufferPointer(rebasing: buffer[..<count])
      _ = evaluator.observe(text, now: now) { machine in
        truths = Probes.truths(requirements.count, machine)
      }
    }
    return truths
  }

  private static let nowhere = SourceRange(file: 0, start: 0, end: 0)
}
