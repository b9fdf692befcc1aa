// What must be so of every fixture: layers merge as a naive merge of their members would, and no
// text, however broken, does more than be refused with places that are in it.

import Foundation
import Testing
import Weir
import WeirHost
import WeirTesting

@testable import WeirTest

@Suite struct FixturePropertyTests {
  @Test func layersMergeInTheirOrder() throws {
    var generator = SplitMix64(seed: 11)
    for _ in 0..<300 {
      let layers = (0..<5).map { _ in Self.record(&generator, depth: 3) }
      let fixture = """
        {"defaults": {"request": \(Self.json(layers[0]))},
         "requests": {"one": \(Self.json(layers[1])),
                      "two": \(Self.json(Self.using("one", layers[2])))},
         "cases": [{"name": "a", "expect": "deny",
                    "request": \(Self.json(Self.using("two", layers[3]))),
                    "table": [{"request": \(Self.json(layers[4]))}]}]}
        """
      let read = try Fixture.read(Array(fixture.utf8), path: "a.test.json")
      let test = try #require(read.groups.first?.cases.first)
      let merged = try JSONValue(parsing: String(decoding: test.request, as: UTF8.self))
      // A named request is one thing: what it uses is in it before it is merged over anything.
      let named = Self.naive(layers[1], layers[2])
      let expected = [named, layers[3], layers[4]].reduce(layers[0], Self.naive)
      #expect(merged == expected, "\(fixture)")
    }
  }

  @Test func manyMembersMergeAsFewDo() {
    func record(_ range: Range<Int>, _ value: String) -> JSONDocument {
      JSONDocument(
        .record(
          range.map {
            JSONDocument.Member(ExactString("m\($0)"), JSONDocument(.number(value), offset: 0))
          }),
        offset: 0)
    }
    var copied = 0
    let merged = record(0..<40, "1").merged(with: record(20..<60, "2"), copied: &copied)
    #expect(copied == 80)
    guard case .record(let members) = merged.kind else {
      Issue.record("no record")
      return
    }
    #expect(members.map(\.name.description) == (0..<60).map { "m\($0)" })
    #expect(members.count { if case .number("2") = $0.value.kind { true } else { false } } == 40)
  }

  @Test func brokenFixturesAreOnlyRefused() throws {
    var generator = SplitMix64(seed: 5)
    let pieces = [
      "\n", "  ", "- ", ": ", "{", "}", "[", "]", "\"", "'", ",", "#", "expect", "name: a", "table",
      "use: a", "null", "&a ", "*a", "1", "ä", "\u{0}", "\u{202E}", "input", "without", "requests",
    ].map { Array($0.utf8) }
    let seeds = try GoldenSuite.fixtures.flatMap { suite in
      try suite.inputTexts().map { (Array($0.utf8), suite.inputExtension) }
    }
    for _ in 0..<1_500 {
      var (bytes, ending) = seeds[Int(generator.next() % UInt64(seeds.count))]
      for _ in 0...(generator.next() % 4) {
        let place = Int(generator.next() % UInt64(bytes.count + 1))
        let end = min(place + Int(generator.next() % 12), bytes.count)
        let piece = pieces[Int(generator.next() % UInt64(pieces.count))]
        switch generator.next() % 3 {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(contentsOf: piece, at: place)
        default: bytes.replaceSubrange(place..<end, with: piece)
        }
      }
      do throws(FixtureErrors) {
        let fixture = try Fixture.read(bytes, path: "a.\(ending)")
        #expect(fixture.groups.contains { !$0.cases.isEmpty || !$0.recordings.isEmpty })
      } catch {
        #expect(!error.mistakes.isEmpty)
        for mistake in error.mistakes {
          for range in [mistake.range, mistake.label?.range].compactMap(\.self) {
            #expect(range.lowerBound >= 0 && range.upperBound <= bytes.count, "\(mistake)")
          }
        }
        #expect(!error.text(isColored: true).isEmpty)
      }
    }
  }

  @Test func placesAreExactOnLongLines() {
    let line = String(repeating: "äx", count: 5_000)
    let bytes = Array("ö\n\(line)\n\(line)".utf8)
    let text = FixtureText(path: "a", bytes: bytes)
    for offset in stride(from: 0, to: bytes.count, by: 37) {
      let place = text.place(at: offset)
      let (line, column) = text.source.position(at: offset)
      #expect(place.line == line && place.column == column)
    }
  }

  // MARK: Requests

  private static func record(_ generator: inout SplitMix64, depth: Int) -> JSONValue {
    var members: [String: JSONValue] = [:]
    for _ in 0..<Int(generator.next() % 4) {
      members["m\(generator.next() % 5)"] = value(&generator, depth: depth - 1)
    }
    return .object(members)
  }

  private static func value(_ generator: inout SplitMix64, depth: Int) -> JSONValue {
    switch generator.next() % (depth > 0 ? 6 : 3) {
    case 0: .null
    case 1: .number(Double(generator.next() % 10))
    case 2: .array([.string("t\(generator.next() % 10)")])
    default: record(&generator, depth: depth)
    }
  }

  private static func using(_ name: String, _ record: JSONValue) -> JSONValue {
    guard case .object(var members) = record else { return record }
    members["use"] = .string(name)
    return .object(members)
  }

  private static func naive(_ base: JSONValue, _ over: JSONValue) -> JSONValue {
    guard case .object(let left) = base, case .object(let right) = over else { return over }
    return .object(left.merging(right) { naive($0, $1) })
  }

  private static func json(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let truth): "\(truth)"
    case .number(let number): "\(Int(number))"
    case .string(let text): "\"\(text)\""
    case .array(let elements): "[" + elements.map(json).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { "\"\($0.key)\":\(json($0.value))" }.joined(separator: ",") + "}"
    }
  }
}
