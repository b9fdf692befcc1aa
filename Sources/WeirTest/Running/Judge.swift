// Judges one case after another, and compares each verdict with the expectation. The runner has a
// judge for each thread, mutation testing one for each mutant.

package import Weir

/// Judges cases by one program.
package struct Judge: ~Copyable {
  private var evaluator: Evaluator

  package init(_ program: Program, clock: ClockSource = .given) {
    evaluator = Evaluator(program, clock: clock)
  }

  /// The verdict on a case's request.
  package mutating func verdict(on test: TestCase) -> Verdict {
    test.request.withUnsafeBufferPointer {
      evaluator.evaluate($0, now: test.now ?? Judge.anyInstant)
    }
  }

  /// The expectations that the verdict on a case does not meet; empty if the case passes.
  package mutating func mismatches(of test: TestCase) -> [Mismatch] {
    verdict(on: test).mismatches(with: test.expectation, of: test.place)
  }

  /// For policies whose verdicts do not depend on the instant; the runner uses it for no others.
  package static let anyInstant = Timestamp(seconds: 0, nanoseconds: 0)
}
