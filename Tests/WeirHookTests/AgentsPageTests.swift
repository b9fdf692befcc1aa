// The page about agents: its generated sections are what the hosts' rows say, and its map is one.

import Foundation
import Testing
import Weir
import WeirHost
import WeirTesting

@testable import WeirHook

@Suite struct AgentsPageTests {
  private static let url = GoldenSuite.root.appending(path: "Sources/Weir/Weir.docc/Agents.md")

  @Test func generatedSectionsAreUpToDate() throws {
    let page = try String(contentsOf: Self.url, encoding: .utf8)
    let rewritten = try #require(GeneratedPage.rewrite(page, Self.section))
    if ProcessInfo.processInfo.environment["WEIR_BLESS"] == "1" {
      return try rewritten.write(to: Self.url, atomically: true, encoding: .utf8)
    }
    #expect(page == rewritten, "WEIR_BLESS=1 writes it anew")
  }

  @Test func theMapOfThePageIsOne() throws {
    let page = try String(contentsOf: Self.url, encoding: .utf8)
    let start = try #require(page.range(of: "```yaml\n")).upperBound
    let end = try #require(page.range(of: "```", range: start..<page.endIndex)).lowerBound
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try String(page[start..<end]).write(to: file, atomically: true, encoding: .utf8)
    let row = try HostRow(map: file.path)
    let event = #"{"type":"before_tool","call":{"name":"run","input":{"cmd":"ls","dir":"/a"}}}"#
    let reader = EventReader(row, [], dialect: .zsh, server: nil)
    let call = try reader.call(try EventReader.document(Array(event.utf8)))
    #expect(call.command == "ls" && call.cwd == "/a" && call.dialect == .bash)
    let answer = row.form.blocking("no \"x\"")
    #expect(String(decoding: answer.out, as: UTF8.self) == #"{"allow":false,"why":"no \"x\""}"#)
    #expect(String(decoding: answer.error, as: UTF8.self) == #"no "x""#)
    #expect(answer.status == 3)
  }

  private static func section(_ name: String) -> String? {
    switch name {
    case "shape": "```weir\n" + HookShape.text + "```\n"
    case "settings": settings
    case "tools": tools
    default: nil
    }
  }

  private static var settings: String {
    GeneratedPage.table(
      ["host", "project", "user"],
      AgentHost.allCases.compactMap { host in
        (try? host.settings()).map { settings in
          [host.rawValue, settings.projectFile, "~/\(settings.userFolder)/\(settings.userFile)"]
            .map(GeneratedPage.code)
        }
      })
  }

  private static var tools: String {
    let hosts = AgentHost.allCases.compactMap { host in host.row.map { (host, $0) } }
      .filter { !$0.1.tools.isEmpty }
    return GeneratedPage.table(
      ["kind"] + hosts.map(\.0.rawValue),
      ToolKind.allCases.filter { $0 != .mcp }.map { kind in
        [GeneratedPage.code(kind.rawValue)]
          + hosts.map { _, row in
            row.tools.filter { $0.kind == kind }.map { GeneratedPage.code($0.name) }
              .joined(separator: " ")
          }
      })
  }
}
