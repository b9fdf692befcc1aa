// The string table, documents with places, canonical JSON, and the string escaper.

import Foundation
import Testing

@testable import Weir

@Suite struct StringTableTests {
  @Test func numbers() {
    let strings: [Text] = ["", "a", "ab", "abcdefgh", "abcdefghi", "sixteen bytes ok", "é"]
    let table = StringTable(strings: strings)
    for (index, string) in strings.enumerated() {
      let id = string.bytes.withUnsafeBufferPointer { table.lookup($0) }
      #expect(id == UInt32(index + 1))
      #expect(table[id] == string)
    }
    for other in [
      "b", "A", "abcdefgH", "sixteen bytes no", "e\u{301}", "much longer than the rest",
    ] {
      #expect(Array(other.utf8).withUnsafeBufferPointer { table.lookup($0) } == 0)
    }
    let none = StringTable(strings: [])
    #expect(Array("a".utf8).withUnsafeBufferPointer { none.lookup($0) } == 0)
    #expect(none.lookup(UnsafeBufferPointer(start: nil, count: 0)) == 0)
    #expect(table.lookup(UnsafeBufferPointer(start: nil, count: 0)) == 1)
  }

  /// Strings need not stand in a row, and stay where they are.
  @Test func inPlace() {
    let bytes = Array("?one??two?one".utf8)
    let ranges: [ProgramImage.ByteRange] = [
      .init(offset: 6, count: 3), .init(offset: 1, count: 3), .init(offset: 10, count: 3),
      .init(offset: 0, count: 0),
    ]
    ranges.withUnsafeBufferPointer { ranges in
      bytes.withUnsafeBufferPointer { bytes in
        guard let places = ranges.baseAddress, let base = bytes.baseAddress else { return }
        let table = StringTable(places, count: ranges.count, in: base)
        for (text, id) in [("one", 2), ("two", 1), ("", 4), ("?on", 0)] as [(String, UInt32)] {
          #expect(Array(text.utf8).withUnsafeBufferPointer { table.lookup($0) } == id)
          if id > 0 { #expect(table[id] == Text(text)) }
        }
      }
    }
  }

  @Test func many() {
    let strings = (0..<50_000).map { Text("constant number \($0 * 31) of many") }
    let table = StringTable(strings: strings + strings.prefix(5))
    for (index, string) in strings.enumerated() {
      let id = string.bytes.withUnsafeBufferPointer { table.lookup($0) }
      #expect(id == UInt32(index + 1))
    }
  }
}

@Suite struct JSONDocumentTests {
  private func document(_ text: String) throws -> Document { try parse(Array(text.utf8)).get() }

  @Test func places() throws {
    let text = #"{"a": {"b": [10, {"c": "x"}]}, "d": null}"#
    let document = try document(text)
    func found(_ steps: RequestPath.Step...) -> Substring.UTF8View {
      text.utf8.dropFirst(document.locate(path: RequestPath(steps: steps)))
    }
    #expect(found().starts(with: text.utf8))
    #expect(found(.member("a")).starts(with: "{\"b\"".utf8))
    #expect(found(.member("a"), .member("b"), .index(0)).starts(with: "10".utf8))
    #expect(found(.member("a"), .member("b"), .index(1), .member("c")).starts(with: "\"x\"".utf8))
    // What is not there is where its nearest parent is.
    #expect(found(.member("a"), .member("z"), .member("y")).starts(with: "{\"b\"".utf8))
    #expect(found(.member("a"), .member("b"), .index(2)).starts(with: "[10".utf8))
    #expect(found(.member("d"), .member("x")).starts(with: "null".utf8))
    #expect(found(.member("x")).starts(with: text.utf8))
    #expect(found(.index(0)).starts(with: text.utf8))
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
    ("[1e99999999999999999999,0e99999999999999999999]", "[1e99999999999999999999,0]"),
    ("[1e000000000000000000000000000400]", "[1e+400]"), ("[[],{},{\"\":{}}]", "[[],{},{\"\":{}}]"),
  ]) func canonical(_ text: String, _ expected: String) throws {
    let canonical = encodeCanonical(try document(text))
    #expect(String(decoding: canonical, as: UTF8.self) == expected)
    // Canonical is canonical already.
    let again = encodeCanonical(try parse(canonical).get())
    #expect(again == canonical)
  }

  @Test func omitting() throws {
    let document = try document(#"{"id":1,"a":{"id":2,"t":3},"l":[4,{"t":5}]}"#)
    let paths = [
      RequestPath(steps: [.member("id")]), RequestPath(steps: [.member("a"), .member("t")]),
      RequestPath(steps: [.member("l"), .index(1), .member("t")]),
      RequestPath(steps: [.member("none"), .member("t")]),
    ]
    let canonical = encodeCanonical(document, omitting: paths)
    #expect(String(decoding: canonical, as: UTF8.self) == #"{"a":{"id":2},"l":[4,{}]}"#)
  }

  @Test func escaper() throws {
    for length in 0..<20 {
      for special in ["\"", "\\", "\n", "\u{1}", "\u{1F}", " ", "é", "😀"] {
        let text = String(repeating: "x", count: length) + special + "tail, long enough for a word"
        var output: [UInt8] = []
        appendJSONString(Array(text.utf8), to: &output)
        let decoded = try JSONDecoder().decode(String.self, from: Data(output))
        #expect(decoded == text)
      }
    }
  }

  /// Foundation reads the same value where it reads one at all.
  @Test func foundationAgrees() {
    for test in JSONCorpus.all where test.error == nil && test.bytes.count < 10_000 {
      // Names that are canonically equivalent are one name to Swift's dictionaries.
      if String(decoding: test.bytes, as: UTF8.self).contains("e\u{301}") { continue }
      let theirs = try? JSONSerialization.jsonObject(
        with: Data(test.bytes), options: [.fragmentsAllowed])
      guard theirs != nil, case .success(let ours) = parse(test.bytes) else { continue }
      #expect(describe(ours) == describe(theirs as Any), "\(test)")
    }
  }

  private func describe(_ document: Document) -> String {
    switch document.kind {
    case .null: "null"
    case .bool(let truth): "\(truth)"
    // Their numbers are doubles: only that there is one.
    case .number: "number"
    case .string(let text): "'\(text)'"
    case .list(let items): "[" + items.map(describe).joined(separator: ",") + "]"
    case .record(let members):
      "{"
        + members.map { "\($0.name):" + describe($0.value) }.sorted().joined(separator: ",") + "}"
    }
  }

  private func describe(_ value: Any) -> String {
    switch value {
    case is NSNull: "null"
    case let text as String: "'\(text)'"
    case let items as [Any]: "[" + items.map(describe).joined(separator: ",") + "]"
    case let members as [String: Any]:
      "{" + members.map { "\($0.key):" + describe($0.value) }.sorted().joined(separator: ",") + "}"
    case let number as NSNumber:
      String(cString: number.objCType) == "c" ? "\(number.boolValue)" : "number"
    default: "?"
    }
  }
}
