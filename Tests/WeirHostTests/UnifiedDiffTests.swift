// The diffs that people are shown are those of `diff -u`.

import Foundation
import Testing
import Weir
import WeirHost
import WeirTesting

@Suite struct UnifiedDiffTests {
  @Test func nothing() {
    #expect(UnifiedDiff.between("a\nb\n", "a\nb\n", path: "f") == "")
  }

  @Test func aNewFile() {
    #expect(
      UnifiedDiff.between(nil, "a\nb\n", path: "f") == """
        --- /dev/null
        +++ f
        @@ -0,0 +1,2 @@
        +a
        +b

        """)
  }

  @Test func twoHunks() {
    let old = (1...20).map { "\($0)\n" }.joined()
    let new = old.replacing("2\n3\n", with: "2\nx\n", maxReplacements: 1)
      .replacing("19\n", with: "")
    #expect(
      UnifiedDiff.between(old, new, path: "f") == """
        --- f
        +++ f
        @@ -1,6 +1,6 @@
         1
         2
        -3
        +x
         4
         5
         6
        @@ -16,5 +16,4 @@
         16
         17
         18
        -19
         20

        """)
  }

  @Test func allRemoved() {
    #expect(
      UnifiedDiff.between("a\n", "", path: "f") == """
        --- f
        +++ f
        @@ -1 +0,0 @@
        -a

        """)
  }

  @Test func equivalentTextsDiffer() {
    #expect(UnifiedDiff.between("\u{E9}\n", "e\u{301}\n", path: "f").contains("@@ -1 +1 @@"))
  }

  @Test func aFileThatGoes() {
    #expect(
      UnifiedDiff.between("a", nil, path: "f") == """
        --- f
        +++ /dev/null
        @@ -1 +0,0 @@
        -a
        \\ No newline at end of file

        """)
    #expect(UnifiedDiff.between("", nil, path: "f") == "--- f\n+++ /dev/null\n")
  }

  /// By chance: `patch` makes the new text of the old one, and `diff` finds no fewer lines.
  @Test(
    .enabled(
      if: ["patch", "diff"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
      }))
  func programsAgree() throws {
    var random = SplitMix64(seed: baseSeed)
    func text() -> String {
      let lines = (0..<random.below(12)).map { _ in random.pick(["a", "b", "c", "", "d\r"]) }
      let text = lines.map { $0 + "\n" }.joined()
      return random.once(in: 2) ? text : text + random.pick(["", "a", "b"])
    }
    for _ in 0..<60 {
      let (old, new) = (text(), text())
      let folder = try Folder(["old": old, "new": new])
      // Carriage returns are shown; here they are meant.
      let diff = UnifiedDiff.between(old, new, path: "f").replacing("\\u{d}", with: "\r")
      try folder.write("diff", diff)
      if !diff.isEmpty {
        #expect(try run("/usr/bin/patch", ["-s", "--binary", "old", "diff"], folder).isEmpty)
      }
      #expect(try String(contentsOfFile: folder("old"), encoding: .utf8) == new, "\(diff)")
      try folder.write("old", old)
      let theirs = try run(
        "/usr/bin/diff", ["-u", "--label", "f", "--label", "f", "old", "new"], folder)
      #expect(changes(theirs) >= changes(diff), "\(diff)\n\(theirs)")
      #expect(theirs.isEmpty == diff.isEmpty)
    }
  }

  private func changes(_ diff: String) -> Int {
    diff.pieces(between: "\n").dropFirst(2).count { $0.hasPrefix("+") || $0.hasPrefix("-") }
  }

  private func run(_ program: String, _ arguments: [String], _ folder: Folder) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    let out = Pipe()
    process.standardOutput = out
    try process.run()
    let text = out.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }
}
