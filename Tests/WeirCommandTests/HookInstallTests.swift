// `weir hook install` and `uninstall` from outside: what is refused before anything is written,
// what the installed command does, and the question on a terminal.

import Foundation
import Testing
import WeirTesting

@Suite struct HookInstallTests {
  /// A project, a person's own folder, and a policy beside both.
  private static func folder() throws -> Folder {
    try Folder([
      "project/settings.txt": "", "home/.gemini/settings.json": "{ }",
      "etc/p.weir": "allow reads when tool == \"file.read\"",
      "etc/wrong.weir": "allow reads when tool == \"no such kind\"",
      "project/p.weir": "allow whatever when true",
    ])
  }

  /// Runs a line in the project, with the home and no other state.
  private static func run(_ line: String, in folder: Folder) throws -> Shell.Result {
    try Shell.run(
      "unset XDG_STATE_HOME CLAUDE_CONFIG_DIR CODEX_HOME COPILOT_HOME\n" + line,
      in: URL(filePath: folder("project")), adding: ["HOME": folder("home")])
  }

  private static func files(_ folder: Folder) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  }

  /// Each case: the line after `weir hook `, and what is said.
  @Test(arguments: [
    ("install --host codex -p ../etc/p.weir", "error[usage]: whose settings are meant"),
    ("install --host codex --user --project -p ../etc/p.weir", "exclude each other"),
    ("install --host nobody --user -p ../etc/p.weir", "error[usage]"),
    ("install --host mcp --user -p ../etc/p.weir", "an MCP client has no settings"),
    ("install --host custom --user -p ../etc/p.weir", "a custom host"),
    ("install --host codex --user", "no policy is given"),
    ("install --host codex --user -p ../etc/none.weir", "error[not-found]"),
    ("install --host codex --user -p ../etc/wrong.weir", "no such kind"),
    ("install --host codex --project -p p.weir", "error[inside-working-folder]: the policy"),
    (
      "install --host codex --project -p ../etc/p.weir --holds h.db",
      "error[inside-working-folder]: the ledger"
    ),
    (
      "install --host codex --project -p ../etc/p.weir --audit ../project/x/../log",
      "error[inside-working-folder]: the audit log"
    ),
    ("install --host codex --user -p ../etc/p.weir --trust ../etc/t", "--trust says nothing"),
    ("install --host codex --user -p ../etc/p.weir --tool Run", "error[usage]"),
    ("install --host codex --user -p ../etc/p.weir --budget soon", "is not a duration"),
    ("install --host codex --user -p ../etc/p.weir --shell fish", "error[usage]"),
    (
      "install --host codex --user -p ../etc/p.weir --clock 2026-01-01T00:00:00Z",
      "--clock is for replays"
    ),
  ])
  func nothingIsWrittenThatWouldBlockEachCall(_ line: String, _ message: String) throws {
    let folder = try Self.folder()
    let before = try Self.files(folder)
    let run = try Self.run("weir hook \(line)", in: folder)
    #expect(run.status == 2)
    #expect(run.output.contains(message), "\(run.output)")
    #expect(try Self.files(folder) == before)
  }

  @Test func whereNobodyIsAtHome() throws {
    let folder = try Self.folder()
    let before = try Self.files(folder)
    for (line, message) in [
      ("HOME= weir hook install --host codex --user -p ../etc/p.weir", "HOME is not set"),
      ("HOME=home weir hook install --host codex --user -p ../etc/p.weir", "HOME is home"),
      ("HOME=home weir hook uninstall --host codex --project", "HOME is home"),
      ("CODEX_HOME=x weir hook install --host codex --user -p ../etc/p.weir", "CODEX_HOME is x"),
      (
        "mkdir gone; cd gone; rmdir ../gone; weir hook install --host codex --project -p "
          + folder("etc/p.weir"), "the working directory does not exist"
      ),
    ] {
      let run = try Self.run(line, in: folder)
      #expect(run.status == 2, "\(line)")
      #expect(run.output.contains(message), "\(run.output)")
    }
    #expect(try Self.files(folder) == before)
  }

  @Test func aRehearsalWritesNothing() throws {
    let folder = try Self.folder()
    let before = try Self.files(folder)
    let run = try Self.run(
      "weir hook install --host gemini --user --dry-run -p ../etc/p.weir", in: folder)
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("--- \(folder("home/.gemini/settings.json"))\n+++ "))
    #expect(run.output.contains("@@ -1 +1,17 @@\n-{ }\n\\ No newline at end of file\n"))
    #expect(try Self.files(folder) == before)
    #expect(
      try String(contentsOfFile: folder("home/.gemini/settings.json"), encoding: .utf8) == "{ }")
    let none = try Self.run("weir hook uninstall --host gemini --user", in: folder)
    #expect(none.status == 1)
    #expect(none.output.hasPrefix("weir: there is no hook of weir's in /"))
  }

  @Test func theCommandThatIsInstalledAnswers() throws {
    let folder = try Self.folder()
    let install = try Self.run(
      "weir hook install --host gemini --user -p ../etc/./p.weir --holds h.db --budget 40s "
        + "--principal \"o'brien\"", in: folder)
    #expect(install.status == 0, "\(install.output)")
    #expect(install.output.contains("try it: weir hook check --host gemini --user\n"))
    let data = try Data(contentsOf: URL(filePath: folder("home/.gemini/settings.json")))
    let settings = try JSONDecoder().decode([String: [String: [Group]]].self, from: data)
    let handler = try #require(settings["hooks"]?["BeforeTool"]?.first?.hooks.first)
    #expect(handler.timeout == 45_000)
    // A path in the folder that is worked in may be in nobody's own settings only.
    #expect(handler.command.contains(" --holds '\(folder("project/h.db"))' "))
    #expect(handler.command.contains(" -p '\(folder("etc/p.weir"))' "))
    for (tool, status) in [("read_file", 0), ("write_file", 2), ("no_such_tool", 2)] {
      let event = """
        {"session_id":"s","cwd":"/repo","hook_event_name":"BeforeTool","timestamp":"t",\
        "tool_name":"\(tool)","tool_input":{"file_path":"/repo/a","content":""}}
        """
      let run = try Shell.run(
        "{ \(handler.command)\n} <<'EVENT'\n\(event)\nEVENT", in: URL(filePath: folder("home")))
      #expect(run.status == status, "\(run.output)")
      #expect(run.output.isEmpty == (status == 0), "\(run.output)")
    }
    let again = try Self.run("weir hook uninstall --host gemini --user", in: folder)
    #expect(again.status == 0)
    #expect(
      try String(contentsOfFile: folder("home/.gemini/settings.json"), encoding: .utf8) == "{ }")
  }

  private struct Group: Decodable {
    var hooks: [Handler]
  }

  private struct Handler: Decodable {
    var command: String
    var timeout: Int
  }

  @Test func whatIsAskedTwiceIsSaid() throws {
    let folder = try Self.folder()
    let line = "weir hook install -p ../etc/p.weir --host"
    #expect(
      try !Self.run("\(line) claude-code --user", in: folder).output.contains("has a hook, too"))
    for host in ["claude-code", "cursor", "copilot"] {
      let run = try Self.run("\(line) \(host) --project", in: folder)
      #expect(
        run.output.contains("\(folder("home/.claude/settings.json")) has a hook, too"),
        "\(run.output)")
    }
    #expect(try !Self.run("\(line) codex --user", in: folder).output.contains("has a hook, too"))
  }

  #if os(Linux)
    @Test(arguments: [
      ("y\n", true), ("yes\n", true), ("n\n", false), ("\n", false), ("\u{4}", false),
    ])
    func onATerminalSomebodyIsAsked(_ answer: String, _ isWritten: Bool) throws {
      let folder = try Self.folder()
      let home = ["HOME": folder("home"), "XDG_STATE_HOME": folder("state")]
      let words = ["--host", "cursor", "--user"]
      let install = try folder.ask(
        ["hook", "install", "-p", "etc/p.weir"] + words, [answer], adding: home)
      #expect(install.status == (isWritten ? 0 : 1))
      #expect(install.output.contains("+++ \(folder("home/.cursor/hooks.json"))\n"))
      #expect(install.output.contains("Write it? [y/N] "))
      #expect(install.output.contains("weir: nothing was written\n") == !isWritten)
      #expect(
        FileManager.default.fileExists(atPath: folder("home/.cursor/hooks.json")) == isWritten)
      let forced = ["hook", "install", "-p", "etc/p.weir", "--yes"] + words
      #expect(try folder.ask(forced, [], adding: home).status == 0)
      let uninstall = try folder.ask(["hook", "uninstall"] + words, [answer], adding: home)
      #expect(uninstall.status == (isWritten ? 0 : 1))
      #expect(
        FileManager.default.fileExists(atPath: folder("home/.cursor")) != isWritten)
    }
  #endif
}
