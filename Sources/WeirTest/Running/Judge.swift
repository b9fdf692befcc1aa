// One case after another, held against its expectation. A judge is what the runner has one of for each
// thread, and mutation one of for each mutant.

package import Weir

/// Judges cases by one program.
package struct Judge: ~Copyable {
  private var evaluator: Evaluator

  package init(_ program: Program) {
    evaluator = Evaluator(program)
  }

  /// The verdict on a case's request.
  package mutating func verdict(on test: TestCase) -> Verdict {
    test.request.withUnsafeBufferPointer {
      evaluator.evaluate($0, now: test.now ?? Timestamp(seconds: 0, nanoseconds: 0))
    }
  }

  /// What the verdict on a case has and its expectation has not; empty when the case passes.
  package mutating func mismatches(of test: TestCase) -> [Mismatch] {
    let verdict = verdict(on: test)
    guard let expected = test.expectation.verdict, expected.value != verdict.effect else {
      return []
    }
    return [
      Mismatch(
        what: "verdict", expected: expected.value.rawValue, actual: verdict.effect.rawValue,
        place: expected.place)
    ]
  }
}
