// What an embedder does with `WeirHost`, which has files, YAML, zones and the clock.

import Foundation
import Testing
import Weir
import WeirHost

@Suite struct HostEmbeddingTests {
  private static let now = Timestamp("2026-03-02T10:00:00Z")!

  /// Runs with a new folder that has the given files.
  private func withFolder(_ files: [String: String], _ body: (_ folder: String) throws -> Void)
    throws
  {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "weir-embedding-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (path, text) in files {
      let file = folder.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    try body(folder.path)
  }

  @Test func theExampleOfTheCatalogue() throws {
    try withFolder(["a.weir": "allow a when action == \"read\""]) { folder in
      let answers = try ["action: read", "action: write"].map {
        try mayPass(yaml: $0, byPolicyIn: folder)
      }
      #expect(answers == [true, false])
    }
  }

  @Test func aFolderIsAPolicy() throws {
    let files = [
      "policy/a.weir": """
      data limits: { daily: number } from "data/limits.yaml"
      allow small when amount <= limits.daily
      """,
      "policy/data/limits.yaml": "daily: 100\n",
    ]
    try withFolder(files) { folder in
      let policy = try LoadedPolicy([folder + "/policy"])
      let program = try #require(policy.program)
      #expect(policy.diagnostics.isEmpty && policy.files.count == 1)
      var evaluator = Evaluator(program)
      #expect(evaluator.evaluate(Array("{\"amount\": 100}".utf8), now: Self.now).effect == .allow)

      // A built program loads as sources do.
      let built = folder + "/policy.weirc"
      try Data(program.encoded()).write(to: URL(filePath: built))
      let loaded = try LoadedPolicy([built])
      #expect(loaded.program?.digest == program.digest && loaded.files.isEmpty)

      // Its parts: the sources, and the world as they see it.
      let source = try PolicySource([folder + "/policy"])
      #expect(source.files.map(\.path) == ["a.weir"])
      let again = compile(source.files, environment: source.environment)
      #expect(again.program?.digest == program.digest)
    }
  }

  @Test func failuresAreTyped() throws {
    do throws(HostFailure) {
      _ = try LoadedPolicy(["/nowhere/policy"])
      Issue.record("there is no such folder")
    } catch {
      #expect(error.code == .notFound)
      #expect(error.message.contains("/nowhere/policy"))
    }
    try withFolder(["p/a.weir": "allow a when nope(1)\n"]) { folder in
      // A mistake in the policy is a finding, by the path where it can be opened.
      let policy = try LoadedPolicy([folder + "/p"])
      #expect(policy.program == nil)
      let finding = try #require(policy.diagnostics.first)
      #expect(finding.range.location(in: policy.files)?.path == folder + "/p/a.weir")
      let text = DiagnosticRenderer(files: policy.files).render(policy.diagnostics)
      #expect(text.contains("a.weir:1:14"))
    }
  }

  @Test func documentsAreRead() throws {
    let document = try JSONDocument(parsingYAML: Array("amount: 7 # CHF\n".utf8))
    #expect(document.encoded() == Array(#"{"amount":7}"#.utf8))
    let documents = try JSONDocument.documents(inYAML: Array("a: 1\n---\n---\nb: [x]\n".utf8))
    #expect(
      documents.map { $0.encoded() } == [#"{"a":1}"#, #"{"b":["x"]}"#].map { Array($0.utf8) })
    do throws(YAMLError) {
      _ = try JSONDocument(parsingYAML: Array("a: 1\na: 2\n".utf8))
      Issue.record("two members have one name")
    } catch {
      #expect(error.code == .duplicateKey)
      #expect(error.line == 2 && error.column == 1 && error.offset == 5)
      #expect(error.description.hasPrefix("line 2, column 1: "))
    }
    var options = YAMLOptions()
    options.keepsTags = true
    let tagged = try JSONDocument(parsingYAML: Array("a: !Ref b\n".utf8), options: options)
    #expect(tagged.encoded() == Array(#"{"a":{"Ref":"b"}}"#.utf8))
  }

  @Test func zonesAndTheClockAreTheSystems() throws {
    #expect(CompilerEnvironment.systemZoneRules("Europe/Zurich")?.starts(with: "TZif".utf8) == true)
    #expect(CompilerEnvironment.systemZoneRules("../../etc/passwd") == nil)
    let environment = CompilerEnvironment(
      zoneRules: CompilerEnvironment.systemZoneRules,
      document: { path, _ in .failure(.unreadable("\(path) does not exist")) })
    let policy = #"allow a when hour(now, "Europe/Zurich") == 11"#
    let compilation = compile(
      [SourceFile(path: "p.weir", text: policy)], environment: environment)
    var evaluator = Evaluator(try #require(compilation.program, "\(compilation.diagnostics)"))
    #expect(evaluator.evaluate(Array("{}".utf8), now: Self.now).effect == .allow)
    #expect(Timestamp.now() > Self.now)
  }
}
