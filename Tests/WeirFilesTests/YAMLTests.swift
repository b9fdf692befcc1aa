// YAML as Weir reads it: golden cases of whole texts, each document's values with their places or the
// mistake with its own; and the limits, whose texts are too large to keep.

import Testing
import Weir
import WeirTesting

@testable import WeirFiles

@Suite struct YAMLTests {
  @Test func cases() throws {
    let suite = GoldenSuite("yaml", input: "yaml", output: "txt")
    let failures = try suite.failures { _, input in describe(input) }
    #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
  }

  @Test func offsetsAreBytes() throws {
    let text = "ä: {b: €, c: [1, two]}\n"
    let document = try readYAMLDocument(Array(text.utf8))
    guard case .record(let outer) = document.kind, case .record(let inner) = outer[0].value.kind
    else {
      Issue.record("no record")
      return
    }
    let bytes = Array(text.utf8)
    #expect(bytes[inner[0].value.offset...].starts(with: "€".utf8))
    #expect(bytes[inner[1].value.offset...].starts(with: "[1".utf8))
  }

  @Test func numbersKeepTheirDigits() throws {
    let table: [(String, String)] = [
      ("9007199254740993", "9007199254740993"), ("1.10", "1.10"), ("+5", "5"), ("-0", "-0"),
      ("010", "10"), ("0x1F", "31"), ("0o17", "15"), (".5", "0.5"), ("5.", "5"), ("1.e3", "1e3"),
      ("-.5E-3", "-0.5e-3"), ("0xFFFFFFFFFFFFFFFFFFFFFFFF", "79228162514264337593543950335"),
    ]
    for (text, expected) in table {
      #expect(kind(text) == "number \(expected)", "\(text)")
    }
  }

  @Test func whatLooksLikeSomethingElseIsAString() {
    for text in [
      "no", "yes", "on", "off", "y", "2026-03-01", "12:30:45", "1_000", "0b11", "0x", "0xG", "1e",
      "+", ".", "--1", "1.2.3", "nULL", "tRUE", "=", "10.0.0.1", "1e+", "0o8",
    ] {
      #expect(kind(text) == "string \(text)")
    }
  }

  @Test func nestingIsLimited() {
    for text in [
      String(repeating: "[", count: 10_000), String(repeating: "{a: ", count: 10_000),
      String(repeating: "- ", count: 10_000) + "x",
    ] {
      #expect(code(text) == .nestingTooDeep)
    }
    let depth = Limits.documentDepth
    let deepest = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(code(deepest) == nil)
    #expect(code("[" + deepest + "]") == .nestingTooDeep)
    // Aliases count with what they stand for.
    let half = String(repeating: "[", count: depth - 2) + String(repeating: "]", count: depth - 2)
    #expect(code("[&a \(half), *a]") == nil)
    #expect(code("[&a \(half), [[*a]]]") == .nestingTooDeep)
  }

  @Test func aliasesAreLimited() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let previous = "*a\(level - 1)"
      let all = Array(repeating: previous, count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(all)]\n"
    }
    #expect(code(text) == .aliasesTooLarge)
    // A long text is no cheaper for being one value.
    let long = "a: &a \(String(repeating: "x", count: 1 << 20))\nb: ["
    #expect(code(long + String(repeating: "*a,", count: 1000) + "]") == .aliasesTooLarge)
  }

  @Test func aNumberInAnotherBaseIsLimited() {
    #expect(code("0x" + String(repeating: "F", count: Limits.radixDigits)) == nil)
    #expect(code("0x" + String(repeating: "F", count: Limits.radixDigits + 1)) == .numberTooLong)
  }

  @Test func membersKnowWhereTheirNamesStand() throws {
    var text = "ä: 1\n\"b\": {c: [{d: 2}]}\n? e\n: 3\n"
    var found: [String] = []
    func visit(_ document: Document) {
      switch document.kind {
      case .record(let members):
        for member in members {
          let rest = Array(text.utf8)[member.nameOffset...].prefix(2)
          found.append("\(member.name) at \(String(decoding: rest, as: UTF8.self))")
          visit(member.value)
        }
      case .list(let elements): elements.forEach(visit)
      case .null, .bool, .string, .number: break
      }
    }
    visit(try readYAMLDocument(Array(text.utf8)))
    #expect(found == ["ä at ä", "b at \"b", "c at c:", "d at d:", "e at e\n"])
    found = []
    text = #"{"b": {"c": [{"d": 2}]}}"#
    visit(
      try Array(text.utf8).withUnsafeBufferPointer { (bytes) throws(InputError) in
        try parseJSON(bytes)
      })
    #expect(found == [#"b at "b"#, #"c at "c"#, #"d at "d"#])
  }

  @Test func anyBytesEndInADocumentOrAnError() {
    var generator = SplitMix(seed: 7)
    let pieces = Array("a: - [ ] { } , \" ' # & * ! | > % @ \n \t x 1 \u{0} ä --- ... ? <<".utf8)
    for _ in 0..<2_000 {
      let count = Int(generator.next() % 40)
      let bytes = (0..<count).map { _ in pieces[Int(generator.next() % UInt64(pieces.count))] }
      _ = describe(bytes)
    }
  }

  private func kind(_ text: String) -> String {
    guard let document = try? readYAMLDocument(Array(text.utf8)) else { return "error" }
    return describe(document)
  }

  private func code(_ text: String) -> YAMLError.Code? {
    do throws(YAMLError) {
      _ = try readYAMLDocument(Array(text.utf8))
      return nil
    } catch {
      return error.code
    }
  }
}

/// A generator with a seed.
struct SplitMix {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A scalar as `kind text`.
private func describe(_ document: Document) -> String {
  switch document.kind {
  case .null: "null"
  case .bool(let truth): "bool \(truth)"
  case .number(let text): "number \(text)"
  case .string(let text): "string \(escaped(text.description))"
  case .list(let elements): "list of \(elements.count)"
  case .record(let members): "record of \(members.count)"
  }
}

/// Every document of a text, a value a line with its byte offset; then the mistake, if there is one.
private func describe(_ bytes: [UInt8]) -> String {
  var text = ""
  func append(_ document: Document, _ name: String, _ indent: String) {
    text += "\(document.offset) \(indent)\(name)\(describe(document))\n"
    switch document.kind {
    case .list(let elements):
      for element in elements { append(element, "- ", indent + "  ") }
    case .record(let members):
      for member in members {
        append(member.value, "\(escaped(member.name.description)): ", indent + "  ")
      }
    case .null, .bool, .number, .string: break
    }
  }
  var reader = YAMLReader(bytes)
  do throws(YAMLError) {
    while let (document, place) = try reader.next() {
      text += "document at line \(place.line)\n"
      append(document, "", "")
    }
  } catch {
    text += "\(error.code.rawValue) at byte \(error.place.offset): \(error.description)\n"
  }
  return text
}
