// `weir.yaml`: found by walking up, read strictly, and described as it is.

import Foundation
import Testing
import WeirTesting

@testable import WeirHost

@Suite struct SettingsTests {
  @Test func foundByWalkingUp() throws {
    let folder = try Folder(["weir.yaml": "policies: rules\n", "a/b/c.txt": "", "z/weir.yaml": ""])
    let found = try Settings.find(from: folder("a/b"))
    #expect(found.path == "../../weir.yaml")
    #expect(!found.isNamed)
    #expect(try Settings(named: folder("weir.yaml")).isNamed)
    // A nearer one hides it, even when it says nothing.
    #expect(try Settings.find(from: folder("z"))[.policies] == nil)
  }

  /// What has the name is not passed by, because another file was not meant.
  @Test func whatCannotBeRead() throws {
    let folder = try Folder(["weir.yaml": "policies: p", "folder/weir.yaml/x": ""])
    try folder.link("link/weir.yaml", to: "gone")
    try folder.link("circle/weir.yaml", to: "weir.yaml")
    try folder.link("good/weir.yaml", to: "../weir.yaml")
    try folder.write("fifo/x", "")
    #expect(mkfifo(folder("fifo/weir.yaml"), 0o600) == 0)
    for (name, code) in [
      ("folder", Failure.Code.notARegularFile), ("link", .danglingLink), ("circle", .danglingLink),
      ("fifo", .notARegularFile),
    ] {
      let error = #expect(throws: Failure.self) { try Settings.find(from: folder(name)) }
      #expect(error?.code == code, "\(name)")
    }
    #expect(try Settings.find(from: folder("good"))[.policies]?.map(\.text) == ["p"])
  }

  /// In /tmp anybody may leave a file for whoever runs below it.
  @Test func whatAnotherUserHasLeft() throws {
    // Only the superuser can give a file away.
    guard geteuid() == 0 else { return }
    let folder = try Folder(["weir.yaml": "policies: p", "below/x": ""])
    #expect(chown(folder("weir.yaml"), 4321, 4321) == 0)
    let error = #expect(throws: Failure.self) { try Settings.find(from: folder("below")) }
    #expect(error?.message == "../weir.yaml belongs to another user, and nobody has named it")
    #expect(try Settings(named: folder("weir.yaml")).isNamed)
    // Nor a link of theirs to settings of mine.
    let other = try Folder(["mine/weir.yaml": "policies: p", "below/x": ""])
    try other.link("weir.yaml", to: "mine/weir.yaml")
    #expect(try Settings.find(from: other("below")).path == "../weir.yaml")
    #expect(lchown(other("weir.yaml"), 4321, 4321) == 0)
    #expect(throws: Failure.self) { try Settings.find(from: other("below")) }
  }

  @Test func allSettings() throws {
    let settings = try read(
      """
      policies: [a, ../b, /c]
      tests: t
      yaml-merge: true
      yaml-tags: keep
      eval:
        clock: request=context.time
        fail-on: [deny,
                  hold]
        format: text
      lint: {format: github}
      test: {format: tap}
      bench:
        format: json
        clock: wall
      """)
    #expect(settings[.policies]?.map(\.text) == ["up/a", "up/../b", "/c"])
    #expect(settings[.tests]?.map(\.text) == ["up/t"])
    #expect(settings.value(.yamlMerge)?.text == "true")
    #expect(settings.value(.yamlTags)?.text == "keep")
    #expect(settings.value(.evalClock)?.text == "request=context.time")
    #expect(settings[.evalFailOn]?.map(\.text) == ["deny", "hold"])
    #expect(settings[.evalFailOn]?.map(\.place) == ["up/weir.yaml:7", "up/weir.yaml:8"])
    #expect(settings.value(.evalFormat)?.text == "text")
    #expect(settings.value(.lintFormat)?.text == "github")
    #expect(settings.value(.testFormat)?.text == "tap")
    #expect(settings.value(.benchFormat)?.text == "json")
    #expect(settings.value(.benchClock)?.text == "wall")
  }

  @Test func nothingIsFine() throws {
    #expect(try read("{}")[.policies] == nil)
    #expect(try read("~")[.policies] == nil)
    #expect(try read("")[.policies] == nil)
    #expect(try read("# nothing yet\n")[.policies] == nil)
    #expect(try read("eval: {}\nlint:\n")[.evalFormat] == nil)
  }

