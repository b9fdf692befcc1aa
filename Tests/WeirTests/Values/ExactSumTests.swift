// Exact sums against digits in arrays: whatever the terms and their order, the total is the one
// that a school child comes to.

import Testing
import WeirTesting

@testable import Weir

@Suite struct ExactSumTests {
  /// Numbers that leave the range on their way, and come back or do not.
  private static func terms(
    _ random: inout SplitMix64
  ) -> [(number: Decimal, isSubtracted: Bool)] {
    var terms: [(number: Decimal, isSubtracted: Bool)] = []
    for _ in 0..<1 + random.below(8) {
      let isWide = random.once(in: 2)
      let number = Decimal(
        isNegative: random.once(in: 2),
        coefficient: isWide
          ? UInt128(random.next()) << 32 | UInt128(random.next()) : UInt128(random.below(1000)),
        exponent: random.once(in: 3) ? random.below(57) - 28 : 0)
      guard let number else { continue }
      terms.append((number, random.once(in: 3)))
      // What is added is mostly taken away again somewhere.
      if !random.once(in: 4) {
        terms.insert((number, !terms[terms.count - 1].isSubtracted), at: random.below(terms.count))
      }
    }
    return terms
  }

  @Test func agreesWithDigits() {
    var fits = 0
    for number in 0..<4_000 {
      let seed = baseSeed &+ 70_000 &+ UInt64(number)
      var random = SplitMix64(seed: seed)
      let terms = ExactSumTests.terms(&random)
      let expected = ReferenceNumber.total(terms.map { (ReferenceNumber($0), $1) })
      var outcomes: Set<ExactSum.Total> = []
      for order in [terms, terms.reversed(), terms.shuffled(using: &random)] {
        var sum = ExactSum()
        for (number, isSubtracted) in order { sum.add(number, isSubtracted: isSubtracted) }
        outcomes.insert(sum.total)
      }
      #expect(
        outcomes == [expected.map { .number($0.decimal) } ?? .outOfRange], "WEIR_SEED=\(seed)")
      if expected != nil, !terms.isEmpty { fits += 1 }
    }
    #expect(fits > 400 && fits < 4_000, "the cases are one-sided: \(fits)")
  }

  /// As many terms as one request may add, all of them the largest.
  @Test func manyTerms() throws {
    let most = try #require(Decimal(isNegative: false, coefficient: (1 << 96) - 1, exponent: 28))
    var sum = ExactSum()
    for _ in 0..<Limits.quantifierSteps { sum.add(most) }
    #expect(sum.total == .outOfRange)
    for _ in 0..<Limits.quantifierSteps { sum.add(most, isSubtracted: true) }
    #expect(sum.total == .number(.zero))
    for _ in 0..<Limits.quantifierSteps { sum.add(most, isSubtracted: true) }
    for _ in 0..<Limits.quantifierSteps - 1 { sum.add(most) }
    #expect(sum.total == .number(most.negated))
  }
}
