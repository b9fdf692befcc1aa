// THIRD-PARTY.md names every library that the release may carry: the packages and libraries of
// Package.swift, the packages that those bring, and what .ci/release-flags links.

import Foundation
import Testing
import WeirTesting

@Suite struct ThirdPartyTests {
  private static func text(_ path: String) throws -> String {
    try String(contentsOf: GoldenSuite.root.appending(path: path), encoding: .utf8)
  }

  /// What the page's table names in code: a library by what it is linked as, a package by its name.
  private static func named() throws -> Set<String> {
    let rows = try text("THIRD-PARTY.md").split(separator: "\n").filter { $0.hasPrefix("| ") }
    let names = rows.compactMap { $0.split(separator: "|").first }.flatMap { cell in
      cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
    return Set(names)
  }

  private static func expect(_ libraries: [String], from source: String) throws {
    let named = try named()
    for library in libraries {
      // Abseil is many archives.
      let isNamed =
        named.contains(library) || library.hasPrefix("absl_") && named.contains("absl_*")
      #expect(isNamed, "\(library), of \(source), has no row in THIRD-PARTY.md")
    }
  }

  @Test func theManifest() throws {
    let manifest = try Self.text("Package.swift")
    let packages = manifest.matches(of: #/\.package\(url: "[^"]*/([^"/]+)"/#).map {
      "\($0.output.1)"
    }
    let libraries = manifest.matches(of: #/\.linkedLibrary\("([^"]+)"/#).map { "\($0.output.1)" }
    #expect(packages.count >= 2 && libraries.count >= 4)
    try Self.expect(packages + libraries, from: "Package.swift")
  }

  /// The packages that ours bring, as SwiftPM has resolved them.
  @Test func resolvedPackages() throws {
    // A checkout without it has not resolved anything yet; to run this test, it has.
    let resolved = try Self.text("Package.resolved")
    let packages = resolved.matches(of: #/"identity" : "([^"]+)"/#).map { "\($0.output.1)" }
    #expect(packages.count >= 3)
    try Self.expect(packages, from: "Package.resolved")
  }

  @Test func theReleaseFlags() throws {
    let script = try Self.text(".ci/release-flags")
    let list = try #require(script.firstMatch(of: #/for library in ([^;$]+); do\n/#)?.output.1)
    let libraries = list.split(separator: " ").map {
      // `yaml-0.1:libyaml`: as pkg-config knows it, and the archive.
      String($0.drop { $0 != ":" }.dropFirst("lib".count + 1))
    }
    #expect(libraries.count >= 3)
    try Self.expect(libraries, from: ".ci/release-flags")

    // What RE2 stands on here.
    let printed = try Shell.run(".ci/release-flags 2> /dev/null", in: GoldenSuite.root).output
    let linked = printed.split(whereSeparator: { " \n".contains($0) })
      .filter { $0.hasPrefix("-l") }.map { String($0.dropFirst(2)) }
    try Self.expect(linked, from: ".ci/release-flags")
  }

  @Test func theLicence() throws {
    let licence = try Self.text("LICENSE")
    #expect(licence.contains("Apache License\n"))
    #expect(licence.contains("The Weir authors"))
  }
}
