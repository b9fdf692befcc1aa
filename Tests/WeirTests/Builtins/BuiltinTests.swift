import Testing
import WeirTesting

@testable import Weir

@Suite struct BuiltinTests {
  @Test func theTableFollowsTheCases() {
    #expect(Builtin.declarations.map(\.builtin) == Builtin.allCases)
    for declaration in Builtin.declarations {
      #expect(declaration.name == "\(declaration.builtin)")
      #expect(!declaration.examples.isEmpty)
      #expect(1...3 ~= declaration.parameters.count)
      #expect(Builtin.named(declaration.name) == declaration.builtin)
    }
    #expect(Builtin.named("now") == nil)
  }

  @Test func signatures() {
    #expect(Builtin.length.declaration.signature == "length(value: string | list | map): number")
    #expect(
      Builtin.split.declaration.signature == "split(text: string, separator: string): [string]")
    #expect(
      Builtin.path.declaration.signature == "path(text: string, base?: string): path")
    #expect(
      Builtin.hour.declaration.signature
        == "hour(instant: timestamp, zone: constant string): number")
  }

  private static let zone = Constant.hours(
    Hours(zoneName: "+05:45", zone: ZoneRules(changes: [], offsets: [], first: 20_700, rule: nil)))

  private func describe(_ builtin: Builtin, _ arguments: [Constant]) -> String {
    switch builtin.fold(arguments) {
    case .success(let constant): constant.description
    case .failure(let fault): fault.name
    }
  }

  /// Strings, and what the function makes of them.
  @Test(
    arguments: [
      (.length, [""], "0"), (.length, ["Zoë"], "3"), (.length, ["e\u{301}"], "2"),
      (.length, ["👍🏽"], "2"),
      (.lower, ["ABC xyz"], #""abc xyz""#), (.lower, ["ÄÖÜ"], #""äöü""#),
      (.lower, ["İ"], "\"i\u{307}\""),
      (.lower, ["ΑΣ"], #""ασ""#), (.lower, [""], #""""#), (.lower, ["[@`{"], #""[@`{""#),
      (.upper, ["straße"], #""STRASSE""#), (.upper, ["ﬃ"], #""FFI""#),
      (.upper, ["[@`{z"], #""[@`{Z""#),
      (.trim, ["  a b\t\n"], #""a b""#), (.trim, ["\u{A0}\u{3000}\u{85}x\u{2003}"], #""x""#),
      (.trim, [" \n "], #""""#), (.trim, [""], #""""#), (.trim, ["\u{200B}x"], "\"\u{200B}x\""),
      (.trim, ["\u{3000}é\u{3000}"], #""é""#),
      (.split, ["a,b,,c", ","], #"["a", "b", "", "c"]"#), (.split, ["", ","], #"[""]"#),
      (.split, ["a", "a"], #"["", ""]"#), (.split, ["aXXbXXX", "XX"], #"["a", "b", "X"]"#),
      (.split, ["a", ""], "bad_format"), (.split, ["", ""], "bad_format"),
      (.replace, ["a-b-c", "-", ""], #""abc""#), (.replace, ["aaa", "aa", "b"], #""ba""#),
      (.replace, ["abc", "x", "y"], #""abc""#), (.replace, ["abc", "abc", "x"], #""x""#),
      (.replace, ["aa", "a", "aa"], #""aaaa""#), (.replace, ["a", "", "b"], "bad_format"),
      (.nfc, ["e\u{301}"], "\"\u{E9}\""), (.nfc, ["abc"], #""abc""#), (.nfc, ["Å"], "\"\u{C5}\""),
      (.nfc, ["\u{AC00}\u{11A7}"], "\"\u{AC00}\u{11A7}\""),
      (.nfc, ["\u{1100}\u{1161}\u{11A7}\u{11A8}"], "\"\u{AC00}\u{11A7}\u{11A8}\""),
      (.nfc, ["\u{1100}\u{1161}\u{11A8}"], "\"\u{AC01}\""),
      (.fold, ["\u{AC00}\u{11A7}"], "\"\u{AC00}\u{11A7}\""),
      (.nfc, ["ﬁ"], #""ﬁ""#), (.nfc, ["a\u{323}\u{307}"], "\"\u{1EA1}\u{307}\""),
      (.fold, ["Straße"], #""strasse""#), (.fold, ["ΑΣσς"], #""ασσσ""#),
      (.fold, ["ABC"], #""abc""#),
      (.fold, ["É"], "\"\u{E9}\""), (.fold, ["E\u{301}"], "\"\u{E9}\""), (.fold, ["K"], #""k""#),
      (.timestamp, ["2026-03-02T09:00:00+01:00"], #"timestamp("2026-03-02T08:00:00Z")"#),
      (.timestamp, ["2026-03-02"], "bad_format"), (.duration, ["90m"], "1h30m"),
      (.duration, ["-5m"], "bad_format"),
      (.ip, ["::ffff:10.0.0.1"], #"ip("10.0.0.1")"#), (.ip, ["10.0.0.01"], "bad_format"),
      (.cidr, ["10.0.0.0/8"], #"cidr("10.0.0.0/8")"#), (.cidr, ["10.0.0.1/8"], "bad_format"),
      (.url, ["Http://A/"], #"{"host": "a", "params": {}, "path": "/", "scheme": "http"}"#),
      (.url, ["x"], "bad_format"),
      (.semver, ["1.2.3-rc.1+b"], #"semver("1.2.3-rc.1")"#), (.semver, ["1.2"], "bad_format"),
      (.json, [#"{"b": [1, 2.50, "x"], "a": true}"#], #"{"a": true, "b": [1, 2.5, "x"]}"#),
      (.json, ["[]"], "[]"), (.json, [#"  "x""#], #""x""#), (.json, ["null"], "null"),
      (.json, ["[null]"], "[null]"), (.json, ["[1e400]"], "number_out_of_range"),
      (.json, [""], "bad_format"), (.json, ["{"], "bad_format"), (.json, ["[1] 2"], "bad_format"),
      (.json, [#"{"a": 1, "\u0061": 2}"#], "bad_format"),
      (.json, [#"[{"a": 1, "a": 2}]"#], "bad_format"),
      (.length, ["a", "b"], "wrong_type"),
      (.base64, ["TWFu"], #""Man""#), (.base64, ["TWE="], #""Ma""#), (.base64, ["TQ=="], #""M""#),
      (.base64, ["TQ"], "bad_format"), (.base64, ["TQ="], "bad_format"),
      (.base64, ["TR=="], "bad_format"), (.base64, ["TWF="], "bad_format"),
      (.base64, ["TWFuTQ==TWFu"], "bad_format"), (.base64, ["===="], "bad_format"),
      (.base64, ["="], "bad_format"), (.base64, ["T==="], "bad_format"),
      (.base64, ["TWFu\n"], "bad_format"), (.base64, [" TWFu"], "bad_format"),
      (.base64, ["/w=="], "bad_format"), (.base64, ["Pz8_"], "bad_format"),
      (.base64, ["w6k="], "\"\u{E9}\""), (.base64, ["Pz8/"], #""???""#),
      (.base64url, ["Pz8_"], #""???""#), (.base64url, ["Pz8/"], "bad_format"),
      (.base64url, ["TQ"], #""M""#), (.base64url, ["TQ=="], #""M""#),
      (.base64url, ["TQ="], "bad_format"), (.base64url, ["TR"], "bad_format"),
      (.base64url, ["T"], "bad_format"), (.base64url, [""], #""""#),
      (.percent, ["%C3%a9"], "\"\u{E9}\""), (.percent, ["%"], "bad_format"),
      (.percent, ["%2"], "bad_format"), (.percent, ["%zz"], "bad_format"),
      (.percent, ["%+1"], "bad_format"), (.percent, ["%ff"], "bad_format"),
      (.percent, ["%C3x"], "bad_format"), (.percent, ["%ed%a0%80"], "bad_format"),
      (.percent, ["%c0%af"], "bad_format"), (.percent, ["a+b"], #""a+b""#),
      (.percent, ["%25%32%35"], #""%25""#), (.percent, ["é%2F"], "\"\u{E9}/\""),
    ] as [(Builtin, [ExactString], String)])
  func texts(builtin: Builtin, arguments: [ExactString], expected: String) {
    #expect(describe(builtin, arguments.map { .string($0) }) == expected)
  }

  /// Paths, from where they go on, and what is left of them.
  @Test(
    arguments: [
      (.path, ["/"], #"path("/")"#), (.path, ["//"], #"path("/")"#),
      (.path, ["/a/"], #"path("/a")"#), (.path, ["/a//b/./c/.."], #"path("/a/b")"#),
      (.path, ["/../../a"], #"path("/a")"#), (.path, ["/a/../.."], #"path("/")"#),
      (.path, ["/..."], #"path("/...")"#), (.path, ["/a/.b/..c"], #"path("/a/.b/..c")"#),
      (.path, ["/a\\..\\b"], #"path("/a\\..\\b")"#), (.path, ["/é/.."], #"path("/")"#),
      (.path, [""], "bad_format"), (.path, ["a"], "bad_format"), (.path, ["."], "bad_format"),
      (.path, ["~/x"], "bad_format"), (.path, ["\\a"], "bad_format"),
      (.path, ["/a\0b"], "bad_format"), (.path, [" /a"], "bad_format"),
      (.path, ["a", "/r"], #"path("/r/a")"#), (.path, ["..", "/r/"], #"path("/")"#),
      (.path, ["../../../etc", "/a/b"], #"path("/etc")"#), (.path, ["~", "/r"], #"path("/r/~")"#),
      (.path, ["/a", "/r"], #"path("/a")"#), (.path, ["a", "r"], "bad_format"),
      (.path, ["a", ""], "bad_format"), (.path, ["a", "/r\0"], "bad_format"),
      (.path, ["", "/r"], "bad_format"), (.path, [".", "/r"], #"path("/r")"#),
      (.path, ["a", "/r", "x"], "wrong_type"),
      (.folder, ["/a/./b/"], #"folder("/a/b")"#), (.folder, ["/"], #"folder("/")"#),
      (.folder, ["a"], "bad_format"), (.folder, [""], "bad_format"),
    ] as [(Builtin, [ExactString], String)])
  func paths(builtin: Builtin, arguments: [ExactString], expected: String) {
    #expect(describe(builtin, arguments.map { .string($0) }) == expected)
  }

  @Test(
    arguments: [
      (.number, ["12.50"], "12.5"), (.number, ["-0"], "0"), (.number, ["1e3"], "1000"),
      (.number, ["1E-2"], "0.01"), (.number, ["01"], "bad_format"), (.number, ["+1"], "bad_format"),
      (.number, [" 1"], "bad_format"), (.number, ["1."], "bad_format"),
      (.number, [""], "bad_format"),
      (.number, ["1_0"], "bad_format"), (.number, ["0x1"], "bad_format"),
      (.number, ["NaN"], "bad_format"), (.number, ["１"], "bad_format"),
      (.number, ["1e400"], "number_out_of_range"),
      (.number, ["0.1234567890123456789012345678901"], "number_out_of_range"),
      (.text, ["a"], #""a""#),
      (.quantity, ["200m"], "0.2"), (.quantity, ["1Gi"], "1073741824"),
      (.quantity, ["1.5Ki"], "1536"), (.quantity, [".5k"], "500"), (.quantity, ["5.M"], "5000000"),
      (.quantity, ["007"], "7"), (.quantity, ["+1"], "1"), (.quantity, ["-1n"], "-1e-9"),
      (.quantity, ["1E"], "1000000000000000000"), (.quantity, ["1E3"], "1000"),
      (.quantity, ["1e-3"], "0.001"), (.quantity, ["1e+3"], "1000"), (.quantity, ["0e99"], "0"),
      (.quantity, ["7Ei"], "8070450532247928832"), (.quantity, ["0"], "0"),
      (.quantity, ["-0"], "0"),
      (.quantity, ["100u"], "0.0001"), (.quantity, ["1.000Mi"], "1048576"),
      (.quantity, ["8Ei"], "number_out_of_range"), (.quantity, ["10E"], "number_out_of_range"),
      (.quantity, ["0.1n"], "number_out_of_range"), (.quantity, ["1e99"], "number_out_of_range"),
      (.quantity, ["1e-99"], "number_out_of_range"), (.quantity, ["-10E"], "number_out_of_range"),
      (.quantity, ["1e99999999999999999999"], "number_out_of_range"),
      (.quantity, [""], "bad_format"), (.quantity, ["Gi"], "bad_format"),
      (.quantity, ["1K"], "bad_format"), (.quantity, ["1ki"], "bad_format"),
      (.quantity, ["1 Gi"], "bad_format"), (.quantity, ["1GiB"], "bad_format"),
      (.quantity, ["1e"], "bad_format"), (.quantity, ["1e+"], "bad_format"),
      (.quantity, ["1e3Ki"], "bad_format"), (.quantity, ["1e1.5"], "bad_format"),
      (.quantity, ["."], "bad_format"), (.quantity, ["+"], "bad_format"),
      (.quantity, ["1.2.3"], "bad_format"), (.quantity, ["--1"], "bad_format"),
      (.quantity, ["1mi"], "bad_format"), (.quantity, ["1Ei3"], "bad_format"),
    ] as [(Builtin, [ExactString], String)])
  func numbers(builtin: Builtin, arguments: [ExactString], expected: String) {
    #expect(describe(builtin, arguments.map { .string($0) }) == expected)
  }

  /// Methods, URLs, templates: what stands in the braces, `no`, or that servers disagree.
  @Test(arguments: [
    ("GET", "/v1/c/42", "GET /v1/c/{id}", #"{"id": "42"}"#),
    ("get", "/v1/c/42", "GET /v1/c/{id}", #"{"id": "42"}"#),
    ("POST", "/v1/c/42", "GET /v1/c/{id}", "no"),
    ("POST", "/v1/c/42", "/v1/c/{id}", #"{"id": "42"}"#),
    ("GET", "/v1/c", "/v1/c/{id}", "no"), ("GET", "/v1/c/1/2", "/v1/c/{id}", "no"),
    ("GET", "/", "/", "{}"), ("GET", "https://a", "/", "{}"), ("GET", "/a", "/", "no"),
    ("GET", "https://a/x/y?z#f", "/{b}/{a}", #"{"a": "y", "b": "x"}"#),
    ("GET", "/a%20b?x=/../", "/{id}", #"{"id": "a b"}"#), ("GET", "/%61dmin", "/admin", "{}"),
    ("GET", "/a/", "/{id}/", #"{"id": "a"}"#), ("GET", "/x/1", "/y/{id}", "no"),
    // Servers disagree.
    ("GET", "/a/", "/{id}", "bad_format"), ("GET", "/a", "/{id}/", "bad_format"),
    ("GET", "/Admin", "/admin", "bad_format"), ("GET", "//a", "/a", "bad_format"),
    ("GET", "/a//b", "/a/b", "bad_format"), ("GET", "/x/../a", "/a", "bad_format"),
    ("GET", "/./a", "/a", "bad_format"), ("GET", "/%2e%2e/a", "/a", "bad_format"),
    ("GET", "/a%2fb", "/{id}", "bad_format"), ("GET", "/a%5Cb", "/{id}", "bad_format"),
    ("GET", "/a\\b", "/{id}", "bad_format"), ("GET", "/a;x=1", "/{id}", "bad_format"),
    ("GET", "/a%3Bx", "/{id}", "bad_format"), ("GET", "/a%252fb", "/{id}", "bad_format"),
    ("GET", "/a%00", "/{id}", "bad_format"), ("GET", "/a%0d%0a", "/{id}", "bad_format"),
    ("GET", "/%ff", "/{id}", "bad_format"), ("GET", "/%", "/{id}", "bad_format"),
    ("GET", "/a b", "/{id}", "bad_format"), ("GET", "/é", "/{id}", "bad_format"),
    ("GET", "/a#b", "/{id}", "bad_format"), ("GET", "a", "/{id}", "bad_format"),
    ("GET", "", "/", "bad_format"), ("", "/a", "/a", "bad_format"),
    ("GET ", "/a", "/a", "bad_format"),
    ("GE\u{212A}", "/a", "/a", "bad_format"), ("GET", "//host/a", "/a", "bad_format"),
    ("GET", "/%c0%af", "/{id}", "bad_format"), ("GET", "/...", "/{id}", #"{"id": "..."}"#),
  ])
  func routes(method: String, url: String, template: String, expected: String) {
    let arguments = [method, url, template].map { Constant.string(ExactString($0)) }
    guard case .success(.record(let members)) = Builtin.route.fold(arguments) else {
      #expect(describe(.route, arguments) == expected)
      return
    }
    let isMatch = members.first?.value == .bool(true)
    #expect((isMatch ? members[1].value.description : "no") == expected)
    #expect(isMatch || members[1].value == .record([]))
  }

  /// What lies in a folder, and what only looks like it.
  @Test(arguments: [
    ("/repo/src", "/repo/src", true), ("/repo/src/a", "/repo/src", true),
    ("/repo/srcx", "/repo/src", false), ("/repo", "/repo/src", false), ("/", "/repo", false),
    ("/", "/", true), ("/a", "/", true), ("/repo/src/../.git/config", "/repo/src", false),
    ("/repo/src/./..//src/a", "/repo/src/", true), ("/Repo/src", "/repo", false),
    ("/repo/src/..", "/repo/src", false), ("/repo/src\\..", "/repo/src", false),
  ])
  func folders(path: String, folder: String, isIn: Bool) throws {
    let path = try Builtin.path.fold([.string(ExactString(path))]).get()
    let folder = try Builtin.folder.fold([.string(ExactString(folder))]).get()
    let truth = ConstantFolding.compare(.in, path, folder, as: .folder)
    #expect(truth.certain == isIn)
  }

  @Test func listsAndMaps() {
    let list = Constant.list([.string("a"), .string("é"), .string("")])
    let record = Constant.record([
      Constant.Member(name: "b", value: .number(Decimal(1))),
      Constant.Member(name: "B", value: .number(Decimal(2))),
      Constant.Member(name: "ab", value: .list([])),
    ])
    #expect(describe(.length, [list]) == "3")
    #expect(describe(.length, [record]) == "3")
    #expect(describe(.join, [list, .string("--")]) == #""a--é--""#)
    #expect(describe(.join, [.list([]), .string(",")]) == #""""#)
    #expect(describe(.join, [.list([.bool(true)]), .string(",")]) == "wrong_type")
    #expect(describe(.keys, [record]) == #"["B", "ab", "b"]"#)
    #expect(describe(.values, [record]) == "[2, [], 1]")
    #expect(describe(.keys, [.record([])]) == "[]")
    #expect(describe(.keys, [list]) == "wrong_type")
    #expect(describe(.unique, [list]) == #"["a", "é", ""]"#)
    let texts = ["b", "a", "b", "e\u{301}", "\u{E9}", "a"].map { Constant.string(ExactString($0)) }
    #expect(describe(.unique, [.list(texts)]) == "[\"b\", \"a\", \"e\u{301}\", \"\u{E9}\"]")
    let numbers = ["2", "1", "2.0", "-1", "1e0"].map {
      Constant.number(Decimal.read(literal: $0).decimal!)
    }
    #expect(describe(.unique, [.list(numbers)]) == "[2, 1, -1]")
    #expect(describe(.unique, [.list([record, list, record])]) == "wrong_type")
    #expect(describe(.unique, [.list([list, .list([]), list])]) == #"[["a", "é", ""], []]"#)
    #expect(
      describe(.unique, [.list([.list(numbers), .list(texts)])])
        == "[[2, 1, 2, -1, 1], \(Constant.list(texts))]")
    #expect(describe(.unique, [.list([.string("1"), .number(Decimal(1))])]) == "wrong_type")
    #expect(describe(.unique, [.list([.null])]) == "null")
    #expect(describe(.unique, [.list([])]) == "[]")
  }

  @Test func times() {
    let instant = Constant.timestamp(Timestamp("2026-03-01T18:15:00Z")!)
    #expect(describe(.date, [instant, Self.zone]) == #""2026-03-02""#)
    #expect(describe(.weekday, [instant, Self.zone]) == #""Mon""#)
    #expect(describe(.hour, [instant, Self.zone]) == "0")
    let last = Constant.timestamp(Timestamp("9999-12-31T23:00:00Z")!)
    #expect(describe(.date, [last, Self.zone]) == "number_out_of_range")
    #expect(describe(.hour, [last, Self.zone]) == "4")
    #expect(describe(.date, [instant, .string("UTC")]) == "wrong_type")
  }

  /// Every function answers every kind of value with a value or a fault, whatever it is asked.
  @Test func wrongArgumentsAreFaults() {
    let others: [Constant] = [
      .bool(true), .number(.zero), .duration(.zero), .list([.number(.zero)]), .record([]),
      .ip(IPAddress(v4: 1)), .cidr(CIDRBlock("10.0.0.0/8")!), Self.zone,
      .version(SemanticVersion("1.0.0")!), .timestamp(Timestamp(seconds: 0, nanoseconds: 0)),
      .string("x"), .path(AbsolutePath("/x")!), .folder(AbsolutePath("/")!),
    ]
    for declaration in Builtin.declarations {
      for other in others {
        let arguments = Array(repeating: other, count: declaration.parameters.count)
        if case .failure(let fault) = declaration.builtin.fold(arguments) {
          #expect(fault == .wrongType || fault == .badFormat)
        }
      }
    }
  }

  /// Marks in any order and number come to what those in canonical order come to.
  @Test func marksAreOrdered() {
    let classes: [Unicode.Scalar: Int] = [
      "\u{0301}": 230, "\u{0323}": 220, "\u{0327}": 202, "\u{0345}": 240, "\u{05B0}": 10,
    ]
    let marks = classes.keys.sorted()
    let others = Array("ae\u{1100}\u{1161}\u{11A8}ß".unicodeScalars)
    func composed(_ scalars: [Unicode.Scalar]) -> Result<Constant, FaultKind> {
      Builtin.nfc.fold([.string(ExactString(String(String.UnicodeScalarView(scalars))))])
    }
    var generator = SplitMix64(seed: 7)
    for length in [1, 2, 5, 30, 100, 1000] {
      for _ in 0..<100 {
        var scalars: [Unicode.Scalar] = []
        for _ in 0..<length {
          // Mostly marks, in long rows.
          scalars.append(generator.once(in: 20) ? generator.pick(others) : generator.pick(marks))
        }
        var ordered: [Unicode.Scalar] = []
        for row in scalars.split(
          omittingEmptySubsequences: false, whereSeparator: { classes[$0] == nil })
        {
          ordered += row.enumerated().sorted { left, right in
            let (a, b) = (classes[left.element] ?? 0, classes[right.element] ?? 0)
            return a != b ? a < b : left.offset < right.offset
          }.map(\.element)
          if row.endIndex < scalars.endIndex { ordered.append(scalars[row.endIndex]) }
        }
        #expect(ordered.count == scalars.count)
        #expect(composed(scalars) == composed(ordered))
      }
    }
  }

  @Test func resultTypes() {
    #expect(Builtin.values.declaration.resultType(for: [.map(.number)]) == .list(.number))
    #expect(Builtin.values.declaration.resultType(for: [.any]) == .list(.any))
    #expect(Builtin.keys.declaration.resultType(for: [.any]) == .list(.string))
    let length = Builtin.length.declaration.parameters[0]
    for type in [
      Type.any, .string, .choice(["a"]), .list(.bool), .map(.any),
      .record(RecordShape(members: [])),
    ] {
      #expect(length.accepts(type))
    }
    for type in [Type.number, .bool, .ip, .timestamp] { #expect(!length.accepts(type)) }
  }

  /// Texts that stand in the scratch region, which moves as it grows.
  @Test func argumentsInScratchMemory() {
    var memory = Memory(
      constantBytes: UnsafeBufferPointer(start: nil, count: 0),
      constantValues: UnsafeBufferPointer(start: nil, count: 0))
    memory.reset(slots: 0)
    let text = memory.make(.string, Array(String(repeating: "Ää,1.0.0-X ", count: 3000).utf8))
    let comma = memory.make(.string, Array(",".utf8))
    let long = memory.make(.string, Array(String(repeating: "x", count: 10).utf8))
    func evaluate(_ builtin: Builtin, _ a: Value, _ b: Value = .false, _ c: Value = .false) -> Value
    {
      builtin.evaluate(BuiltinArguments(a, b, c), &memory, hours: [])
    }
    let parts = evaluate(.split, text, comma)
    #expect(parts.count == 3001)
    let joined = evaluate(.join, parts, comma)
    let upper = evaluate(.upper, text)
    let lower = evaluate(.lower, upper)
    let replaced = evaluate(.replace, text, comma, long)
    let folded = evaluate(.fold, text)
    #expect(evaluate(.length, replaced).decimal.integer == 11 * 3000 + 9 * 3000)
    #expect(Operations.equal(joined, text, memory).isTrue)
    #expect(Operations.equal(lower, folded, memory).isTrue)
    #expect(Operations.equal(text, folded, memory).isFalse)
    let version = memory.make(
      .string, Array("1.0.0-\(String(repeating: "a.", count: 40_000))b".utf8))
    #expect(evaluate(.semver, version).tag == .version)
    // A large number is no long text.
    let left = memory.comparisonsLeft
    let digits = evaluate(
      .text, .number(Decimal.read(literal: "79228162514264337593543950335").decimal!))
    #expect(digits.count > 28 && left - memory.comparisonsLeft < 100)
    let deep = memory.make(.string, Array(String(repeating: "a/../b/./", count: 40_000).utf8))
    let base = memory.make(.string, Array("/r".utf8))
    let path = evaluate(.path, deep, base)
    #expect(path.count == 2 + 2 * 40_000)
    let folder = evaluate(.folder, base)
    #expect(Operations.isMember(path, of: folder, memory, hours: []).isTrue)
    #expect(memory.limitExceeded == nil)
  }
}
