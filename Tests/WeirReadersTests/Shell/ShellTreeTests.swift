// The same texts are handed to shfmt, where it is installed: a call that its tree holds in literal
// words must be among the commands, or a wrapper around one, or the text is uncertain.

import Foundation
import Testing
import WeirReaders

@Suite("Shell texts and shfmt", .enabled(if: Shfmt.isInstalled))
struct ShellTreeTests {
  @Test("Every literal call of the tree was read")
  func calls() throws {
    var generator = ShellGenerator(chance: Chance(seed: 3))
    let chance = (0..<150).map { _ in [UInt8](generator.text().utf8) }
    // Bash is another mind than shfmt on a carriage return, which is no blank, and on a backslash
    // at the end of a comment, which continues nothing.
    let disputed = [[0x0D], [UInt8]("#\\\n".utf8)]
    for text in try ShellCases.all[0].texts() + chance {
      if disputed.contains(where: { text.firstRange(of: $0) != nil }) { continue }
      guard
        let read = try? ShellText(reading: text, dialect: .bash, effects: ShellReading.effects)
      else { continue }
      for call in try Shfmt.calls(of: text) {
        let isRead = read.commands.contains { command in
          command.program == call[0]
            && (command.arguments.starts(with: call.dropFirst()) || command.hasUnknownOperands)
            || command.wrappers.contains(call[0])
        }
        #expect(isRead, "\(String(decoding: text, as: UTF8.self))")
      }
    }
  }
}

/// The shfmt of this system.
private enum Shfmt {
  static let path = "/usr/bin/shfmt"

  static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

  /// The calls whose words are all literal; none for a text that shfmt refuses.
  static func calls(of text: [UInt8]) throws -> [[[UInt8]]] {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = ["-ln=bash", "-tojson"]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    input.fileHandleForWriting.write(Data(text))
    try input.fileHandleForWriting.close()
    let tree = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return [] }
    var found: [[[UInt8]]] = []
    collect(try JSONSerialization.jsonObject(with: tree), &found)
    return found
  }

  private static func collect(_ node: Any, _ found: inout [[[UInt8]]]) {
    if let list = node as? [Any] {
      for element in list { collect(element, &found) }
    } else if let record = node as? [String: Any] {
      if record["Type"] as? String == "CallExpr", let words = record["Args"] as? [Any] {
        let literal = words.compactMap(literal)
        if !literal.isEmpty, literal.count == words.count { found.append(literal) }
      }
      for value in record.values { collect(value, &found) }
    }
  }

  /// A word without escapes and expansions, quoted in '…' or not at all.
  private static func literal(_ word: Any) -> [UInt8]? {
    guard let parts = (word as? [String: Any])?["Parts"] as? [[String: Any]] else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      guard let value = part["Value"] as? String, !value.contains("\\"),
        part["Dollar"] as? Bool != true
      else { return nil }
      bytes += Array(value.utf8)
    }
    return bytes
  }
}
