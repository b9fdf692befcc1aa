// The tables of shell texts, the limits, and what no text may do: take long, or overflow the stack.

import Foundation
import Testing
import WeirReaders

@Suite("Shell texts")
struct ShellTextTests {
  @Test("The tables read as they say", arguments: [0, 1, 2])
  func tables(_ index: Int) throws {
    let table = ShellCases.all[index]
    let expected = try table.lines()
    let actual = try table.read()
    if ProcessInfo.processInfo.environment["WEIR_BLESS"] == "1" { return try table.write(actual) }
    for (line, today) in zip(expected, actual) { #expect(today == line) }
  }

  @Test("A text that bash refuses is not known")
  func refusedTexts() throws {
    for text in try ShellCases.all[0].texts() + Self.pieces() where !text.contains(0) {
      guard case .success = read(text) else { continue }
      #expect(try Bash.accepts(text), "\(String(decoding: text, as: UTF8.self))")
    }
  }

  @Test("Every beginning of every text is read or refused, in every dialect")
  func beginnings() throws {
    for table in ShellCases.all {
      for text in try table.texts() {
        for end in text.indices {
          for dialect in ShellDialect.allCases { _ = read([UInt8](text[..<end]), dialect) }
        }
      }
    }
  }

  @Test("What sh and zsh read, bash reads alike")
  func dialects() throws {
    for table in ShellCases.all {
      for text in try table.texts() {
        for dialect in [ShellDialect.sh, .zsh] {
          guard case .success(let other) = read(text, dialect) else { continue }
          guard case .success(let plain) = read(text, .bash) else { continue }
          #expect(other.programs == plain.programs)
          #expect(other.writes == plain.writes)
        }
      }
    }
  }

  @Test("Limits are reasons")
  func limits() {
    func reason(_ text: String, _ limits: ShellLimits = ShellLimits()) -> String? {
      switch read([UInt8](text.utf8), .bash, limits) {
      case .success: nil
      case .failure(let failure): failure.reason.rawValue
      }
    }
    #expect(reason(String(repeating: "x", count: 65_537)) == "too_long")
    #expect(reason(nested(21)) == "too_deep")
    #expect(reason(nested(20)) == nil)
    #expect(reason("eval eval eval ls", ShellLimits(texts: 2)) == "too_deep")
    #expect(reason("nice nice nice ls", ShellLimits(wrappers: 2)) == "too_deep")
    #expect(reason("ls a b c", ShellLimits(result: 20)) == "too_much")
  }

  @Test("Long texts take time by their length", arguments: LongText.all)
  func longTexts(_ text: LongText) {
    let clock = ContinuousClock()
    let time = clock.measure { _ = read([UInt8](text.text.utf8)) }
    #expect(time < .seconds(5))
  }

  @Test("Messages are one sentence each")
  func messages() {
    let messages = ShellUncertainty.Reason.allCases.map(\.message)
    #expect(Set(messages).count == messages.count)
  }

  private func read(
    _ text: [UInt8], _ dialect: ShellDialect = .bash, _ limits: ShellLimits = ShellLimits()
  ) -> Result<ShellText, ShellUncertainty> {
    do throws(ShellUncertainty) {
      return .success(
        try ShellText(
          reading: text, dialect: dialect, limits: limits, effects: ShellReading.effects))
    } catch {
      return .failure(error)
    }
  }

  private func nested(_ depth: Int) -> String {
    String(repeating: "( ", count: depth) + "ls" + String(repeating: " )", count: depth)
  }

  /// Pieces of grammar by chance, with a fixed seed: most are nonsense.
  private static func pieces() -> [[UInt8]] {
    var chance = Chance(seed: 7)
    return (0..<3000).map { _ in
      (0..<chance.below(12)).map { _ in chance.one(of: ShellGenerator.pieces) }.joined()
    }.map { [UInt8]($0.utf8) }
  }
}

/// A text as long as the limit, of one kind.
struct LongText: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var text: String

  init(_ description: String, _ part: String, count: Int, _ head: String = "", _ end: String = "") {
    testDescription = description
    text = head + String(repeating: part, count: count) + end
  }

  static let all = [
    LongText("words", "x ", count: 30_000, "p "), LongText("lists", "p;", count: 30_000),
    LongText("pipes", "p|", count: 30_000, "", "p"), LongText("groups", "( ", count: 30_000),
    LongText("conditions", "if p;then ", count: 6000),
    LongText("cases", "case x in x) ", count: 4000),
    LongText("negations", "! ", count: 30_000), LongText("files", "p >f ", count: 12_000),
    LongText(
      "files of a group", " >f", count: 10_000, "{ " + String(repeating: "p;", count: 9000) + "}"),
    LongText("continued lines", "\\\n", count: 30_000, "p &", "x"),
    LongText("braces", "{", count: 60_000, "p "), LongText("quotes", "''", count: 30_000, "p "),
    LongText(
      "here-documents", "<<'E' ", count: 8000, "p ", "\n" + String(repeating: "E\n", count: 8000)),
    LongText("open here-documents", "<<'E' ", count: 10_000, "p ", "\n"),
    LongText("wrappers", "nice ", count: 12_000), LongText("evaluations", "eval ", count: 12_000),
    LongText(
      "variables of a text", "a=b ", count: 8000, "env ",
      "sh -c '" + String(repeating: "p;", count: 16_000) + "'"),
    LongText("replaced words", "a", count: 60_000, "xargs -I aaaaaaaaaaaaaaab p "),
    LongText("folders", "cd x && ", count: 8000),
    LongText("searches", "-exec p ';' ", count: 5000, "find "),
    LongText("containers", "docker exec c ", count: 4000),
    LongText("clusters", "oc exec -- ", count: 5000),
    LongText("open searches", "-exec ", count: 10_000, "find "),
  ]
}
