// What fixtures may ask for: short ones that multiply to much are refused, and what they take up to
// there grows as they do.

import Testing
import Weir
import WeirTest

@Suite struct FixtureLimitTests {
  private func mistakes(
    _ text: String, _ limits: FixtureLimits = FixtureLimits()
  ) -> [FixtureMistake] {
    do throws(FixtureErrors) {
      _ = try Fixture.read(Array(text.utf8), path: "a.test.yaml", limits: limits)
      return []
    } catch {
      return error.mistakes
    }
  }

  /// Requests that use each other in a row, and a case that uses the last.
  private func chain(_ length: Int) -> String {
    var text = "requests:\n  r0: {m0: 0}\n"
    // The last is written first, so that reading it needs all others.
    for index in (1..<length).reversed() {
      text += "  r\(index): {use: r\(index - 1), m\(index): 0}\n"
    }
    return text + "cases: [{name: a, request: r\(length - 1), expect: deny}]\n"
  }

  @Test func aChainOfRequestsHasAnEnd() {
    #expect(mistakes(chain(Limits.requestUses)).isEmpty)
    let past = mistakes(chain(Limits.requestUses + 1))
    #expect(past.map(\.code) == [.tooLarge])
    #expect(past.first?.range != nil && past.first?.hint != nil)
    #expect(!mistakes(chain(50_000)).isEmpty)
  }

  /// 2 KB of defaults for 1,000 cases are 2 MB of requests.
  @Test func whatTablesMultiplyToIsBounded() {
    let long = String(repeating: "x", count: 2_000)
    let rows = String(repeating: "      - {b: 1}\n", count: 1_000)
    let text = """
      defaults: {request: {a: \(long)}}
      cases:
        - name: t
          expect: deny
          table:
      \(rows)
      """
    var limits = FixtureLimits()
    limits.requestBytes = 1_000_000
    let told = mistakes(text, limits)
    #expect(told.map(\.code) == [.tooLarge])
    #expect(told.first?.message == "the requests up to here take more than 1000000 bytes")
    #expect(mistakes(text).isEmpty)
  }

  /// 1,000 members for 1,000 rows, each merged into.
  @Test func soIsWhatMergingCopies() {
    let members = (0..<1_000).map { "m\($0): 0" }.joined(separator: ", ")
    let rows = String(repeating: "      - {b: 1}\n", count: 1_000)
    let text = """
      defaults: {request: {\(members)}}
      cases:
        - name: t
          expect: deny
          table:
      \(rows)
      """
    var limits = FixtureLimits()
    limits.members = 500_000
    let told = mistakes(text, limits)
    #expect(told.map(\.code) == [.tooLarge])
    #expect(
      told.first?.message == "merging the requests up to here copies more than 500000 members")
    #expect(mistakes(text).isEmpty)
  }

  /// Each of these searched all names for each mistake: minutes.
  @Test(.timeLimit(.minutes(1))) func manyMistakesAndManyNames() throws {
    let count = 20_000
    let names =
      "requests:\n" + (0..<count).map { "  r\($0): {use: q\($0)}\n" }.joined()
      + "cases: [{name: a, request: {}, expect: deny}]\n"
    let told = mistakes(names)
    #expect(told.count == Limits.errorsPerFile + 1)
    // Not all names stand in each hint.
    #expect(told.allSatisfy { ($0.hint ?? "").utf8.count < 200 })
    #expect(
      told.count { $0.hint?.hasPrefix("the requests are ") ?? false } <= Limits.explainedMistakes)
  }

  @Test(.timeLimit(.minutes(1))) func manyMisfits() throws {
    let members = (0..<20_000).map { "b\($0)" }
    let text = """
      cases:
        - name: a
          request: {a: x, \(members.map { "\($0): 1" }.joined(separator: ", "))}
          misfits: [\(members.joined(separator: ", ")), a]
          expect: allow
      """
    let fixture = try Fixture.read(Array(text.utf8), path: "a.test.yaml")
    let source = #"request { a: string } allow r when a == "x""#
    let policy = try #require(
      GenerationTests.policy([SourceFile(path: "p.weir", bytes: Array(source.utf8))]))
    let errors = try #require(
      fixture.errors(in: fixture.groups[0], against: PolicyFacts(policy)))
    // The one that fits after all.
    #expect(errors.mistakes.map(\.code) == [.noMisfit])
  }

  @Test func mistakesPastTheLimitAreCounted() {
    let text =
      "cases:\n"
      + (0..<Limits.errorsPerFile + 20).map { "  - {name: c\($0), expct: deny, request: {}}\n" }
      .joined()
    let mistakes = mistakes(text)
    #expect(mistakes.count == Limits.errorsPerFile + 1)
    #expect(mistakes.last?.code == .tooManyMistakes)
    #expect(mistakes.last?.message == "20 more mistakes in this fixture")
  }
}
