// The string table, documents with places, and the string escaper.

import Foundation
import Testing

@testable import Weir

@Suite struct StringTableTests {
  @Test func numbers() {
    let strings: [ExactString] = ["", "a", "ab", "abcdefgh", "abcdefghi", "sixteen bytes ok", "é"]
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
    let ranges: [ByteRange] = [
      .init(offset: 6, count: 3), .init(offset: 1, count: 3), .init(offset: 10, count: 3),
      .init(offset: 0, count: 0),
    ]
    ranges.withUnsafeBufferPointer { ranges in
      bytes.withUnsafeBufferPointer { bytes in
        guard let places = ranges.baseAddress, let base = bytes.baseAddress else { return }
        let table = StringTable(places, count: ranges.count, in: base)
        for (text, id) in [("one", 2), ("two", 1), ("", 4), ("?on", 0)] as [(String, UInt32)] {
          #expect(Array(text.utf8).withUnsafeBufferPointer { table.lookup($0) } == id)
          if id > 0 { #expect(table[id] == ExactString(text)) }
        }
      }
    }
  }

  @Test func many() {
    let strings = (0..<50_000).map { ExactString("constant number \($0 * 31) of many") }
    let table = StringTable(strings: strings + strings.prefix(5))
    for (index, string) in strings.enumerated() {
      let id = string.bytes.withUnsafeBufferPointer { table.lookup($0) }
      #expect(id == UInt32(index + 1))
    }
  }
}

extension JSONDocument {
  /// The offset of the value at a path, or of its nearest parent that is there.
  fileprivate func locate(_ steps: [RequestPath.Step]) -> Int {
    var place = self
    for step in steps {
      switch (step, place.kind) {
      case (.member(let name), .record(let members)):
        guard let member = members.first(where: { $0.name == name }) else { return place.offset }
        place = member.value
      case (.index(let index), .list(let items)):
        guard items.indices.contains(index) else { return place.offset }
        place = items[index]
      default: return place.offset
      }
    }
    return place.offset
  }
}

@Suite struct JSONDocumentTests {
  private func document(_ text: String) throws -> JSONDocument { try parse(Array(text.utf8)).get() }

  @Test func places() throws {
    let text = #"{"a": {"b": [10, {"c": "x"}]}, "d": null}"#
    let document = try document(text)
    func found(_ steps: RequestPath.Step...) -> Substring.UTF8View {
      text.utf8.dropFirst(document.locate(steps))
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

  @Test func escaper() throws {
    for length in 0..<20 {
      for special in ["\"", "\\", "\n", "\u{1}", "\u{1F}", " ", "é", "😀"] {
        let text = String(repeating: "x", count: length) + special + "tail, long enough for a word"
        var output: [UInt8] = []
        JSONString.append(Array(text.utf8), to: &output)
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

  private func describe(_ document: JSONDocument) -> String {
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
