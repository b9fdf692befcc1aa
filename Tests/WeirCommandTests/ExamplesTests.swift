// The policy repositories under `examples`: each session is run as a person would run it, each
// README's count of verdicts holds, and every verdict is what the published schema says.

import Foundation
import Testing
import WeirTesting

@Suite("Examples")
struct ExamplesTests {
  static let folder = GoldenSuite.root.appending(path: "examples")

  /// Every folder there is: an example without a session or a README fails below.
  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0 != "README.md" }.sorted()

  @Test("there are examples")
  func isThere() { #expect(Self.names.count >= 5) }

  /// Every session of every example: `session.txt`, and others that say what they are about.
  static let sessions: [String] = names.flatMap { name in
    let files =
      (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path))
      ?? []
    return (Set(files.filter { $0.hasSuffix("session.txt") }).union(["session.txt"])).sorted()
      .map { "\(name)/\($0)" }
  }

  @Test("the session goes as written", arguments: sessions)
  func session(file: String) throws {
    let failures = try Transcript.check(Self.folder.appending(path: file))
    #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
  }

  @Test("the verdicts are those that the README promises", arguments: names)
  func verdicts(name: String) throws {
    let folder = Self.folder.appending(path: name)
    let result = try Shell.run(
      "weir eval -p policy --clock request=time requests.jsonl 2>/dev/null", in: folder)
    let validator = try SchemaValidator.verdicts()
    var counts: [String: Int] = [:]
    var unreadable = 0
    var lines = 0
    for line in result.output.split(separator: "\n") {
      let verdict = try JSONValue(parsing: String(line))
      let failures = validator.failures(of: verdict)
      #expect(failures.isEmpty, "\(failures): \(line)")
      counts[verdict["verdict"]?.text ?? "none", default: 0] += 1
      if verdict["error"] != nil { unreadable += 1 }
      lines += 1
    }
    #expect(lines >= 200)
    // What `weir hook` makes of hosts' events can always be read.
    #expect((unreadable > 0) == (name != "agent-tools"))
    #expect(result.status == (unreadable > 0 ? 2 : 0))
    for effect in ["allow", "deny", "hold"] {
      #expect(counts[effect, default: 0] > 0, "no \(effect)")
    }
    let summary =
      "\(lines) requests: \(counts["allow", default: 0]) allow, "
      + "\(counts["deny", default: 0]) deny\(unreadable > 0 ? " (\(unreadable) unreadable)" : ""), "
      + "\(counts["hold", default: 0]) hold"
    let readme = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
    #expect(readme.contains(summary), "the README does not say: \(summary)")
  }
}
