// The shell reader against what a real bash did with each text (shell-ran.txt), and against what
// somebody who had not seen the reader says that it should say (shell-facts.txt).

import Foundation
import Testing
import Weir
import WeirTesting

@testable import WeirReaders

@Suite struct ShellOracleTests {
  @Test func whatBashRanIsAmongTheCommands() throws {
    let table = try CaseTable("shell-ran.txt")
    #expect(table.cases.count >= 200)
    for item in table.cases {
      let reading = Reading(shell: item.text)
      guard reading.document != nil else { continue }
      guard !item.expectation.hasPrefix("refused") else {
        Issue.record("line \(item.line) is known, and bash refuses it: \(item.testDescription)")
        continue
      }
      for part in item.expectation.components(separatedBy: "; ") {
        if part.hasPrefix("[[") {
          try expectAll(part, in: reading, item)
        } else if part.hasPrefix("writes=") {
          let names = try JSONDecoder().decode([String].self, from: Data(part.dropFirst(7).utf8))
          let writes = Set(reading.document?.names("writes") ?? [])
          for name in names where !writes.contains(where: { Self.isSame($0, name) }) {
            Issue.record("\(item.testDescription) writes \(name), not in \(writes)")
          }
        }
      }
    }
  }

  private static func isSame(_ path: String, _ other: String) -> Bool {
    path == other || path.hasSuffix("/" + other) || path == "./" + other
  }

  private func expectAll(_ ran: String, in reading: Reading, _ item: CaseTable.Case) throws {
    let all = try JSONDecoder().decode([[String]].self, from: Data(ran.utf8))
    let document = try #require(reading.document)
    let known = reading.commands.map { command in
      [command.field("program")?.text?.description ?? ""] + command.names("arguments")
    }
    let wrappers = Set(reading.commands.flatMap { $0.names("wrappers") })
    for words in all {
      // A wrapper is told of by name, and what xargs adds nobody knows.
      if known.contains(words) || wrappers.contains(words[0]) { continue }
      if document.field("has_unknown_arguments")?.isTrue == true,
        known.contains(where: { $0.first == words.first })
      {
        continue
      }
      Issue.record("\(item.testDescription): bash ran \(words), not in \(known)")
    }
  }

  @Test func everyTextSaysWhatItsLineStates() throws {
    let table = try CaseTable("shell-facts.txt")
    #expect(table.cases.count >= 200)
    for item in table.cases {
      let reading = Reading(shell: item.text)
      let mayBeUncertain = item.expectation.hasPrefix("uncertain")
      guard let document = reading.document else {
        if !mayBeUncertain {
          Issue.record("\(item.testDescription): \(reading.why ?? ""), not \(item.expectation)")
        }
        continue
      }
      guard item.expectation != "uncertain" else {
        Issue.record("\(item.testDescription): known, with \(document.names("programs"))")
        continue
      }
      var expectation = item.expectation
      if expectation.hasPrefix("uncertain or ") { expectation.removeFirst(13) }
      for fact in expectation.components(separatedBy: "; ") {
        if let mismatch = mismatch(fact, reading, document) {
          Issue.record("\(item.testDescription): \(mismatch)")
        }
      }
    }
  }

  private func mismatch(_ fact: String, _ reading: Reading, _ document: JSONDocument) -> String? {
    // A program may have an equals sign in its name.
    let named = fact.range(of: ")=").map { fact.index(after: $0.lowerBound) }
    let end = named ?? fact.firstIndex(of: "=") ?? fact.endIndex
    let name = String(fact[..<end])
    let pair = [fact[..<end], fact[end...].dropFirst()].prefix(end == fact.endIndex ? 1 : 2)
    let stated =
      pair.count < 2 || pair[1].isEmpty
      ? []
      : pair[1].components(separatedBy: ",").map {
        String(decoding: CaseTable.decoded($0), as: UTF8.self)
      }
    func compare(_ read: [String]) -> String? {
      read == stated ? nil : "\(name) is \(read), not \(stated)"
    }
    func ofCommand(_ prefix: String, _ member: StaticString) -> String? {
      let program = String(
        decoding: CaseTable.decoded(name.dropFirst(prefix.count + 1).dropLast()), as: UTF8.self)
      guard
        let command = reading.commands.first(where: {
          $0.field("program")?.text?.description == program
        })
      else { return "there is no command \(program)" }
      return compare(command.names(member))
    }
    switch name {
    case "programs", "writes":
      let read = name == "programs" ? document.names("programs") : document.names("writes")
      return Set(read) == Set(stated) ? nil : "\(name) are \(read), not \(stated)"
    case "pipes_to_shell":
      return document.field("pipes_to_shell")?.isTrue == true ? nil : "pipes to no shell"
    case _ where name.hasPrefix("arguments("): return ofCommand("arguments", "arguments")
    case _ where name.hasPrefix("wrappers("): return ofCommand("wrappers", "wrappers")
    default: return "what is \(name)?"
    }
  }
}
