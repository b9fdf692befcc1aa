import Testing

@testable import Weir

/// The operators on the machine's values. Operands are written as JSON; a null is the fault `null`.
@Suite struct OperationsTests {
  private struct Bench: ~Copyable {
    var memory = Memory(
      constantBytes: UnsafeBufferPointer(start: nil, count: 0),
      constantValues: UnsafeBufferPointer(start: nil, count: 0))

    mutating func value(_ json: String) -> Value {
      if let constant = Bench.typed(json) {
        var hours: [Hours] = []
        return memory.make(constant, hours: &hours)
      }
      let text = memory.make(.string, Array(json.utf8))
      let value = Builtin.json.evaluate(BuiltinArguments(text), &memory, hours: [])
      precondition(!value.isFault || json == "null", json)
      return value
    }

    /// `ip:10.0.0.1`, `time:…`, `15m` …
    static func typed(_ text: String) -> Constant? {
      let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
      switch parts.first {
      case "ip": return IPAddress(parts[1]).map { .ip($0) }
      case "cidr": return CIDRBlock(parts[1]).map { .cidr($0) }
      case "time": return Timestamp(parts[1]).map { .timestamp($0) }
      case "for":
        return parts[1].hasPrefix("-")
          ? SignedDuration(String(parts[1].dropFirst()))?.negated.map { .duration($0) }
          : SignedDuration(parts[1]).map { .duration($0) }
      case "path": return AbsolutePath(parts[1]).map { .path($0) }
      case "folder": return AbsolutePath(parts[1]).map { .folder($0) }
      case "version": return SemanticVersion(parts[1]).map { .version($0) }
      default: return nil
      }
    }

    func describe(_ value: Value) -> String {
      if value.isFault { return value.faultKind.name }
      switch memory.constant(of: value, hours: []) {
      case .success(let constant): return constant.description
      case .failure(let fault): return fault.name
      }
    }
  }

