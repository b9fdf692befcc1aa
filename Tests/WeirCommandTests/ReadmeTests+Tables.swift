// The README's tables of subcommands and flags, written from what the command declares
// (GeneratedPage says how a page marks them). WEIR_BLESS=1 replaces them in the page.
//
// They belong to `ReadmeTests`, whose tests take turns: blessing writes one file.

import ArgumentParser
import Foundation
import Testing
import WeirHost
import WeirTesting

@testable import WeirCommand

extension ReadmeTests {
  @Test func tables() throws {
    let file = GoldenSuite.root.appending(path: "README.md")
    let page = try String(contentsOf: file, encoding: .utf8)
    let command = try DeclaredCommand.root()
    let written = try #require(
      GeneratedPage.rewrite(page) { name in
        switch name {
        case "subcommands": command.subcommandTable
        case "flags": command.flagTable
        default: nil
        }
      })
    if GoldenSuite.isBlessing { try Data(written.utf8).write(to: file) }
    #expect(written == page || GoldenSuite.isBlessing, "make bless writes the tables anew")
    for section in ["subcommands", "flags"] {
      #expect(page.contains("<!-- generated: \(section) -->"))
    }
  }
}

/// A command as the argument parser declares it (`weir --experimental-dump-help`).
private struct DeclaredCommand: Decodable {
  struct Argument: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String
    }

    var kind: String
    var shouldDisplay: Bool
    var isOptional: Bool
    var isRepeating: Bool
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var allValues: [String]?
    var abstract: String?
  }

  var commandName: String
  var abstract: String?
  var subcommands: [DeclaredCommand]?
  var arguments: [Argument]?

  static func root() throws -> DeclaredCommand {
    struct Dump: Decodable { var command: DeclaredCommand }
    return try JSONDecoder().decode(Dump.self, from: Data(RootCommand._dumpHelp().utf8)).command
  }

  /// The subcommands that are ours; `help` is the argument parser's.
  private var ours: [DeclaredCommand] { (subcommands ?? []).filter { $0.commandName != "help" } }

  var subcommandTable: String {
    let rows = ours.map { command in
      let needed = (command.arguments ?? []).filter { $0.kind == "positional" || !$0.isOptional }
      let usage = ["weir \(command.commandName)"] + needed.map(\.usage)
      return [
        GeneratedPage.code(usage.joined(separator: " ")),
        (command.abstract ?? "").trimmingPeriod.markingPlaceholders,
      ]
    }
    return GeneratedPage.table(["subcommand", "what it does"], rows)
  }

  /// A row a flag, in the order in which the subcommands declare them.
  var flagTable: String {
    var spellings: [String] = []
    var users: [String: [(command: String, meaning: String)]] = [:]
    for command in ours {
      for argument in command.arguments ?? [] where argument.shouldDisplay {
        guard argument.kind != "positional", !argument.isOfParser else { continue }
        let spelling = argument.spelling
        if users[spelling] == nil { spellings.append(spelling) }
        users[spelling, default: []].append((command.commandName, argument.meaning))
      }
    }
    let rows = spellings.map { spelling in
      let users = users[spelling] ?? []
      let isShared = users.count == ours.count
      return [
        spelling,
        isShared ? "all" : users.map { GeneratedPage.code($0.command) }.joined(separator: ", "),
        Self.meaning(users), Self.settings(spelling, of: users.map(\.command)),
      ]
    }
    return GeneratedPage.table(["flag", "of", "meaning", "in `weir.yaml`"], rows)
  }

  /// One meaning, or each with the subcommands that it is of.
  private static func meaning(_ users: [(command: String, meaning: String)]) -> String {
    if Set(users.map(\.meaning)).count == 1 { return users[0].meaning }
    var meanings: [String] = []
    for user in users where !meanings.contains(user.meaning) { meanings.append(user.meaning) }
    return meanings.map { meaning in
      let commands = users.filter { $0.meaning == meaning }.map { GeneratedPage.code($0.command) }
      return "\(commands.joined(separator: ", ")): \(meaning)"
    }.joined(separator: "<br>")
  }

  /// The settings that the table of settings gives to a flag of these subcommands.
  private static func settings(_ spelling: String, of commands: [String]) -> String {
    let names = spelling.split(whereSeparator: { "`, ".contains($0) }).filter { $0.hasPrefix("-") }
    return Settings.Name.allCases.filter { setting in
      let words = setting.row.flag.split(whereSeparator: { "` ".contains($0) })
      let isOfAll = words.first != "weir"
      return words.contains { names.contains($0) }
        && (isOfAll || commands.contains { words.dropFirst().first.map(String.init) == $0 })
    }.map { GeneratedPage.code($0.rawValue) }.joined(separator: ", ")
  }
}

extension DeclaredCommand.Argument {
  /// Help and version, which every subcommand has.
  var isOfParser: Bool { (names ?? []).contains { ["help", "version"].contains($0.name) } }

  /// `-p`, `--policy PATH`
  var spelling: String {
    let short = (names ?? []).filter { $0.kind == "short" }.map { "`-\($0.name)`" }
    let value = kind == "option" ? " \((valueName ?? "value").uppercased())" : ""
    let long = (names ?? []).filter { $0.kind == "long" }.map { "`--\($0.name)\(value)`" }
    return (short + long).joined(separator: ", ")
  }

  /// `[FILE…]`, `--output PATH`
  var usage: String {
    var name = (valueName ?? "value").uppercased()
    if isRepeating, name.hasSuffix("S") { name.removeLast() }
    if kind == "option", let flag = names?.first { return "--\(flag.name) \(name)" }
    let text = name + (isRepeating ? "…" : "")
    return isOptional ? "[\(text)]" : text
  }

  /// The help's text, and the values there are to choose from.
  var meaning: String {
    var choices = allValues.map { [$0.map(GeneratedPage.code).joined(separator: ", ")] } ?? []
    if let defaultValue { choices.append("\(GeneratedPage.code(defaultValue)) unless set") }
    let text = (abstract ?? "").trimmingPeriod.markingPlaceholders
    return choices.isEmpty ? text : "\(text) (\(choices.joined(separator: "; ")))"
  }
}

extension String {
  /// Without the full stop of a single sentence, as cells of a table are written.
  fileprivate var trimmingPeriod: String { hasSuffix(".") ? String(dropLast()) : self }

  /// What help sets in quotes is code on a page.
  fileprivate var markingPlaceholders: String {
    replacing(#/'([^']+)'(?!s)/#) { "`\($0.output.1)`" }
  }
}
