// YAML as Weir reads it: golden cases of whole texts, each document's values with their places or
// the mistake with its own; and the limits, whose texts are too large to keep.

import Foundation
import Testing
import Weir
import WeirTesting

@testable import WeirHost

@Suite struct YAMLTests {
  @Test(arguments: GoldenSuite.yaml.cases) func cases(_ golden: GoldenCase) throws {
    let merges = golden.name.contains("asked-merge")
    let keepsTags = golden.name.contains("asked-tags")
    let text = describe(try golden.input(), YAMLOptions(merges: merges, keepsTags: keepsTags))
    try golden.check(text)
  }

  @Test func offsetsAreBytes() throws {
    let text = "ä: {b: €, c: [1, two]}\n"
    let document = try JSONDocument(parsingYAML: Array(text.utf8))
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
      ("0", "0"), ("-12", "-12"), ("0x1F", "31"), (".5", "0.5"), ("5.", "5"), ("01.50", "1.50"),
      ("1.e+3", "1e+3"), (".5E-3", "0.5e-3"), ("-1.5e+10", "-1.5e+10"),
      ("0xFFFFFFFFFFFFFFFFFFFFFFFF", "79228162514264337593543950335"),
    ]
    for (text, expected) in table {
      #expect(kind(text) == "number \(expected)", "\(text)")
    }
  }

  @Test func whatLooksLikeSomethingElseIsAString() {
    for text in [
      "no", "yes", "on", "off", "y", "2026-03-01", "2026-03-01T10:00:00Z", "0x", "0xG", "1e", "+",
      ".", "--1", "1.2.3", "nULL", "tRUE", "=", "10.0.0.1", "1e+", "0o8", "0b2", "1:60", "1:90",
      "1:2x", "12:30:45Z", "09:00-17:00", "5m", "1Gi", "_1", "e3", "1.2e3.4", "..", "+.", "1-2",
      "a1",
    ] {
      #expect(kind(text) == "string \(text)")
    }
  }

  /// What YAML 1.2 and what readers of YAML 1.1 say; neither is chosen.
  @Test func numbersThatReadersDifferAboutAreRefused() {
    let table: [(String, String, String)] = [
      ("01000", "1000", "512"), ("0400", "400", "256"), ("-017", "-17", "-15"),
      ("007", "7", "the octal number 7"), ("00", "0", "the octal number 0"),
      ("08", "8", "a string"),
      ("0o17", "15", "a string"), ("-0o17", "a string", "-15"), ("0O17", "a string", "15"),
      ("0b11", "a string", "3"), ("+0b11", "a string", "3"), ("0B1", "a string", "1"),
      ("-0x1F", "a string", "-31"), ("0X1F", "a string", "31"), ("0x_1F", "a string", "31"),
      ("0x1p3", "a string", "a string"), ("0x1.8", "a string", "a string"),
      ("+-96", "a string", "a string"),
      ("0o-2", "a string", "a string"), ("0x+1", "a string", "a string"),
      ("1_000", "a string", "1000"), ("1__0", "a string", "10"), ("+_1", "a string", "1"),
      ("1_000.5", "a string", "1000.5"), ("685.230_15e+03", "a string", "685.23015e+03"),
      (".1_2", "a string", "0.12"), ("._", "a string", "a string"), ("-_", "a string", "a string"),
      ("1,000", "a string", "1000"), ("1,000.5", "a string", "1000.5"), ("1,2", "a string", "12"),
      ("1:30", "a string", "90"), ("190:20:30", "a string", "685230"), ("-1:30", "a string", "-90"),
      ("190:20:30.15", "a string", "685230.15"), ("09:00", "a string", "540"),
      ("22:22", "a string", "1342"), ("1:2:3:4:5:6:7:8", "a string", "2895057742028"),
      ("-.5", "-0.5", "a string"), ("+.5", "0.5", "a string"), ("1e3", "1e3", "a string"),
      ("1e+3", "1e+3", "a string"), ("1E3", "1e3", "a string"), ("1.5e3", "1.5e3", "a string"),
      (".5e3", "0.5e3", "a string"), ("1.e3", "1e3", "a string"), ("01e3", "1e3", "a string"),
    ]
    for (text, now, before) in table {
      var documents = [text, "a: \(text)", "- \(text)", "!!int \(text)", "\(text): a"]
      if !text.contains(",") { documents += ["[\(text)]", "{a: \(text)}", "{\(text): a}"] }
      for document in documents {
        let error = mistake(document)
        #expect(error?.code == .ambiguousNumber, "\(document)")
        let message =
          now == before
          ? "\(text) looks like a number, and is one to some readers"
          : "\(text) is \(now) in YAML 1.2 and \(before) in YAML 1.1"
        #expect(error?.message == message, "\(document)")
        #expect(error?.hint?.hasPrefix("put it in quotes if it is a text") == true)
      }
      #expect(kind("\"\(text)\"") == "string \(text)")
      #expect(kind("!!str \(text)") == "string \(text)")
    }
    let hints: [(String, String)] = [
      ("0400", ": 400 or 256"), ("1e3", ": 1.0e+3"), ("1.5E3", ": 1.5e+3"), ("-.5e-3", ": -0.5e-3"),
      ("1_0", ": 10"), ("007", ": 7"),
    ]
    for (text, numbers) in hints {
      #expect(
        mistake(text)?.hint?.hasSuffix("the number that is meant\(numbers)") == true, "\(text)")
      let number = numbers.dropFirst(2).split(separator: " ")[0]
      #expect(code(String(number)) == nil, "the way out of \(text) is refused too")
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
    func visit(_ document: JSONDocument) {
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
    visit(try JSONDocument(parsingYAML: Array(text.utf8)))
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
    var generator = SplitMix64(seed: 7)
    let pieces = Array("a: - [ ] { } , \" ' # & * ! | > % @ \n \t x 1 \u{0} ä --- ... ? <<".utf8)
    for _ in 0..<2_000 {
      let count = Int(generator.next() % 40)
      let bytes = (0..<count).map { _ in pieces[Int(generator.next() % UInt64(pieces.count))] }
      _ = describe(bytes)
    }
  }

  private func kind(_ text: String) -> String {
    guard let document = try? JSONDocument(parsingYAML: Array(text.utf8)) else { return "error" }
    return describe(document)
  }

  /// Whatever is refused says how to go on.
  @Test func everyMistakeHasAWayOut() throws {
    for golden in try GoldenSuite.yaml.allCases {
      var reader = YAMLReader(try golden.input())
      while true {
        do throws(YAMLError) {
          if try reader.next() == nil { break }
        } catch {
          #expect(error.hint?.isEmpty == false, "\(golden): \(error.message)")
        }
      }
    }
    for text in ["", "# x", "a: 1\n--- 2\n", "\u{1}", "a: \"\\q\"", "a: - b", "a: b: c"] {
      #expect(mistake(text)?.hint?.isEmpty == false, "\(text)")
    }
  }

  private func code(_ text: String) -> YAMLError.Code? { mistake(text)?.code }

  private func mistake(_ text: String) -> YAMLError? {
    do throws(YAMLError) {
      _ = try JSONDocument(parsingYAML: Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }
}

/// A scalar as `kind text`.
private func describe(_ document: JSONDocument) -> String {
  switch document.kind {
  case .null: "null"
  case .bool(let truth): "bool \(truth)"
  case .number(let text): "number \(text)"
  case .string(let text): "string \(VisibleText.escaped(text.description))"
  case .list(let elements): "list of \(elements.count)"
  case .record(let members): "record of \(members.count)"
  }
}

/// Every document of a text, a value a line with its byte offset, or the mistake in its place.
private func describe(_ bytes: [UInt8], _ options: YAMLOptions = YAMLOptions()) -> String {
  var text = ""
  func append(_ document: JSONDocument, _ name: String, _ indent: String) {
    text += "\(document.offset) \(indent)\(name)\(describe(document))\n"
    switch document.kind {
    case .list(let elements):
      for element in elements { append(element, "- ", indent + "  ") }
    case .record(let members):
      for member in members {
        append(member.value, "\(VisibleText.escaped(member.name.description)): ", indent + "  ")
      }
    case .null, .bool, .number, .string: break
    }
  }
  var reader = YAMLReader(bytes, options)
  while true {
    do throws(YAMLError) {
      guard let (document, place) = try reader.next() else { break }
      text += "document at line \(place.line)\n"
      append(document, "", "")
    } catch {
      text += "refused at line \(reader.place.line)\n"
      text += "\(error.code.rawValue) at byte \(error.place.offset): \(error.description)\n"
    }
  }
  if reader.emptyDocuments > 0 { text += "\(reader.emptyDocuments) empty\n" }
  return text
}