  @Test(arguments: [
    ("1", "1.0", "true"), ("1", "2", "false"), ("-0", "0", "true"), (#""a""#, #""a""#, "true"),
    (#""a""#, #""b""#, "false"), (#""e\u0301""#, #""\u00e9""#, "false"), ("true", "true", "true"),
    ("true", "false", "false"), ("1", #""1""#, "wrong_type"), ("null", "1", "null"),
    ("1", "null", "null"), ("null", "null", "null"), ("[]", "{}", "wrong_type"),
    ("ip:10.0.0.1", "ip:::ffff:10.0.0.1", "true"), ("ip:10.0.0.1", #""10.0.0.1""#, "wrong_type"),
    ("cidr:10.0.0.0/8", "cidr:10.0.0.0/9", "false"), ("for:60s", "for:1m", "true"),
    ("time:2026-03-02T09:00:00Z", "time:2026-03-02T10:00:00+01:00", "true"),
    ("version:1.0.0+a", "version:1.0.0", "true"),
    ("path:/a", "path:/a", "true"), ("path:/a", "path:/a/b", "false"),
    ("path:/a", "folder:/a", "wrong_type"), ("path:/a", #""/a""#, "wrong_type"),
    // Lists: counts first, then the `and` of their elements.
    ("[]", "[]", "true"), ("[1]", "[1, 2]", "false"), ("[1, 2]", "[1, 2]", "true"),
    ("[1, 2]", "[2, 1]", "false"), ("[null]", "[null]", "null"),
    ("[null, 1]", "[null, 2]", "false"),
    ("[null]", "[1, 2]", "false"), (#"["a", 1]"#, #"["a", "1"]"#, "wrong_type"),
    ("[[1], [2]]", "[[1], [2]]", "true"), ("[[1], [null]]", "[[2], [null]]", "false"),
    // Records: the same members, in any order.
    ("{}", "{}", "true"), (#"{"a": 1, "b": 2}"#, #"{"b": 2, "a": 1}"#, "true"),
    (#"{"a": 1}"#, #"{"a": 2}"#, "false"), (#"{"a": 1}"#, #"{"b": 1}"#, "false"),
    (#"{"a": null}"#, #"{"a": null}"#, "null"), (#"{"a": null}"#, #"{"b": null}"#, "false"),
    (#"{"a": null, "b": 1}"#, #"{"a": null, "b": 2}"#, "false"),
    (#"{"a": {"b": [1]}}"#, #"{"a": {"b": [1]}}"#, "true"),
  ])
  func equality(left: String, right: String, expected: String) {
    var bench = Bench()
    let (left, right) = (bench.value(left), bench.value(right))
    #expect(bench.describe(Operations.equal(left, right, bench.memory)) == expected)
    #expect(bench.describe(Operations.equal(right, left, bench.memory)) == expected)
    let opposite = ["true": "false", "false": "true"][expected] ?? expected
    #expect(bench.describe(Operations.notEqual(left, right, bench.memory)) == opposite)
  }

  @Test(arguments: [5, 40, 3000])
  func recordsInAnyOrder(count: Int) {
    var bench = Bench()
    bench.memory.reset(slots: 0)
    func record(_ order: some Sequence<Int>, changed: Int? = nil, renamed: Int? = nil) -> Value {
      let members = order.map {
        (
          name: bench.memory.make(.string, Array("k\($0 == renamed ? -1 : $0)".utf8)),
          value: Value.bool($0 == changed)
        )
      }
      let start = bench.memory.allocateValues(2 * count)!
      for (index, member) in members.enumerated() {
        bench.memory[start + 2 * index] = member.name
        bench.memory[start + 2 * index + 1] = member.value
      }
      return .record(.scratch, offset: start, count: count)
    }
    let ascending = record(0..<count)
    let descending = record((0..<count).reversed())
    let changed = record((0..<count).reversed(), changed: 2)
    let renamed = record((0..<count).reversed(), renamed: 2)
    #expect(Operations.equal(ascending, descending, bench.memory).isTrue)
    #expect(Operations.equal(ascending, changed, bench.memory).isFalse)
    #expect(Operations.equal(ascending, renamed, bench.memory).isFalse)
  }

  @Test(arguments: [
    ("1", "2", "true"), ("2", "1", "false"), ("1", "1", "false"), ("-1e20", "1e-20", "true"),
    (#""a""#, #""b""#, "true"), (#""a""#, #""ab""#, "true"), (#""""#, #""a""#, "true"),
    (#""Z""#, #""a""#, "true"), (#""\uFFFF""#, #""\uD83D\uDE00""#, "true"),
    ("for:59s", "for:1m", "true"),
    ("time:2026-03-02T09:00:00Z", "time:2026-03-02T09:00:00.1Z", "true"),
    ("version:1.9.0", "version:1.10.0", "true"), ("true", "false", "wrong_type"),
    ("[1]", "[2]", "wrong_type"), ("1", #""2""#, "wrong_type"),
    ("ip:1.1.1.1", "ip:2.2.2.2", "wrong_type"),
    ("null", "1", "null"), ("1", "null", "null"), ("for:1s", "1", "wrong_type"),
  ])
  func less(left: String, right: String, expected: String) {
    var bench = Bench()
    let (left, right) = (bench.value(left), bench.value(right))
    func ordered(_ comparison: Comparison, _ left: Value, _ right: Value) -> String {
      bench.describe(Operations.ordered(comparison, left, right, bench.memory))
    }
    let opposite = ["true": "false", "false": "true"][expected] ?? expected
    #expect(ordered(.less, left, right) == expected)
    #expect(ordered(.greater, right, left) == expected)
    #expect(ordered(.greaterOrEqual, left, right) == opposite)
    #expect(ordered(.lessOrEqual, right, left) == opposite)
  }

  @Test(arguments: [
    ("0.1", Arithmetic.add, "0.2", "0.3"), ("1", .subtract, "3", "-2"),
    ("1.5", .multiply, "4", "6"),
    ("1e28", .multiply, "10", "number_out_of_range"), ("for:1h", .add, "for:30m", "1h30m"),
    ("for:1h", .subtract, "for:90m", "-30m"), ("for:1h", .multiply, "0.5", "30m"),
    ("0.5", .multiply, "for:1h", "30m"), ("for:1h", .multiply, "for:1h", "wrong_type"),
    ("time:2026-03-02T09:00:00Z", .add, "for:1h", #"timestamp("2026-03-02T10:00:00Z")"#),
    ("for:1h", .add, "time:2026-03-02T09:00:00Z", #"timestamp("2026-03-02T10:00:00Z")"#),
    ("time:2026-03-02T09:00:00Z", .subtract, "for:1h", #"timestamp("2026-03-02T08:00:00Z")"#),
    ("for:1h", .subtract, "time:2026-03-02T09:00:00Z", "wrong_type"),
    ("time:2026-03-02T09:00:00Z", .subtract, "time:2026-03-02T08:00:00Z", "1h"),
    ("time:2026-03-02T09:00:00Z", .add, "time:2026-03-02T08:00:00Z", "wrong_type"),
    ("time:9999-12-31T23:59:59Z", .add, "for:1s", "number_out_of_range"),
    ("1", .add, #""1""#, "wrong_type"), (#""a""#, .add, #""b""#, "wrong_type"),
    ("1", .add, "for:1s", "wrong_type"),
    ("null", .add, "1", "null"), ("1", .multiply, "null", "null"),
  ])
  func arithmetic(left: String, operation: Arithmetic, right: String, expected: String) {
    var bench = Bench()
    let (left, right) = (bench.value(left), bench.value(right))
    #expect(bench.describe(Operations.arithmetic(operation, left, right)) == expected)
  }

  @Test(arguments: [
    (#""a""#, #"{"a": null}"#, "true"), (#""b""#, #"{"a": 1}"#, "false"),
    ("1", #"{"a": 1}"#, "wrong_type"), (#""a""#, #"["a"]"#, "wrong_type"), ("null", "{}", "null"),
    (#""a""#, "null", "null"),
  ])
  func keys(key: String, map: String, expected: String) {
    var bench = Bench()
    let (key, map) = (bench.value(key), bench.value(map))
    #expect(bench.describe(Operations.isKey(key, of: map, bench.memory)) == expected)
  }

  /// Terms, how many of the last are subtracted, and what they come to, whatever their order.
  @Test(arguments: [
    (["1", "2", "3"], 0, "6"), (["1", "2", "3"], 3, "-6"), (["5e28", "5e28", "5e28"], 1, "5e+28"),
    (["5e28", "5e28", "1"], 0, "number_out_of_range"), (["5e28", "1e-28", "5e28"], 1, "1e-28"),
    (["1e28", "1e-28"], 0, "number_out_of_range"), (["1e28", "1e-28", "1e28"], 1, "1e-28"),
    (["1", "for:1h"], 0, "wrong_type"),
    (["for:1h", "for:2h", "for:4h"], 1, "-1h"), (["1", "null", #""a""#], 0, "null"),
    (
      ["time:9999-12-31T00:00:00Z", "for:48h", "for:72h"], 1, #"timestamp("9999-12-30T00:00:00Z")"#
    ),
    (["for:48h", "time:9999-12-31T00:00:00Z", "for:1h"], 1, "number_out_of_range"),
    (["time:2026-01-02T00:00:00Z", "for:1h", "time:2026-01-01T00:00:00Z"], 1, "1d1h"),
    (["time:2026-01-02T00:00:00Z", "time:2026-01-01T00:00:00Z", "for:1h"], 0, "wrong_type"),
    (["for:1h", "for:1h", "time:2026-01-01T00:00:00Z"], 1, "wrong_type"),
  ])
  func totals(terms: [String], subtracted: Int, expected: String) {
    var bench = Bench()
    let values = terms.map { bench.value($0) }
    let added = values.dropLast(subtracted)
    for rotation in added.indices {
      let turned = Array(added[rotation...] + added[..<rotation]) + values.suffix(subtracted)
      let total = turned.withUnsafeBufferPointer {
        Operations.total($0, subtracted: subtracted)
      }
      #expect(bench.describe(total) == expected)
    }
  }

  @Test(arguments: [
    ("1", "-1"), ("0", "0"), ("for:1h", "-1h"), (#""a""#, "wrong_type"), ("null", "null"),
  ])
  func negation(operand: String, expected: String) {
    var bench = Bench()
    let operand = bench.value(operand)
    #expect(bench.describe(Operations.negate(operand)) == expected)
  }

  @Test(arguments: [
    ("1", "[1, 2]", "true"), ("3", "[1, 2]", "false"), ("3", "[]", "false"), ("null", "[]", "null"),
    ("1", "null", "null"), ("1", #"["1"]"#, "wrong_type"), ("1", #"["1", 1]"#, "true"),
    ("1", "[null]", "null"), ("1", "[null, 1]", "true"), ("[1]", "[[1]]", "true"),
    (#""a""#, #"{"a": null}"#, "wrong_type"), ("1", #"{"a": 1}"#, "wrong_type"),
    ("ip:10.0.0.1", "cidr:10.0.0.0/8", "true"), ("ip:11.0.0.1", "cidr:10.0.0.0/8", "false"),
    ("ip:::1", "cidr:0.0.0.0/0", "false"), (#""10.0.0.1""#, "cidr:10.0.0.0/8", "wrong_type"),
    ("ip:10.0.0.1", "[]", "false"), ("1", "1", "wrong_type"), (#""a""#, #""abc""#, "wrong_type"),
  ])
  func membership(element: String, collection: String, expected: String) {
    var bench = Bench()
    let (element, collection) = (bench.value(element), bench.value(collection))
    #expect(
      bench.describe(Operations.isMember(element, of: collection, bench.memory, hours: []))
        == expected)
    if collection.tag == .list, !element.isFault {
      #expect(
        bench.describe(Operations.contains(collection, element, bench.memory)) == expected)
    }
  }

  @Test func membershipInHours() throws {
    let hours = [try Hours("Mon 09:00-10:00", zoneName: "UTC", zone: .utc)]
    let bench = Bench()
    func result(_ instant: String, _ index: Int) -> Value {
      Operations.isMember(
        .timestamp(Timestamp(instant)!), of: .hours(index), bench.memory, hours: hours)
    }
    #expect(result("2026-03-02T09:30:00Z", 0).isTrue)
    #expect(result("2026-03-02T10:00:00Z", 0).isFalse)
    #expect(result("2026-03-02T09:30:00Z", 1).isFault)
  }

  @Test(arguments: [
    ("[1, 2]", "[2, 3]", "true"), ("[1]", "[2]", "false"), ("[]", "[1]", "false"),
    ("[]", "[]", "false"),
    ("[null]", "[]", "false"), ("[null]", "[1]", "null"), ("[null, 1]", "[1]", "true"),
    ("[1]", #"["1"]"#, "wrong_type"), ("1", "[1]", "wrong_type"), ("null", "[1]", "null"),
    ("[1]", #"{"a": 1}"#, "wrong_type"),
  ])
  func overlaps(left: String, right: String, expected: String) {
    var bench = Bench()
    let (left, right) = (bench.value(left), bench.value(right))
    #expect(bench.describe(Operations.overlaps(left, right, &bench.memory)) == expected)
    #expect(bench.describe(Operations.overlaps(right, left, &bench.memory)) == expected)
  }

  @Test func overlapsOfVeryLongListsAreRefused() {
    var bench = Bench()
    bench.memory.reset(slots: 0)
    let list = bench.memory.makeList(Array(repeating: Value.true, count: 10_000))
    #expect(Operations.overlaps(list, list, &bench.memory).isFault)
    #expect(bench.memory.limitExceeded == .comparedPairs)
  }

  @Test(arguments: [
    ("abcabd", Comparison.includes, "abd", "true"), ("abc", .includes, "", "true"),
    ("", .includes, "", "true"), ("", .includes, "a", "false"), ("abc", .includes, "abcd", "false"),
    ("zoë", .includes, "oë", "true"), ("abc", .startsWith, "ab", "true"),
    ("abc", .startsWith, "", "true"),
    ("abc", .startsWith, "b", "false"), ("ab", .startsWith, "abc", "false"),
    ("abc", .endsWith, "bc", "true"),
    ("abc", .endsWith, "", "true"), ("abc", .endsWith, "b", "false"), ("", .endsWith, "", "true"),
  ])
  func texts(text: String, relation: Comparison, part: String, expected: String) {
    var bench = Bench()
    let (text, part) = (
      bench.memory.make(.string, Array(text.utf8)), bench.memory.make(.string, Array(part.utf8))
    )
    #expect(bench.describe(Operations.textRelation(relation, text, part, bench.memory)) == expected)
    #expect(
      Operations.textRelation(relation, .true, part, bench.memory).faultKind == .wrongType)
    #expect(
      Operations.textRelation(relation, text, .fault(.null), bench.memory).faultKind == .null)
  }

  @Test func textsByTheirNumbers() {
    let bench = Bench()
    // Two constants' numbers decide; where one is not known, the bytes do.
    let (a, b) = (
      Value.string(.scratch, offset: 0, count: 0, id: 1),
      Value.string(.scratch, offset: 0, count: 0, id: 2)
    )
    #expect(Operations.equal(a, b, bench.memory).isFalse)
    #expect(Operations.equal(a, a, bench.memory).isTrue)
    #expect(
      Operations.equal(a, .string(.scratch, offset: 0, count: 0), bench.memory).isTrue)
  }
}
