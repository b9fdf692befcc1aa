// `weir test --watch`, from outside: the process runs, files are edited as editors edit them, and
// each change is one run more.

import Foundation
import Testing
import WeirTesting

#if os(Linux)
  import Glibc

  @Suite struct WatchTests {
    private static let policy = """
      data limits: { small: number } from "limits.yaml"
      allow small when amount <= limits.small
      """
    private static let fixture = """
      policy: policy
      cases:
        - {name: fifty, request: {amount: 50}, expect: allow}
      """

    /// A running `weir test --watch`, and what it has said.
    private final class Watch {
      let folder: Folder
      private let process = Process()
      private let output: String

      init() throws {
        folder = try Folder([
          "policy/a.weir": WatchTests.policy, "policy/limits.yaml": "small: 100\n",
          "tests/a.test.yaml": WatchTests.fixture.replacing("policy: ", with: "policy: ../"),
        ])
        output = folder("output")
        try Data().write(to: URL(filePath: output))
        process.executableURL = Shell.weir
        process.arguments = ["test", "tests", "--watch"]
        process.currentDirectoryURL = folder.url
        process.environment = Shell.environment
        process.standardInput = FileHandle.nullDevice
        let handle = try FileHandle(forWritingTo: URL(filePath: output))
        process.standardOutput = handle
        // One open file for both streams, so that neither writes over the other.
        process.standardError = handle
        try process.run()
      }

      deinit {
        // A thread of Foundation's may have handed it a mask that blocks SIGTERM.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }

      var isRunning: Bool { process.isRunning }

      /// What each run so far has said.
      var runs: [String] {
        let text =
          (try? Data(contentsOf: URL(filePath: output))).map { String(decoding: $0, as: UTF8.self) }
          ?? ""
        return text.components(separatedBy: "weir: watching for changes; Ctrl-C ends\n").dropLast()
      }

      /// Waits for so many runs to be over, and no more than that to follow.
      func settle(_ count: Int) -> [String] {
        for _ in 0..<400 where runs.count < count { usleep(25_000) }
        usleep(250_000)
        return runs
      }
    }

    @Test func changes() throws {
      let watch = try Watch()
      var runs = watch.settle(1)
      #expect(runs.count == 1)
      #expect(runs.last?.hasPrefix("1 case, 1 passed") == true)

      // Data.
      try watch.folder.write("policy/limits.yaml", "small: 10\n")
      runs = watch.settle(runs.count + 1)
      #expect(runs.count == 2)
      #expect(runs.last?.contains("FAIL tests/a.test.yaml:3  fifty") == true)

      // As editors do it: a new file, renamed over the old one, and another beside it.
      try watch.folder.write(
        "policy/.a.weir.swp", WatchTests.policy.replacing("limits.small", with: "60"))
      try watch.folder.write("policy/4913", "")
      #expect(
        rename(watch.folder("policy/.a.weir.swp"), watch.folder("policy/a.weir")) == 0)
      runs = watch.settle(runs.count + 1)
      #expect(runs.count == 3)
      #expect(runs.last?.contains("1 case, 1 passed") == true)

      // A broken policy is told of, and watching goes on.
      try watch.folder.write("policy/a.weir", "allow small when amount <=\n")
      runs = watch.settle(runs.count + 1)
      #expect(runs.count == 4)
      #expect(runs.last?.contains("error[expected-expression]") == true)
      #expect(watch.isRunning)
      try watch.folder.write("policy/a.weir", WatchTests.policy)
      runs = watch.settle(runs.count + 1)
      #expect(runs.last?.contains("FAIL") == true)

      // A broken fixture, mended again.
      try watch.folder.write("tests/a.test.yaml", "cases: [\n")
      runs = watch.settle(runs.count + 1)
      #expect(runs.last?.contains("error[invalid-yaml]") == true)
      try watch.folder.write(
        "tests/a.test.yaml", WatchTests.fixture.replacing("policy: ", with: "policy: ../"))
      runs = watch.settle(runs.count + 1)
      #expect(runs.last?.contains("FAIL") == true)

      // A new folder with a new file in it, and several files at once: one run.
      let before = runs.count
      for name in ["b", "c", "d"] {
        try watch.folder.write(
          "tests/more/\(name).test.yaml",
          WatchTests.fixture.replacing("policy: ", with: "policy: ../../"))
      }
      runs = watch.settle(before + 1)
      #expect(runs.count == before + 1)
      #expect(runs.last?.contains("4 cases, 0 passed, 4 failed") == true)
      // The new folder is watched, too.
      try watch.folder.write(
        "tests/more/b.test.yaml",
        WatchTests.fixture.replacing("policy: ", with: "policy: ../../")
          .replacing("allow}", with: "deny}"))
      runs = watch.settle(before + 2)
      #expect(runs.last?.contains("4 cases, 1 passed, 3 failed") == true)

      // What nobody reads is no change.
      try watch.folder.write("tests/notes.txt", "nothing")
      #expect(watch.settle(runs.count).count == runs.count)
    }

    /// A new folder is a change by itself; recordings and their verdicts are watched where they
    /// lie.
    @Test func recordings() throws {
      let watch = try Watch()
      _ = watch.settle(1)
      try watch.folder.write("log/r.jsonl", #"{"amount":5}"# + "\n")
      try watch.folder.write("log/r.verdicts.jsonl", #"{"verdict":"deny"}"# + "\n")
      try watch.folder.write(
        "tests/r.test.yaml", "policy: ../policy\nrecorded: ../log/r.jsonl\n")
      var runs = watch.settle(2)
      #expect(runs.last?.contains("2 cases, 1 passed, 1 failed") == true)
      try watch.folder.write(
        "log/r.verdicts.jsonl", #"{"verdict":"allow","rules":[{"name":"small"}]}"# + "\n")
      runs = watch.settle(runs.count + 1)
      #expect(runs.last?.contains("2 cases, 2 passed, 0 failed") == true)
    }
  }
#endif
