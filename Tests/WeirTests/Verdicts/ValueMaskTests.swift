// What the shape marks `@sensitive` is in no verdict that is made for an audit log; everything else
// is as it was.

import Testing
import Weir
import WeirTesting

@Suite struct ValueMaskTests {
  private static let policy = """
    request {
      id: string
      asker: string
      pay: { @sensitive amount: number, currency: string }
      card: Card
      @sensitive notes: [string]
      lines: [{ text: string, @sensitive price: number }]
      owner: string
    }
    type Card = {
      /// Never in a log.
      @sensitive
      number: string
      kind: "debit" | "credit"
    }
    requester asker
    allow small when pay.amount < 10 because "{pay.amount} {pay.currency} on a {card.kind}"
    hold large when pay.amount >= 10
      because "{pay} {card.number} {notes} {lines} {owner} {pay.amount}"
      needs 1 of user owner
      within 1h
      covers pay.amount for 1h
    """

  private static let request = Array(
    """
    {"id":"r1","asker":"eve","pay":{"amount":4711,"currency":"EUR"},"owner":"ana",\
    "card":{"number":"4929-1","kind":"debit"},"notes":["secret"],\
    "lines":[{"text":"x","price":815}]}
    """.utf8)

  private static let now = Timestamp(seconds: 0, nanoseconds: 0)

  private func verdicts(
    _ policy: String = policy, _ request: [UInt8] = request
  ) throws -> (plain: Verdict, hidden: Verdict) {
    let program = try #require(compile([SourceFile(path: "p.weir", text: policy)]).program)
    var evaluator = Evaluator(program)
    return request.withUnsafeBufferPointer { bytes in
      (
        evaluator.evaluate(bytes, now: Self.now),
        evaluator.evaluate(bytes, now: Self.now, hiding: ValueMask(key: [1, 2, 3]))
      )
    }
  }

  @Test func valuesAreReplacedAndKeysStay() throws {
    let (plain, hidden) = try verdicts()
    #expect(plain.holds.map(\.key) == hidden.holds.map(\.key))
    #expect(hidden.holds.first?.needs.description == "1 of user \"ana\"")
    let text = try #require(hidden.rules.first?.because)
    for secret in ["4711", "4929-1", "secret", "815"] { #expect(!text.contains(secret)) }
    let words = text.split(separator: " ")
    #expect(words.count == 6)
    #expect(words[4] == "ana")
    #expect(words.filter { $0.hasPrefix("hmac-sha256:") && $0.utf8.count == 76 }.count == 5)
    // Values are told apart, and equal ones are the same.
    #expect(Set(words).count == 6)
  }

  @Test func otherPartsOfARecordStay() throws {
    let small = Array(
      #"{"id":"r","asker":"e","pay":{"amount":3,"currency":"EUR"},"card":{"kind":"debit"}}"#.utf8)
    let (plain, hidden) = try verdicts(Self.policy, small)
    #expect(plain.rules.first?.because == "3 EUR on a debit")
    #expect(hidden.rules.first?.because?.hasSuffix(" EUR on a debit") == true)
    #expect(hidden.effect == .allow)
  }

  @Test func identifiersAndPeopleMayBeSensitive() throws {
    let policy = Self.policy
      .replacing("  id: string", with: "  @sensitive id: string")
      .replacing("  asker: string", with: "  @sensitive asker: string")
      .replacing("  owner: string", with: "  @sensitive owner: string")
    let (plain, hidden) = try verdicts(policy)
    #expect(plain.id == "r1")
    #expect(hidden.id?.hasPrefix("hmac-sha256:") == true)
    #expect(hidden.holds.first?.requester?.first?.hasPrefix("hmac-sha256:") == true)
    #expect(hidden.holds.first?.needs.description.contains("ana") == false)
    #expect(plain.holds.map(\.key) == hidden.holds.map(\.key))
  }

  @Test func aBlockCannotTakeTheMarkBack() throws {
    let open = "request { pay: { amount: number } }\n"
    #expect(try verdicts(open + Self.policy).hidden.rules.first?.because?.contains("4711") == false)
    #expect(
      try verdicts(Self.policy + "\n" + open).hidden.rules.first?.because?.contains("4711") == false
    )
  }

  @Test func otherKeysMakeOtherTexts() {
    let bytes = Array("4711".utf8)
    #expect(ValueMask(key: [1]).text(of: bytes) != ValueMask(key: [2]).text(of: bytes))
    #expect(ValueMask(key: [1]).text(of: bytes) == ValueMask(key: [1]).text(of: bytes))
  }
}
