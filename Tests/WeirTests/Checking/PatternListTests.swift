// Patterns from bound data: a list of them is one pattern of the program, and says what asking one
// after the other would.

import Foundation
import Testing
import WeirTesting

@testable import Weir

@Suite struct PatternListTests {
  private func compiled(_ condition: String, _ patterns: String) -> Compilation {
    var environment = CompilerEnvironment.empty
    environment.document = { path, _ in
      do throws(InputError) {
        return .success(
          CompilerEnvironment.BoundDocument(
            content: try JSONDocument(parsing: Array(patterns.utf8)), digest: [], path: path))
      } catch {
        return .failure(.unreadable("\(error)"))
      }
    }
    let policy = "data paths: [string] from \"paths.json\"\nallow a when \(condition)"
    return compile([SourceFile(path: "p.weir", text: policy)], environment: environment)
  }

  private func verdict(_ condition: String, _ patterns: String, _ request: String) throws -> String
  {
    let compilation = compiled(condition, patterns)
    let program = try #require(compilation.program, "\(compilation.diagnostics.map(\.message))")
    var evaluator = Evaluator(program)
    let verdict = evaluator.evaluate(
      Array(request.utf8), now: Timestamp(seconds: 0, nanoseconds: 0))
    return verdict.uncertain.isEmpty ? verdict.effect.rawValue : "uncertain"
  }

  @Test(arguments: [
    ("src/a.swift", "allow"), ("docs/a.md", "allow"), ("docs/a/b.md", "deny"), ("src", "deny"),
    ("a.b", "allow"), ("axb", "deny"), ("", "deny"), ("x|y", "allow"), ("x", "deny"),
  ])
  func globs(file: String, expected: String) throws {
    let patterns = #"["src/**", "docs/*.md", "a.b", "x|y"]"#
    let request = #"{"file": "\#(file)"}"#
    #expect(try verdict("any(p in paths: file like p)", patterns, request) == expected)
    #expect(try verdict("any(p in paths: (file) like (p))", patterns, request) == expected)
    let opposite = expected == "allow" ? "deny" : "allow"
    #expect(try verdict("not any(p in paths: file like p)", patterns, request) == opposite)
  }

  @Test(arguments: [("ab", "allow"), ("AC", "allow"), ("ac", "deny"), ("Ab", "deny")])
  func expressions(file: String, expected: String) throws {
    // A flag of one pattern is none of the next.
    let request = #"{"file": "\#(file)"}"#
    #expect(
      try verdict("any(p in paths: file matches p)", #"["a[b]", "A(?i)c|q"]"#, request) == expected)
  }

  @Test func whatIsUncertainStaysSo() throws {
    #expect(try verdict("any(p in paths: file like p)", #"["a"]"#, "{}") == "uncertain")
    #expect(try verdict("any(p in paths: file like p)", #"["a"]"#, #"{"file": 1}"#) == "uncertain")
    // Any of none is false, whatever the text is.
    #expect(try verdict("any(p in paths: file like p)", "[]", "{}") == "deny")
  }

  @Test func aListOfManyIsOnePattern() throws {
    let patterns =
      "[" + (0..<2_000).map { "\"team\($0)/**\"" }.joined(separator: ",") + "]"
    let program = try #require(compiled("any(p in paths: file like p)", patterns).program)
    #expect(program.loaded.image.patterns.count == 1)
    #expect(
      try verdict("any(p in paths: file like p)", patterns, #"{"file": "team1999/x"}"#) == "allow")
  }

  @Test(arguments: [
    ("any(p in paths: file like p)", #"["a\\b"]"#, "invalid-pattern"),
    ("any(p in paths: file matches p)", #"["("]"#, "invalid-pattern"),
    ("any(p in others: file like p)", #"["a"]"#, "constant-required"),
    ("any(p in paths: 7 like p)", #"["a"]"#, "type-mismatch"),
    ("any(p in paths: p like file)", #"["a"]"#, "constant-required"),
  ])
  func mistakes(condition: String, patterns: String, code: String) {
    #expect(compiled(condition, patterns).diagnostics.map(\.code.name) == [code])
  }
}
