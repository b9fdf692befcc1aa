// Conditions by chance over a small shape, and all requests of that shape that they can tell apart,
// or as many as one has time for.

import Testing
import Weir
import WeirTesting

enum SmallRequests {
  /// The shape, as the head of a policy.
  static let head = """
    request {
      n: number, k?: number, s: string, e: "x" | "y" | "z", b: bool
      p?: { n: number, q?: { b: bool } }, l: [string], t: timestamp, x: any
    }
    requester s

    """

  /// What may stand at each path; nil is nothing at all.
  static let domains: [(path: String, values: [String?])] = [
    ("n", [nil, "null", "[]", "0", "0.5", "1", "1.5", "2", "7", "-1"]),
    ("k", [nil, "null", "\"a\"", "0", "0.5", "1", "1.5", "2", "7", "-1"]),
    (
      "s",
      [
        nil, "null", "1", "\"\"", "\"a\"", "\"ab\"", "\"abc\"", "\"ac\"", "\"b\"", "\"ba\"",
        "\"c\"", "\"bc\"", "\"acb\"", "\"aba\"", "\"ca\"", "\"cb\"",
      ]
    ),
    ("e", [nil, "null", "\"w\"", "1", "\"x\"", "\"y\"", "\"z\""]),
    ("b", [nil, "null", "1", "true", "false"]),
    ("p", records),
    ("x", [nil, "null", "[]", "{}", "0", "1", "2", "1.5", "\"a\"", "\"c\"", "true", "false"]),
    ("l", [nil, "null", "[]", "[\"a\"]", "[\"b\"]", "[\"a\",1]"]),
  ]

  /// Every `n` beside every `q`, whose conditions have to do with each other.
  private static let records: [String?] = {
    let numbers = ["", "null", "[]", "0", "0.5", "1", "1.5", "2", "7", "-1"]
    let inner = ["", "null", "1", "{}", "{\"b\":true}", "{\"b\":false}", "{\"b\":1}"]
    var values: [String?] = [nil, "null", "1"]
    for n in numbers {
      for q in inner {
        let members = [("n", n), ("q", q)].filter { $0.1 != "" }.map { "\"\($0.0)\":\($0.1)" }
        values.append("{\(members.joined(separator: ","))}")
      }
    }
    return values
  }()

  private static func leaf(_ random: inout SplitMix64, isExact: Bool) -> String {
    let number = random.pick(["0", "1", "2"])
    let order = random.pick(["<", "<=", ">", ">=", "==", "!="])
    let text = random.pick(["a", "ab", "b"])
    let exact = [
      "n \(order) \(number)", "n \(order) \(number)", "\(number) \(order) n", "n in [0, 1]",
      "k \(order) \(number)", "(k ?? \(number)) \(order) 1", "has k", "b", "b == false",
      "(b ?? true)", "e == \"x\"", "e != \"y\"", "e in [\"x\", \"y\"]", "e not in [\"y\", \"z\"]",
      "s == \"\(text)\"", "s in [\"a\", \"ab\"]", "s starts_with \"\(text)\"", "has p",
      "p.n \(order) \(number)", "has p.n", "has p.q", "p.q.b", "(p.q.b ?? false)", "has p.q.b",
      "x == \(number)", "x == \"a\"", "(x ?? true)", "has x",
    ]
    let others = [
      "s like \"a*\"", "l contains \"a\"", "any(i in l: i == \"a\")", "n \(order) k",
      "length(s) \(order) \(number)", "s ends_with \"\(text)\"", "s includes \"\(text)\"",
      "s < \"b\"", "n + 1 \(order) \(number)", "x < \(number)", "x in [1, 2]",
      "all(i in l: i == s)",
    ]
    return random.pick(isExact ? exact : exact + others)
  }

  /// A condition; an exact one has nothing in it that proofs do not look into.
  static func condition(
    _ random: inout SplitMix64, isExact: Bool, depth: Int = 0
  ) -> String {
    if depth < 3, random.once(in: 2) {
      let word = random.pick(["and", "or"])
      let left = condition(&random, isExact: isExact, depth: depth + 1)
      return "(\(left) \(word) \(condition(&random, isExact: isExact, depth: depth + 1)))"
    }
    if random.once(in: 5) {
      return "not (\(condition(&random, isExact: isExact, depth: depth + 1)))"
    }
    return leaf(&random, isExact: isExact)
  }

  /// The members of a request that conditions read.
  static func roots(_ conditions: [CheckedExpression]) -> Set<String> {
    var found: Set<String> = []
    func search(_ expression: CheckedExpression) {
      if case .path(let path) = expression.kind, case .member(let name)? = path.steps.first {
        found.insert(name.description)
      }
      for operand in expression.operands { search(operand) }
    }
    for condition in conditions { search(condition) }
    return found
  }

  /// The requests that those members can tell apart, all of them if they are not more than the
  /// limit; else as many by chance.
  static func requests(
    _ roots: Set<String>, limit: Int, _ random: inout SplitMix64
  ) -> (requests: [String], areAll: Bool) {
    let domains = domains.filter { roots.contains($0.path) }
    let count = domains.reduce(1) { $0 * $1.values.count }
    let numbers =
      count <= limit ? Array(0..<count) : (0..<limit).map { _ in random.below(count) }
    let requests = numbers.map { number in
      var rest = number
      var members: [String] = []
      for domain in domains {
        if let value = domain.values[rest % domain.values.count] {
          members.append("\"\(domain.path)\":\(value)")
        }
        rest /= domain.values.count
      }
      return "{\(members.joined(separator: ","))}"
    }
    return (requests, count <= limit)
  }

  /// What the reference evaluator finds.
  static func truth(_ condition: CheckedExpression, _ request: ReferenceJSON) -> Truth {
    let outcome = ReferenceEvaluator(request: request, now: .failure(.absent, of: []))
      .evaluate(condition)
    return outcome.isTrue ? .true : outcome.isFalse ? .false : .uncertain
  }
}
