// Command lines that mean the same read alike, and near misses do not: tool-spellings.txt, whose
// groups were tried on the tools themselves.

import Foundation
import Testing
import Weir
import WeirTesting

@testable import WeirReaders

@Suite struct ToolSpellingsTests {
  @Test func spellingsOfOneDeedReadAlike() throws {
    let url = GoldenSuite.root.appending(path: "Tests/Cases/readers/tool-spellings.txt")
    let groups = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n\n")
    var count = 0
    for group in groups {
      let lines = group.split(separator: "\n").filter { !$0.hasPrefix("#") }
      let same = lines.filter { !$0.hasPrefix("≠") }
      guard let first = same.first else { continue }
      count += 1
      let meant = view(first)
      for line in same {
        let read = view(line)
        if read == nil || read != meant {
          Issue.record("\(line)\n  reads as \(read ?? "uncertain")\n  \(first)\n  \(meant ?? "?")")
        }
      }
      for line in lines where line.hasPrefix("≠") {
        let read = view(line.dropFirst(2))
        if read != nil, read == meant { Issue.record("\(line) reads as \(first)") }
      }
    }
    #expect(count >= 60)
  }

  /// The view of a command line, as canonical JSON; nil where it is uncertain.
  private func view(_ line: some StringProtocol) -> String? {
    let shell = Reading(shell: Array(line.utf8))
    guard let command = shell.commands.first,
      let program = command.field("program")?.text?.description
    else { return nil }
    let reading = Reading(tool: program, command.field("arguments")?.texts ?? [])
    return reading?.document.map { String(decoding: CanonicalJSON.encode($0), as: UTF8.self) }
  }
}
