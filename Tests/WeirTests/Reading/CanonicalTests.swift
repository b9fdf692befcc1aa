// Canonical JSON, of documents and straight from a request's bytes: by hand, and of trees by chance
// against a slow writer of trees.

import Testing

@testable import Weir

/// What a canonicaliser makes of a request that lies in memory of exactly its size.
private func canonicalise(
  _ bytes: [UInt8], by canonicaliser: inout Canonicaliser
) -> Result<Canonical, InputError> {
  let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
  defer { copy.deallocate() }
  _ = copy.initialize(from: bytes)
  var output = LineBuffer(capacity: 16)
  output.append(UInt8(ascii: ">"))
  do {
    let text = try JSONText(UnsafeBufferPointer(copy))
    let duplicate = try canonicaliser.appendRequest(text, to: &output)
    let written = String(decoding: output.contents.dropFirst(), as: UTF8.self)
    // The same as part of a longer text, and of what is left out.
    output.clear()
    try canonicaliser.appendValue(text, at: text.start(), to: &output)
    let whole = String(decoding: output.contents, as: UTF8.self)
    return .success(Canonical(text: written, whole: whole, duplicate: duplicate))
  } catch {
    return .failure(error)
  }
}

private struct Canonical: Equatable {
  var text: String
  var whole: String
  var duplicate: Int?
}

