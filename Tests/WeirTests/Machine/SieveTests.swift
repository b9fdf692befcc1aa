// A list of many rules is sieved, and what it comes to is what each of its rules comes to alone:
// whatever the sieve answers, leaves open, or need not ask.

import Testing
import WeirTesting

@testable import Weir

@Suite struct SieveTests {
  private static let conditions = [
    "amount <= {}", "amount < {}", "amount > {}", "amount >= {}", "level >= 2", "level < 3",
    "country == \"{}\"", "country != \"{}\"", "country in [\"1\", \"{}\"]",
    "country not in [\"2\", \"{}\"]", "kind == \"a\"", "kind in [\"a\", \"b\"]", "kind != \"c\"",
    "trusted", "not trusted", "has note", "note starts_with \"{}\"", "name in [\"x{}\", \"y\"]",
  ]
  private static let shape =
    "request { strict: bool, amount: number, level: number, country: string, kind: string, "
    + "trusted: bool, note?: string, name: string }\n"

  /// Rules of three conditions each; those that deny do so only where a request is strict.
  private static func rules(_ random: inout SplitMix64) -> [String] {
    (0..<150).map { rule in
      let isDenial = rule % 3 == 0
      var tests = (0..<3).map { _ in
        random.pick(conditions).replacing("{}", with: "\(random.below(12))")
      }
      if isDenial { tests.append("strict") }
      return "\(isDenial ? "deny" : "allow") r\(rule) when \(tests.joined(separator: " and "))"
    }
  }

  /// A request some of whose members are absent, null, or of the wrong type.
  private static func request(_ random: inout SplitMix64) -> String {
    let values: [(String, [String])] = [
      ("strict", ["true", "false", "false"]),
      ("amount", (0..<13).flatMap { ["\($0)", "\($0).5"] }),
      ("level", ["1", "2", "3"]), ("country", (0..<14).map { "\"\($0)\"" }),
      ("kind", ["\"a\"", "\"b\"", "\"c\"", "\"d\""]), ("trusted", ["true", "false"]),
      ("note", ["\"1\"", "\"11\"", "\"\""]), ("name", ["\"x1\"", "\"x7\"", "\"y\"", "\"z\""]),
    ]
    let members = values.compactMap { name, all -> String? in
      switch random.below(24) {
      case 0: nil
      case 1: "\"\(name)\":null"
      case 2: "\"\(name)\":[]"
      default: "\"\(name)\":\(random.pick(all))"
      }
    }
    return "{\(members.joined(separator: ","))}"
  }

  private static func program(_ rules: [String]) throws -> Program {
    let text = shape + rules.joined(separator: "\n")
    return try #require(compile([SourceFile(path: "p.weir", text: text)]).program)
  }

  private static func verdict(_ evaluator: inout Evaluator, _ request: String) -> Verdict {
    Array(request.utf8).withUnsafeBufferPointer {
      evaluator.evaluate($0, now: Timestamp(seconds: 0, nanoseconds: 0))
    }
  }

  /// What a verdict tells of rules.
  private struct Told: Equatable {
    var effect: Verdict.Effect
    var rules: [String] = []
    var uncertain: [String] = []
    var omitted = 0

    init(_ verdict: Verdict) {
      effect = verdict.effect
      rules = verdict.rules.map(\.name)
      uncertain = verdict.uncertain.map(\.rule)
      omitted = verdict.uncertainOmitted
    }

    /// What is to be told of rules that come to this alone.
    init(matched: [String], uncertain: [String], denials: Set<String>) {
      let matchedDenials = matched.filter(denials.contains)
      let uncertainDenials = uncertain.filter(denials.contains)
      effect = matched.isEmpty || !(matchedDenials + uncertainDenials).isEmpty ? .deny : .allow
      rules = matchedDenials.isEmpty && effect == .allow ? matched : matchedDenials
      guard rules.isEmpty else { return }
      let named = uncertainDenials.isEmpty ? uncertain : uncertainDenials
      self.uncertain = Array(named.prefix(Limits.namedUncertainRules))
      omitted = named.count - self.uncertain.count
    }
  }

  @Test func comesToWhatEachRuleComesToAlone() throws {
    var random = SplitMix64(seed: 2)
    let rules = Self.rules(&random)
    let names = rules.map { String($0.split(separator: " ")[1]) }
    let denials = Set(zip(rules, names).filter { $0.0.hasPrefix("deny") }.map(\.1))
    let program = try Self.program(rules)
    var together = Evaluator(program)
    let requests = ["{}"] + (0..<150).map { _ in Self.request(&random) }
    var matched = Array(repeating: [String](), count: requests.count)
    var uncertain = matched
    for (rule, name) in zip(rules, names) {
      var alone = Evaluator(try Self.program([rule]))
      for (index, request) in requests.enumerated() {
        let verdict = Self.verdict(&alone, request)
        if !verdict.rules.isEmpty { matched[index].append(name) }
        if !verdict.uncertain.isEmpty { uncertain[index].append(name) }
      }
    }
    for (index, request) in requests.enumerated() {
      let expected = Told(matched: matched[index], uncertain: uncertain[index], denials: denials)
      #expect(Told(Self.verdict(&together, request)) == expected, "\(request)")
    }

    // All three kinds of tests were asked.
    let opcodes = Set(program.loaded.image.sieveConditions.map(\.opcodeByte))
    for kind in [Opcode.guardNotEqualText, .guardLessOrEqual, .guardSlotTrue] {
      #expect(opcodes.contains(kind.rawValue), "\(kind)")
    }
  }

  /// The machine takes chains for what they are, not for what the emitter makes of them.
  @Test func conditionsMayStandInAnyOrder() throws {
    var random = SplitMix64(seed: 3)
    let program = try Self.program(Self.rules(&random))
    var image = program.loaded.image
    var conditions: [Instruction] = []
    var bits: [UInt64] = []
    for list in image.lists {
      let (first, row) = (conditions.count, bits.count)
      for condition in (0..<list.conditionCount).shuffled(using: &random) {
        conditions.append(image.sieveConditions[first + condition])
        bits += image.sieveBits[row + condition * list.words..<row + (condition + 1) * list.words]
      }
    }
    image.sieveConditions = Table(conditions)
    image.sieveBits = Table(bits)
    var shuffled = Evaluator(try Program(verifying: image))
    var plain = Evaluator(program)
    for _ in 0..<300 {
      let request = Self.request(&random)
      #expect(
        Self.verdict(&shuffled, request) == Self.verdict(&plain, request), "\(request)")
    }
  }
}
