// Needs, and the people who satisfy them: an assignment that can be found is found.

import Testing

@testable import Weir

@Suite struct NeedsMatchTests {
  private func factor(_ count: Int, _ group: ExactString) -> Needs<VerdictApprover> {
    .factor(count: count, .one(.group, .name(group)))
  }

  /// What is missing once people with these abilities have approved, in every order.
  private func missing(_ needs: Needs<VerdictApprover>, _ people: [[Int]]) throws -> String? {
    let match = try #require(NeedsMatch(needs))
    var classes: [[Int]: Int] = [:]
    for person in people { classes[person, default: 0] += 1 }
    return match.missing(classes)?.description
  }

  @Test func whoCouldServeSeveralServesWhereNeeded() throws {
    let both = Needs.all([factor(1, "a"), factor(1, "b")])
    // The first could serve both; the second only the first's factor.
    #expect(try missing(both, [[0, 1], [0]]) == nil)
    #expect(try missing(both, [[0, 1]]) == "1 of group \"b\"")
    #expect(try missing(both, [[1]]) == "1 of group \"a\"")
    #expect(try missing(both, []) == "1 of group \"a\" and 1 of group \"b\"")
  }

  @Test func aChainOfPeopleMoves() throws {
    let needs = Needs.all([factor(1, "a"), factor(1, "b"), factor(1, "c")])
    #expect(try missing(needs, [[0, 1], [1, 2], [0]]) == nil)
    #expect(try missing(needs, [[0, 1], [0, 1], [0, 1]]) == "1 of group \"c\"")
  }

  @Test func theNearestAlternativeComesFirst() throws {
    let needs = Needs.any([factor(3, "a"), .all([factor(1, "b"), factor(1, "c")])])
    #expect(
      try missing(needs, [[0], [0]])
        == "1 of group \"a\" or 1 of group \"b\" and 1 of group \"c\"")
    #expect(try missing(needs, [[1], [2]]) == nil)
    #expect(try missing(needs, [[0], [1]]) == "1 of group \"c\" or 2 of group \"a\"")
  }

  @Test func tooManyAlternativesAreNobodys() {
    let pair = Needs.any([factor(1, "a"), factor(1, "b")])
    #expect(NeedsMatch(.all(Array(repeating: pair, count: 10))) != nil)
    #expect(NeedsMatch(.all(Array(repeating: pair, count: 11))) == nil)
    #expect(Needs.all(Array(repeating: pair, count: 100)).alternativeCount == .max)
  }

  @Test func manyPeopleAreQuick() throws {
    let needs = Needs.all([factor(1_000, "a"), factor(1_000, "b")])
    var people = Array(repeating: [0, 1], count: 999)
    people += Array(repeating: [0], count: 1_000)
    #expect(try missing(needs, people) == "1 of group \"b\"")
  }
}
