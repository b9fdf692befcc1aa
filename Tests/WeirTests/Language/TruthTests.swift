import Testing

@testable import Weir

/// Kleene's tables: `and` is the lesser truth and `or` the greater, where uncertain lies between
/// false and true.
@Suite struct TruthTests {
  private static let ascending: [Truth] = [.false, .uncertain, .true]

  @Test func tables() {
    for (left, one) in Self.ascending.enumerated() {
      #expect(!one == Self.ascending[2 - left])
      for (right, other) in Self.ascending.enumerated() {
        #expect(one.and(other) == Self.ascending[min(left, right)])
        #expect(one.or(other) == Self.ascending[max(left, right)])
        #expect([one, other].conjunction == one.and(other))
        #expect([one, other].disjunction == one.or(other))
      }
    }
    #expect([Truth]().conjunction == .true)
    #expect([Truth]().disjunction == .false)
  }

  /// The machine's truths have the same tables; what is uncertain there is a fault.
  @Test func ofValues() {
    let values: [Value] = [.true, .false, .fault(.absent), .number(Decimal(1))]
    for left in values {
      #expect(Operations.not(left).truth == !left.truth)
      for right in values {
        #expect(Operations.and(left, right).truth == left.truth.and(right.truth))
        #expect(Operations.or(left, right).truth == left.truth.or(right.truth))
        #expect(Operations.and(left, right).isFault == (left.truth.and(right.truth) == .uncertain))
      }
    }
  }
}
