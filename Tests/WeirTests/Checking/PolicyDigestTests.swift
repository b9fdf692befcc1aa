// A policy's digest is one of all that its verdicts depend on, and of nothing else.

import Testing

@testable import Weir

@Suite struct PolicyDigestTests {
  private func digest(
    _ files: [(path: String, text: String)] = [("a.weir", base)],
    documents: [String: String] = ["d.json": "[1, 2]", "e.json": "[3]"],
    zones: [String: [UInt8]] = [:]
  ) throws -> String {
    let environment = CompilerEnvironment(
      zoneRules: { zones[$0] ?? (try? zoneFile($0)) },
      document: { path, _ in
        guard let text = documents[path], let content = try? parse(Array(text.utf8)).get() else {
          return .failure(.unreadable("there is none"))
        }
        return .success(
          .init(content: content, digest: ContentDigest.sha256(Array(text.utf8)), path: "d.json"))
      })
    let compilation = compile(
      files.map { SourceFile(path: $0.path, text: $0.text) }, environment: environment)
    return try #require(compilation.program, "\(compilation.diagnostics)").digest
  }

  private static let base = """
    data one: [number] from "d.json"
    data two: [number] from "e.json"
    allow a when n in one and n not in two and now in hours("Mon 09:00-10:00", "Europe/Berlin")
    """
  private static let rest = "allow b when n in one"

  @Test func everythingCounts() throws {
    let base = PolicyDigestTests.base
    let berlin = try zoneFile("Europe/Berlin")
    let digests = [
      try digest(),
      try digest([("b.weir", base)]),
      try digest([("a.weir", base + "\n")]),
      try digest([("a.weir", base), ("b.weir", "")]),
      try digest([("a.weir", base.replacing("09:00", with: "08:00"))]),
      // Data: other values, the values of two declarations exchanged, other bytes of the same
      // value.
      try digest(documents: ["d.json": "[2, 1]", "e.json": "[3]"]),
      try digest(documents: ["d.json": "[3]", "e.json": "[1, 2]"]),
      try digest(documents: ["d.json": "[1,2]", "e.json": "[3]"]),
      // The rules of the zone that the policy names, and the name.
      try digest(zones: ["Europe/Berlin": try zoneFile("Europe/London")]),
      try digest(
        [("a.weir", base.replacing("Europe/Berlin", with: "Europe/Xberlin"))],
        zones: ["Europe/Xberlin": berlin]),
    ]
    #expect(Set(digests.map { ExactString($0) }).count == digests.count, "\(digests)")
  }

  /// A zone counts where its rules have gone into a constant.
  @Test func foldedZonesCount() throws {
    let text = "allow a when hour(timestamp(\"2026-07-01T00:00:00Z\"), \"Europe/Berlin\") == n"
    let files = [(path: "a.weir", text: text)]
    #expect(
      try digest(files) != digest(files, zones: ["Europe/Berlin": try zoneFile("Europe/London")]))
  }

  @Test func nothingElseCounts() throws {
    let files = [("a.weir", PolicyDigestTests.base), ("b.weir", PolicyDigestTests.rest)]
    #expect(try digest(files) == digest(files.reversed()))
    // A zone that nobody names.
    #expect(try digest() == digest(zones: ["Europe/London": try zoneFile("Asia/Tokyo")]))
  }

  /// Lengths stand before what they measure, and contents belong to their names.
  @Test func namesAndContentsAreKeptApart() throws {
    #expect(try digest([("a", "// b"), ("c", "// d")]) != digest([("a// b", "// d"), ("c", "")]))
    #expect(try digest([("a", "// b"), ("c", "// d")]) != digest([("a", "// d"), ("c", "// b")]))
  }

  @Test func aBuiltPolicyHasTheDigestOfItsSources() throws {
    let program = try #require(compile([SourceFile(path: "a.weir", text: "allow a")]).program)
    #expect(try Program(encoded: program.encoded()).digest == program.digest)
  }
}
