// One case after another, held against its expectation. A judge is what the runner has one of for
// each thread, and mutation one of for each mutant.

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

  /// What the verdict on a case has and its expectation has not; empty when the case passes.
  package mutating func mismatches(of test: TestCase) -> [Mismatch] {
    verdict(on: test).mismatches(with: test.expectation, of: test.place)
  }

  /// For policies whose verdicts do not depend on it; the runner refuses to judge others by it.
  package static let anyInstant = Timestamp(seconds: 0, nanoseconds: 0)
}
