// The JSON Schema of fixtures, for editors: it has the keys of the reader's tables, takes every
// fixture that the reader takes, and takes none with a key that there is not.

import Foundation
import Testing
import Weir
import WeirHost
import WeirTest
import WeirTesting

@Suite struct FixtureSchemaTests {
  private static let url = GoldenSuite.root.appending(path: "grammar/fixture.schema.json")

  @Test func theKeysAreTheTables() throws {
    let schema = try SchemaValidator(contentsOf: Self.url).schema
    try expectKeys(FileKey.self, schema)
    let definitions = try #require(schema["$defs"])
    try expectKeys(DefaultsKey.self, definitions["defaults"])
    try expectKeys(CaseKey.self, definitions["case"])
    try expectKeys(RowKey.self, definitions["row"])
    try expectKeys(ExpectKey.self, definitions["expectation"])
    try expectKeys(UncertainKey.self, definitions["uncertainty"])
    try expectKeys(CauseKey.self, definitions["cause"])
    try expectKeys(HoldKey.self, definitions["hold"])
    try expectKeys(EscalateKey.self, definitions["escalation"])
    try expectKeys(NotifyKey.self, definitions["notification"])
    try expectKeys(RecordedKey.self, definitions["recordingParts"])
    try expectKeys(MutantKey.self, definitions["mutant"])
  }

  @Test func theNamesAreThoseOfVerdicts() throws {
    let fixture = try SchemaValidator(contentsOf: Self.url).schema["$defs"]
    let verdict = try SchemaValidator.verdicts().schema["$defs"]
    let fault = fixture?["cause"]?["properties"]?["fault"]?["enum"]
    #expect(fault != nil && fault == verdict?["cause"]?["properties"]?["fault"]?["enum"])
    let refused = fixture?["expectation"]?["properties"]?["refused"]?["enum"]
    #expect(refused != nil && refused == verdict?["error"]?["properties"]?["code"]?["enum"])
  }

  /// A fixture names a part of a verdict as the verdict's line does.
  @Test func theKeysAreMembersOfTheLine() {
    func kept(_ object: VerdictLine.Object) -> [String] {
      object.members.filter { member in
        switch member.row.recording {
        case .kept, .keptAsNull: true
        case .leftOut: false
        }
      }.map(\.name)
    }
    #expect(HoldKey.names == kept(.hold))
    #expect(EscalateKey.names == kept(.escalation))
    #expect(NotifyKey.names == kept(.notification))
    #expect(CauseKey.names == kept(.cause))
    #expect(Set(UncertainKey.names).isSubset(of: kept(.uncertainty)))
  }

  @Test func whatTheReaderTakesIsValid() throws {
    let validator = try SchemaValidator(contentsOf: Self.url)
    // The repository's fixtures, broken ones aside, and those of the page.
    let files = try #require(FileManager.default.enumerator(atPath: GoldenSuite.root.path))
    var texts = TestingPageTests.blocks.filter { $0.attributes["fixture"] != nil }
      .map { ($0.place, Array($0.text.utf8)) }
    for case let path as String in files {
      if path.hasPrefix(".") {
        files.skipDescendants()
      } else if WantedFiles.fixtures.contains(path) {
        let data = try Data(contentsOf: GoldenSuite.root.appending(path: path))
        texts.append((path, Array(data)))
      }
    }
    var taken = 0
    for (path, bytes) in texts {
      guard (try? Fixture.read(bytes, path: GoldenSuite.root.appending(path: path).path)) != nil
      else { continue }
      taken += 1
      #expect(validator.failures(of: try json(bytes)) == [], "\(path)")
    }
    #expect(taken >= 10)
  }

  @Test(arguments: [
    ("casse: []\ncases: [{name: a, expect: deny}]", "$: has `casse`"),
    ("cases: [{nmae: a, name: b, expect: deny}]", "has `nmae`"),
    ("cases: [{name: a}]", "misses `expect`"),
    ("cases: []", "has too few elements"),
    ("{}", "misses `cases`"),
    ("cases: [{name: a, expect: alow}]", "is none of the listed values"),
    ("cases: [{name: a, expect: {}}]", "has too few members"),
    ("cases: [{name: a, expect: {verdct: deny}}]", "has `verdct`"),
    ("cases: [{name: a, expect: {holds: {rejected_by: 2}}}]", "has `rejected_by`"),
    ("cases: [{name: a, expect: {refused: wrong}}]", "is none of the listed values"),
    ("cases: [{name: a, expect: deny, now: today}]", "does not match"),
    ("cases: [{name: a, expect: deny, table: []}]", "has too few elements"),
    ("recorded: {request: a}", "has `request`"),
  ]) func whatItRefuses(fixture: String, complaint: String) throws {
    let validator = try SchemaValidator(contentsOf: Self.url)
    let failures = validator.failures(of: try json(Array(fixture.utf8)))
    #expect(failures.contains { $0.contains(complaint) }, "\(fixture): \(failures)")
    #expect(throws: FixtureErrors.self) {
      try Fixture.read(Array(fixture.utf8), path: "a.test.yaml")
    }
  }

  private func expectKeys<Key: FixtureKey>(_ keys: Key.Type, _ schema: JSONValue?) throws {
    guard case .object(let properties)? = schema?["properties"] else {
      Issue.record("the schema says nothing of \(Key.owner)")
      return
    }
    #expect(Set(properties.keys) == Set(Key.names))
    for key in Key.allCases {
      #expect(properties[key.rawValue]?["description"]?.text == key.meaning)
    }
  }

  /// A YAML text as the validator takes it.
  private func json(_ yaml: [UInt8]) throws -> JSONValue {
    tree(try JSONDocument(parsingYAML: yaml))
  }

  /// Not through Foundation's reader: a fixture may have a number that no double holds.
  private func tree(_ document: JSONDocument) -> JSONValue {
    switch document.kind {
    case .null: .null
    case .bool(let value): .bool(value)
    case .number(let digits): .number(Double(digits) ?? .nan)
    case .string(let text): .string(text.description)
    case .list(let elements): .array(elements.map(tree))
    case .record(let members):
      .object(
        Dictionary(
          members.map { ($0.name.description, tree($0.value)) },
          uniquingKeysWith: { first, _ in first }))
    }
  }
}
