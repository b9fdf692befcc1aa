// The sources keep the rules of the house: what may use what, how wide a line is, what stands only
// once, how files are named. Each rule is a function of a tree of texts, so that `TidyRuleTests`
// can break it on purpose.

import Foundation
import Testing
import Weir
import WeirTesting

@Suite struct TidyTests {
  @Test func everyFolderUsesOnlyWhatIsAboveIt() throws {
    expectNone(FolderOrderRule(try Repository.architecture()).findings(in: try Repository.core()))
  }

  @Test func everyTargetUsesOnlyWhatItMay() throws {
    var sources = try Repository.swift(below: ["Sources"])
    sources[TargetRule.manifest] = try Repository.text(TargetRule.manifest)
    expectNone(TargetRule(try Repository.architecture()).findings(in: sources))
  }

  @Test func theTablesAllowNoDirectionThatMustNeverBe() throws {
    let page = try Repository.architecture()
    expectNone(TargetRule(page).forbidden)
    expectNone(FolderOrderRule(page).forbidden)
  }

  @Test func everyLineFits() throws {
    expectNone(LineWidthRule.findings(in: try Repository.code()))
  }

  @Test func nothingOutsideIsCited() throws {
    expectNone(
      OutsideMentionRule.findings(in: try Repository.code().merging(Repository.pages()) { $1 }))
  }

  @Test func everyFileThatIsNamedIsThere() throws {
    let all = try Repository.swift(below: ["Sources", "Tests", "Benchmarks"])
    var files = Set(all.keys.map { ExactString($0.pieces(between: "/").last ?? "") })
    // The manifest, and what CONTRIBUTING calls a file that somebody is about to write.
    files.formUnion(["Package.swift", "NAME.swift"])
    var texts = try Repository.swift(below: ["Sources"])
    let pages = [
      "Sources/Weir/Weir.docc/Architecture.md", "CONTRIBUTING.md", "Tests/README.md",
    ]
    for page in pages { texts[page] = try Repository.text(page) }
    expectNone(CitationRule.findings(in: texts, files: files))
  }

  @Test func whatHasOneHomeStandsThereOnly() throws {
    let sources = try Repository.swift(below: ["Sources", "Tests", "Benchmarks"])
    expectNone(OneHomeRule.findings(in: sources))
    for rule in OneHomeRule.all {
      for home in rule.homes {
        #expect(sources[home] != nil, "\(home) \(rule.what), says the rule, and is not there")
      }
    }
  }

  @Test func everyFileIsNamedAfterWhatItDeclares() throws {
    expectNone(FileNameRule.findings(in: try Repository.swift(below: ["Sources"])))
  }

  private func expectNone(_ findings: [TidyFinding]) {
    #expect(findings.isEmpty, "\(findings.map(\.description).joined(separator: "\n"))")
  }
}

/// The files of this repository that the rules are about.
private enum Repository {
  static func text(_ path: String) throws -> String {
    try String(contentsOf: GoldenSuite.root.appending(path: path), encoding: .utf8)
  }

  static func architecture() throws -> String { try text("Sources/Weir/Weir.docc/Architecture.md") }

  static func core() throws -> SourceTree { try swift(below: ["Sources/Weir"]) }

  static func swift(below folders: [String]) throws -> SourceTree {
    try tree(below: folders) { $0.hasSuffix(".swift") }
  }

  /// What people wrote in a language of programs.
  static func code() throws -> SourceTree {
    let endings = [".swift", ".h", ".c", ".cpp", ".modulemap"]
    return try tree(below: ["Sources", "Tests", "Benchmarks"]) { path in
      endings.contains { path.hasSuffix($0) }
    }
  }

  /// What people wrote for people.
  static func pages() throws -> SourceTree {
    try tree(below: ["Sources", "Tests", "Benchmarks"]) { $0.hasSuffix(".md") }
  }

  private static func tree(
    below folders: [String], where isWanted: (String) -> Bool
  ) throws -> SourceTree {
    var sources: SourceTree = [:]
    for folder in folders {
      let root = GoldenSuite.root.appending(path: folder)
      let files = try #require(FileManager.default.enumerator(atPath: root.path))
      for case let path as String in files where isWanted(path) {
        // Cases are data, and what is built is nobody's text.
        if path.hasPrefix("Cases/") || path.contains(".build/") { continue }
        sources["\(folder)/\(path)"] = try text("\(folder)/\(path)")
      }
    }
    try #require(!sources.isEmpty)
    return sources
  }
}
