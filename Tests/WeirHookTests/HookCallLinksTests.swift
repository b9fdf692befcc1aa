// Where the paths of a call lead, on a disk with links.

import Foundation
import Testing
import Weir
import WeirHook
import WeirHost
import WeirTesting

@Suite struct HookCallLinksTests {
  private func places(_ path: String, in folder: Folder) throws -> [String] {
    let event = """
      {"hook_event_name":"PreToolUse","cwd":"\(folder.path)","tool_name":"Read",\
      "tool_input":{"file_path":"\(path)"}}
      """
    let row = try #require(AgentHost.claudeCode.row)
    let reader = EventReader(row, [], dialect: .bash, server: nil)
    let call = try reader.call(try EventReader.document(Array(event.utf8))).followingLinks()
    let root = folder.url.resolvingSymlinksInPath().path
    return (call.paths ?? []).map { $0.description.replacing(root, with: "…") }
  }

  private func folder() throws -> Folder {
    let folder = try Folder(["inner/deep/a.txt": "", "b.txt": ""])
    for (name, target) in [
      ("link", "inner/deep"), ("out", "/etc"), ("dangling", "/nowhere/x"), ("ring", "ring"),
    ] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/" + name, withDestinationPath: target)
    }
    return folder
  }

  @Test(arguments: [
    ("b.txt", ["…/b.txt"]), ("new.txt", ["…/new.txt"]), ("link/a.txt", ["…/inner/deep/a.txt"]),
    ("out/passwd", ["/etc/passwd"]), ("out/new", ["/etc/new"]), ("dangling", ["/nowhere/x"]),
    ("new/../b.txt", ["…/new/../b.txt"]), ("inner/../b.txt", ["…/b.txt"]),
    // Dots behind a link: what the system opens, and what a host may make of the text.
    ("link/../b.txt", ["…/inner/b.txt", "…/b.txt"]),
    ("link/../new/../c", ["…/inner/new/../c", "…/c"]),
    ("out/../b.txt", ["/b.txt", "…/b.txt"]), ("~/x", ["~/x"]),
  ])
  func paths(_ path: String, _ expected: [String]) throws {
    #expect(try places(path, in: folder()) == expected)
  }

  @Test func aCircleIsAFailure() throws {
    let folder = try folder()
    #expect(throws: HostFailure.self) { try places("ring", in: folder) }
  }
}
