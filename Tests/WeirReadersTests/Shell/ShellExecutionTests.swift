// Texts by chance are handed to a real bash, in which every program is a stub that logs how it is
// called: what ran must be among the commands, and what was written among the files, or the text is
// uncertain. WEIR_SHELL_TEXTS says how many, WEIR_SHELL_SEED which.

import Foundation
import Testing
import WeirReaders

@Suite("Shell texts in bash", .enabled(if: Bash.isInstalled))
struct ShellExecutionTests {
  @Test("Whatever ran was read")
  func executions() throws {
    let settings = ProcessInfo.processInfo.environment
    let count = settings["WEIR_SHELL_TEXTS"].flatMap(Int.init) ?? 400
    let seed = settings["WEIR_SHELL_SEED"].flatMap(UInt64.init) ?? 1
    var generator = ShellGenerator(chance: Chance(seed: seed))
    let room = try Room()
    defer { room.remove() }
    var known = 0
    for _ in 0..<count {
      let text = generator.text()
      guard
        let read = try? ShellText(
          reading: [UInt8](text.utf8), dialect: .bash, effects: { _, _ in .unlisted })
      else { continue }
      known += 1
      #expect(try Bash.accepts([UInt8](text.utf8)), "\(text)")
      let ran = try room.run(text)
      for call in ran.calls { #expect(room.explains(call, read), "\(text)") }
      for file in ran.files {
        let isRead = read.writes.contains { $0 == [UInt8](file.utf8) }
        #expect(isRead, "\(file) of \(text)")
      }
    }
    #expect(known > count / 8)
  }
}

/// A scratch folder for one text at a time, and the stubs beside it.
private struct Room {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "weir-shell-\(UUID().uuidString)")

  private var programs: URL { folder.appending(path: "programs") }
  private var scratch: URL { folder.appending(path: "scratch") }
  private var log: URL { folder.appending(path: "log") }

  /// Wrappers that are logged and then really run.
  private static let wrappers = ["env", "nice", "timeout", "xargs", "bash"]

  init() throws {
    try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
    let record = "#!/bin/sh\nprintf '%s\\0' \"${0##*/}\" \"$@\" X >> '\(log.path)'\n"
    for name in ShellGenerator.programs { try write(name, record) }
    for name in Self.wrappers { try write(name, record + "exec /usr/bin/\(name) \"$@\"\n") }
  }

  private func write(_ name: String, _ text: String) throws {
    let file = programs.appending(path: name)
    try text.write(to: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Runs a text: the calls, and the files that are new.
  func run(_ text: String) throws -> (calls: [[String]], files: [String]) {
    try? FileManager.default.removeItem(at: scratch)
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    try "x\n".write(to: scratch.appending(path: "f"), atomically: true, encoding: .utf8)
    try Data().write(to: log)
    // `timeout` leads a process group: the outer bash waits for all that the text leaves behind in
    // it, and ends what does not end.
    let frame = """
      /usr/bin/timeout -s KILL 5 /bin/bash -c -- "$1" & group=$!
      wait $group
      for i in {1..200}; do kill -0 -- -$group || exit; /bin/sleep 0.01; done
      kill -KILL -- -$group
      """
    _ = try Bash.run(["-c", frame, "bash", text], in: scratch, programs: programs)
    var calls: [[String]] = []
    var call: [String] = []
    for word in try Data(contentsOf: log).split(separator: 0, omittingEmptySubsequences: false) {
      let word = String(decoding: word, as: UTF8.self)
      if word == "X" {
        calls.append(call)
        call = []
      } else {
        call.append(word)
      }
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
    return (calls, files.filter { $0 != "f" })
  }

  /// Whether a call is among the commands, or one of their wrappers.
  func explains(_ call: [String], _ text: ShellText) -> Bool {
    let words = call.map { [UInt8]($0.utf8) }
    return text.commands.contains { command in
      command.program == words[0]
        && (command.arguments == [[UInt8]](words.dropFirst()) || command.hasUnknownOperands)
        || command.wrappers.contains(words[0])
    }
  }
}
