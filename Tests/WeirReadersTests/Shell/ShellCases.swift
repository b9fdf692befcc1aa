// The tables of shell texts: one line a case, `text ⇒ reading`. WEIR_BLESS=1 writes what the texts
// read as today behind them.

import Foundation

import WeirReaders

/// One table of cases.
struct ShellCases {
  var dialect: ShellDialect
  var name: String

  /// The tables that there are.
  static let all = [
    ShellCases(dialect: .bash, name: "shell"), ShellCases(dialect: .sh, name: "shell-sh"),
    ShellCases(dialect: .zsh, name: "shell-zsh"),
  ]

  private var file: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Cases/readers/\(name).txt")
  }

  /// The lines of the table, headings too.
  func lines() throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: true
    ).map(String.init)
  }

  /// The texts of the table, escapes decoded.
  func texts() throws -> [[UInt8]] {
    try lines().filter { !Self.isHeading($0) }.map { Self.text(of: $0).bytes }
  }

  /// What the table should be today.
  func read() throws -> [String] {
    try lines().map { line in
      if Self.isHeading(line) { return line }
      let (text, bytes) = Self.text(of: line)
      return "\(text) ⇒ \(ShellReading.of(bytes, dialect))"
    }
  }

  func write(_ lines: [String]) throws {
    try (lines.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
  }

  static func isHeading(_ line: String) -> Bool { line.hasPrefix("# ") }

  private static func text(of line: String) -> (text: String, bytes: [UInt8]) {
    let end = line.range(of: " ⇒ ", options: .backwards)?.lowerBound ?? line.endIndex
    let text = String(line[..<end])
    return (text, CaseTable.decoded(text))
  }
}