extension Tree {
  /// The canonical text, slowly: names are compared as arrays of code units, and so on. `duplicate`
  /// is the smallest offset of a name that its object had already.
  fileprivate func canonical(
    leavingOut paths: [[RequestPath.Step]], _ duplicate: inout Int?
  ) -> String {
    func below(_ step: RequestPath.Step) -> [[RequestPath.Step]]? {
      let below = paths.filter { $0.first == step }.map { Array($0.dropFirst()) }
      return below.contains([]) ? nil : below
    }
    switch kind {
    case .null: return "null"
    case .bool(let truth): return "\(truth)"
    case .number(let digits):
      let number = Tree.canonical(digits)
      return number
    case .string(let bytes): return Tree.quoted(bytes)
    case .list(let items):
      var texts: [String] = []
      for (index, item) in items.enumerated() {
        let below = below(.index(index))
        let text = item.canonical(leavingOut: below ?? [], &duplicate)
        if below != nil { texts.append(text) }
      }
      return "[" + texts.joined(separator: ",") + "]"
    case .record(let members):
      var seen: Set<[UInt8]> = []
      var texts: [(units: [UInt16], text: String)] = []
      for member in members {
        if !seen.insert(member.name).inserted {
          duplicate = min(duplicate ?? .max, member.offset)
        }
        let below = below(.member(ExactString(validated: member.name)))
        let text = member.value.canonical(leavingOut: below ?? [], &duplicate)
        if below != nil {
          let units = Array(String(decoding: member.name, as: UTF8.self).utf16)
          texts.append((units, Tree.quoted(member.name) + ":" + text))
        }
      }
      // Stable: equal names stay in the order of the text.
      let sorted = texts.sorted { $0.units.lexicographicallyPrecedes($1.units) }
      return "{" + sorted.map(\.text).joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ bytes: [UInt8]) -> String {
    var text = "\""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\"", "\\": text += "\\\(scalar)"
      case "\t": text += "\\t"
      case "\u{1}": text += "\\u0001"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  /// A number as ECMAScript writes one, from its digits and the exponent behind them.
  fileprivate static func canonical(_ written: String) -> String {
    let parts = written.lowercased().split(separator: "e")
    let mantissa = parts[0].drop { $0 == "-" }
    let fraction = mantissa.split(separator: ".").dropFirst().first?.count ?? 0
    var exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - fraction
    var digits = String(mantissa.filter { $0 != "." }.drop { $0 == "0" })
    while digits.last == "0" {
      digits.removeLast()
      exponent += 1
    }
    guard !digits.isEmpty else { return "0" }
    // Named as the standard names them: the value is 0.DIGITS times ten to the n.
    let (k, n) = (digits.count, digits.count + exponent)
    let sign = written.hasPrefix("-") ? "-" : ""
    if k <= n, n <= 21 { return sign + digits + String(repeating: "0", count: n - k) }
    if 0 < n, n <= 21 { return sign + digits.prefix(n) + "." + digits.dropFirst(n) }
    if -6 < n, n <= 0 { return sign + "0." + String(repeating: "0", count: -n) + digits }
    let rest = k == 1 ? "" : "." + digits.dropFirst()
    return sign + digits.prefix(1) + rest + "e" + (n > 0 ? "+" : "-") + "\(abs(n - 1))"
  }
}

@Suite struct CanonicalTests {
  /// Numbers whose exponents have more digits than a machine's number: one text for one value, no
  /// longer than it was written.
  @Test(arguments: [
    (
      ["1e1000000000000000000000", "10e999999999999999999999", "0.001E+1000000000000000000003"],
      "1e+1000000000000000000000"
    ),
    (
      ["1e-1000000000000000000000", "0.01e-999999999999999999998", "1000e-1000000000000000000003"],
      "1e-1000000000000000000000"
    ),
    (
      ["-12.50e99999999999999999999", "-0.0125e+000100000000000000000002"],
      "-1.25e+100000000000000000000"
    ),
    (["0e99999999999999999999999", "-0.00e-99999999999999999999999"], "0"),
    (["9e999999999999999999", "0.9e1000000000000000000"], "9e+999999999999999999"),
    (["90e999999999999999999"], "9e+1000000000000000000"),
  ])
  func longExponents(spellings: [String], canonical: String) throws {
    for spelling in spellings {
      var canonicaliser = Canonicaliser(leavingOut: [])
      let result = try canonicalise(Array(#"{"x":\#(spelling)}"#.utf8), by: &canonicaliser).get()
      #expect(result.text == #"{"x":\#(canonical)}"#)
      let document = JSONDocument(.number(spelling), offset: 0)
      #expect(String(decoding: CanonicalJSON.encode(document), as: UTF8.self) == canonical)
    }
  }

  @Test(arguments: [
    (#" { "b" : 1.50 , "a" : [ true , null , "x" ] } "#, #"{"a":[true,null,"x"],"b":1.5}"#),
    (
      #"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"#,
      "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{FB33}\":3}"
    ),
    (
      #""\u0000\u001F\b\t\n\f\r\"\\\/\u007f\u2028""#,
      "\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\u{7F}\u{2028}\""
    ),
    ("[0,-0,0.0,0e99,1,1.0,10,1e1,100e-1,1E+2,-1.50]", "[0,0,0,0,1,1,10,10,10,100,-1.5]"),
    (
      "[9007199254740993,0.1,1e21,1e20,1e-6,1e-7]",
      "[9007199254740993,0.1,1e+21,100000000000000000000,0.000001,1e-7]"
    ),
    // Numbers that are no decimals keep their digits.
    ("[1e400,10e399,0.1e401,-12.5e-400]", "[1e+400,1e+400,1e+400,-1.25e-399]"),
    (
      "[1234567890123456789012345678901234567890]", "[1.23456789012345678901234567890123456789e+39]"
    ),
    ("[0.12345678901234567890123456789012345]", "[0.12345678901234567890123456789012345]"),
    ("[12345678901234567890.123456789012345]", "[12345678901234567890.123456789012345]"),
    ("[79228162514264337593543950336.0]", "[7.9228162514264337593543950336e+28]"),
    // Nor is there an exponent too large for them.
    (
      "[1e99999999999999999999,10e99999999999999999998,0.01E+0100000000000000000001]",
      "[1e+99999999999999999999,1e+99999999999999999999,1e+99999999999999999999]"
    ),
    (
      "[12.5e99999999999999999999,1250e99999999999999999997,0.00125E100000000000000000003]",
      "[1.25e+100000000000000000000,1.25e+100000000000000000000,1.25e+100000000000000000000]"
    ),
    (
      "[-10e-1000000000000000000,-1e-999999999999999999,-0.1e-999999999999999998]",
      "[-1e-999999999999999999,-1e-999999999999999999,-1e-999999999999999999]"
    ),
    (
      "[0.1e1000000000000000000,1e999999999999999999,0.01e1000000000000000001]",
      "[1e+999999999999999999,1e+999999999999999999,1e+999999999999999999]"
    ),
    ("[0e99999999999999999999,-0.00e-99999999999999999999]", "[0,0]"),
    ("[1e99999999999999999999,0e99999999999999999999]", "[1e+99999999999999999999,0]"),
    ("[1e000000000000000000000000000400]", "[1e+400]"), ("[[],{},{\"\":{}}]", "[[],{},{\"\":{}}]"),
  ]) func byHand(_ text: String, _ expected: String) throws {
    let canonical = CanonicalJSON.encode(try parse(Array(text.utf8)).get())
    #expect(String(decoding: canonical, as: UTF8.self) == expected)
    // Canonical is canonical already.
    for bytes in [Array(text.utf8), canonical] {
      #expect(CanonicalJSON.encode(try parse(bytes).get()) == canonical)
      var canonicaliser = Canonicaliser()
      let result = try canonicalise(bytes, by: &canonicaliser).get()
      #expect(result == Canonical(text: expected, whole: expected, duplicate: nil))
    }
  }

  @Test func leavingOut() throws {
    let text = #"{"id":1,"a":{"id":2,"t":3},"l":[4,{"t":5}], "e":{"t":0}, "m":[[1,2],3,4]}"#
    var canonicaliser = Canonicaliser(leavingOut: [
      RequestPath(steps: [.member("id")]), RequestPath(steps: [.member("a"), .member("t")]),
      RequestPath(steps: [.member("l"), .index(1), .member("t")]),
      RequestPath(steps: [.member("none"), .member("t")]),
      RequestPath(steps: [.member("e"), .member("t")]),
      RequestPath(steps: [.member("m"), .index(0), .index(1)]),
      RequestPath(steps: [.member("m"), .index(2)]),
    ])
    let expected = #"{"a":{"id":2},"e":{},"l":[4,{}],"m":[[1],3]}"#
    #expect(try canonicalise(Array(text.utf8), by: &canonicaliser).get().text == expected)
  }

  /// Documents that are refused are refused by both, and for the same reason.
  @Test(arguments: JSONCorpus.all) func corpus(_ test: JSONCase) {
    var canonicaliser = Canonicaliser()
    let result = canonicalise(test.bytes, by: &canonicaliser)
    switch parse(test.bytes) {
    case .success(let document):
      let expected = String(decoding: CanonicalJSON.encode(document), as: UTF8.self)
      #expect(result == .success(Canonical(text: expected, whole: expected, duplicate: nil)))
    case .failure(let error):
      switch result {
      case .success(let canonical):
        #expect(error.code == .trailing || canonical.duplicate == error.byte, "\(test)")
      case .failure(let other): #expect(other == error, "\(test)")
      }
    }
  }

  @Test(arguments: 0..<20) func byChance(_ round: Int) throws {
    let seed = 0xCA90_0000 + UInt64(round)
    var random = SplitMix64(seed: seed)
    var paths: [[RequestPath.Step]] = []
    for _ in 0..<Int.random(in: 0..<5, using: &random) {
      paths.append(
        (0..<Int.random(in: 1..<4, using: &random)).map { _ in
          random.chance(80)
            ? .member(ExactString(validated: random.oneOf(SplitMix64.names)))
            : .index(Int.random(in: 0..<3, using: &random))
        })
    }
    // One for all, as an evaluator has it.
    var canonicaliser = Canonicaliser(leavingOut: paths.map { RequestPath(steps: $0) })
    for step in 0..<40 {
      var tree = random.record(depth: 4, repeats: random.chance(20))
      // Wide enough for any way of sorting, now and then.
      if random.chance(5), case .record(let members) = tree.kind {
        let more = (0..<200).map { _ in
          Tree.Member(Array("n\(random.next() % 500)".utf8), random.tree(depth: 1, repeats: false))
        }
        tree = Tree(.record(members + more))
      }
      var bytes: [UInt8] = []
      random.spell(tree, into: &bytes, isPlain: random.chance(50))
      var duplicate: Int?
      let expected = Canonical(
        text: tree.canonical(leavingOut: paths, &duplicate),
        whole: tree.canonical(leavingOut: [], &duplicate), duplicate: duplicate)
      let about: Comment = "seed \(seed), step \(step): \(String(decoding: bytes, as: UTF8.self))"
      #expect(try canonicalise(bytes, by: &canonicaliser).get() == expected, about)
      if duplicate == nil {
        let document = CanonicalJSON.encode(try parse(bytes).get())
        #expect(String(decoding: document, as: UTF8.self) == expected.whole, about)
      }
    }
  }

  /// Numbers in all their spellings.
  @Test func numbers() throws {
    var random = SplitMix64(seed: 0xCA91)
    var canonicaliser = Canonicaliser()
    func digits(_ lengths: Range<Int>) -> String {
      (0..<Int.random(in: lengths, using: &random)).map { _ in
        random.chance(40) ? "0" : "\(random.next() % 10)"
      }.joined()
    }
    for _ in 0..<2000 {
      let whole = digits(1..<(random.chance(20) ? 40 : 8)).drop { $0 == "0" }
      var number = (random.chance(30) ? "-" : "") + (whole.isEmpty ? "0" : whole)
      if random.chance(60) { number += "." + digits(1..<(random.chance(20) ? 40 : 9)) }
      if random.chance(30) {
        number += random.oneOf(["e", "E"]) + random.oneOf(["", "-", "+"]) + digits(1..<4)
      }
      let expected = Tree.canonical(number)
      let result = try canonicalise(Array("[\(number)]".utf8), by: &canonicaliser).get()
      #expect(result.text == "[\(expected)]", "\(number)")
      if let decimal = Decimal.read(Array(number.utf8)).decimal {
        #expect(decimal.description == expected, "\(number)")
      }
    }
  }
}