  /// A file that lies where the guarded may write does not move the clock.
  @Test func nobodyFindsAClock() throws {
    let text = Array("eval: {clock: \"2026-11-28T00:00:00Z\"}".utf8)
    let found = try Settings(text, path: "weir.yaml")
    let error = #expect(throws: Failure.self) { try found.clock(.evalClock) }
    #expect(
      error?.text == """
        weir: error[invalid-setting]: weir.yaml:1: "eval.clock" stands in a file that nobody named
          help: say --clock 2026-11-28T00:00:00Z, or name the file with --config weir.yaml

        """)
    #expect(try found.clock(.benchClock) == nil)
    let named = try Settings(text, path: "weir.yaml", isNamed: true)
    #expect(try named.clock(.evalClock)?.text == "2026-11-28T00:00:00Z")
  }

  @Test func mistakesNameTheirLine() {
    let table: [(String, String)] = [
      (
        "tests: t\npolices: a",
        "weir: error[unknown-setting]: up/weir.yaml:2: there is no setting \"polices\"\n"
          + "  help: did you mean \"policies\"?\n"
      ),
      (
        "colour: red",
        "weir: error[unknown-setting]: up/weir.yaml:1: there is no setting \"colour\"\n"
          + """
            help: the settings are policies, tests, yaml-merge, yaml-tags, eval, lint, test, \
          bench\n
          """
      ),
      (
        "lint:\n  clock: wall",
        "weir: error[unknown-setting]: up/weir.yaml:2: there is no setting \"lint.clock\"\n"
          + "  help: the settings of lint are format, levels, fail-level, baseline\n"
      ),
      (
        "policies: 1",
        "weir: error[invalid-setting]: up/weir.yaml:1: "
          + "\"policies\" takes a path, or a list of paths\n"
          + "  help: put quotes around what is meant as a string\n"
      ),
      (
        "policies:\n  - a\n  - [b]",
        "weir: error[invalid-setting]: up/weir.yaml:3: "
          + "\"policies\" takes a path, or a list of paths\n"
          + "  help: put quotes around what is meant as a string\n"
      ),
      (
        "policies: []",
        "weir: error[invalid-setting]: up/weir.yaml:1: \"policies\" names nothing\n"
          + "  help: leave the setting out, or name something\n"
      ),
      (
        "tests: [a, \"\"]",
        "weir: error[not-found]: up/weir.yaml:1: a path is empty\n"
          + "  help: '.' is the working directory\n"
      ),
      (
        "eval:\n  clock: [a]",
        "weir: error[invalid-setting]: up/weir.yaml:2: \"eval.clock\" takes a string\n"
          + "  help: put quotes around what is meant as a string\n"
      ),
      (
        "eval: text",
        "weir: error[invalid-setting]: up/weir.yaml:1: \"eval\" takes settings of its own\n"
          + "  help: as in 'eval: {format: text}'\n"
      ),
      (
        "format: text",
        "weir: error[unknown-setting]: up/weir.yaml:1: "
          + "\"format\" is a setting of each subcommand\n"
          + "  help: write it under eval or lint or test or bench, as in 'eval: {format: …}'\n"
      ),
      (
        "- a",
        "weir: error[invalid-setting]: up/weir.yaml:1: settings are a record\n"
          + "  help: write one setting a line, as in 'policies: policies'\n"
      ),
      (
        "tests: a\ntests: b",
        "weir: error[invalid-yaml]: up/weir.yaml:2:1: "
          + "\"tests\" stands here twice, first on line 1\n  help: remove one of the two\n"
      ),
    ]
    for (text, expected) in table {
      let error = #expect(throws: Failure.self) { try read(text) }
      #expect(error?.text == expected)
    }
  }

  /// The page of the command has the table of settings.
  @Test func thePageIsTheTables() throws {
    let url = GoldenSuite.root.appending(path: "Sources/Weir/Weir.docc/Command.md")
    let text = try String(contentsOf: url, encoding: .utf8)
    let expected = try #require(GeneratedPage.rewrite(text, Self.section))
    if ProcessInfo.processInfo.environment["WEIR_BLESS"] == "1", text != expected {
      try expected.write(to: url, atomically: true, encoding: .utf8)
    } else {
      #expect(text == expected, "run `make bless`")
    }
  }

  private static func section(_ name: String) -> String? {
    guard name == "settings" else { return nil }
    return GeneratedPage.table(
      ["setting", "value", "flag", "meaning"],
      Settings.Name.allCases.map { name in
        let row = name.row
        return [GeneratedPage.code(name.rawValue), row.type.rawValue, row.flag, row.meaning]
      })
  }

  private func read(_ text: String) throws -> Settings {
    try Settings(Array(text.utf8), path: "up/weir.yaml")
  }
}
