// Proofs of equivalence: each finds what it is for, and no request refutes one. Requests by chance
// are made from the very constants that the policies compare with, with everything that can be
// wrong.

import Testing
import Weir
import WeirAnalysis
import WeirTesting

@testable import WeirTest

@Suite struct EquivalenceTests {
  /// Policies that are one another's equivalent, as lines of a policy with the shape below.
  struct Pair: Sendable, CustomTestStringConvertible {
    var proof: EquivalenceProof?
    var before: String
    var after: String

    init(_ proof: EquivalenceProof?, _ before: String, _ after: String) {
      self.proof = proof
      self.before = before
      self.after = after
    }

    var testDescription: String { "\(before) → \(after)" }
  }

  static let pairs = [
    // The same program.
    Pair(.sameProgram, "deny r when n > 10", "deny r when (n > 10)"),
    Pair(.sameProgram, "deny r when n > 10.0", "deny r when n > 1e1"),
    // Only observed.
    Pair(
      .observedHold, "observe hold r when b needs 1 of group \"x\" within 1h",
      "observe hold r when b needs 2 of group \"x\" within 1h"),
    Pair(
      nil, "hold r when b needs 1 of group \"x\" within 1h",
      "hold r when b needs 2 of group \"x\" within 1h"),
    // The same outcome.
    Pair(.sameOutcome, "deny r when n > 10 and n > 5", "deny r when n > 10"),
    Pair(.sameOutcome, "deny r when n > 10 or n > 5", "deny r when n > 5"),
    Pair(.sameProgram, "deny r when not n > 10", "deny r when n <= 10"),
    Pair(.sameOutcome, "deny r when s == \"a\"", "deny r when s in [\"a\"]"),
    Pair(.sameOutcome, "deny r when e == \"x\" or e == \"y\"", "deny r when e != \"z\""),
    Pair(
      .sameOutcome, "deny r when count(t in l: t == s) >= 1",
      "deny r when count(t in l: t == s) > 0"),
    Pair(.sameOutcome, "deny r when length(s) > 0", "deny r when length(s) >= 1"),
    Pair(
      .sameOutcome, "deny r when s == \"abc\" and s starts_with \"a\"", "deny r when s == \"abc\""),
    Pair(.sameOutcome, "deny r when b and b", "deny r when b"),
    Pair(.sameOutcome, "deny r when has k and k > 3 when b", "deny r when b when has k and k > 3"),
    Pair(.sameOutcome, "deny r when (k ?? 3) > 3", "deny r when (k ?? 2) > 3"),
    Pair(.sameOutcome, "deny r when b == true", "deny r when b"),
    Pair(nil, "deny r when n > 10", "deny r when n >= 10"),
    // Canonically equivalent texts are two.
    Pair(nil, #"deny r when s == "\u00e9""#, #"deny r when s == "e\u0301""#),
    Pair(nil, #"deny r when s in ["\u00e9", "x"]"#, #"deny r when s in ["e\u0301", "x"]"#),
    Pair(nil, "deny r when (k ?? 3) > 3", "deny r when (k ?? 4) > 3"),
    // Uncertain or not, and by what, is part of the outcome.
    Pair(nil, "deny r when has k and k > 3", "deny r when k > 3"),
    Pair(nil, "deny r when b or (b and n > 3)", "deny r when b"),
    Pair(nil, "deny r when b or not b", "deny r when b == b"),
    // A path that is not read any more is not held to anything any more.
    Pair(nil, "deny r when b and (n > 3 or n <= 3)", "deny r when b"),
    // Never.
    Pair(
      .neverMatches, "deny r when e == \"x\" and e == \"y\" and b",
      "deny r when e == \"y\" and e == \"z\" and b"),
    Pair(
      .neverMatches, "allow r when b and n > 9 when not b and n > 9 when has n",
      "allow r when b and n > 8 when not b and n > 9 when has n"),
    // Overruled.
    Pair(
      .overruled, "deny d when n > 10\nallow r when n <= 100 when has n",
      "deny d when n > 10\nallow r when n <= 101 when has n"),
    Pair(
      .overruled,
      """
      hold d when has n when n > 10 needs 1 of group \"x\" within 1h\nallow r when n < 20 when has n
      """,
      """
      hold d when has n when n > 10 needs 1 of group \"x\" within 1h\nallow r when n < 21 when has n
      """
    ),
    Pair(
      nil, "deny d when n > 10 when b\nallow r when n <= 100 when has n",
      "deny d when n > 10 when b\nallow r when n <= 101 when has n"),
    Pair(
      nil, "observe deny d when n > 10\nallow r when n <= 100 when has n",
      "observe deny d when n > 10\nallow r when n <= 101 when has n"),
    Pair(
      nil, "deny d when n > 10\ndeny r when n <= 100", "deny d when n > 10\ndeny r when n <= 101"),
    // A hold that is uncertain leaves the request to the default, where nothing allows.
    Pair(
      nil,
      "hold d when n > 10 when b needs 1 of group \"x\" within 1h\nallow r when n < 20 when has n",
      "hold d when n > 10 when b needs 1 of group \"x\" within 1h\nallow r when n < 21 when has n"),
    // Periods.
    Pair(
      .neverMatches,
      "deny r when now < timestamp(\"2026-01-01T00:00:00Z\") when b from \"2026-03-01T00:00:00Z\"",
      "deny r when now < timestamp(\"2026-01-02T00:00:00Z\") when b from \"2026-03-01T00:00:00Z\""),
  ]

  @Test(arguments: pairs) func proof(_ pair: Pair) throws {
    let before = try testPolicy(EquivalenceTests.head + pair.before)
    let after = try testPolicy(EquivalenceTests.head + pair.after)
    let prover = EquivalenceProver(before.checked, before.program)
    #expect(prover.proof(after.checked, after.program) == pair.proof)
    if pair.proof != nil { try refute(before.program, after.program, seed: 7, requests: 3000) }
  }

  static let head = """
    request {
      id: string, n: number, m: number, k?: number, s: string, e: "x" | "y" | "z", b: bool
      l: [string], x: any
    }
    requester id

    """

  /// Small policies whose conditions ask much of few paths, all their mutants, every proof
  /// attacked.
  @Test(arguments: 0..<4) func byChance(part: Int) throws {
    var proofs: [EquivalenceProof: Int] = [:]
    for number in 0..<12 {
      let seed = UInt64(part * 1000 + number)
      var random = SplitMix64(seed: seed)
      let text = EquivalenceTests.head + EquivalenceTests.rules(&random)
      let policy = try testPolicy(text)
      try attack(policy, &proofs, seed: seed) { program, mutant in
        try refute(program, mutant, seed: seed, requests: 150)
      }
    }
    #expect(proofs[.sameOutcome, default: 0] > 2)
    #expect(proofs.values.reduce(0, +) > 10)
  }

  /// Policies of every kind.
  @Test(arguments: 0..<2) func ofGeneratedPolicies(part: Int) throws {
    var proofs: [EquivalenceProof: Int] = [:]
    for number in 0..<3 {
      let seed = UInt64(9000 + part * 1000 + number)
      let generated = GeneratedPolicy(seed: seed)
      let policy = try testPolicy(generated.files())
      var generator = RequestGenerator(seed: seed)
      let requests = (0..<40).map { _ in generator.bytes(generated.shape) }
      try attack(policy, &proofs, seed: seed) { program, mutant in
        compare(program, mutant, requests)
      }
    }
    #expect(!proofs.isEmpty)
  }

  private func attack(
    _ policy: TestPolicy, _ proofs: inout [EquivalenceProof: Int], seed: UInt64,
    _ refute: (Program, Program) throws -> Void
  ) throws {
    let prover = EquivalenceProver(policy.checked, policy.program)
    let compiler = MutantCompiler(policy)
    for mutant in MutantFinder.mutants(of: policy) {
      guard let (checked, program) = compiler.compile(mutant),
        let proof = prover.proof(checked, program)
      else { continue }
      proofs[proof, default: 0] += 1
      try refute(policy.program, program)
    }
  }

  // MARK: Policies and requests

  private static func condition(_ random: inout SplitMix64, depth: Int = 0) -> String {
    if depth < 2, random.once(in: 2) {
      let word = random.pick(["and", "or"])
      return
        "(\(condition(&random, depth: depth + 1)) \(word) \(condition(&random, depth: depth + 1)))"
    }
    if random.once(in: 6) { return "not (\(condition(&random, depth: depth + 1)))" }
    let number = random.pick(["0", "1", "2", "10", "-1"])
    let order = random.pick(["<", "<=", ">", ">=", "==", "!="])
    return random.pick([
      "n \(order) \(number)", "n \(order) \(number)", "k \(order) \(number)",
      "\(number) \(order) n",
      "(k ?? \(number)) \(order) 1", "has k", "has x", "b", "e == \"x\"", "e != \"y\"",
      "e in [\"x\", \"y\"]", "s == \"a\"", "s in [\"a\", \"ab\"]", "s starts_with \"a\"",
      "s < \"b\"", "s like \"a*\"", "x == \(number)", "x == \"a\"", "x in [1, 2]", "x < \(number)",
      "x starts_with \"a\"", "any(t in l: t == \"a\")",
      "count(t in l: t == \"a\") \(order) \(number)",
      "l contains \"a\"", "length(s) \(order) \(number)", "n + 1 \(order) \(number)", "b == true",
      "(x ?? true)", "n \(order) m", "[\"a\", \"b\"] contains s", "(x ?? 1) \(order) 1",
    ])
  }

  private static func rules(_ random: inout SplitMix64) -> String {
    var text = ""
    for number in 0..<(1 + random.below(4)) {
      let effect = random.pick(["allow", "deny", "hold", "allow", "observe deny"])
      text += "\(effect) r\(number)\n  when \(condition(&random))\n"
      if random.once(in: 3) { text += "  unless \(condition(&random))\n" }
      if random.once(in: 5) { text += "  from \"2026-03-02T12:00:00Z\"\n" }
      if effect == "hold" { text += "  needs 1 of group \"g\" within 1h\n" }
    }
    return text
  }

  private static func request(_ random: inout SplitMix64) -> [UInt8] {
    func value(_ usual: [String], _ random: inout SplitMix64) -> String {
      random.once(in: 9)
        ? random.pick(["null", "true", "\"a\"", "1", "[]", "{}", "1e400", "[\"a\", 1]"])
        : random.pick(usual)
    }
    let numbers = ["0", "1", "2", "10", "-1", "0.5", "1.5", "11", "9", "-2", "1e3"]
    let texts = ["\"a\"", "\"ab\"", "\"b\"", "\"\"", "\"ba\"", "\"a/b\""]
    var members: [String] = ["\"id\":\"i\""]
    for (name, usual) in [
      ("n", numbers), ("m", numbers), ("k", numbers), ("s", texts),
      ("e", ["\"x\"", "\"y\"", "\"z\""]),
      ("b", ["true", "false"]),
      ("l", ["[]", "[\"a\"]", "[\"b\", \"a\"]", "[\"b\", 1]", "[\"a\",\"a\"]"]),
      ("x", numbers + texts + ["true", "false"]),
    ] {
      if random.once(in: 10) { continue }
      members.append("\"\(name)\":\(value(usual, &random))")
      if random.once(in: 60) { members.append("\"\(name)\":\(value(usual, &random))") }
    }
    return Array("{\(members.joined(separator: ","))}".utf8)
  }

  private func refute(_ one: Program, _ other: Program, seed: UInt64, requests: Int) throws {
    var random = SplitMix64(seed: seed &+ 77)
    var first = Evaluator(one)
    var second = Evaluator(other)
    for _ in 0..<requests {
      let request = EquivalenceTests.request(&random)
      let now = Timestamp(seconds: noon.seconds - Int64(random.below(2)), nanoseconds: 0)
      let verdicts = request.withUnsafeBufferPointer {
        (first.evaluate($0, now: now).meaning, second.evaluate($0, now: now).meaning)
      }
      if verdicts.0 == verdicts.1 { continue }
      Issue.record(
        """
        seed \(seed): \(String(decoding: request, as: UTF8.self)) at \(now)
        \(sources(one))
        \(sources(other))
        \(verdicts.0)
        \(verdicts.1)
        """)
      return
    }
  }

  private func compare(_ one: Program, _ other: Program, _ requests: [[UInt8]]) {
    var first = Evaluator(one)
    var second = Evaluator(other)
    for request in requests {
      for now in [noon, Timestamp(seconds: 1_772_323_200, nanoseconds: 0)] {
        let isSame = request.withUnsafeBufferPointer {
          first.evaluate($0, now: now).meaning == second.evaluate($0, now: now).meaning
        }
        if isSame { continue }
        Issue.record(
          """
          \(String(decoding: request, as: UTF8.self)) at \(now)\n\(sources(one))\n\(sources(other))
          """
        )
        return
      }
    }
  }

  private func sources(_ program: Program) -> String {
    program.loaded.image.files.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
  }
}
