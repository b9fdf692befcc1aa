// `weir.yaml`: found by walking up, read strictly.

import Testing
import WeirTesting

@testable import WeirFiles

@Suite struct SettingsTests {
  @Test func foundByWalkingUp() throws {
    let folder = try Folder(["weir.yaml": "policies: rules\n", "a/b/c.txt": "", "z/weir.yaml": ""])
    let found = try Settings.find(from: folder("a/b"))
    #expect(found.path == "../../weir.yaml")
    // A nearer one hides it, even when it says nothing.
    #expect(try Settings.find(from: folder("z")).policies == nil)
  }

  @Test func allSettings() throws {
    let settings = try read(
      """
      policies: [a, ../b, /c]
      tests: t
      clock: request=context.time
      fail-on: [deny, hold]
      format: text
      yaml-merge: true
      yaml-tags: keep
      """)
    #expect(settings.yamlMerge == true && settings.yamlTags == "keep")
    #expect(settings.policies == ["up/a", "up/../b", "/c"])
    #expect(settings.tests == ["up/t"])
    #expect(settings.clock == "request=context.time")
    #expect(settings.failOn == ["deny", "hold"])
    #expect(settings.format == "text")
  }

  @Test func nothingIsFine() throws {
    #expect(try read("{}").policies == nil)
    #expect(try read("~").policies == nil)
    #expect(try read("").policies == nil)
    #expect(try read("# nothing yet\n").policies == nil)
  }

  @Test func mistakesNameTheirLine() {
    let table: [(String, String)] = [
      (
        "clock: wall\npolices: a",
        "weir: error[unknown-setting]: up/weir.yaml:2: there is no setting \"polices\"\n"
          + "  help: did you mean \"policies\"?\n"
      ),
      (
        "colour: red",
        "weir: error[unknown-setting]: up/weir.yaml:1: there is no setting \"colour\"\n"
          + "  help: the settings are policies, tests, clock, fail-on, format, yaml-merge, yaml-tags\n"
      ),
      (
        "policies: 1",
        "weir: error[invalid-setting]: up/weir.yaml:1: "
          + "\"policies\" takes a text or a list of texts\n"
      ),
      (
        "policies:\n  - a\n  - [b]",
        "weir: error[invalid-setting]: up/weir.yaml:1: "
          + "every element of \"policies\" must be a text\n"
      ),
      ("clock: [a]", "weir: error[invalid-setting]: up/weir.yaml:1: \"clock\" takes a text\n"),
      (
        "- a",
        "weir: error[invalid-setting]: up/weir.yaml:1: settings are a record\n"
          + "  help: write one setting a line, as in 'policies: policies'\n"
      ),
      (
        "clock: wall\nclock: wall",
        "weir: error[invalid-yaml]: up/weir.yaml:2:1: "
          + "\"clock\" stands here twice, first on line 1\n  help: remove one of the two\n"
      ),
    ]
    for (text, expected) in table {
      let error = #expect(throws: Failure.self) { try read(text) }
      #expect(error?.text == expected)
    }
  }

  private func read(_ text: String) throws -> Settings {
    try Settings(Array(text.utf8), path: "up/weir.yaml")
  }
}
