// What texts of SQL say, one a line in Tests/Cases/readers/sql.txt: written from PostgreSQL's
// documentation, and from what a server did with each (postgres-effects.txt has that), by somebody
// who had not seen the reader.

import Foundation
import Testing
import Weir
import WeirTesting

@testable import WeirReaders

@Suite struct SQLCasesTests {
  @Test func everyTextSaysWhatItsLineStates() throws {
    let table = try CaseTable("sql.txt")
    #expect(table.cases.count >= 300)
    for item in table.cases {
      for mismatch in SQLReading(item.text).mismatches(with: item.expectation) {
        Issue.record("\(item.line): \(String(decoding: item.text, as: UTF8.self))\n  \(mismatch)")
      }
    }
  }

  /// What a server changed is among what the reader lists, or the text is uncertain. `behind=` is
  /// what the server does behind a name, which no text can tell.
  @Test func whatAServerChangedIsListed() throws {
    let behind = try CaseTable("sql.txt").cases.reduce(into: [[UInt8]: Set<String>]()) {
      $0[$1.text] = SQLReading.facts($1.expectation)["behind"] ?? []
    }
    for item in try CaseTable("postgres-effects.txt").cases {
      guard case .known(let document) = SQLReading(item.text).reading else { continue }
      let facts = SQLReading.facts(item.expectation)
      let writes = SQLReading.names(document, "writes").union(behind[item.text] ?? [])
        .union(SQLReading.names(document, "drops"))
      let isWide = SQLReading.truth(document, "cascades")
      for effect in ["changed", "created", "dropped"] {
        // The server's own tables are what functions and definitions write.
        for name in facts[effect] ?? []
        where !isWide && !name.hasPrefix("pg_") && !Self.isAmong(writes, name) {
          Issue.record("\(item.line): \(item.testDescription): \(effect) \(name), not in \(writes)")
        }
      }
    }
  }

  /// The server tells each name with its schema; a text may leave it out.
  private static func isAmong(_ names: Set<String>, _ name: String) -> Bool {
    names.contains(name) || names.contains { name.hasSuffix(".\($0)") || $0.hasSuffix(".\(name)") }
  }
}

/// A text of SQL as the reader reads it.
struct SQLReading {
  let reading: QueryReader.Reading

  init(_ text: [UInt8]) {
    let text = JSONDocument(.string(ExactString(String(decoding: text, as: UTF8.self))), offset: 0)
    reading = QueryReader.sql.read([text])
  }

  /// `a=x,y; b` as names and their values.
  static func facts(_ text: String) -> [String: Set<String>] {
    var facts: [String: Set<String>] = [:]
    for part in text.components(separatedBy: "; ") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      facts[String(pair[0])] =
        pair.count == 1 ? [] : Set(pair[1].split(separator: ",").map { String($0) })
    }
    return facts
  }

  static func names(_ document: JSONDocument, _ member: String) -> Set<String> {
    Set((value(document, member)?.items ?? []).compactMap { $0.text?.description })
  }

  static func truth(_ document: JSONDocument, _ member: String) -> Bool {
    value(document, member)?.isTrue ?? false
  }

  static func value(_ document: JSONDocument, _ member: String) -> JSONDocument? {
    guard case .record(let members) = document.kind else { return nil }
    return members.first { $0.name == ExactString(member) }?.value
  }

  /// Where the reading and the stated facts disagree.
  func mismatches(with expectation: String) -> [String] {
    let facts = Self.facts(expectation)
    let document: JSONDocument
    switch reading {
    case .uncertain(let why):
      return expectation.hasPrefix("uncertain") ? [] : ["uncertain: \(why); not \(expectation)"]
    case .known(let known): document = known
    }
    if expectation.hasPrefix("uncertain") {
      return ["known, with kinds \(Self.names(document, "kinds").sorted()); not \(expectation)"]
    }
    let statements = Self.value(document, "statements")?.items ?? []
    var mismatches: [String] = []
    for (name, stated) in facts.sorted(by: { $0.key < $1.key }) {
      let read: Set<String>
      switch name {
      case "behind": continue
      case "statements": read = ["\(statements.count)"]
      case "unbounded": read = Self.names(document, "unbounded_writes")
      case "locks", "runs_program", "touches_files":
        read = Self.truth(document, name) ? [] : ["no"]
      case "limit":
        guard case .number(let limit)? = statements.first.flatMap({ Self.value($0, "limit") })?.kind
        else {
          read = ["none"]
          break
        }
        read = [limit]
      case "where":
        let has = statements.first.map { Self.truth($0, "has_where") } ?? false
        let isTrivial = statements.first.map { Self.truth($0, "where_is_trivial") } ?? false
        read = [has ? isTrivial ? "trivial" : "yes" : "none"]
      default: read = Self.names(document, name)
      }
      if read != stated {
        mismatches.append("\(name)=\(read.sorted()), not \(stated.sorted())")
      }
    }
    return mismatches
  }
}
