// What goes wrong: each gives a clear message and the right exit status, in bounded memory.

import Foundation
import Testing
import WeirTesting

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct BadUseTests {
  private static let policy = [
    "policy/a.weir": """
    allow reads when action == "read"
    deny secrets when resource.name starts_with "secret" because "{resource.name} is secret"
    """
  ]
  private static let read = #"{"id":"r","action":"read","resource":{"name":"x"}}"#

  @Test func anUnreadableFile() throws {
    let folder = try Folder(BadUseTests.policy)
    try folder.write("requests.jsonl", BadUseTests.read)
    chmod(folder("requests.jsonl"), 0)
    // Root may read everything; for it, a folder stands in for a file that cannot be read.
    let isRoot = geteuid() == 0
    let name = isRoot ? "policy" : "requests.jsonl"
    let run = try folder.weir(["eval", "-p", "policy", name])
    #expect(run.status == 2)
    let code = isRoot ? "not-a-file" : "unreadable"
    #expect(run.errors.hasPrefix("weir: error[\(code)]: \(name) "))
    if !isRoot {
      chmod(folder("policy/a.weir"), 0)
      let run = try folder.weir(["lint", "-p", "policy"])
      #expect(run.status == 2)
      #expect(run.errors.hasPrefix("weir: error[unreadable]: policy/a.weir cannot be read"))
    }
  }

  @Test func oneUnreadableFileAmongMany() throws {
    let folder = try Folder(BadUseTests.policy)
    try folder.write("a.jsonl", BadUseTests.read)
    let run = try folder.weir(["eval", "-p", "policy", "a.jsonl", "gone.jsonl", "a.jsonl"])
    #expect(run.status == 2)
    #expect(run.output.split(separator: "\n").count == 2)
    #expect(run.errors.hasPrefix("weir: error[not-found]: gone.jsonl does not exist"))
  }

  /// The status says what was found, whoever has stopped reading.
  @Test func aClosedPipe() throws {
    let folder = try Folder(BadUseTests.policy)
    let lines = String(repeating: BadUseTests.read + "\n", count: 50_000)
    try folder.write("good.jsonl", lines)
    try folder.write("broken.jsonl", lines + "{\n")
    try folder.write("denied.jsonl", lines + "{}\n")
    try folder.write("bad/a.weir", "allow x when\n")
    try folder.write(
      "failing.test.yaml",
      """
      policy: policy\ncases: [{name: a, request: {action: read, resource: {name: x}}, expect: deny}]
      """
    )
    for (command, status) in [
      ("eval -p policy good.jsonl", 0), ("eval -p policy broken.jsonl", 2),
      ("eval -p policy -j 1 broken.jsonl", 2), ("eval -p policy < broken.jsonl", 2),
      ("eval -p policy --fail-on deny denied.jsonl", 1),
      ("eval -p policy --format text --fail-on deny denied.jsonl", 1),
      // What was not read is not judged, and may hold anything.
      ("eval -p policy < <(yes '{}')", 2), ("lint -p policy", 0), ("lint -p bad", 2),
      ("test failing.test.yaml", 1), ("test failing.test.yaml --coverage", 1),
      ("inspect -p policy", 0), ("--help", 0),
    ] {
      // Whoever has finished reading says so before anything is written.
      let result = try Shell.run(
        "exec 3> >(exec 0<&-; touch closed); until [ -e closed ]; do sleep 0.01; done; "
          + "rm closed; weir \(command) >&3 2> errors",
        in: folder.url)
      #expect(result.status == Int32(status), "\(command)")
    }
    let head = try Shell.run(
      "set -o pipefail; weir eval -p policy good.jsonl | head -n 1 | wc -l", in: folder.url)
    #expect(head.output.trimmingCharacters(in: .whitespacesAndNewlines) == "1")
    #expect(head.status == 0)
  }

  /// A full device, and streams that nobody has opened.
  @Test func noWayOut() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let folder = try Folder(BadUseTests.policy)
    try folder.write("requests.jsonl", BadUseTests.read)
    for command in [
      "--version > /dev/full", "--help > /dev/full", "eval --help > /dev/full",
      "--generate-completion-script bash > /dev/full", "lint --explain default-hold > /dev/full",
      "inspect -p policy > /dev/full", "eval -p policy requests.jsonl >&-", "eval -p policy <&-",
    ] {
      #expect(try Shell.run("weir \(command)", in: folder.url).status == 2, "\(command)")
    }
  }

  /// A reader that sleeps keeps the writer waiting, and time goes on.
  @Test(arguments: ["-j 1 requests.jsonl", "-j 2 requests.jsonl", "< <(cat requests.jsonl)"])
  func timeGoesOn(_ input: String) throws {
    let folder = try Folder()
    let end = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: 2))
    try folder.write(
      "policy/a.weir", "allow reads until \"\(end)\" when action == \"read\"\n")
    try folder.write(
      "requests.jsonl", String(repeating: BadUseTests.read + "\n", count: 50_000))
    let result = try Shell.run(
      "weir eval -p policy \(input) | (sleep 3; cat) | tail -n 1", in: folder.url)
    #expect(result.output.contains(#""verdict":"deny""#))
  }

  /// What the system refuses is told, and does not end the command by a signal.
  @Test func littleMemoryAndSmallStacks() throws {
    let folder = try Folder(BadUseTests.policy)
    let deep = "allow a when " + String(repeating: "(", count: 190) + "x == 1"
    try folder.write("deep/a.weir", deep + String(repeating: ")", count: 190) + "\n")
    try folder.write(
      "deep.jsonl",
      #"{"x":"# + String(repeating: "[", count: 500) + String(repeating: "]", count: 500) + "}\n")
    let stack = try Shell.run(
      "ulimit -s 256; weir lint -p deep && weir eval -p deep deep.jsonl > verdict", in: folder.url)
    #expect(stack.status == 0, "\(stack.output)")
    try folder.write(
      "long.jsonl", #"{"action":""# + String(repeating: "x", count: 300 << 20) + "\"}\n")
    let memory = try Shell.run(
      "ulimit -v 300000; weir eval -p policy long.jsonl", in: folder.url)
    #expect(memory.status == 2)
    #expect(memory.output.contains("weir: error[out-of-memory]: "))
  }

  @Test func aFullDisk() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let folder = try Folder(BadUseTests.policy)
    try folder.write("requests.jsonl", BadUseTests.read)
    let result = try Shell.run(
      "weir eval -p policy requests.jsonl > /dev/full", in: folder.url)
    #expect(result.status == 2)
    #expect(result.output.hasPrefix("weir: error[unwritable]: the standard output cannot be"))
  }

  @Test func aLineOf100Megabytes() throws {
    let folder = try Folder(BadUseTests.policy)
    let padding = String(repeating: "x", count: 100 << 20)
    try folder.write(
      "requests.jsonl",
      """
      {"id":"long","action":"read","resource":{"name":"x"},"padding":"\(padding)"}
      \(BadUseTests.read)
      """)
    let run = try folder.weir(["eval", "-p", "policy", "requests.jsonl"])
    let lines = run.output.split(separator: "\n")
    #expect(run.status == 0)
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix(#"{"id":"long","line":1,"verdict":"allow""#) == true)
    #expect(run.peakMemory < 400 << 20)
  }

  @Test func manyLinesInLittleMemory() throws {
    let folder = try Folder(BadUseTests.policy)
    try folder.write(
      "requests.jsonl", String(repeating: BadUseTests.read + "\n", count: 400_000))
    let run = try folder.weir(["eval", "-p", "policy", "requests.jsonl"])
    #expect(run.status == 0)
    #expect(run.output.utf8.count { $0 == UInt8(ascii: "\n") } == 400_000)
    #expect(run.peakMemory < 64 << 20)
  }

  @Test func aPolicyOf10000Rules() throws {
    let folder = try Folder()
    let rules = (0..<10_000).map {
      "allow rule_\($0) when action == \"a\($0)\" and resource.size < \($0)\n"
    }
    try folder.write("policy/many.weir", rules.joined())
    try folder.write("requests.jsonl", #"{"action":"a9999","resource":{"size":1}}"#)
    let run = try folder.weir(["eval", "-p", "policy", "requests.jsonl"])
    #expect(run.status == 0)
    #expect(run.output.contains(#""name":"rule_9999""#))
    #expect(run.peakMemory < 1 << 30)
  }

  /// Two thousand mistakes: half are told, the rest is counted, and nothing compiles.
  @Test func aFileOfMistakes() throws {
    let folder = try Folder()
    try folder.write("policy/a.weir", String(repeating: "allow ;\n", count: 2_000))
    let run = try folder.weir(["lint", "-p", "policy"])
    #expect(run.status == 2)
    #expect(run.output.contains("error[too-many-errors]: "))
    #expect(run.output.contains(" more errors stand below"))
    #expect(run.errors.contains("1 file, 1001 errors"))
  }

  @Test func aPolicyNestedTooDeep() throws {
    let folder = try Folder()
    for (name, text) in [
      (
        "parentheses",
        String(repeating: "(", count: 10_000) + "true" + String(repeating: ")", count: 10_000)
      ),
      ("negations", String(repeating: "not ", count: 10_000) + "true"),
      ("lists", "x in " + String(repeating: "[", count: 10_000)),
    ] {
      try folder.write("\(name)/a.weir", "allow a when \(text)\n")
      let run = try folder.weir(["lint", "-p", name])
      #expect(run.status == 2, "\(name)")
      #expect(run.output.contains("nesting-too-deep"), "\(name)")
      #expect(run.output.utf8.count < 1 << 20, "\(name)")
    }
    let blocks = String(repeating: "on a {\n", count: 10_000)
    try folder.write("blocks/a.weir", blocks + String(repeating: "}\n", count: 10_000))
    let run = try folder.weir(["lint", "-p", "blocks"])
    #expect(run.status == 2)
    #expect(run.output.contains("nesting-too-deep"))
  }

  @Test func aRequestNestedTooDeep() throws {
    let folder = try Folder(BadUseTests.policy)
    let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
    let maps =
      String(repeating: "{\"a\":", count: 10_000) + "1" + String(repeating: "}", count: 10_000)
    try folder.write(
      "requests.jsonl", "{\"action\":\(deep)}\n{\"x\":\(maps)}\n\(BadUseTests.read)\n")
    try folder.write("deep.json", "[{\"x\":\(deep)},\(BadUseTests.read)]")
    try folder.write("deep.yaml", "x: \(deep)\n")
    let lines = try folder.weir(["eval", "-p", "policy", "requests.jsonl"])
    #expect(lines.status == 2)
    let verdicts = lines.output.split(separator: "\n")
    #expect(verdicts.count == 3)
    for verdict in verdicts.prefix(2) {
      #expect(verdict.contains(#""verdict":"deny""#))
      #expect(verdict.contains(#""code":"nesting_too_deep""#))
    }
    #expect(verdicts.last?.contains(#""verdict":"allow""#) == true)
    let document = try folder.weir(["eval", "-p", "policy", "deep.json"])
    #expect(document.status == 2)
    #expect(document.output.split(separator: "\n").count == 2)
    let yaml = try folder.weir(["eval", "-p", "policy", "deep.yaml"])
    #expect(yaml.status == 2)
    #expect(yaml.output.contains(#""code":"unreadable_document""#))
    #expect(yaml.errors.hasPrefix("weir: error[invalid-yaml]: deep.yaml:1:"))
  }

  @Test func aDamagedProgram() throws {
    let folder = try Folder(BadUseTests.policy)
    try folder.write("requests.jsonl", BadUseTests.read)
    #expect(try folder.weir(["build", "-p", "policy", "-o", "p.weirc"]).status == 0)
    let good = try folder.weir(["eval", "-p", "p.weirc", "requests.jsonl"])
    let sources = try folder.weir(["eval", "-p", "policy", "requests.jsonl"])
    #expect(good.status == 0)
    #expect(good.output == sources.output)
    let bytes = try Data(contentsOf: URL(filePath: folder("p.weirc")))
    var altered = bytes
    altered[altered.count / 2] ^= 1
    for broken in [bytes.dropLast(1), bytes.prefix(bytes.count / 2), altered, Data()] {
      try Data(broken).write(to: URL(filePath: folder("p.weirc")))
      let run = try folder.weir(["eval", "-p", "p.weirc", "requests.jsonl"])
      #expect(run.status == 2)
      #expect(run.output.isEmpty)
      #expect(run.errors.hasPrefix("weir: error[not-a-program]: p.weirc "))
    }
  }

  @Test func aConversation() throws {
    let folder = try Folder(BadUseTests.policy)
    let process = Process()
    process.executableURL = Shell.weir
    process.arguments = ["eval", "-p", "policy"]
    process.currentDirectoryURL = folder.url
    let (questions, answers) = (Pipe(), Pipe())
    process.standardInput = questions
    process.standardOutput = answers
    try process.run()
    for _ in 0..<3 {
      // Each verdict arrives while the input stays open.
      try questions.fileHandleForWriting.write(contentsOf: Data((BadUseTests.read + "\n").utf8))
      let answer = String(decoding: answers.fileHandleForReading.availableData, as: UTF8.self)
      #expect(answer.hasSuffix("\n"))
      #expect(answer.contains(#""verdict":"allow""#))
    }
    try questions.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
