// A program that is written and read again judges as before, to the byte; one that was cut or
// altered on the way is refused. And the two ways to ask for a verdict say the same.

import Testing
import Weir
import WeirTesting

@Suite struct ProgramFileTests {
  @Test func roundTrip() throws {
    for number in 0..<40 {
      let seed = baseSeed &+ 30_000 &+ UInt64(number)
      let policy = GeneratedPolicy(seed: seed)
      let subject = try #require(Subject(policy), "WEIR_SEED=\(seed)")
      let encoded = subject.program.encoded()
      let decoded = try Program(encoded: encoded)
      #expect(decoded.encoded() == encoded, "WEIR_SEED=\(seed)")
      #expect(decoded.digest == subject.program.digest)
      var first = Evaluator(subject.program)
      var second = Evaluator(decoded)
      var requests = RequestGenerator(seed: seed)
      for line in 1...20 {
        let request = requests.bytes(policy.shape)
        let now = requests.timestamp()
        var before: [UInt8] = []
        var after: [UInt8] = []
        first.write(request, line: line, now: now, into: &before)
        second.write(request, line: line, now: now, into: &after)
        let verdict = first.evaluate(request, line: line, now: now)
        #expect(before == after, "WEIR_SEED=\(seed)")
        #expect(before.last == UInt8(ascii: "\n"))
        #expect(
          try VerdictLines.lines(json: before) == VerdictLines.lines(verdict), "WEIR_SEED=\(seed)")
      }
    }
  }

  @Test func damage() throws {
    for number in 0..<4 {
      let seed = baseSeed &+ 40_000 &+ UInt64(number)
      var random = SplitMix64(seed: seed)
      let policy = GeneratedPolicy(seed: seed)
      let encoded = try #require(Subject(policy), "WEIR_SEED=\(seed)").program.encoded()
      for length in 0..<64 where length < encoded.count { refused(Array(encoded[..<length]), seed) }
      for _ in 0..<200 {
        refused(Array(encoded[..<random.below(encoded.count)]), seed)
        var altered = encoded
        altered[random.below(altered.count)] ^= UInt8(1 + random.below(255))
        refused(altered, seed)
      }
      refused(encoded + [0], seed)
    }
  }

  private func refused(_ bytes: [UInt8], _ seed: UInt64) {
    #expect(throws: ProgramError.self, "WEIR_SEED=\(seed)") { try Program(encoded: bytes) }
  }
}
